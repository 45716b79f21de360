import { z } from 'zod';
import { companySettings, firstOpenDay, userName } from '../domains/admin/api.ts';
import { addUnbilled, setUnshippedExposure } from '../domains/billing/api.ts';
import {
  carrierName,
  flagSentBeyond,
  flagWithoutRight,
  freeShipmentNumber,
  parcelSchema,
  type SentLine,
  type ShipmentHead,
  sentLineSchema,
  shipmentTables,
  takeReserved,
  warehouseName,
  writeFreight,
  writeShipment,
} from '../domains/inventory/api.ts';
import {
  decidedFor,
  documentNumberSchema,
  type LineStanding,
  linesOfOrder,
  orderForShipping,
  setLineStandings,
  valueShipped,
} from '../domains/sales/api.ts';
import { shippedValue } from '../domains/sales/rules/shipped-value.ts';
import { type CommandContext, defineCommand } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';
import { calendarDateAt, instantSchema } from '../kernel/instants.ts';
import { AMOUNT_LIMIT } from '../kernel/money.ts';
import type { Row, Tx } from '../kernel/table.ts';

const argsSchema = z.strictObject({
  shipmentId: idSchema,
  number: documentNumberSchema,
  orderId: idSchema,
  pickListId: idSchema.nullable(),
  warehouseId: idSchema,
  shippedAt: instantSchema,
  carrierId: idSchema.nullable(),
  trackingNumber: z.string().trim().max(60).nullable(),
  freightMinor: z.int().min(0).max(AMOUNT_LIMIT).nullable(),
  weightGrams: z.int().min(0).max(1e9).nullable(),
  note: z.string().max(2_000).nullable(),
  parcels: z.array(parcelSchema).max(100),
  lines: z.array(sentLineSchema).min(1).max(500),
});
type Args = z.infer<typeof argsSchema>;

const refusals = {
  'inventory.foreignWarehouse': 'flag',
  'admin.periodClosed': 'adjust',
  'inventory.numberTaken': 'adjust',
  'inventory.shipmentExists': 'flag',
  'inventory.shippedUnordered': 'flag',
  'inventory.shippedTwice': 'flag',
  'inventory.unsaleableShipped': 'flag',
  'inventory.numberMissing': 'flag',
  'inventory.otherThanPicked': 'flag',
  'inventory.sentUnknown': 'flag',
  'inventory.belowZero': 'flag',
  'inventory.serialElsewhere': 'flag',
} as const;
type Context = CommandContext<typeof refusals>;

/**
 * Goods left for a customer: the delivery note, the movements, what the order still waits for and what its payer owes
 * change together (R8, R24, R33, R54). It is a fact: what was checked before (R25: packed = picked) is not refused here,
 * and what does not fit is set before the warehouse. In part: the rest stays on order.
 */
export const shipOrder = defineCommand({
  name: 'inventory.shipOrder',
  version: 1,
  kind: 'fact',
  permission: 'inventory.ship',
  args: argsSchema,
  reads: [
    'settings',
    'periods',
    'legalEntities',
    'users',
    'warehouses',
    'products',
    'transfers',
    'transferLines',
    'lots',
    'carriers',
    'orderChanges',
    'pickLists',
  ],
  writes: [
    ...shipmentTables,
    ...(['shipmentFreights', 'countLines', 'orders', 'orderLines', 'exposureEntries', 'exposures'] as const),
  ],
  refusals,
  async run(tx, args, context) {
    const [known] = await tx
      .selectFrom('shipments')
      .select('number')
      .where('id', '=', args.shipmentId)
      .orderBy('id')
      .execute();
    if (known) {
      context.flag('inventory.shipmentExists', { number: known.number });
      return { shipmentId: args.shipmentId, number: known.number, customerName: '', customerId: null };
    }
    if (!context.actor.sees(`warehouse:${args.warehouseId}`)) context.flag('inventory.foreignWarehouse');
    const order = await orderForShipping(tx, args.orderId);
    const settings = await companySettings(tx);
    const shippedAt = Math.min(args.shippedAt, context.now);
    const today = calendarDateAt(shippedAt, settings['company.utcOffsetMinutes']);
    const head = await composeHead(
      tx,
      args,
      order,
      { shippedAt, today, currency: settings['company.currency'] },
      context,
    );
    const disagreements = await writeShipment(tx, head, args.lines, args.parcels, today, context);
    for (const { kind, params } of disagreements) {
      context.flag(kind === 'unknown' ? 'inventory.sentUnknown' : `inventory.${kind}`, params);
    }
    if (args.freightMinor !== null) {
      await writeFreight(tx, head.id, args.freightMinor, settings['company.currency'], context);
    }
    if (order) await followOrder(tx, order, head, args.lines, context);
    else
      context.flag('inventory.shippedUnordered', { number: head.number, order: head.orderNumber, context: 'unknown' });
    const { number, customerName } = head;
    return { shipmentId: head.id, number, customerName, customerId: order?.customerId ?? null };
  },
  tellWithoutRight: (tx, { shipmentId, warehouseId, shippedAt, lines }, { number }, context) =>
    flagWithoutRight(
      tx,
      { warehouseId, documentId: shipmentId, documentNumber: number, occurredAt: shippedAt, lines },
      context,
    ),
  subject: (_, { number: document, customerName: party, customerId }) => ({
    document,
    party,
    ...(customerId === null ? {} : { customerId }),
  }),
  makes: ({ shipmentId }) => [shipmentId],
});

