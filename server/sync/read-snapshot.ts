/**
 * Answers with whole scopes, a page after the other (SYNC.md, snapshot). Guards:
 * - nothing of a load is kept here: any process of the server goes on after any page, also after a restart;
 * - the version is remembered at the start and never ahead of a row: a pull from there brings all that changed meanwhile;
 * - what a page says that it was read at is never before a row of it: a server that is put back in between is noticed;
 * - only scopes that the user may see now are read;
 * - what the work needs comes first: tables that grow without end come last.
 * Pages need not be of one moment, so that no writer waits for a page.
 */
import type { Handle } from '#db/database.ts';
import { type RowTexts, readRowTexts } from '#db/rows.ts';
import type { Table } from '#shared/kernel/table.ts';
import { SNAPSHOT_LIMIT_BYTES, SNAPSHOT_LIMIT_ROWS } from '#shared/protocol/limits.ts';
import type { SnapshotPlace, SnapshotRequest, SnapshotResponse } from '#shared/protocol/snapshot.ts';
import type { Session } from '../auth/access-token.ts';
import type { House } from '../house.ts';
import { HttpRefusal } from '../http/http-refusal.ts';
import { JsonText } from '../http/json-text.ts';
import { type CompanyState, refuseOtherSchema } from './company-lock.ts';
import { readPurgedVersion } from './purge-log.ts';
import { countHeldRows, readHeldIds, scopesOfTable } from './scope-rows.ts';
import { readScopes } from './scopes.ts';
import { knownTables, serverSchema } from './server-schema.ts';
import { gapBelow, isInGap, restsOn } from './version-gaps.ts';

/** Read of a table before it is known how long its rows are. */
const FIRST_STEP_ROWS = 500;
/** With less room than this a page ends: a row has several scopes, and comes with all of them or not at all. */
const LEAST_ROOM_ROWS = 64;

interface LoadedTable {
  readonly table: Table;
  readonly columns: readonly string[];
  readonly scopes: readonly string[];
}

/**
 * Reads the next page of a load for the session's device.
 * @returns its text: no cell of it becomes a value here
 * @throws HttpRefusal `sync.foreignDevice`, `sync.foreignScope`, `sync.otherTimeline`, `sync.cursorTooOld`
 */
export async function readSnapshot(
  house: House,
  session: Session,
  request: SnapshotRequest,
): Promise<JsonText<SnapshotResponse>> {
  if (request.deviceId !== session.deviceId) throw new HttpRefusal('sync.foreignDevice');
  const { kysely } = house.database;
  // Before any row: what the version does not hold yet, the pull brings.
  const company = await readCompany(kysely);
  const place = await checkedPlace(kysely, company, request.place);
  await checkScopes(kysely, session, request.scopes);
  const tables = await tablesToLoad(house, request);
  const limitRows = house.snapshotLimitRows ?? SNAPSHOT_LIMIT_ROWS;
  const page = new Page(Math.min(limitRows, request.limitRows ?? limitRows));
  let next: SnapshotPlace | null = null;
  let at = place.table === '' ? 0 : tables.findIndex(({ table }) => table.name === place.table);
  // Another version of the server has begun this load.
  if (at < 0) throw new HttpRefusal('sync.cursorTooOld');
  for (let after = place.after; at < tables.length && next === null; at += 1, after = '') {
    const loaded = tables[at];
    if (loaded) next = await readTable(house, page, loaded, { ...place, table: loaded.table.name, after });
  }
  house.metrics.add('satchel_snapshot_rows_total', page.rows);
  const sums = request.place === null ? await totals(house, tables) : null;
  const readAt = await versionAfterRows(kysely, company);
  const rest: Omit<SnapshotResponse, 'blocks'> = {
    timeline: company.timeline,
    version: place.version,
    readAt,
    schema: await serverSchema(house),
    sets: page.sets,
    totals: sums,
    next: next && { ...next, readAt },
    serverTime: house.world.clock.now(),
  };
  return new JsonText(['{"blocks":[', ...page.texts, `],${JSON.stringify(rest).slice(1)}`]);
}

type Standing = Pick<CompanyState, 'timeline' | 'version'>;

