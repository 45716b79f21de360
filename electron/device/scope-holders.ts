/**
 * Which scopes hold a row of this device. Guards:
 * - a row that no scope holds any more is told to whoever takes it out;
 * - a scope may hold a million rows: each piece of work here is small, and lets others in after it.
 */
import type { ControlledTransaction } from 'kysely';
import { runSql } from '#db/database.ts';
import type { Columns, Table, Tables } from '#shared/kernel/table.ts';
import type { ScopeBlock } from '#shared/protocol/sync.ts';

type Tx = ControlledTransaction<Tables>;
type Step = () => Promise<void>;

/** Rows between two looks at who waits. */
const ROWS_A_STEP = 250;
/** Of those that only leave the list of who is held. */
const HELD_A_STEP = 1_000;

/** Rows that lost a scope, by table. */
export type Orphans = Map<string, Set<string>>;

/** Takes these scopes away from all rows. @returns rows that lost one */
export async function takeScopesAway(tx: Tx, scopes: readonly string[], step: Step): Promise<Orphans> {
  const orphans: Orphans = new Map();
  for (const scope of scopes) {
    for (;;) {
      const rows = await runSql<{ tableName: string; rowId: string }>(
        tx,
        `SELECT "tableName", "rowId" FROM "scopeRows" WHERE "scope" = ?
          ORDER BY "tableName", "rowId" LIMIT ${HELD_A_STEP}`,
        [scope],
      );
      const last = rows.at(-1);
      if (!last) break;
      for (const { tableName, rowId } of rows) addOrphan(orphans, tableName, rowId);
      await runSql(tx, 'DELETE FROM "scopeRows" WHERE "scope" = ? AND ("tableName", "rowId") <= (?, ?)', [
        scope,
        last.tableName,
        last.rowId,
      ]);
      await step();
      if (rows.length < HELD_A_STEP) break;
    }
  }
  return orphans;
}

/**
 * Who holds rows that are replaced comes anew.
 * @param scopes null: all
 * @param tables null: all
 */
export async function forgetHolders(
  tx: Tx,
  scopes: readonly string[] | null,
  tables: readonly string[] | null,
  known: readonly Table<string, Columns>[],
  step: Step,
): Promise<void> {
  if (scopes === null && tables === null) {
    // The pages are let go of as they are: this costs little, whatever their number.
    await tx.deleteFrom('scopeRows').execute();
    return;
  }
  const held = scopes ?? (await heldScopes(tx));
  for (const { name } of known) {
    if (!(tables?.includes(name) ?? true)) continue;
    for (const scope of held) await forgetHeld(tx, scope, name, step);
  }
}

async function forgetHeld(tx: Tx, scope: string, table: string, step: Step): Promise<void> {
  for (;;) {
    const [end] = await runSql<{ rowId: string }>(
      tx,
      `SELECT "rowId" FROM "scopeRows" WHERE "scope" = ? AND "tableName" = ?
        ORDER BY "rowId" LIMIT 1 OFFSET ${HELD_A_STEP}`,
      [scope, table],
    );
    if (!end) break;
    await runSql(tx, 'DELETE FROM "scopeRows" WHERE "scope" = ? AND "tableName" = ? AND "rowId" < ?', [
      scope,
      table,
      end.rowId,
    ]);
    await step();
  }
  await runSql(tx, 'DELETE FROM "scopeRows" WHERE "scope" = ? AND "tableName" = ?', [scope, table]);
  await step();
}

/** One look-up a scope: the list itself is as long as there are rows. */
async function heldScopes(tx: Tx): Promise<string[]> {
  const scopes: string[] = [];
  for (;;) {
    const [next] = await runSql<{ scope: string }>(
      tx,
      'SELECT "scope" FROM "scopeRows" WHERE "scope" > ? ORDER BY "scope" LIMIT 1',
      [scopes.at(-1) ?? ''],
    );
    if (!next) return scopes;
    scopes.push(next.scope);
  }
}

/** What a page says of a scope: who is in it now, and who is no longer. @param orphans gets those that lost it */
export async function noteEntry(tx: Tx, entry: ScopeBlock, orphans: Orphans, step: Step): Promise<void> {
  const { scope, table: tableName } = entry;
  for (const ids of slices(entry.present)) {
    await runSql(
      tx,
      'INSERT OR IGNORE INTO "scopeRows" ("scope", "tableName", "rowId") SELECT ?, ?, value FROM json_each(?)',
      [scope, tableName, JSON.stringify(ids)],
    );
    await step();
  }
  for (const ids of slices(entry.gone)) {
    await tx
      .deleteFrom('scopeRows')
      .where('scope', '=', scope)
      .where('tableName', '=', tableName)
      .where('rowId', 'in', ids)
      .execute();
    for (const id of ids) addOrphan(orphans, tableName, id);
    await step();
  }
}

/** Which of these rows no scope holds any more. @param candidates few enough for one step */
export async function withoutScope(tx: Tx, tableName: string, candidates: readonly string[]): Promise<string[]> {
  const held = await tx
    .selectFrom('scopeRows')
    .select('rowId')
    .where('tableName', '=', tableName)
    .where('rowId', 'in', candidates)
    .orderBy('rowId')
    .execute();
  const left = new Set(candidates);
  for (const { rowId } of held) left.delete(rowId);
  return [...left];
}

export function addOrphan(orphans: Orphans, table: string, id: string): void {
  const ids = orphans.get(table);
  if (ids) ids.add(id);
  else orphans.set(table, new Set([id]));
}

/** Pieces that are one step each. */
export function* slices(ids: readonly string[]): Generator<readonly string[]> {
  for (let from = 0; from < ids.length; from += ROWS_A_STEP) yield ids.slice(from, from + ROWS_A_STEP);
}
