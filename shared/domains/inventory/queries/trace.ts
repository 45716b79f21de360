/** Both ways of a lot, or of one numbered piece: where it came from, where it lies, who got it (R82). */
import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import type { Quantity } from '../../../kernel/money.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader, Row } from '../../../kernel/table.ts';
import type {} from '../../admin/tables.ts';
import { isWholeTrace } from '../rules/whole-trace.ts';
import { documentTables, type MovementDocument, withDocuments } from './movement-documents.ts';

/** Lines of one kind that a page shows; a lot that went to more customers says so. */
const TRACE_LIMIT_ROWS = 5_000;

const traceTables = [
  'products',
  'locations',
  'receiptLines',
  'shipmentLines',
  'stockMovements',
  'users',
  ...documentTables,
] as const;

/** One line of a receipt that brought it. */
export interface TraceReceipt {
  readonly id: string;
  readonly receiptId: string;
  readonly number: string;
  readonly supplierName: string | null;
  readonly deliveryNote: string | null;
  readonly purchaseOrderId: string | null;
  readonly purchaseOrderNumber: string | null;
  readonly warehouseId: string;
  readonly receivedAt: number;
  readonly receivedByName: string;
  readonly lotCode: string | null;
  readonly quantity: Quantity;
  readonly condition: 'saleable' | 'quarantine';
}

/** One line of a delivery note that it left with; below zero where the note was taken back. */
export interface TraceShipment {
  readonly id: string;
  readonly shipmentId: string;
  readonly number: string;
  readonly state: Row<'shipments'>['state'];
  readonly customerId: string;
  readonly customerName: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly warehouseId: string;
  readonly warehouseName: string;
  readonly shippedAt: number;
  readonly phone: string | null;
  readonly shipTo: string | null;
  readonly lotCode: string | null;
  readonly serialCode: string | null;
  readonly quantity: Quantity;
  readonly returned: Quantity;
}

/** Anything else that moved it: opening stock, transfers, counts, scrap, moves between places. */
export interface TraceMovement {
  readonly id: string;
  readonly occurredAt: number;
  readonly cause: Row<'stockMovements'>['cause'];
  readonly warehouseId: string;
  readonly quantity: Quantity;
  readonly documentId: string | null;
  readonly documentNumber: string | null;
  /** Where the document stands; null: it is not on this device. */
  readonly documentTable: MovementDocument | null;
  readonly locationCode: string | null;
  readonly reason: string | null;
  readonly bookedByName: string | null;
  /** Who got it, or gave it back, where an order is the document: goods that left without a delivery note of ours. */
  readonly receiver: TraceReceiver | null;
}

/** The customer of an order that goods left by. */
export interface TraceReceiver {
  readonly customerId: string;
  readonly customerName: string;
  readonly orderNumber: string;
}

/** Where some of it lies. */
export interface TracePlace {
  readonly id: string;
  readonly warehouseId: string;
  /** Null: nobody said where in the warehouse. */
  readonly locationId: string | null;
  readonly locationCode: string | null;
  readonly onHand: Quantity;
  readonly allocated: Quantity;
}

type TracedProduct = Pick<Row<'products'>, 'id' | 'code' | 'name' | 'unit' | 'pictureHash' | 'shelfLifeDays'>;

interface Traced {
  readonly product: TracedProduct | null;
  readonly receipts: readonly TraceReceipt[];
  readonly shipments: readonly TraceShipment[];
  readonly movements: readonly TraceMovement[];
  /** Every movement of it is on this device: nobody else got any. */
  readonly isWhole: boolean;
}

export interface LotTrace extends Traced {
  readonly lot: Row<'lots'> & { readonly supplierName: string | null };
  readonly places: readonly TracePlace[];
  /** Of what is on hand: apart in quarantine. */
  readonly quarantined: Quantity;
}

