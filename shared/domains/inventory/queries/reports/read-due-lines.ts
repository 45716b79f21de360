/** Order lines that were due in a period, with the first shipment of each. */
import { addDays, type CalendarDate, calendarDateAt } from '../../../../kernel/instants.ts';
import type { Quantity } from '../../../../kernel/money.ts';
import type { QueryContext } from '../../../../kernel/query.ts';
import type { Reader } from '../../../../kernel/table.ts';
import type {} from '../../../sales/tables.ts';
import { dueDay, type FillOutcome, fillOutcome } from '../../rules/fill-rate.ts';
import { type ReportBasis, readBasis } from './read-basis.ts';

/** A line that was due, and what became of it. */
export interface DueLine {
  readonly id: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly productId: string;
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly asked: Quantity;
  readonly dueOn: CalendarDate;
  /** Of the day on which it was due. */
  readonly month: string;
  readonly firstOn: CalendarDate | null;
  readonly firstQuantity: Quantity;
  readonly outcome: FillOutcome;
}

interface Asked {
  readonly warehouseId: string | null;
  readonly category: string | null;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly dueDays: number;
}

export const dueLineTables = [
  'orders',
  'orderLines',
  'orderChanges',
  'products',
  'shipments',
  'shipmentLines',
  'stockMovements',
] as const;

interface Shipped {
  readonly shippedOn: CalendarDate;
  readonly at: number;
  readonly quantity: Quantity;
}

/** In the order of their ids. Orders that were cancelled or rejected promised nothing any more. */
export async function readDueLines(db: Reader, asked: Asked, context: QueryContext): Promise<DueLine[]> {
  const basis = await readBasis(db, asked.warehouseId, context);
  const yesterday = addDays(basis.today, -1);
  const span = { ...asked, to: asked.to < yesterday ? asked.to : yesterday };
  let query = dueOrders(db, basis, span)
    .innerJoin('orderLines', 'orderLines.orderId', 'orders.id')
    .leftJoin('products', 'products.id', 'orderLines.productId')
    .select(['orderLines.id', 'orderLines.orderId', 'orders.number as orderNumber', 'orders.customerId'])
    .select(['orders.customerName', 'orders.requestedOn', 'orders.orderedOn', 'orderLines.productId'])
    .select(['orderLines.productCode as code', 'orderLines.productName as name', 'orderLines.unit'])
    .select('orderLines.quantity')
    .where('orderLines.deletedAt', 'is', null);
  if (asked.category !== null) query = query.where('products.category', '=', asked.category);
  const lines = await query.orderBy('orderLines.id').execute();
  const cut = await readCut(db, basis, span);
  const byLine = await readShipments(db, basis, span);
  const byProduct = await readMovements(db, basis, span);
  return lines.flatMap(({ requestedOn, orderedOn, quantity, ...line }): DueLine[] => {
    const total = quantity + (cut.get(line.id) ?? 0);
    if (total <= 0) return [];
    const dueOn = dueDay(requestedOn, orderedOn, asked.dueDays);
    const first = earlier(byLine.get(line.id), byProduct.get(`${line.orderId}:${line.productId}`));
    return [
      {
        ...line,
        asked: total,
        dueOn,
        month: dueOn.slice(0, 7),
        firstOn: first?.shippedOn ?? null,
        firstQuantity: first?.quantity ?? 0,
        outcome: fillOutcome({ asked: total, dueOn, first }),
      },
    ];
  });
}

/** A delivery note tells its line; a movement of the same instant only the product. */
function earlier(noted: Shipped | undefined, moved: Shipped | undefined): Shipped | null {
  if (!noted || !moved) return noted ?? moved ?? null;
  return moved.at < noted.at ? moved : noted;
}

