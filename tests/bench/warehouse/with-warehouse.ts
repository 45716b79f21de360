/**
 * The work of a warehouse beside the demo company's year, as it would stand after a year with work modes: zones and
 * places, delivery notes of what left, receipts of what came, what it cost, counts, pick lists, boxes with codes of their
 * own. Guards:
 * - goods of a product lie at one place of each warehouse, and every movement of them names it, so that balances of
 *   places come to those of the warehouse; one product in twenty lies at no place and waits to be put away;
 * - a document's lines have the ids of their movements, and what was shipped names its delivery note;
 * - the same rows again from the same rows.
 */
import { demoSource } from '#db/demo/seeded-random.ts';
import { batchOf, type DemoBatch, type DemoSource, madeBy } from '#shared/kernel/demo.ts';
import { calendarDateAt, type Instant } from '#shared/kernel/instants.ts';
import { ONE_UNIT } from '#shared/kernel/money.ts';
import type { Row } from '#shared/kernel/table.ts';
import { makeCounts } from './make-counts.ts';
import { makePickLists } from './make-pick-lists.ts';
import { makePlaces } from './make-places.ts';
import { makeShipments, noteShipments } from './make-shipments.ts';
import { type Movement, namesOf, placeOf, type Seen } from './seen.ts';

const UTC_OFFSET_MINUTES = 480;
/** Lines of one delivery of a supplier. */
const RECEIPT_LINES = 12;

/** Hands the year's batches on with their places, and the warehouse's own rows after them. */
export async function* withWarehouse(batches: AsyncIterable<DemoBatch>, seed: number): AsyncIterable<DemoBatch> {
  const source = demoSource(seed, 'bench warehouse');
  const seen: Seen = {
    source,
    ...{ warehouses: [], products: [], productOf: new Map(), lots: new Map(), placeOf: new Map() },
    ...{ left: new Map(), orders: new Map(), lineOf: new Map() },
    carriers: makeCarriers(source),
  };
  const latest: Movement[] = [];
  let last: Instant = 0;
  for await (const batch of batches) {
    if (batch.table === 'warehouses') seen.warehouses.push(...batch.rows);
    if (batch.table === 'products') for (const row of batch.rows) noteProduct(seen, row);
    if (batch.table === 'lots') for (const row of batch.rows) seen.lots.set(row.id, row);
    if (batch.table === 'orders') for (const row of batch.rows) seen.orders.set(row.id, row);
    if (batch.table === 'orderLines')
      for (const { id, orderId, productId } of batch.rows) seen.lineOf.set(`${orderId}:${productId}`, id);
    if (batch.table !== 'stockMovements') {
      yield batch;
      continue;
    }
    if (seen.placeOf.size === 0) {
      yield batchOf('carriers', seen.carriers);
      yield* makePlaces(seen);
    }
    const movements = batch.rows.map((row): Movement => ({ ...row, locationId: placeOf(seen, row)?.id ?? null }));
    for (const { occurredAt } of movements) last = Math.max(last, occurredAt);
    noteShipments(seen, movements);
    yield* makeReceipts(seen, movements);
    yield batchOf('stockMovements', movements);
    latest.push(...movements.filter(({ cause }) => cause === 'shipment').slice(0, 40));
  }
  yield* makeShipments(seen);
  yield* makeBoxes(seen);
  yield* makeCounts(seen, last);
  yield* makePickLists(seen, latest, last);
}

function noteProduct(seen: Seen, row: Row<'products'>): void {
  seen.products.push(row);
  seen.productOf.set(row.id, row);
}

function makeCarriers({ newId }: DemoSource): Row<'carriers'>[] {
  return ['SF', 'ZTO', 'DB', 'OWN'].map((code) => ({
    ...{ id: newId(1), code, name: code, phone: null, trackingUrl: null, isOwn: code === 'OWN' ? 1 : 0, active: 1 },
    ...madeBy('', 1),
  }));
}

/** Receipts of what came, a dozen lines each, and the moving average after each line. */
function* makeReceipts(seen: Seen, movements: Movement[]): Iterable<DemoBatch> {
  const [receipts, lines, costs]: [Row<'receipts'>[], Row<'receiptLines'>[], Row<'movementCosts'>[]] = [[], [], []];
  for (const { id: warehouseId } of seen.warehouses) {
    const came = movements.filter((each) => each.cause === 'receipt' && each.warehouseId === warehouseId);
    for (let from = 0; from < came.length; from += RECEIPT_LINES) {
      const own = came.slice(from, from + RECEIPT_LINES);
      const [first] = own;
      if (!first) continue;
      const [id, at] = [seen.source.newId(first.occurredAt), first.occurredAt];
      const audit = madeBy(first.createdBy, at);
      receipts.push({
        ...{ id, number: `GR-K7-${id.slice(-8)}`, warehouseId, purchaseOrderId: null, purchaseOrderNumber: null },
        ...{ supplierId: null, supplierName: null, deliveryNote: first.documentNumber, receivedAt: at },
        ...{ receivedOn: calendarDateAt(at, UTC_OFFSET_MINUTES), receivedByName: '', deviceCode: 'K7' },
        ...{ lineCount: own.length, note: null, reversesId: null, sentBack: 0 as const, ...audit },
      });
      for (const [place, movement] of own.entries()) {
        const { productId, lotId, quantity, occurredAt, locationId } = movement;
        const base = seen.productOf.get(productId)?.basePrice ?? ONE_UNIT;
        const unitCost = Math.round((base * seen.source.random.between(55, 75)) / 100);
        lines.push({
          ...{ id: movement.id, receiptId: id, position: place + 1, ...namesOf(seen, productId, lotId) },
          ...{ purchaseOrderLineId: null, expiresOn: seen.lots.get(lotId ?? '')?.expiresOn ?? null, serialId: null },
          ...{ serialCode: null, locationId, locationCode: placeOf(seen, movement)?.code ?? null, quantity },
          ...{ condition: 'saleable', rejectReason: null, ...audit },
        });
        costs.push({
          ...{ id: movement.id, productId, warehouseId, quantity, unitCost, currency: 'CNY' },
          ...{ averageAfter: unitCost, occurredAt, ...audit },
        });
        movement.documentId = id;
      }
    }
  }
  yield batchOf('receipts', receipts);
  yield batchOf('receiptLines', lines);
  yield batchOf('movementCosts', costs);
}

/** Every product comes in a box whose code is not its own. */
function* makeBoxes({ source, products }: Seen): Iterable<DemoBatch> {
  const units = products.map(
    ({ id, createdBy, createdAt }): Row<'productUnits'> => ({
      ...{ id: source.newId(createdAt), productId: id, name: '箱', ratio: 12, forSale: 0, forPurchase: 1 },
      ...madeBy(createdBy, createdAt),
    }),
  );
  yield batchOf('productUnits', units);
  const codes = units.map(
    ({ id, productId, createdBy, createdAt }, place): Row<'productBarcodes'> => ({
      ...{ id: source.newId(createdAt), productId, unitId: id, code: `1690${String(place).padStart(10, '0')}` },
      ...madeBy(createdBy, createdAt),
    }),
  );
  yield batchOf('productBarcodes', codes);
}