/** A lot both ways; null when this device does not hold it. */
export const lotTrace = defineQuery({
  name: 'inventory.lotTrace',
  permission: 'inventory.see',
  args: z.strictObject({ id: idSchema }),
  reads: [...traceTables, 'lots', 'suppliers', 'lotBalances', 'locationLotBalances'],
  async run(db, { id }): Promise<LotTrace | null> {
    const lot = await db
      .selectFrom('lots')
      .leftJoin('suppliers', 'suppliers.id', 'lots.supplierId')
      .selectAll('lots')
      .select('suppliers.name as supplierName')
      .where('lots.id', '=', id)
      .executeTakeFirst();
    const productId = lot?.productId ?? '';
    const balances = await db
      .selectFrom('lotBalances')
      .select(['id', 'warehouseId', 'onHand', 'allocated', 'quarantined'])
      .where('lotId', '=', id)
      .orderBy('id')
      .execute();
    const shelves = await db
      .selectFrom('locationLotBalances')
      .innerJoin('locations', 'locations.id', 'locationLotBalances.locationId')
      .select(['locationLotBalances.id', 'locationLotBalances.warehouseId', 'locationLotBalances.locationId'])
      .select(['locationLotBalances.onHand', 'locationLotBalances.allocated', 'locations.code as locationCode'])
      .where('locationLotBalances.lotId', '=', id)
      .where('locationLotBalances.onHand', '<>', 0)
      .orderBy('locations.code')
      .orderBy('locationLotBalances.id')
      .execute();
    const of = { productId, lotId: id, serialId: null };
    const traced = await readTrace(db, of);
    if (!lot) return null;
    const { moved, ...rest } = traced;
    return {
      ...rest,
      lot,
      places: balances.flatMap((balance) => placesOf(balance, shelves)),
      quarantined: balances.reduce((sum, balance) => sum + balance.quarantined, 0),
      isWhole: isWholeTrace(balances, moved),
    };
  },
});

type Shelf = Omit<TracePlace, 'locationId'> & { readonly locationId: string };

/** The places of a warehouse, and what of the balance lies at none that is known. */
function placesOf(
  balance: { readonly id: string; readonly warehouseId: string; readonly onHand: number; readonly allocated: number },
  shelves: readonly Shelf[],
): TracePlace[] {
  const own = shelves.filter(({ warehouseId }) => warehouseId === balance.warehouseId);
  const onHand = own.reduce((left, shelf) => left - shelf.onHand, balance.onHand);
  const allocated = own.reduce((left, shelf) => left - shelf.allocated, balance.allocated);
  if (onHand === 0 && allocated === 0) return own;
  return [
    ...own,
    { id: balance.id, warehouseId: balance.warehouseId, locationId: null, locationCode: null, onHand, allocated },
  ];
}

export interface SerialTrace extends Traced {
  readonly serial: Row<'serials'> & {
    readonly lotCode: string | null;
    readonly expiresOn: string | null;
    readonly locationCode: string | null;
  };
}

/** One numbered piece both ways; null when this device does not hold it. */
export const serialTrace = defineQuery({
  name: 'inventory.serialTrace',
  permission: 'inventory.see',
  args: z.strictObject({ id: idSchema }),
  reads: [...traceTables, 'serials', 'lots'],
  async run(db, { id }): Promise<SerialTrace | null> {
    const serial = await db
      .selectFrom('serials')
      .leftJoin('lots', 'lots.id', 'serials.lotId')
      .leftJoin('locations', 'locations.id', 'serials.locationId')
      .selectAll('serials')
      .select(['lots.code as lotCode', 'lots.expiresOn', 'locations.code as locationCode'])
      .where('serials.id', '=', id)
      .executeTakeFirst();
    const { moved, ...rest } = await readTrace(db, { productId: serial?.productId ?? '', lotId: null, serialId: id });
    if (!serial) return null;
    const inStock = moved.reduce((sum, { quantity }) => sum + quantity, 0) > 0;
    return { ...rest, serial, isWhole: moved.length > 0 && inStock === (serial.state === 'inStock') };
  },
});

interface Moved {
  readonly warehouseId: string;
  readonly quantity: Quantity;
}

interface Wanted {
  readonly productId: string;
  readonly lotId: string | null;
  readonly serialId: string | null;
}

