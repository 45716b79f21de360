/**
 * Pages that wait for the rebase, so that a long load survives a restart. Those of a load of scopes stand before those of
 * pulls, which may come and go meanwhile.
 */
import type { Handle } from '#db/database.ts';
import { insertRows, prepareQuery } from '#shared/kernel/prepared.ts';
import type { Tx } from '#shared/kernel/table.ts';
import { type PullResponse, rowBlockSchema, scopeBlockSchema } from '#shared/protocol/sync.ts';
import type { PulledRows } from './apply-rows.ts';
import { recordAnswers, reviseJournal } from './outbox.ts';
import { clearState } from './sync-state.ts';

/** Rows and who holds them, as a page brings them. */
export type PageRows = Pick<PullResponse, 'rows' | 'entries'>;

/** Keeps a page. Its answers are recorded at once: a command leaves the replay only when the cursor gets there. */
export async function stagePage(tx: Tx, page: number, response: PullResponse): Promise<void> {
  await stageBlocks(tx, page, response);
  await recordAnswers(tx, response.answers);
  await reviseJournal(tx, response.answers);
}

async function stageBlocks(tx: Handle, page: number, { rows, entries }: PageRows): Promise<void> {
  for (const [position, block] of rows.entries()) {
    const rowCount = block.cells[0]?.length ?? 0;
    await insertRows(tx, 'stagedRows', [
      { page, position, tableName: block.table, rowCount, body: JSON.stringify(block) },
    ]);
  }
  for (const [position, block] of entries.entries()) {
    await insertRows(tx, 'stagedEntries', [
      { page, position, scope: block.scope, tableName: block.table, body: JSON.stringify(block) },
    ]);
  }
}

/** Pages of a load have numbers below those of pulls. */
const FIRST_LOAD_PAGE = -1_000_000_000;

/** Keeps a page of a load. @param page from 1 */
export async function stageLoadPage(tx: Handle, page: number, rows: PageRows): Promise<void> {
  await stageBlocks(tx, FIRST_LOAD_PAGE + page, rows);
}

/** What pulls staged, in the order in which it came, one block at a time: a long load does not fit into memory. */
export const stagedRows = (tx: Handle): PulledRows => stagedFrom(tx, 1);

/** What a load staged, and then the pulls that brought it level. */
export const stagedLoad = (tx: Handle): PulledRows => stagedFrom(tx, FIRST_LOAD_PAGE);

/** @param from the first page */
function stagedFrom(tx: Handle, from: number): PulledRows {
  return {
    tables: async () =>
      new Set([...(await stagedTables(tx, 'stagedRows', from)), ...(await stagedTables(tx, 'stagedEntries', from))]),
    blocks: () => readStaged(tx, 'stagedRows', from, (body) => rowBlockSchema.parse(body)),
    entries: () => readStaged(tx, 'stagedEntries', from, (body) => scopeBlockSchema.parse(body)),
  };
}

type Stage = 'stagedRows' | 'stagedEntries';

async function stagedTables(tx: Handle, stage: Stage, from: number): Promise<string[]> {
  const rows = await tx
    .selectFrom(stage)
    .select('tableName')
    .distinct()
    .where('page', '>=', from)
    .orderBy('tableName')
    .execute();
  return rows.map((row) => row.tableName);
}

async function* readStaged<Block>(
  tx: Handle,
  stage: Stage,
  from: number,
  parse: (body: unknown) => Block,
): AsyncGenerator<Block> {
  const places = await tx
    .selectFrom(stage)
    .select(['page', 'position'])
    .where('page', '>=', from)
    .orderBy('page')
    .orderBy('position')
    .execute();
  for (const place of places) {
    const [staged] = await find[stage](tx, place);
    if (staged) yield parse(JSON.parse(staged.body));
  }
}

const findIn = (stage: Stage) =>
  prepareQuery((tx, given: { page: number; position: number }) =>
    tx.selectFrom(stage).select('body').where('page', '=', given.page).where('position', '=', given.position),
  );
const find = { stagedRows: findIn('stagedRows'), stagedEntries: findIn('stagedEntries') };

/** A page that goes in as it came. */
export function rowsOfPage(page: PageRows): PulledRows {
  return {
    tables: async () => new Set([...page.rows, ...page.entries].map((block) => block.table)),
    async *blocks() {
      yield* page.rows;
    },
    async *entries() {
      yield* page.entries;
    },
  };
}

/** Lets go of the pages of a pull; those of a load stay. */
export async function clearStage(tx: Handle): Promise<void> {
  await dropRows(tx, {});
  await dropEntries(tx, {});
  await clearState(tx, 'stage');
}

const dropRows = prepareQuery((tx) => tx.deleteFrom('stagedRows').where('page', '>', 0));
const dropEntries = prepareQuery((tx) => tx.deleteFrom('stagedEntries').where('page', '>', 0));

/** Lets go of a load and its pages. */
export async function clearLoad(tx: Handle): Promise<void> {
  await tx.deleteFrom('stagedRows').where('page', '<', 0).execute();
  await tx.deleteFrom('stagedEntries').where('page', '<', 0).execute();
  await clearState(tx, 'load');
}
