import { z } from 'zod';
import { userName, voidApprovals } from '../domains/admin/api.ts';
import { endOpenOrderExposure } from '../domains/billing/api.ts';
import { freeReservations, picksOfOrder } from '../domains/inventory/api.ts';
import { linesOfOrder, markCancelled, openOrderOrTell } from '../domains/sales/api.ts';
import { defineCommand } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';

const refusals = {
  'sales.orderGone': 'reject',
  'sales.orderRejected': 'reject',
  'sales.orderNotOpen': 'reject',
  'sales.orderShipped': 'reject',
} as const;

/** Cancels an order that has shipped nothing (R6), frees its stock and its credit. Also the undo of confirming (R104). */
export const cancelOrder = defineCommand({
  name: 'sales.cancelOrder',
  version: 1,
  kind: 'request',
  args: z.strictObject({ orderId: idSchema }),
  reads: ['orders', 'orderLines', 'reservations', 'exposureEntries', 'approvals', 'users'],
  writes: [
    'orders',
    'orderLines',
    'reservations',
    ...picksOfOrder,
    'stockBalances',
    'exposureEntries',
    'exposures',
    'approvals',
  ],
  refusals,
  async run(tx, { orderId }, context) {
    const order = await openOrderOrTell(tx, orderId, context.actor, (id) => userName(tx, id), 'cancelled');
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
