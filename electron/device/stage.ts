/** Pulled pages that wait for the rebase, so that a long load survives a restart. */
import type { Handle } from '#db/database.ts';
import type { Tx } from '#shared/kernel/table.ts';
import { type PullResponse, rowBlockSchema, scopeBlockSchema } from '#shared/protocol/sync.ts';
import type { PulledRows } from './apply-rows.ts';
import { recordAnswers, reviseJournal } from './outbox.ts';
import { clearState } from './sync-state.ts';

/** Keeps a page. Its answers are recorded at once: a command leaves the replay only when the cursor gets there. */
export async function stagePage(tx: Tx, page: number, response: PullResponse): Promise<void> {
  for (const [position, block] of response.rows.entries()) {
    await tx
      .insertInto('stagedRows')
      .values({
        page,
        position,
        tableName: block.table,
        rowCount: block.cells[0]?.length ?? 0,
        body: JSON.stringify(block),
      })
      .execute();
  }
  for (const [position, block] of response.entries.entries()) {
    await tx
      .insertInto('stagedEntries')
      .values({ page, position, scope: block.scope, tableName: block.table, body: JSON.stringify(block) })
      .execute();
  }
  await recordAnswers(tx, response.answers);
  await reviseJournal(tx, response.answers);
}

/** What was staged, in the order in which it came, one block at a time: a long load does not fit into memory. */
export function stagedRows(tx: Handle): PulledRows {
  return {
    async tables() {
      const rows = await tx.selectFrom('stagedRows').select('tableName').distinct().orderBy('tableName').execute();
      const entries = await tx
        .selectFrom('stagedEntries')
        .select('tableName')
        .distinct()
        .orderBy('tableName')
        .execute();
      return new Set([...rows, ...entries].map((row) => row.tableName));
    },
    async *blocks() {
      const places = await tx
        .selectFrom('stagedRows')
        .select(['page', 'position'])
        .orderBy('page')
        .orderBy('position')
        .execute();
      for (const { page, position } of places) {
        const { body } = await tx
          .selectFrom('stagedRows')
          .select('body')
          .where('page', '=', page)
          .where('position', '=', position)
          .executeTakeFirstOrThrow();
        yield rowBlockSchema.parse(JSON.parse(body));
      }
    },
    async *entries() {
      const rows = await tx.selectFrom('stagedEntries').select('body').orderBy('page').orderBy('position').execute();
      for (const { body } of rows) yield scopeBlockSchema.parse(JSON.parse(body));
    },
  };
}

/** A page that goes in as it came. */
export function rowsOfPage(page: PullResponse): PulledRows {
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

export async function clearStage(tx: Handle): Promise<void> {
  await tx.deleteFrom('stagedRows').execute();
  await tx.deleteFrom('stagedEntries').execute();
  await clearState(tx, 'stage');
}
