/**
 * What pick lists hold back is let go: of an order that is over, and of goods that another desk sent (R24). Guards: what
 * was already taken from the shelf for it does not pass unseen: it is set before the warehouse to be put back.
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { Quantity } from '../../kernel/money.ts';
import { insertRows } from '../../kernel/prepared.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { isDone, pickTables, settleList } from './settle-list.ts';

/** What commands write that free what an order holds back. */
export const picksOfOrder = [...pickTables, 'stockFlags'] as const;

/** Takes an order off the pick lists. */
export async function dropPicks(tx: Tx, orderId: string, context: WriteContext): Promise<void> {
  const lines = await tx
    .selectFrom('pickLines')
    .innerJoin('pickLists', 'pickLists.id', 'pickLines.pickListId')
    .selectAll('pickLines')
    .where('pickLines.orderId', '=', orderId)
    .where('pickLines.allocated', '>', 0)
    .where('pickLines.deletedAt', 'is', null)
    .orderBy('pickLines.id')
    .execute();
  await letGoPicks(
    tx,
    lines.map((line) => ({ line, quantity: line.allocated })),
    context,
  );
}

/** So much of what a pick line holds back nobody waits for any more. */
interface LetGo {
  readonly line: Row<'pickLines'>;
  readonly quantity: Quantity;
}

/** Lets go of what pick lines hold back: what still stands on its shelf leaves its list, the rest is flagged. */
export async function letGoPicks(tx: Tx, parts: readonly LetGo[], context: WriteContext): Promise<void> {
  for (const { line, quantity } of parts) {
    const allocated = line.allocated - quantity;
    const onShelf = isDone(line) ? {} : allocated === 0 ? { deletedAt: context.now } : { quantity: allocated };
    await tx
      .updateTable('pickLines')
      .set({ allocated, ...onShelf, ...context.updated() })
      .where('id', '=', line.id)
      .execute();
  }
  const taken = parts.filter(({ line }) => isDone(line)).map((part) => ({ ...part, id: part.line.id }));
  await flagBesideShelf(tx, taken, context);
  for (const pickListId of new Set(parts.map(({ line }) => line.pickListId))) await settleList(tx, pickListId, context);
}

/**
 * Sets before the warehouse what was taken from its shelf for nothing.
 * @param parts each with an id that is one of its kind in the command
 */
export async function flagBesideShelf(
  tx: Tx,
  parts: readonly (LetGo & { readonly id: string })[],
  context: WriteContext,
): Promise<void> {
  if (parts.length === 0) return;
  const lists = await tx
    .selectFrom('pickLists')
    .select(['id', 'number'])
    .where('id', 'in', [...new Set(parts.map(({ line }) => line.pickListId))])
    .orderBy('id')
    .execute();
  await insertRows(
    tx,
    'stockFlags',
    parts.map(({ id, line, quantity }) => ({
      id: `${context.commandId}:${id}`,
      warehouseId: line.warehouseId,
      kind: 'pickedTwice' as const,
      productId: line.productId,
      productName: line.productName,
      lotId: line.lotId,
      serialId: line.serialId,
      documentId: line.pickListId,
      documentNumber: lists.find((list) => list.id === line.pickListId)?.number ?? null,
      quantity,
      occurredAt: context.now,
      state: 'open' as const,
      ...{ explanation: null, explainedAt: null, explainedByName: null },
      ...context.created(),
    })),
  );
}
