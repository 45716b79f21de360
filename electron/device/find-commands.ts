/** What a person types into the search of the ledger, as commands. */
import { sql } from 'kysely';
import type { Handle } from '#db/database.ts';
import { fold } from '#shared/kernel/fold.ts';
import { unusualCurrencies } from '#shared/kernel/money.ts';

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
      const at = (path: string) => sql<string | number>`json_extract(${where.ref('subject')}, ${path})`;
      const ofCurrency = amount.currency === null ? [] : [where(at('$.currency'), '=', amount.currency)];
      const inUnits = DECIMALS.flatMap((decimals) => {
        const range = rangeOf(amount, decimals);
        if (range === null) return [];
        const others = unusualCurrencies.filter((each) => each.decimals === decimals || decimals === USUAL_DECIMALS);
        return where.and([
          where(
            at('$.currency'),
            decimals === USUAL_DECIMALS ? 'not in' : 'in',
            others.map((each) => each.currency),
          ),
          where(at('$.amountMinor'), '>=', range.from),
          where(at('$.amountMinor'), '<=', range.to),
        ]);
      });
      return where.or([hasWords, where.and([...ofCurrency, where.or(inUnits)])]);
    })
    .$castTo<{ commandId: string }>();
}

interface TypedAmount {
  readonly currency: string | null;
  /** Digits before and after the point; what was not typed may be anything. */
  readonly units: string;
  readonly decimals: string;
}

const USUAL_DECIMALS = 2;
const DECIMALS = [USUAL_DECIMALS, 0, 3] as const;

/** What was typed as an amount: `9,416.29`, `KWD 12.5`, or `¥9416` for any with these whole units; null: it is none. */
function amountIn(typed: string): TypedAmount | null {
  const [, currency, units, decimals] =
    /^(?:([A-Z]{3})\s|[A-Z]{0,3}\p{Sc})?\s*(\d[\d,，]*)(?:\.(\d{0,3}))?$/u.exec(typed.trim()) ?? [];
  if (units === undefined) return null;
  return { currency: currency ?? null, units: units.replace(/[,，]/g, ''), decimals: decimals ?? '' };
}

/** In minor units of a currency with so many decimals; null: no amount in it has as many as were typed. */
function rangeOf(amount: TypedAmount, decimals: number): { readonly from: number; readonly to: number } | null {
  const open = decimals - amount.decimals.length;
  if (open < 0) return null;
  const from = Number(`${amount.units}${amount.decimals.padEnd(decimals, '0')}`);
  return { from, to: from + 10 ** open - 1 };
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
