/**
 * Answers a pull: what changed for this user since the cursor (SYNC.md, pull). Guards:
 * - one consistent read: rows, entries and answers of a page belong to the same moment;
 * - only rows of scopes that the user may see now are read;
 * - when `more` is false the device holds everything up to the cursor's version.
 */

import type { Transaction } from 'kysely';
import type { Handle, SatchelDatabase } from '#db/database.ts';
import { type RowTexts, readRowTexts } from '#db/rows.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { prepareQuery } from '#shared/kernel/prepared.ts';
import type { Tables } from '#shared/kernel/table.ts';
import { PULL_LIMIT_ROWS } from '#shared/protocol/limits.ts';
import type { CommandAnswer, Cursor, PullRequest, PullResponse, ScopeBlock } from '#shared/protocol/sync.ts';
import type { Session } from '../auth/access-token.ts';
import type { House } from '../house.ts';
import { HttpRefusal } from '../http/http-refusal.ts';
import { JsonText } from '../http/json-text.ts';
import { type CompanyState, refuseOtherSchema } from './company-lock.ts';
import { noteLevel } from './note-level.ts';
import { cutAfterVersion, type PullWindow, readWindow, type ScopeEntry } from './pull-window.ts';
import { readPurgedVersion } from './purge-log.ts';
import { readDiverged } from './read-diverged.ts';
import { noticeRestore } from './recovery.ts';
import { readLastGrantVersion, readScopes } from './scopes.ts';
import { type KnownTable, knownTables, serverSchema } from './server-schema.ts';
import { storedAnswer } from './stored-answer.ts';
import { gapBelow, isInGap, restsOn } from './version-gaps.ts';

/**
 * Reads the next page for the session's device.
 * @returns its text
 * @throws HttpRefusal `sync.foreignDevice`, `sync.otherTimeline`, `sync.cursorTooOld`, `sync.scopesChanged`
 */
export async function readPull(house: House, session: Session, request: PullRequest): Promise<JsonText<PullResponse>> {
  if (request.deviceId !== session.deviceId) throw new HttpRefusal('sync.foreignDevice');
  const known = { schema: await serverSchema(house), tables: await knownTables(house, request.schema) };
  const { blocks, ...rest } = await inConsistentRead(house.database, (tx) =>
    readPage({ ...house, known }, session, request, tx),
  ).catch((error) => noticeLoss(house, request, error));
  await noteLevel(house, request, session.userId, rest);
  house.metrics.add(
    'satchel_pulled_rows_total',
    blocks.reduce((sum, { rowCount }) => sum + rowCount, 0),
  );
  const texts = blocks.flatMap((block, at) => [at === 0 ? '' : ',', ...blockTexts(block)]);
  return new JsonText(['{"rows":[', ...texts, `],${JSON.stringify(rest).slice(1)}`]);
}

/**
 * A cursor beside the history that it belongs to, ahead of it or in one of its gaps: this server was put back from a
 * backup, and nobody has said so.
 */
async function noticeLoss(house: House, { cursor, deviceId }: PullRequest, error: unknown): Promise<never> {
  const isBeside =
    error instanceof HttpRefusal && error.code === 'sync.otherTimeline' && error.params.timeline === cursor?.timeline;
  if (!cursor || !isBeside) throw error;
  house.logger.warn({ deviceId }, 'a device is ahead of this server: it was put back from a backup, and recovers');
  const timeline = await noticeRestore(house, cursor.timeline);
  throw new HttpRefusal('sync.otherTimeline', { timeline });
}

