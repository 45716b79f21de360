import { z } from 'zod';
import { voidApprovals } from '../domains/admin/api.ts';
import { endOpenOrderExposure } from '../domains/billing/api.ts';
import { freeReservations } from '../domains/inventory/api.ts';
import { linesOfOrder, markCancelled, openOrder } from '../domains/sales/api.ts';
import { defineCommand } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';

/** Cancels an order that has shipped nothing (R6), frees its stock and its credit. Also the undo of confirming (R104). */
export const cancelOrder = defineCommand({
  name: 'sales.cancelOrder',
  version: 1,
  kind: 'request',
  args: z.strictObject({ orderId: idSchema }),
  reads: ['orders', 'orderLines', 'reservations', 'exposureEntries', 'approvals'],
  writes: ['orders', 'orderLines', 'reservations', 'stockBalances', 'exposureEntries', 'exposures', 'approvals'],
  refusals: {
    'sales.orderGone': 'reject',
    'sales.orderRejected': 'reject',
    'sales.orderNotOpen': 'reject',
    'sales.orderShipped': 'reject',
  },
  async run(tx, { orderId }, context) {
    const order = await openOrder(tx, orderId, context.actor);
    const lines = await linesOfOrder(tx, orderId);
    if (lines.some((line) => line.shipped > 0)) throw context.refusal('sales.orderShipped', { number: order.number });
    await markCancelled(tx, orderId, context);
    await freeReservations(tx, orderId, context);
    await endOpenOrderExposure(tx, orderId, context);
    await voidApprovals(tx, orderId, context);
    const { number, customerId, customerName, totalMinor, currency } = order;
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
