/** What a person types into the search of the ledger, as commands. */
import { sql } from 'kysely';
import type { Handle } from '#db/database.ts';
import { fold } from '#shared/kernel/fold.ts';

/** Ids of the commands whose document or customer holds a text, or whose amount it is. */
export function foundBy(db: Handle, search: string) {
  const words = fold(search.trim()).replace(/[\\%_]/g, (sign) => `\\${sign}`);
  const amount = amountIn(search);
  return db
    .selectFrom('commandSubjects')
    .select('commandId')
    .where((where) => {
      const hasWords = where(where.ref('words'), 'like', where.val(`%${words}%`));
      if (amount === null) return hasWords;
      const minor = sql<number>`json_extract(${where.ref('subject')}, '$.amountMinor')`;
      return where.or([hasWords, where.and([where(minor, '>=', amount.from), where(minor, '<=', amount.to)])]);
    })
    .$castTo<{ commandId: string }>();
}

/** What was typed as an amount: `9,416.29`, or `¥9416` for any with these whole units; null where it is none. */
function amountIn(typed: string): { readonly from: number; readonly to: number } | null {
  const [, units, cents] = /^[¥$€]?\s*(\d[\d,，]*)(?:\.(\d{0,2}))?$/.exec(typed.trim()) ?? [];
  if (units === undefined) return null;
  const from = Number(`${units.replace(/[,，]/g, '')}${(cents ?? '').padEnd(2, '0')}`);
  return { from, to: from + 10 ** (2 - (cents ?? '').length) - 1 };
}

/** Commands of these names, wherever they are. */
export function namedSo(db: Handle, names: readonly string[]) {
  return db
    .selectFrom('outbox')
    .select('commandId')
    .where('name', 'in', [...names])
    .unionAll(
      db
        .selectFrom('commandJournal')
        .select('commandId')
        .where('name', 'in', [...names]),
    )
    .$castTo<{ commandId: string }>();
}