async function composeHead(
  tx: Tx,
  args: Args,
  order: Row<'orders'> | undefined,
  at: { readonly shippedAt: number; readonly today: string; readonly currency: string },
  context: Context,
): Promise<ShipmentHead> {
  const decided = order ? undefined : await decidedFor(tx, args.orderId);
  const shippedOn = await firstOpenDay(tx, null, at.today);
  if (shippedOn !== at.today) context.adjust('admin.periodClosed', { day: at.today, openDay: shippedOn });
  const number = await freeShipmentNumber(tx, args.number);
  if (number !== args.number) context.adjust('inventory.numberTaken', { wanted: args.number, number });
  const { orderId, pickListId, warehouseId, carrierId, trackingNumber, weightGrams, note } = args;
  return {
    id: args.shipmentId,
    number,
    orderId,
    orderNumber: order?.number ?? decided?.orderNumber ?? '',
    pickListId,
    warehouseId,
    warehouseName: await warehouseName(tx, warehouseId),
    customerId: order?.customerId ?? '',
    customerName: order?.customerName ?? decided?.customerName ?? '',
    contactName: order?.contactName ?? null,
    phone: order?.phone ?? null,
    shipTo: order?.shipTo ?? decided?.shipTo ?? null,
    state: 'shipped',
    shippedOn,
    shippedAt: at.shippedAt,
    shippedBy: context.actor.userId,
    shippedByName: (await userName(tx, context.actor.userId)) ?? '',
    deviceCode: context.device.code,
    carrierId,
    carrierName: await carrierName(tx, carrierId),
    trackingNumber,
    freightMinor: null,
    currency: order?.currency ?? at.currency,
    weightGrams,
    note,
    ...{ tourOn: null, driverId: null, stop: null, deliveredAt: null, receivedByName: null },
    ...{ signatureHash: null, photoHash: null, deliveryNote: null, reversesId: null },
  };
}

/** What the order still waits for, whether it is done, and what its payer owes now. */
async function followOrder(
  tx: Tx,
  order: Row<'orders'>,
  head: ShipmentHead,
  sent: readonly SentLine[],
  context: Context,
): Promise<void> {
  const { number, warehouseId } = head;
  if (order.state !== 'open') {
    context.flag('inventory.shippedUnordered', { number, order: order.number, context: order.state });
  }
  const lines = await linesOfOrder(tx, order.id);
  const standings: LineStanding[] = [];
  let valueMinor = 0;
  for (const line of lines) {
    const quantity = sent
      .filter(({ orderLineId }) => orderLineId === line.id)
      .reduce((sum, each) => sum + each.quantity, 0);
    if (quantity === 0) continue;
    const shipped = line.shipped + quantity;
    const stillToSend = order.state === 'open' ? Math.max(0, line.quantity - shipped) : 0;
    const left = { orderId: order.id, orderLineId: line.id, warehouseId, sent: quantity, stillToSend };
    const reserved = await takeReserved(tx, left, context);
    standings.push({ id: line.id, shipped, reserved, backOrdered: stillToSend - reserved });
    valueMinor += shippedValue(line, shipped) - shippedValue(line, line.shipped);
    const beyond = Math.min(quantity, shipped - line.quantity);
    if (beyond <= 0) continue;
    const { productId: id, productName: name, unit } = line;
    await flagSentBeyond(tx, head, { product: { id, name, currency: order.currency }, quantity: beyond }, context);
    context.flag('inventory.shippedTwice', { number, product: name, quantity: beyond, unit, order: order.number });
  }
  if (sent.some(({ orderLineId }) => !lines.some(({ id }) => id === orderLineId))) {
    context.flag('inventory.shippedUnordered', { number, order: order.number, context: 'line' });
  }
  const state = await setLineStandings(tx, order, standings, context);
  await addUnbilled(tx, order, { id: head.id, number, day: head.shippedOn, valueMinor }, context);
  if (order.state !== 'open') return;
  const openMinor = state === 'open' ? order.totalMinor - valueShipped(await linesOfOrder(tx, order.id)) : 0;
  await setUnshippedExposure(tx, order, openMinor, `${head.id}:open`, context);
}
