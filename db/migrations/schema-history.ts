/**
 * What migrations did to synced tables, read from their own steps: which columns a side of an older schema knows, and
 * which tables it has to fetch again once both sides have more. Guards: nothing of it is declared by hand, so that no
 * migration can be forgotten.
 */
import { allMigrations } from './all.ts';
import { type Migration, SchemaBuilder } from './vocabulary.ts';

interface Touch {
  readonly id: string;
  /** Null: the table is new. */
  readonly columns: ReadonlySet<string> | null;
}

/** What is no id of a migration (a test, a tool) knows everything. */
const NEWEST = '~';

interface History {
  /** Ids of what it was read from: tests add and take back. */
  readonly migrations: string;
  readonly touches: ReadonlyMap<string, readonly Touch[]>;
}

const known = new WeakMap<readonly Migration[], History>();

/** The older of two schemas, each named by its last migration: what both sides have. */
export function olderSchema(left: string, right: string): string {
  return placeOf(left) < placeOf(right) ? left : right;
}

/** The columns of a table that a side of this schema knows; all of `columns` unless migrations say otherwise. */
export function columnsAt(
  schema: string,
  table: string,
  columns: readonly string[],
  migrations: readonly Migration[] = allMigrations,
): readonly string[] {
  const touches = historyOf(migrations).get(table) ?? [];
  const later = touches.filter(({ id }) => id > placeOf(schema));
  if (later.some((touch) => touch.columns === null)) return [];
  const unknown = new Set(later.flatMap((touch) => [...(touch.columns ?? [])]));
  return unknown.size === 0 ? columns : columns.filter((column) => !unknown.has(column));
}

/** Tables of which a side that stood at `before` lacks something that stands in `after`: new ones, or new columns. */
export function tablesChangedBetween(
  before: string,
  after: string,
  migrations: readonly Migration[] = allMigrations,
): string[] {
  const [from, to] = [placeOf(before), placeOf(after)];
  return [...historyOf(migrations)]
    .filter(([, touches]) => touches.some(({ id }) => id > from && id <= to))
    .map(([table]) => table)
    .sort();
}

const placeOf = (schema: string): string => (/^\d{4}-/.test(schema) ? schema : NEWEST);

function historyOf(migrations: readonly Migration[]): ReadonlyMap<string, readonly Touch[]> {
  const before = known.get(migrations);
  const ids = migrations.map(({ id }) => id).join(' ');
  if (before?.migrations === ids) return before.touches;
  const history = new Map<string, Touch[]>();
  for (const migration of migrations) {
    // What one side has alone is not synced.
    if (migration.side) continue;
    const schema = new SchemaBuilder('sqlite');
    migration.up(schema);
    for (const [table, columns] of schema.touched) {
      history.set(table, [...(history.get(table) ?? []), { id: migration.id, columns }]);
    }
  }
  known.set(migrations, { migrations: ids, touches: history });
  return history;
}
