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
    blocks: (only) => readStaged(tx, 'stagedRows', from, (body) => rowBlockSchema.parse(body), only),
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
  only?: ReadonlySet<string>,
): AsyncGenerator<Block> {
  const places = await tx
    .selectFrom(stage)
    .select(['page', 'position', 'tableName'])
    .where('page', '>=', from)
    .orderBy('page')
    .orderBy('position')
    .execute();
  for (const place of places) {
    // Reading a block is most of what it costs.
    if (only && !only.has(place.tableName)) continue;
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
    async *blocks(only) {
      for (const block of page.rows) if (!only || only.has(block.table)) yield block;
    },
    async *entries() {
      yield* page.entries;
    },
  };
}

type Step = () => Promise<void>;

/** Lets go of the pages of a pull; those of a load stay. */
export async function clearStage(tx: Handle, step: Step = async () => {}): Promise<void> {
  for (const stage of ['stagedRows', 'stagedEntries'] as const) await dropPages(tx, stage, 'pull', step);
  await clearState(tx, 'stage');
}

/** Lets go of a load and its pages. */
export async function clearLoad(tx: Handle, step: Step = async () => {}): Promise<void> {
  for (const stage of ['stagedRows', 'stagedEntries'] as const) await dropPages(tx, stage, 'load', step);
  await clearState(tx, 'load');
}

/** One after the other: together they may weigh as much as the database. */
async function dropPages(tx: Handle, stage: Stage, of: 'pull' | 'load', step: Step): Promise<void> {
  for (;;) {
    const [first] = await findFirst[stage][of](tx, {});
    if (!first) return;
    await dropPage[stage](tx, { page: first.page });
    await step();
  }
}

const firstIn = (stage: Stage, is: '<' | '>') =>
  prepareQuery((tx) => tx.selectFrom(stage).select('page').where('page', is, 0).orderBy('page').limit(1));
const findFirst = {
  stagedRows: { load: firstIn('stagedRows', '<'), pull: firstIn('stagedRows', '>') },
  stagedEntries: { load: firstIn('stagedEntries', '<'), pull: firstIn('stagedEntries', '>') },
};
const dropIn = (stage: Stage) =>
  prepareQuery((tx, given: { page: number }) => tx.deleteFrom(stage).where('page', '=', given.page));
const dropPage = { stagedRows: dropIn('stagedRows'), stagedEntries: dropIn('stagedEntries') };