/** Several reads of one moment: a snapshot on PostgreSQL, a read transaction on SQLite. */
export function inConsistentRead<Result>(
  database: SatchelDatabase,
  read: (tx: Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
  return database.kysely.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
}

/** Found out before the transaction, which has the only connection of an SQLite file. */
interface KnowingHouse extends House {
  readonly known: { readonly schema: string; readonly tables: readonly KnownTable[] };
}

interface PulledTexts extends RowTexts {
  readonly table: string;
}

interface PullPage extends Omit<PullResponse, 'rows'> {
  readonly blocks: readonly PulledTexts[];
}

async function readPage(
  house: KnowingHouse,
  session: Session,
  request: PullRequest,
  tx: Transaction<Tables>,
): Promise<PullPage> {
  const [company] = await findCompany(tx, { version: request.cursor ? restsOn(request.cursor) : 0 });
  if (!company) throw new Error('the company has no version');
  refuseOtherSchema(tx, company.schema);
  const start = await checkedStart(tx, company, session, request);
  const scopes = await readScopes(tx, session.userId);
  const held = request.scopes ? new Set(request.scopes) : null;
  const pulled = held ? scopes.filter((scope) => held.has(scope)) : scopes;
  const limitRows = Math.min(house.pullLimitRows ?? PULL_LIMIT_ROWS, request.limitRows ?? PULL_LIMIT_ROWS);
  let window = await readWindow(tx, pulled, start, company.version, limitRows);
  const answers = await readAnswers(tx, request, start.version, window.end.version, limitRows + 1);
  const lastAnswer = answers[limitRows - 1];
  if (lastAnswer && answers.length > limitRows) {
    answers.length = limitRows;
    window = cutAfterVersion(window, lastAnswer.version);
  }
  return {
    timeline: company.timeline,
    scopes,
    blocks: await readBlocks(house.known.tables, tx, window.entries),
    entries: toScopeBlocks(window.entries),
    answers,
    cursor: toCursor(company, start, window),
    more: window.more,
    ...(await readLastSeqs(tx, request)),
    ...(await readDiverged(tx, request)),
    serverTime: house.world.clock.now(),
    ...(held ? { schema: house.known.schema } : {}),
  };
}

function toCursor(company: Pick<CompanyState, 'timeline' | 'version'>, start: Cursor, window: PullWindow): Cursor {
  const cursor = { timeline: company.timeline, ...window.end, loadedAt: start.loadedAt };
  return window.more ? { ...cursor, readAt: company.version } : cursor;
}

async function checkedStart(
  db: Handle,
  company: Pick<CompanyState, 'timeline' | 'version'> & { readonly gap: number | null },
  session: Session,
  { cursor, scopes }: PullRequest,
): Promise<Cursor> {
  if (!cursor) return { timeline: company.timeline, version: 0, table: '', id: '', loadedAt: company.version };
  const known = restsOn(cursor);
  const ahead = known > company.version || cursor.loadedAt > company.version;
  if (cursor.timeline !== company.timeline || ahead || isInGap(known, company.gap))
    throw new HttpRefusal('sync.otherTimeline', { timeline: company.timeline });
  // What began from nothing behind the purge never had what went by it, wherever it stands on its way to now.
  const since = Math.max(cursor.version, cursor.loadedAt);
  if (since < (await readPurgedVersion(db))) throw new HttpRefusal('sync.cursorTooOld');
  // Who names what he holds finds out by himself what else there is.
  const isWhole = scopes !== undefined || (await readLastGrantVersion(db, session.userId)) <= cursor.loadedAt;
  if (!isWhole) throw new HttpRefusal('sync.scopesChanged');
  return cursor;
}

/**
 * Answers with versions in (after, upTo], oldest first, of all histories of the device: a command that went over into a
 * new one stands in the log under the old one, and may be run again there.
 */
async function readAnswers(
  db: Handle,
  request: Pick<PullRequest, 'deviceId'>,
  after: number,
  upTo: number,
  limit: number,
): Promise<CommandAnswer[]> {
  const query = answerQueries.get(limit) ?? answersQuery(limit);
  answerQueries.set(limit, query);
  return (await query(db, { deviceId: request.deviceId, after, upTo })).map(storedAnswer);
}

/** What the server has of this history, and of those that the device had before. */
async function readLastSeqs(
  db: Handle,
  request: PullRequest,
): Promise<Pick<PullResponse, 'lastSeq' | 'formerLastSeqs'>> {
  const histories = await findHistories(db, { deviceId: request.deviceId });
  const lastSeq = histories.find(({ incarnation }) => incarnation === request.incarnation)?.lastSeq ?? 0;
  const former = histories.filter(({ incarnation }) => incarnation !== request.incarnation);
  if (former.length === 0) return { lastSeq };
  return {
    lastSeq,
    formerLastSeqs: Object.fromEntries(former.map((history) => [history.incarnation, history.lastSeq])),
  };
}

// Asked with every pull.
const findCompany = prepareQuery((tx, given: { version: number }) =>
  tx
    .selectFrom('companyVersion')
    .select(['companyId', 'timeline', 'version', 'schema'])
    .select(gapBelow(tx, given.version).as('gap'))
    .where('id', '=', 1),
);
/** By the number of answers: a server has one or two. */
const answerQueries = new Map<number, ReturnType<typeof answersQuery>>();
function answersQuery(limit: number) {
  return prepareQuery((tx, given: { deviceId: Id; after: number; upTo: number }) =>
    tx
      .selectFrom('commandLog')
      .select(['commandId', 'seq', 'answerState', 'answerReasons', 'companyVersion', 'answeredAt'])
      .select('answerLegalNumbers')
      .where('deviceId', '=', given.deviceId)
      .where('companyVersion', '>', given.after)
      .where('companyVersion', '<=', given.upTo)
      .orderBy('companyVersion')
      .limit(limit),
  );
}
const findHistories = prepareQuery((tx, given: { deviceId: Id }) =>
  tx.selectFrom('devices').select(['incarnation', 'lastSeq']).where('id', '=', given.deviceId).orderBy('incarnation'),
);

function isPresent(entry: ScopeEntry): boolean {
  return entry.op === 'enter' || entry.op === 'upsert';
}

/** The rows that the entries name, each once, in the order in which the registry has the tables. */
async function readBlocks(
  tables: readonly KnownTable[],
  tx: Transaction<Tables>,
  entries: readonly ScopeEntry[],
): Promise<PulledTexts[]> {
  const idsByTable = new Map<string, Set<Id>>();
  for (const entry of entries) {
    if (!isPresent(entry)) continue;
    const ids = idsByTable.get(entry.tableName);
    if (ids) ids.add(entry.rowId);
    else idsByTable.set(entry.tableName, new Set([entry.rowId]));
  }
  const blocks: PulledTexts[] = [];
  for (const { table, columns } of tables) {
    const ids = idsByTable.get(table.name);
    if (ids) blocks.push({ table: table.name, ...(await readRowTexts(tx, table, [...ids], columns)) });
  }
  return blocks;
}

/** A RowBlock as it stands in the message, in pieces. */
function blockTexts({ table, columns, cells }: PulledTexts): string[] {
  const head = `{"table":${JSON.stringify(table)},"columns":${JSON.stringify(columns)},"cells":[`;
  return [head, ...cells.flatMap((column, at) => (at === 0 ? [column] : [',', column])), ']}'];
}

function toScopeBlocks(entries: readonly ScopeEntry[]): ScopeBlock[] {
  const blocks = new Map<string, ScopeBlock>();
  let block: ScopeBlock | undefined;
  for (const entry of entries) {
    const { scope, tableName: table } = entry;
    // Most entries are of the same scope and table as the one before.
    if (block?.scope !== scope || block.table !== table) {
      const key = `${scope} ${table}`;
      block = blocks.get(key) ?? { scope, table, present: [], gone: [] };
      blocks.set(key, block);
    }
    (isPresent(entry) ? block.present : block.gone).push(entry.rowId);
  }
  return [...blocks.values()];
}
