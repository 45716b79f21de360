import type { WriteContext } from '../../kernel/command.ts';
import type { Row, Tx } from '../../kernel/table.ts';

/** What every command that touches pick lines writes with them. */
export const pickTables = ['pickLists', 'pickLines', 'lotBalances', 'locationBalances', 'locationLotBalances'] as const;

/** A line is done once something of it was taken, or it was found missing. */
export const isDone = (line: Pick<Row<'pickLines'>, 'picked' | 'shortReason'>): boolean =>
  line.picked > 0 || line.shortReason !== null;

/** The lines of a list in the order of the way. */
export async function linesOfList(tx: Tx, pickListId: string): Promise<Row<'pickLines'>[]> {
  return tx
    .selectFrom('pickLines')
    .selectAll()
    .where('pickListId', '=', pickListId)
    .where('deletedAt', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute();
}

/** Brings a list in line with what became of its lines: picked when all are done, closed when nothing waits any more. */
export async function settleList(tx: Tx, pickListId: string, context: WriteContext): Promise<void> {
  const list = await tx.selectFrom('pickLists').selectAll().where('id', '=', pickListId).executeTakeFirst();
  if (!list) return;
  const lines = await linesOfList(tx, pickListId);
  const state = stateOf(list.state, lines);
  const orderCount = new Set(lines.map(({ orderId }) => orderId)).size;
  if (state === list.state && lines.length === list.lineCount && orderCount === list.orderCount) return;
  await tx
    .updateTable('pickLists')
    .set({ state, lineCount: lines.length, orderCount, ...context.updated() })
    .where('id', '=', pickListId)
    .execute();
}

function stateOf(before: Row<'pickLists'>['state'], lines: readonly Row<'pickLines'>[]): Row<'pickLists'>['state'] {
  if (lines.length === 0) return 'cancelled';
  if (!lines.every(isDone)) return before;
  return lines.every(({ allocated }) => allocated === 0) ? 'closed' : 'picked';
}