async function readTrace(
  db: Reader,
  { productId, lotId, serialId }: Wanted,
): Promise<Omit<Traced, 'isWhole'> & { readonly moved: readonly Moved[] }> {
  const product = await db
    .selectFrom('products')
    .select(['id', 'code', 'name', 'unit', 'pictureHash', 'shelfLifeDays'])
    .where('id', '=', productId)
    .executeTakeFirst();
  const receipts = await db
    .selectFrom('receiptLines')
    .innerJoin('receipts', 'receipts.id', 'receiptLines.receiptId')
    .select(['receiptLines.id', 'receiptLines.receiptId', 'receipts.number', 'receipts.supplierName'])
    .select(['receipts.deliveryNote', 'receipts.purchaseOrderId', 'receipts.purchaseOrderNumber'])
    .select(['receipts.warehouseId', 'receipts.receivedAt', 'receipts.receivedByName'])
    .select(['receiptLines.lotCode', 'receiptLines.quantity', 'receiptLines.condition'])
    .where(serialId === null ? 'receiptLines.lotId' : 'receiptLines.serialId', '=', serialId ?? lotId)
    .where('receiptLines.deletedAt', 'is', null)
    .where('receipts.deletedAt', 'is', null)
    .orderBy('receipts.receivedAt')
    .orderBy('receiptLines.id')
    .limit(TRACE_LIMIT_ROWS)
    .execute();
  const shipments = await db
    .selectFrom('shipmentLines')
    .innerJoin('shipments', 'shipments.id', 'shipmentLines.shipmentId')
    .select(['shipmentLines.id', 'shipmentLines.shipmentId', 'shipments.number', 'shipments.state'])
    .select(['shipments.customerId', 'shipments.customerName', 'shipments.orderId', 'shipments.orderNumber'])
    .select(['shipments.warehouseId', 'shipments.warehouseName', 'shipments.shippedAt', 'shipments.phone'])
    .select(['shipments.shipTo', 'shipmentLines.lotCode', 'shipmentLines.serialCode'])
    .select(['shipmentLines.quantity', 'shipmentLines.returned'])
    .where(serialId === null ? 'shipmentLines.lotId' : 'shipmentLines.serialId', '=', serialId ?? lotId)
    .where('shipmentLines.deletedAt', 'is', null)
    .where('shipments.deletedAt', 'is', null)
    .orderBy('shipments.shippedAt')
    .orderBy('shipmentLines.id')
    .limit(TRACE_LIMIT_ROWS)
    .execute();
  const all = await db
    .selectFrom('stockMovements')
    .leftJoin('locations', 'locations.id', 'stockMovements.locationId')
    .leftJoin('users', 'users.id', 'stockMovements.createdBy')
    .select(['stockMovements.id', 'stockMovements.occurredAt', 'stockMovements.cause', 'stockMovements.warehouseId'])
    .select(['stockMovements.quantity', 'stockMovements.documentId', 'stockMovements.documentNumber'])
    .select('stockMovements.reason')
    .select(['locations.code as locationCode', 'users.name as bookedByName'])
    .where('stockMovements.productId', '=', productId)
    .where(serialId === null ? 'stockMovements.lotId' : 'stockMovements.serialId', '=', serialId ?? lotId)
    .where('stockMovements.deletedAt', 'is', null)
    .orderBy('stockMovements.occurredAt')
    .orderBy('stockMovements.id')
    .execute();
  return {
    ...{ product: product ?? null, receipts, shipments },
    movements: await withReceivers(db, await withDocuments(db, all.slice(-TRACE_LIMIT_ROWS))),
    moved: all.map(({ warehouseId, quantity }) => ({ warehouseId, quantity })),
  };
}

/** SQL takes so many values in one list. */
const CHUNK_ORDERS = 500;

/** Adds the customer of each movement whose document is an order: history that was opened or brought in. */
async function withReceivers(
  db: Reader,
  rows: readonly Omit<TraceMovement, 'receiver'>[],
): Promise<readonly TraceMovement[]> {
  const orderIds = [...new Set(rows.flatMap((row) => (row.documentTable === 'orders' ? (row.documentId ?? []) : [])))];
  const receivers = new Map<string, TraceReceiver>();
  for (let from = 0; from < orderIds.length; from += CHUNK_ORDERS) {
    const orders = await db
      .selectFrom('orders')
      .select(['id', 'customerId', 'customerName', 'number as orderNumber'])
      .where('id', 'in', orderIds.slice(from, from + CHUNK_ORDERS))
      .orderBy('id')
      .execute();
    for (const { id, ...receiver } of orders) receivers.set(id, receiver);
  }
  return rows.map((row) => ({ ...row, receiver: receivers.get(row.documentId ?? '') ?? null }));
}
