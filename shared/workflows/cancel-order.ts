import { z } from 'zod';
import { userName, voidApprovals } from '../domains/admin/api.ts';
import { endOpenOrderExposure } from '../domains/billing/api.ts';
import { freeReservations, picksOfOrder } from '../domains/inventory/api.ts';
import { linesOfOrder, markCancelled, openOrder, whoCancelled } from '../domains/sales/api.ts';
import { type CommandContext, defineCommand } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { Tx } from '../kernel/table.ts';

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
    const order = await openOrNamed(tx, orderId, context);
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

/** Whoever comes second is told who cancelled it, and when: there is nothing left to do. */
async function openOrNamed(tx: Tx, orderId: string, context: CommandContext<typeof refusals>) {
  try {
    return await openOrder(tx, orderId, context.actor);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'sales.orderNotOpen') throw error;
    const before = await whoCancelled(tx, orderId);
    const officeBy = before && (await userName(tx, before.userId));
    if (!before || officeBy === null) throw error;
    throw context.refusal('sales.orderNotOpen', {
      ...error.params,
      context: 'cancelled',
      officeBy,
      officeAt: before.at,
    });
  }
}