function dueOrders(db: Reader, { warehouseIds }: ReportBasis, { from, to, dueDays }: Asked) {
  return db
    .selectFrom('orders')
    .where('orders.state', 'in', ['open', 'closed'])
    .where('orders.deletedAt', 'is', null)
    .where('orders.warehouseId', 'in', warehouseIds)
    .where((eb) =>
      eb.or([
        eb.and([eb('orders.requestedOn', '>=', from), eb('orders.requestedOn', '<=', to)]),
        eb.and([
          eb('orders.requestedOn', 'is', null),
          eb('orders.orderedOn', '>=', addDays(from, -dueDays)),
          eb('orders.orderedOn', '<=', addDays(to, -dueDays)),
        ]),
      ]),
    );
}

/** What was taken off a line because it was not there: the customer asked for it all the same. */
async function readCut(db: Reader, basis: ReportBasis, span: Asked): Promise<Map<string, Quantity>> {
  const rows = await dueOrders(db, basis, span)
    .innerJoin('orderChanges', 'orderChanges.orderId', 'orders.id')
    .select(({ fn }) => ['orderChanges.orderLineId', fn.sum<number>('orderChanges.quantity').as('quantity')])
    .where('orderChanges.kind', 'in', ['lineCut', 'substituted'])
    .groupBy('orderChanges.orderLineId')
    .orderBy('orderChanges.orderLineId')
    .execute();
  return new Map(rows.map((row) => [row.orderLineId, Number(row.quantity)]));
}

/** By line, the first shipment that stands, with all lots and parcels of the line in it. */
async function readShipments(db: Reader, basis: ReportBasis, span: Asked): Promise<Map<string, Shipped>> {
  const rows = await dueOrders(db, basis, span)
    .innerJoin('shipments', 'shipments.orderId', 'orders.id')
    .innerJoin('shipmentLines', 'shipmentLines.shipmentId', 'shipments.id')
    .select(({ fn }) => [
      'shipmentLines.orderLineId',
      'shipments.id',
      'shipments.shippedOn',
      'shipments.shippedAt',
      fn.sum<number>('shipmentLines.quantity').as('quantity'),
    ])
    .where('shipments.state', '<>', 'reversed')
    .where('shipments.reversesId', 'is', null)
    .where('shipments.deletedAt', 'is', null)
    .groupBy(['shipmentLines.orderLineId', 'shipments.id', 'shipments.shippedOn', 'shipments.shippedAt'])
    .orderBy('shipments.shippedAt')
    .orderBy('shipments.id')
    .orderBy('shipmentLines.orderLineId')
    .execute();
  const first = new Map<string, Shipped>();
  for (const { orderLineId, shippedOn, shippedAt, quantity } of rows)
    if (!first.has(orderLineId)) first.set(orderLineId, { shippedOn, at: shippedAt, quantity: Number(quantity) });
  return first;
}

/** By order and product, what left before there were delivery notes as documents: those movements name the order. */
async function readMovements(db: Reader, basis: ReportBasis, span: Asked): Promise<Map<string, Shipped>> {
  const rows = await dueOrders(db, basis, span)
    .innerJoin('stockMovements', 'stockMovements.documentId', 'orders.id')
    .select(({ fn }) => [
      'orders.id as orderId',
      'stockMovements.productId',
      'stockMovements.occurredAt',
      fn.sum<number>('stockMovements.quantity').as('quantity'),
    ])
    .where('stockMovements.cause', '=', 'shipment')
    .where('stockMovements.deletedAt', 'is', null)
    .groupBy(['orders.id', 'stockMovements.productId', 'stockMovements.occurredAt'])
    .orderBy('stockMovements.occurredAt')
    .orderBy('orders.id')
    .orderBy('stockMovements.productId')
    .execute();
  const first = new Map<string, Shipped>();
  for (const { orderId, productId, occurredAt, quantity } of rows) {
    const key = `${orderId}:${productId}`;
    const shippedOn = calendarDateAt(occurredAt, basis.offsetMinutes);
    if (!first.has(key)) first.set(key, { shippedOn, at: occurredAt, quantity: -Number(quantity) });
  }
  return first;
}
