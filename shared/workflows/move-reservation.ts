import { z } from 'zod';
import { userName } from '../domains/admin/api.ts';
import { heldByLine, moveReserved, warehouseName } from '../domains/inventory/api.ts';
import {
  countShortLines,
  type LineDecision,
  linesOfOrder,
  noteDecisions,
  openOrderOrTell,
  setLineQuantities,
} from '../domains/sales/api.ts';
import { defineCommand } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';
import { positiveQuantitySchema, type Quantity } from '../kernel/money.ts';

interface Moved {
  readonly fromNumber: string;
  readonly number: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly moved: Quantity;
}

/**
 * R22: gives goods that one order holds back to another that waits for them. They stay in their warehouse; the one that
 * gives is on back-order by exactly as much, and both histories say so. What a pick list has cannot go.
 */
export const moveReservation = defineCommand({
  name: 'sales.moveReservation',
  version: 1,
  kind: 'request',
  permission: 'sales.moveReservation',
  args: z.strictObject({
    fromOrderId: idSchema,
    fromLineId: idSchema,
    toOrderId: idSchema,
    toLineId: idSchema,
    /** Where the goods lie. */
    warehouseId: idSchema,
    quantity: positiveQuantitySchema,
    /** Of what is held back for the one that gets them, where nothing is held back there yet. */
    reservationId: idSchema,
  }),
  reads: ['users', 'warehouses', 'pickLines'],
  writes: ['orders', 'orderLines', 'orderChanges', 'reservations', 'stockBalances'],
  refusals: {
    'sales.orderGone': 'reject',
    'sales.orderRejected': 'reject',
    'sales.orderNotOpen': 'reject',
    'sales.lineGone': 'reject',
    'sales.moveWithinOrder': 'reject',
    'sales.moveOtherProduct': 'reject',
    'sales.waitsForNothing': 'reject',
    'sales.holdsNothing': 'reject',
    'sales.heldOnList': 'reject',
    'sales.movedLess': 'adjust',
  },
  async run(tx, args, context): Promise<Moved> {
    const { warehouseId, quantity: wanted, reservationId } = args;
    const from = await openOrderOrTell(tx, args.fromOrderId, context.actor, (id) => userName(tx, id));
    if (args.fromOrderId === args.toOrderId) throw context.refusal('sales.moveWithinOrder', { number: from.number });
    const to = await openOrderOrTell(tx, args.toOrderId, context.actor, (id) => userName(tx, id));
    const giving = (await linesOfOrder(tx, from.id)).find(({ id }) => id === args.fromLineId);
    if (!giving) throw context.refusal('sales.lineGone', { number: from.number });
    const getting = (await linesOfOrder(tx, to.id)).find(({ id }) => id === args.toLineId);
    if (!getting) throw context.refusal('sales.lineGone', { number: to.number });
    const { productId, productName: product, unit } = getting;
    if (giving.productId !== productId) {
      throw context.refusal('sales.moveOtherProduct', { product: giving.productName, other: product });
    }
    const warehouse = await warehouseName(tx, warehouseId);
    const source = { orderId: from.id, orderLineId: giving.id, warehouseId };
    const { held, free } = await heldByLine(tx, source);
    const about = { number: from.number, product, warehouse };
    if (getting.backOrdered === 0) throw context.refusal('sales.waitsForNothing', { number: to.number, product });
    if (held === 0) throw context.refusal('sales.holdsNothing', about);
    if (free === 0) throw context.refusal('sales.heldOnList', about);
    const moved = Math.min(wanted, free, getting.backOrdered);
    if (moved < wanted) context.adjust('sales.movedLess', { ...about, unit, wanted, moved });
    const target = { orderId: to.id, orderLineId: getting.id, productId, warehouseId };
    await moveReserved(tx, source, target, { quantity: moved, reservationId }, context);
    const changedByName = (await userName(tx, context.actor.userId)) ?? '';
    for (const [order, line, other, way] of [
      [from, giving, { line: getting, order: to }, -1],
      [to, getting, { line: giving, order: from }, 1],
    ] as const) {
      const { id, quantity, reserved, backOrdered } = line;
      const now = { id, quantity, reserved: reserved + way * moved, backOrdered: backOrdered - way * moved };
      await setLineQuantities(tx, now, context);
      await countShortLines(tx, order.id, context);
      const decision: LineDecision = {
        ...{ id: `${context.commandId}:${id}`, line, quantity: moved },
        kind: way === 1 ? 'reservationTaken' : 'reservationMoved',
        ...{ quantityBefore: quantity, quantityAfter: quantity, warehouse: { id: warehouseId, name: warehouse } },
        newLine: { id: other.line.id, productName: other.order.number },
      };
      await noteDecisions(tx, order, [decision], { totalAfterMinor: order.totalMinor, changedByName }, context);
    }
    const { number, customerId, customerName } = to;
    return { fromNumber: from.number, number, customerId, customerName, moved };
  },
  subject: (_, { number: document, customerName: party, customerId }) => ({ document, party, customerId }),
  makes: ({ reservationId }) => [reservationId],
});
