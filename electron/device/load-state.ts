/** What is kept of a load of whole scopes, from its beginning to its end. */
import type { Handle } from '#db/database.ts';
import { lastMigration } from '#db/migrations/migrate.ts';
import { olderSchema } from '#db/migrations/schema-history.ts';
import type { LoadProgress } from '#shared/protocol/bridge.ts';
import type { SnapshotPlace, SnapshotResponse } from '#shared/protocol/snapshot.ts';
import type { Cursor } from '#shared/protocol/sync.ts';
import type { Replaced } from './apply-rows.ts';
import { clearLoad } from './stage.ts';
import { clearState, type Load, readState, writeState } from './sync-state.ts';

/** A load of which nothing has come yet. */
export function newLoad(
  purpose: Load['purpose'],
  scopes: readonly string[],
  tables: readonly string[] | null,
  answeredTo: Cursor | null = null,
): Load {
  return {
    purpose,
    scopes: [...scopes].sort(),
    tables: tables ? [...tables] : null,
    place: null,
    schema: '',
    isRead: false,
    pages: 0,
    rows: 0,
    bytes: 0,
    totals: [],
    read: {},
    spentMs: 0,
    answeredTo,
  };
}

/** The load as it stands after a page. */
export function afterPage(load: Load, page: SnapshotResponse, bytes: number, spentMs: number): Load {
  const read = { ...load.read };
  let { rows } = load;
  for (const { table, holders } of page.blocks) {
    read[table] = (read[table] ?? 0) + holders.length;
    rows += holders.length;
  }
  return {
    ...load,
    place: page.next ?? placeAtEnd(page),
    schema: load.schema === '' ? page.schema : olderSchema(load.schema, page.schema),
    isRead: page.next === null,
    pages: load.pages + 1,
    rows,
    bytes: load.bytes + bytes,
    totals: page.totals ?? load.totals,
    read,
    spentMs: load.spentMs + spentMs,
  };
}

const placeAtEnd = ({ timeline, version, readAt }: SnapshotResponse): SnapshotPlace => ({
  timeline,
  version,
  table: '',
  after: '',
  ...(readAt === undefined ? {} : { readAt }),
});

/** Where the pull that ends a load begins. */
export const cursorOfLoad = ({ timeline, version, readAt }: SnapshotPlace): Cursor => ({
  timeline,
  version,
  table: '',
  id: '',
  loadedAt: version,
  ...(readAt === undefined ? {} : { readAt }),
});

/** The earlier of two places in one history; what was read at either has to be of that history. */
export function earlierOf(one: Cursor, other: Cursor): Cursor {
  const earlier = one.version < other.version ? one : other;
  const readAt = Math.max(one.version, one.readAt ?? 0, other.version, other.readAt ?? 0);
  return { ...earlier, readAt };
}

/** What its rows take the place of, or null where they only come in addition. */
export function replacedBy({ purpose, scopes, tables }: Load): Replaced | null {
  if (purpose === 'all') return { scopes: null, tables: null };
  return purpose === 'heal' ? { scopes, tables } : null;
}

/** While it runs nothing else may be pulled: nothing is here yet, or what is here is of another history. */
export const isAlone = ({ purpose }: Load): boolean => purpose === 'first' || purpose === 'all';

/** In the transaction in which its rows go in. */
export async function endLoad(tx: Handle, load: Load, step: () => Promise<void> = async () => {}): Promise<void> {
  await clearLoad(tx, step);
  if (isAlone(load)) await writeState(tx, 'pulledSchema', olderSchema((await lastMigration(tx)) ?? '', load.schema));
  if (load.purpose === 'tables' || load.purpose === 'all') await forget(tx, 'staleTables', load.tables);
  if (load.purpose === 'heal' || load.purpose === 'all') {
    await forget(tx, 'unlikeScopes', load.purpose === 'all' ? null : load.scopes);
  }
}

async function forget(tx: Handle, key: 'staleTables' | 'unlikeScopes', done: readonly string[] | null): Promise<void> {
  const left = done === null ? [] : ((await readState(tx, key)) ?? []).filter((name) => !done.includes(name));
  if (left.length === 0) await clearState(tx, key);
  else await writeState(tx, key, left);
}

/** How far a load is, for the person who waits. */
export function progressOf({ purpose, totals, read, rows, bytes, spentMs, isRead }: Load): LoadProgress {
  const totalRows = totals.reduce((sum, total) => sum + total.rows, 0);
  const at = totals.find((total) => (read[total.table] ?? 0) < total.rows) ?? null;
  const left = Math.max(0, totalRows - rows);
  return {
    purpose,
    rows,
    totalRows: Math.max(totalRows, rows),
    table: at?.table ?? null,
    tableRows: at ? (read[at.table] ?? 0) : 0,
    tableTotalRows: at?.rows ?? 0,
    bytes,
    secondsLeft: isRead ? 0 : rows === 0 ? null : Math.ceil(((spentMs / rows) * left) / 1000),
  };
}
