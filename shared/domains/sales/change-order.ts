/**
 * Changes of an order after it was confirmed. Guards: each leaves a row that says who did what and when (R10); amounts
 * are counted anew by the rules that the order was confirmed by, and head and lines agree.
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { Quantity } from '../../kernel/money.ts';
import { insertRows, prepareQuery } from '../../kernel/prepared.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import type { Recount } from './rules/recount-order.ts';

/** What was decided about a line. */
export interface LineDecision {
  readonly id: string;
  readonly kind: Row<'orderChanges'>['kind'];
  readonly line: Pick<Row<'orderLines'>, 'id' | 'position' | 'productId' | 'productName' | 'unit'>;
  /** The pieces that it is about. */
  readonly quantity: Quantity;
  /** Of the line, before and after. */
  readonly quantityBefore: Quantity;
  readonly quantityAfter: Quantity;
  /** Where the pieces come from now; that warehouse sees the decision. */
  readonly warehouse: { readonly id: string; readonly name: string } | null;
  /** The line that stands for the pieces now. */
  readonly newLine: { readonly id: string; readonly productName: string } | null;
}

/** Writes down what was decided about lines of an order. */
export async function noteDecisions(
  tx: Tx,
  order: Row<'orders'>,
  decisions: readonly LineDecision[],
  told: { readonly totalAfterMinor: number; readonly changedByName: string },
  context: WriteContext,
): Promise<void> {
  await insertRows(
    tx,
    'orderChanges',
    decisions.map(({ id, kind, line, quantity, quantityBefore, quantityAfter, warehouse, newLine }) => ({
      id,
      orderId: order.id,
      orderLineId: line.id,
      kind,
      position: line.position,
      productId: line.productId,
      productName: line.productName,
      unit: line.unit,
      quantity,
      quantityBefore,
      quantityAfter,
      warehouseId: warehouse?.id ?? null,
      warehouseName: warehouse?.name ?? null,
      newLineId: newLine?.id ?? null,
      newProductName: newLine?.productName ?? null,
      totalBeforeMinor: order.totalMinor,
      totalAfterMinor: told.totalAfterMinor,
      currency: order.currency,
      orderNumber: order.number,
      customerName: order.customerName,
      shipTo: order.shipTo,
      requestedOn: order.requestedOn,
      changedAt: context.now,
      changedBy: context.actor.userId,
      changedByName: told.changedByName,
      deviceCode: context.device.code,
      ...context.created(),
    })),
  );
}

/** How much of a line there is, how much is held back and how much is missing. */
export async function setLineQuantities(
  tx: Tx,
  line: Pick<Row<'orderLines'>, 'id' | 'quantity' | 'reserved' | 'backOrdered'>,
  context: WriteContext,
): Promise<void> {
  const { quantity, reserved, backOrdered } = line;
  await tx
    .updateTable('orderLines')
    .set({ quantity, reserved, backOrdered, ...context.updated() })
    .where('id', '=', line.id)
    .execute();
}

/** Says in an order's head how many of its lines are short. */
export async function countShortLines(tx: Tx, orderId: string, context: WriteContext): Promise<void> {
  const short = await tx
    .selectFrom('orderLines')
    .select('id')
    .where('orderId', '=', orderId)
    .where('backOrdered', '>', 0)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  await tx
    .updateTable('orders')
    .set({ backOrderedLines: short.length, ...context.updated() })
    .where('id', '=', orderId)
    .execute();
}

/** Takes a line off of which nothing is left. */
export async function removeLine(tx: Tx, lineId: string, context: WriteContext): Promise<void> {
  await tx
    .updateTable('orderLines')
    .set({ quantity: 0, reserved: 0, backOrdered: 0, netMinor: 0, taxMinor: 0 })
    .set({ documentDiscountMinor: 0, roundedOffMinor: 0 })
    .set({ deletedAt: context.now, ...context.updated() })
    .where('id', '=', lineId)
    .execute();
}

/** Stores what an order comes to after its lines changed, and the holds that this puts it on. */
export async function storeRecount(
  tx: Tx,
  order: Row<'orders'>,
  { head, changed }: Recount,
  holds: { readonly creditHold: 0 | 1; readonly approvalHold: 0 | 1 },
  context: WriteContext,
): Promise<void> {
  for (const { id, ...amounts } of changed) {
    await tx
      .updateTable('orderLines')
      .set({ ...amounts, ...context.updated() })
      .where('id', '=', id)
      .execute();
  }
  await tx
    .updateTable('orders')
    .set({ ...head, ...holds, ...context.updated() })
    .where('id', '=', order.id)
    .execute();
}

/** Whether people decided about lines of the order since it was confirmed. */
export async function wasChanged(tx: Tx, orderId: string): Promise<boolean> {
  return (await changesOf(tx, { orderId })).length > 0;
}

const changesOf = prepareQuery((tx, given: { orderId: string }) =>
  tx
    .selectFrom('orderChanges')
    .select('id')
    .where('orderId', '=', given.orderId)
    .orderBy('changedAt')
    .orderBy('id')
    .limit(1),
);
