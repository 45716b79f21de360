/**
 * An order that holds nothing back any more is taken off the pick lists. Guards: what was already taken from the shelf for
 * it does not pass unseen: it is set before the warehouse to be put back.
 */
import type { WriteContext } from '../../kernel/command.ts';
import { insertRows } from '../../kernel/prepared.ts';
import type { Tx } from '../../kernel/table.ts';
import { isDone, pickTables, settleList } from './settle-list.ts';

/** What commands write that free what an order holds back. */
export const picksOfOrder = [...pickTables, 'stockFlags'] as const;

/** Takes an order off the pick lists. */
export async function dropPicks(tx: Tx, orderId: string, context: WriteContext): Promise<void> {
  const lines = await tx
    .selectFrom('pickLines')
    .innerJoin('pickLists', 'pickLists.id', 'pickLines.pickListId')
    .selectAll('pickLines')
    .select('pickLists.number')
    .where('pickLines.orderId', '=', orderId)
    .where('pickLines.allocated', '>', 0)
    .where('pickLines.deletedAt', 'is', null)
    .orderBy('pickLines.id')
    .execute();
  for (const line of lines) {
    const gone = isDone(line) ? {} : { deletedAt: context.now };
    await tx
      .updateTable('pickLines')
      .set({ allocated: 0, ...gone, ...context.updated() })
      .where('id', '=', line.id)
      .execute();
  }
  await insertRows(
    tx,
    'stockFlags',
    lines.filter(isDone).map((line) => ({
      id: `${context.commandId}:${line.id}`,
      warehouseId: line.warehouseId,
      kind: 'pickedTwice' as const,
      productId: line.productId,
      productName: line.productName,
      lotId: line.lotId,
      serialId: line.serialId,
      documentId: line.pickListId,
      documentNumber: line.number,
      quantity: line.allocated,
      occurredAt: context.now,
      state: 'open' as const,
      ...{ explanation: null, explainedAt: null, explainedByName: null },
      ...context.created(),
    })),
  );
  for (const pickListId of new Set(lines.map((line) => line.pickListId))) await settleList(tx, pickListId, context);
}
