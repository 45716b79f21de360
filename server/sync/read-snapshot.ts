/**
 * Answers with whole scopes, a page after the other (SYNC.md, snapshot). Guards:
 * - nothing of a load is kept here: any process of the server goes on after any page, also after a restart;
 * - the version is remembered at the start and never ahead of a row: a pull from there brings all that changed meanwhile;
 * - only scopes that the user may see now are read;
 * - what the work needs comes first: tables that grow without end come last.
 * Pages need not be of one moment, so that no writer waits for a page.
 */
import type { Handle } from '#db/database.ts';
import { type Cell, readRows } from '#db/rows.ts';
import type { Table } from '#shared/kernel/table.ts';
import { SNAPSHOT_LIMIT_BYTES, SNAPSHOT_LIMIT_ROWS } from '#shared/protocol/limits.ts';
import type { SnapshotBlock, SnapshotPlace, SnapshotRequest, SnapshotResponse } from '#shared/protocol/snapshot.ts';
import type { Session } from '../auth/access-token.ts';
import type { House } from '../house.ts';
import { HttpRefusal } from '../http/http-refusal.ts';
import type { CompanyState } from './company-lock.ts';
import { readPurgedVersion } from './purge-log.ts';
import { countHeldRows, readHeldIds, scopesOfTable } from './scope-rows.ts';
import { readScopes } from './scopes.ts';
import { knownTables, serverSchema } from './server-schema.ts';

/** Between two looks at how long the page has become. */
const STEP_ROWS = 1_000;
/** With less room than this a page ends: a row has several scopes, and comes with all of them or not at all. */
const LEAST_ROOM_ROWS = 64;

interface LoadedTable {
  readonly table: Table;
  readonly columns: readonly string[];
  readonly scopes: readonly string[];
}

/**
 * Reads the next page of a load for the session's device.
 * @throws HttpRefusal `sync.foreignDevice`, `sync.foreignScope`, `sync.otherTimeline`, `sync.cursorTooOld`
 */
export async function readSnapshot(
  house: House,
  session: Session,
  request: SnapshotRequest,
): Promise<SnapshotResponse> {
  if (request.deviceId !== session.deviceId) throw new HttpRefusal('sync.foreignDevice');
  const { kysely } = house.database;
  // Before any row: what the version does not hold yet, the pull brings.
  const company = await kysely
    .selectFrom('companyVersion')
    .select(['timeline', 'version'])
    .where('id', '=', 1)
    .executeTakeFirstOrThrow();
  const place = await checkedPlace(kysely, company, request.place);
  await checkScopes(kysely, session, request.scopes);
  const tables = await tablesToLoad(house, request);
  const page = new Page();
  let next: SnapshotPlace | null = null;
  let at = place.table === '' ? 0 : tables.findIndex(({ table }) => table.name === place.table);
  // Another version of the server has begun this load.
  if (at < 0) throw new HttpRefusal('sync.cursorTooOld');
  for (let after = place.after; at < tables.length && next === null; at += 1, after = '') {
    const loaded = tables[at];
    if (loaded) next = await readTable(house, page, loaded, { ...place, table: loaded.table.name, after });
  }
  house.metrics.add('satchel_snapshot_rows_total', page.rows);
  return {
    timeline: company.timeline,
    version: place.version,
    schema: await serverSchema(house),
    sets: page.sets,
    blocks: page.blocks,
    totals: request.place === null ? await totals(house, tables) : null,
    next,
    serverTime: house.world.clock.now(),
  };
}

async function checkedPlace(
  db: Handle,
  company: Pick<CompanyState, 'timeline' | 'version'>,
  place: SnapshotPlace | null,
): Promise<SnapshotPlace> {
  if (!place) return { timeline: company.timeline, version: company.version, table: '', after: '' };
  if (place.timeline !== company.timeline || place.version > company.version) {
    throw new HttpRefusal('sync.otherTimeline', { timeline: company.timeline });
  }
  if (place.version < (await readPurgedVersion(db))) throw new HttpRefusal('sync.cursorTooOld');
  return place;
}

