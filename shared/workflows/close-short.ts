import { z } from 'zod';
import { userName, voidApprovals } from '../domains/admin/api.ts';
import { endOpenOrderExposure } from '../domains/billing/api.ts';
import { freeReservations, picksOfOrder } from '../domains/inventory/api.ts';
import {
  closeOrder,
  type LineDecision,
  linesOfOrder,
  noteDecisions,
  openOrderOrTell,
  removeLine,
  setLineQuantities,
  storeRecount,
} from '../domains/sales/api.ts';
import { recountOrder } from '../domains/sales/rules/recount-order.ts';
import { defineCommand } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';

/**
 * Ends an order of which a part has left (R6): each line is cut to what was sent, its history keeps what was asked, and
 * what the rest held back is free again.
 */
export const closeShort = defineCommand({
  name: 'sales.closeShort',
  version: 1,
  kind: 'request',
  permission: 'sales.cancelOrder',
  args: z.strictObject({ orderId: idSchema }),
  reads: ['users'],
  writes: [
    'orders',
    'orderLines',
    'orderChanges',
    'reservations',
    ...picksOfOrder,
    'stockBalances',
    'exposureEntries',
    'exposures',
    'approvals',
  ],
  refusals: {
    'sales.orderGone': 'reject',
    'sales.orderRejected': 'reject',
    'sales.orderNotOpen': 'reject',
    'sales.nothingShipped': 'reject',
  },
  async run(tx, { orderId }, context) {
    const order = await openOrderOrTell(tx, orderId, context.actor, (id) => userName(tx, id));
    const { number, customerId, customerName, currency } = order;
    const lines = await linesOfOrder(tx, orderId);
    if (lines.every(({ shipped }) => shipped === 0)) throw context.refusal('sales.nothingShipped', { number });
    const decisions = lines
      .filter(({ quantity, shipped }) => shipped < quantity)
      .map((line): LineDecision => {
        const { quantity: quantityBefore, shipped: quantityAfter } = line;
        const quantity = quantityBefore - quantityAfter;
        const rest = { warehouse: null, newLine: null };
        return {
          id: `${context.commandId}:${line.id}`,
          kind: 'lineCut',
          line,
          quantity,
          quantityBefore,
          quantityAfter,
          ...rest,
        };
      });
    for (const { line, quantityAfter: quantity } of decisions) {
      if (quantity === 0) await removeLine(tx, line.id, context);
      else await setLineQuantities(tx, { id: line.id, quantity, reserved: 0, backOrdered: 0 }, context);
    }
    const recount = recountOrder(await linesOfOrder(tx, orderId), order);
    const { totalMinor } = recount.head;
    await storeRecount(tx, order, recount, { creditHold: 0, approvalHold: 0 }, context);
    const changedByName = (await userName(tx, context.actor.userId)) ?? '';
    await noteDecisions(tx, order, decisions, { totalAfterMinor: totalMinor, changedByName }, context);
    await freeReservations(tx, orderId, context);
    await endOpenOrderExposure(tx, orderId, context);
    await voidApprovals(tx, orderId, context);
    await closeOrder(tx, orderId, context);
    return { orderId, number, customerId, customerName, totalMinor, currency };
  },
  subject: (_, { number: document, customerName: party, customerId, totalMinor: amountMinor, currency }) => ({
    document,
    party,
    customerId,
    amountMinor,
    currency,
  }),
});