/** @throws HttpRefusal `server.otherSchema` */
export async function readCompany(db: Handle): Promise<Standing> {
  const { schema, ...standing } = await db
    .selectFrom('companyVersion')
    .select(['timeline', 'version', 'schema'])
    .where('id', '=', 1)
    .executeTakeFirstOrThrow();
  refuseOtherSchema(db, schema);
  return standing;
}

/**
 * The newest version that a row of the page can be of: writers do not wait for pages, so the company moves on while one is
 * read, and it is that later version which the device stands on.
 * @throws HttpRefusal `sync.otherTimeline`: a recovery began meanwhile, and rows of two histories are in the page
 */
async function versionAfterRows(db: Handle, before: Standing): Promise<number> {
  const after = await readCompany(db);
  if (after.timeline !== before.timeline) throw new HttpRefusal('sync.otherTimeline', { timeline: after.timeline });
  return Math.max(before.version, after.version);
}

async function checkedPlace(db: Handle, company: Standing, place: SnapshotPlace | null): Promise<SnapshotPlace> {
  if (!place) return { timeline: company.timeline, version: company.version, table: '', after: '' };
  const known = restsOn(place);
  const gap = await gapBelow(db, known).executeTakeFirst();
  const isOther = place.timeline !== company.timeline || known > company.version;
  if (isOther || isInGap(known, gap?.nextVersion ?? null)) {
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
  for (let stepRows = Math.min(FIRST_STEP_ROWS, page.room); ; ) {
    if (page.isFull) return { ...place, after };
    const held = await readHeldIds(kysely, table.name, scopes, after, stepRows);
    const bytes =
      held.ids.length > 0 ? page.add(table.name, await readRowTexts(kysely, table, held.ids, columns), held) : 0;
    if (!held.more) return null;
    after = held.ids.at(-1) ?? after;
    stepRows = page.roomForRowsOf(bytes / held.ids.length);
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
  /** The blocks as they stand in the message, in pieces; several may be of one table. */
  readonly texts: string[] = [];
  rows = 0;
  #bytes = 0;
  readonly #places = new Map<string, number>();
  readonly #limitRows: number;

  constructor(limitRows: number) {
    this.#limitRows = limitRows;
  }

  get room(): number {
    return this.#limitRows - this.rows;
  }

  get isFull(): boolean {
    return this.room < LEAST_ROOM_ROWS || this.#bytes >= SNAPSHOT_LIMIT_BYTES;
  }

  /** How many more rows to read at once, when they are about so long. */
  roomForRowsOf(bytes: number): number {
    const rows = Math.ceil((SNAPSHOT_LIMIT_BYTES - this.#bytes) / Math.max(bytes, 1));
    return Math.min(this.room, Math.max(rows, LEAST_ROOM_ROWS));
  }

  /** @returns about how many bytes the rows take before they are compressed */
  add(
    table: string,
    { rowCount, columns, cells }: RowTexts,
    { ids, holders }: { readonly ids: readonly string[]; readonly holders: readonly (readonly string[])[] },
  ): number {
    // A row that went since its entry was read is not there: the pull says so.
    const present = rowCount === ids.length ? null : new Set(JSON.parse(cells[columns.indexOf('id')] ?? '[]'));
    const places: number[] = [];
    ids.forEach((id, at) => {
      if (present === null || present.has(id)) places.push(this.#placeOf(holders[at] ?? []));
    });
    const head = `{"table":${JSON.stringify(table)},"columns":${JSON.stringify(columns)},"cells":[`;
    this.texts.push(`${this.texts.length === 0 ? '' : ','}${head}`);
    cells.forEach((column, at) => {
      this.texts.push(at === 0 ? column : `,${column}`);
    });
    this.texts.push(`],"holders":[${places.join(',')}]}`);
    const bytes = cells.reduce((sum, column) => sum + column.length, 0);
    this.rows += ids.length;
    this.#bytes += bytes;
    return bytes;
  }

  #placeOf(scopes: readonly string[]): number {
    const key = scopes.join(' ');
    const place = this.#places.get(key) ?? this.sets.push([...scopes]) - 1;
    this.#places.set(key, place);
    return place;
  }
}