/** @throws HttpRefusal `sync.foreignScope` */
export async function checkScopes(db: Handle, session: Session, scopes: readonly string[]): Promise<void> {
  const visible = new Set(await readScopes(db, session.userId));
  const foreign = scopes.find((scope) => !visible.has(scope));
  if (foreign !== undefined) throw new HttpRefusal('sync.foreignScope', { scope: foreign });
}

async function tablesToLoad(house: House, { schema, scopes, tables }: SnapshotRequest): Promise<LoadedTable[]> {
  const byName = new Map<string, Table>(house.registry.tables.map((table) => [table.name, table]));
  const distinct = [...new Set(scopes)].sort();
  const known = (await knownTables(house, schema))
    .filter(({ table }) => tables === null || tables.includes(table.name))
    .map(({ table, columns }) => ({ table, columns, scopes: scopesOfTable(table, byName, distinct) }));
  return [...known.filter(({ table }) => !table.history), ...known.filter(({ table }) => table.history)];
}

/** @returns where the next page goes on, or null when the table has come to its end */
async function readTable(
  { database: { kysely } }: House,
  page: Page,
  { table, columns, scopes }: LoadedTable,
  place: SnapshotPlace,
): Promise<SnapshotPlace | null> {
  let { after } = place;
  for (;;) {
    if (page.isFull) return { ...place, after };
    const held = await readHeldIds(kysely, table.name, scopes, after, Math.min(STEP_ROWS, page.room));
    if (held.ids.length > 0) page.add(table.name, await readRows(kysely, table, held.ids, columns), held);
    if (!held.more) return null;
    after = held.ids.at(-1) ?? after;
  }
}

function totals(house: House, tables: readonly LoadedTable[]): Promise<{ table: string; rows: number }[]> {
  return countHeldRows(
    house.database.kysely,
    tables.map(({ table, scopes }) => ({ name: table.name, scopes })),
  );
}

/** Collects a page's rows. */
class Page {
  readonly sets: string[][] = [];
  readonly blocks: SnapshotBlock[] = [];
  rows = 0;
  #bytes = 0;
  readonly #places = new Map<string, number>();

  get room(): number {
    return SNAPSHOT_LIMIT_ROWS - this.rows;
  }

  get isFull(): boolean {
    return this.room < LEAST_ROOM_ROWS || this.#bytes >= SNAPSHOT_LIMIT_BYTES;
  }

  add(
    table: string,
    { columns, cells }: Awaited<ReturnType<typeof readRows>>,
    { ids, holders }: { readonly ids: readonly string[]; readonly holders: readonly (readonly string[])[] },
  ): void {
    const held = new Map(ids.map((id, at) => [id, holders[at] ?? []]));
    // A row that went since its entry was read is not there: the pull says so.
    const places = (cells[0] ?? []).map((id) => this.#placeOf(held.get(String(id)) ?? []));
    const last = this.blocks.at(-1);
    if (last?.table === table) {
      cells.forEach((column, at) => {
        last.cells[at]?.push(...column);
      });
      last.holders.push(...places);
    } else
      this.blocks.push({ table, columns: [...columns], cells: cells.map((column) => [...column]), holders: places });
    this.rows += ids.length;
    for (const column of cells) this.#bytes += sizeOf(column);
  }

  #placeOf(scopes: readonly string[]): number {
    const key = scopes.join(' ');
    const place = this.#places.get(key) ?? this.sets.push([...scopes]) - 1;
    this.#places.set(key, place);
    return place;
  }
}

/** About as many bytes as the column takes on the wire before it is compressed. */
function sizeOf(column: readonly Cell[]): number {
  let bytes = 0;
  for (const cell of column) bytes += typeof cell === 'string' ? cell.length + 3 : 8;
  return bytes;
}
