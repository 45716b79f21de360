import { z } from 'zod';
import { companySettings, firstOpenDay, userName } from '../domains/admin/api.ts';
import { setUnshippedExposure, takeUnbilled } from '../domains/billing/api.ts';
import {
  freeShipmentNumber,
  planReservations,
  reserve,
  shipmentById,
  shipmentTables,
  writeReversal,
} from '../domains/inventory/api.ts';
import {
  documentNumberSchema,
  type LineStanding,
  linesOfOrder,
  orderForShipping,
  setLineStandings,
  valueShipped,
} from '../domains/sales/api.ts';
import { type CommandContext, defineCommand } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';
import { calendarDateAt } from '../kernel/instants.ts';
import type { Row, Tx } from '../kernel/table.ts';

const refusals = {
  'inventory.shipmentGone': 'reject',
  'inventory.shipmentReversed': 'reject',
  'inventory.shipmentDelivered': 'reject',
  'inventory.shipmentReturned': 'reject',
  'inventory.shipmentInvoiced': 'reject',
  'admin.periodClosed': 'adjust',
  'inventory.numberTaken': 'adjust',
  'inventory.serialElsewhere': 'flag',
  'inventory.belowZero': 'flag',
} as const;
type Context = CommandContext<typeof refusals>;

/**
 * Takes back a shipment that was written wrongly (R8): another document with the same lines below zero, goods that lie
 * where they lay, an order that waits for them again. Goods that came back from a customer are a return instead (R52).
 */
export const reverseShipment = defineCommand({
  name: 'inventory.reverseShipment',
  version: 1,
  kind: 'request',
  args: z.strictObject({
    reversalId: idSchema,
    number: documentNumberSchema,
    shipmentId: idSchema,
    /** Why. */
    note: z.string().trim().min(1).max(2_000),
  }),
  reads: [
    ...(['settings', 'periods', 'legalEntities', 'users', 'products', 'lots', 'lotBalances', 'stockQuotas'] as const),
    ...(['transfers', 'transferLines'] as const),
  ],
  writes: [...shipmentTables, 'countLines', 'stockQuotas', 'orders', 'orderLines', 'exposureEntries', 'exposures'],
  refusals,
  async run(tx, { reversalId, number: wanted, shipmentId, note }, context) {
    const original = await shipmentById(tx, shipmentId);
    if (!original || !context.actor.sees(`warehouse:${original.head.warehouseId}`)) {
      throw context.refusal('inventory.shipmentGone');
    }
    const { head, lines } = original;
    if (head.reversesId !== null) throw context.refusal('inventory.shipmentReversed', { number: head.number });
    if (head.state === 'delivered') throw context.refusal('inventory.shipmentDelivered', { number: head.number });
    if (lines.some(({ returned }) => returned > 0)) {
      throw context.refusal('inventory.shipmentReturned', { number: head.number });
    }
    const order = await orderForShipping(tx, head.orderId);
    if (order && !(await takeUnbilled(tx, order, shipmentId, context))) {
      throw context.refusal('inventory.shipmentInvoiced', { number: head.number });
    }
    const settings = await companySettings(tx);
    const today = calendarDateAt(context.now, settings['company.utcOffsetMinutes']);
    const shippedOn = await firstOpenDay(tx, null, today);
    if (shippedOn !== today) context.adjust('admin.periodClosed', { day: today, openDay: shippedOn });
    const number = await freeShipmentNumber(tx, wanted);
    if (number !== wanted) context.adjust('inventory.numberTaken', { wanted, number });
    const { createdAt: _1, createdBy: _2, updatedAt: _3, updatedBy: _4, deletedAt: _5, ...same } = head;
    const back = {
      ...same,
      ...{ id: reversalId, number, state: 'reversed' as const, reversesId: shipmentId, pickListId: null },
      ...{ shippedOn, shippedAt: context.now, shippedBy: context.actor.userId },
      shippedByName: (await userName(tx, context.actor.userId)) ?? '',
      deviceCode: context.device.code,
      ...{
        freightMinor: null,
        weightGrams: null,
        trackingNumber: null,
        note,
        tourOn: null,
        driverId: null,
        stop: null,
      },
    };
    for (const { kind, params } of await writeReversal(tx, back, original, today, context))
      context.flag(`inventory.${kind}`, params);
    if (order) await waitAgain(tx, order, { id: reversalId, warehouseId: head.warehouseId, lines, today }, context);
    const { customerName, customerId } = head;
    return { reversalId, number, customerName, customerId };
  },
  subject: (_, { number: document, customerName: party, customerId }) => ({ document, party, customerId }),
  makes: ({ reversalId }) => [reversalId],
});

interface TakenBack {
  readonly id: string;
  readonly warehouseId: string;
  readonly lines: readonly Row<'shipmentLines'>[];
  readonly today: string;
}

/** The order waits for its goods again: held back where they are as far as they are there, else on back-order (R22). */
async function waitAgain(tx: Tx, order: Row<'orders'>, back: TakenBack, context: Context): Promise<void> {
  const { id, warehouseId, today } = back;
  const returned = (await linesOfOrder(tx, order.id)).flatMap((line) => {
    const sent = back.lines.filter(({ orderLineId }) => orderLineId === line.id);
    const quantity = sent.reduce((sum, each) => sum + each.quantity, 0);
    if (quantity === 0) return [];
    const shipped = line.shipped - quantity;
    const isWaiting = order.state === 'open' || order.state === 'closed';
    const open = isWaiting ? Math.max(0, line.quantity - shipped) : 0;
    return [{ line, shipped, missing: Math.max(0, open - line.reserved - line.backOrdered) }];
  });
  const wanted = returned.filter(({ missing }) => missing > 0);
  const requests = wanted.map(({ line, missing }) => ({
    reservationId: `${id}:${line.id}`,
    orderLineId: line.id,
    productId: line.productId,
    quantity: missing,
  }));
  const stock = await planReservations(
    tx,
    { warehouseId, today, userId: context.actor.userId, device: context.device },
    requests,
  );
  await reserve(tx, { orderId: order.id, warehouseId, today }, requests, stock, context);
  const standings = returned.map(({ line, shipped }): LineStanding => {
    const answer = stock[wanted.findIndex((each) => each.line.id === line.id)];
    const { reserved = 0, backOrdered = 0 } = answer ?? {};
    return {
      id: line.id,
      shipped,
      reserved: line.reserved + reserved,
      backOrdered: line.backOrdered + backOrdered,
    };
  });
  const state = await setLineStandings(tx, order, standings, context);
  if (state !== 'open') return;
  const openMinor = order.totalMinor - valueShipped(await linesOfOrder(tx, order.id));
  await setUnshippedExposure(tx, order, openMinor, id, context);
}
