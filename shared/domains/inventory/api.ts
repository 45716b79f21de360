import type { WriteContext } from '../../kernel/command.ts';
import type { Instant } from '../../kernel/instants.ts';
import { prepareQuery } from '../../kernel/prepared.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { dropPicks } from './drop-picks.ts';
import { askForStock } from './promise-stock.ts';

export { isBookedBefore } from './booked-before.ts';
export { claimList, freeClaim, pickListFor } from './claim-list.ts';
export { picksOfOrder } from './drop-picks.ts';
export { explainShortage, type Shortage } from './explain-shortage.ts';
export { freeStockNumber } from './find-goods.ts';
export { flagWithoutRight } from './flag-without-right.ts';
export { ordersOnLists, takeReservations } from './free-reserved.ts';
export {
  parcelSchema,
  pickLineIdSchema,
  STOCK_IMPORT_LIMIT_ROWS,
  sentLineSchema,
  stockImportRowFirstSchema,
  stockImportRowSchema,
} from './model.ts';
export { moveGoods, scrapGoods } from './move-goods.ts';
export { heldByLine, moveReserved } from './move-reserved.ts';
export { carrierName, warehouseName } from './names.ts';
export { openStock } from './open-stock.ts';
export { openStockFirst } from './open-stock-first.ts';
export { openShelves, type PlannedPick, type Shelves, unallocatedOf, writePickList } from './plan-picks.ts';
export { cancelCountRows, postCountRows } from './post-count.ts';
export type { OpenedRows } from './post-opening.ts';
export { planReservations, reserve, type StockAnswer, stockReads, stockWrites } from './promise-stock.ts';
export { grantQuotaRow, isHeldOn, quotaById, setQuotaLeft } from './quotas.ts';
export { goodsPicked, recordPicks } from './record-picks.ts';
export { pickLineById, repickGoods, whatHoldsUnpicked } from './repick-goods.ts';
export { receiptById, receiptReversalTables, whatHoldsReceipt, writeReceiptReversal } from './reverse-receipt.ts';
export { shipmentById, writeReversal } from './reverse-shipment.ts';
export { LONGEST_CODE } from './rules/lot-code.ts';
export { setReorderPoints } from './set-reorder-points.ts';
export { pickTables } from './settle-list.ts';
export { freeGoods, sendBackGoods } from './settle-quarantine.ts';
export { explainFlagRow, flagById } from './stock-flags.ts';
export { takeReserved } from './take-reserved.ts';
export { goodsUnpicked, unpickGoods } from './unpick-goods.ts';
export { setWarehouseUse, stockLeftIn } from './warehouse-use.ts';
export { countById, openCount, startCountRows, writeCounted } from './write-count.ts';
export { writeFreight } from './write-freight.ts';
export {
  linesOfPurchase,
  type PurchaseLine,
  purchaseById,
  purchaseForChange,
  setPurchaseState,
  supplierForPurchase,
  unitsById,
  writePurchaseRows,
} from './write-purchase.ts';
export { bookReceipt, receiptExists } from './write-receipt.ts';
export { bookReturn, returnExists } from './write-return.ts';
export {
  flagSentBeyond,
  freeShipmentNumber,
  type SentLine,
  type ShipmentHead,
  shipmentTables,
  writeShipment,
} from './write-shipment.ts';
export {
  bookTransfer,
  endTransferRows,
  insertTransfer,
  linesOfTransfer,
  loseUnderWay,
  transferById,
  transferForChange,
} from './write-transfer.ts';

/**
 * The warehouse that a document ships from: any of the company's, whoever asks.
 * @throws Refusal `inventory.warehouseGone`
 */
export async function warehouseForDocument(tx: Tx, warehouseId: string): Promise<Row<'warehouses'>> {
  const [warehouse] = await warehouseById(tx, { id: warehouseId });
  if (!warehouse) throw new Refusal('inventory.warehouseGone', {});
  return warehouse;
}

/** Warehouses by code, and by name where no code is called so. */
export async function warehousesByWord(tx: Tx): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('warehouses')
    .select(['id', 'code', 'name'])
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  return new Map([
    ...rows.map((row) => [row.name, row.id] as const),
    ...rows.map((row) => [row.code, row.id] as const),
  ]);
}

/** Asks ahead for what a document's lines say of products, and what the warehouse has of them. */
export async function askForGoods(tx: Tx, warehouseId: string, productIds: readonly string[]): Promise<void> {
  const ids = [...new Set(productIds)];
  await productsById.ahead(tx, { ids });
  await askForStock(tx, warehouseId, ids);
}

const warehouseById = prepareQuery(
  (tx, given: { id: string }) =>
    tx.selectFrom('warehouses').selectAll().where('id', '=', given.id).where('deletedAt', 'is', null).orderBy('id'),
  'warehouses',
);

/**
 * The products of a document's lines by id.
 * @throws Refusal `inventory.productGone` naming the first that is missing
 */
export async function productsForDocument(
  tx: Tx,
  productIds: readonly string[],
): Promise<Map<string, Row<'products'>>> {
  const wanted = [...new Set(productIds)];
  const rows = await productsById(tx, { ids: wanted });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const missing = wanted.find((id) => !byId.has(id));
  if (missing !== undefined) throw new Refusal('inventory.productGone', { line: productIds.indexOf(missing) + 1 });
  return byId;
}

/** What products are counted in beside their base units (R31). */
export function unitsOfProducts(
  tx: Tx,
  productIds: readonly string[],
): Promise<Pick<Row<'productUnits'>, 'productId' | 'name' | 'ratio'>[]> {
  return tx
    .selectFrom('productUnits')
    .select(['productId', 'name', 'ratio'])
    .where('productId', 'in', [...new Set(productIds)])
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
}

/** Those of the products that are there. */
export function productsByIds(tx: Tx, ids: readonly string[]): Promise<Row<'products'>[]> {
  return productsById(tx, { ids: [...new Set(ids)] });
}

/** Who took the first of these products away that is gone, and when; null when nobody did. */
export async function whoRemovedProduct(
  tx: Tx,
  productIds: readonly string[],
): Promise<{ productId: string; name: string; userId: string; at: Instant } | null> {
  const rows = await removedProducts(tx, { ids: [...new Set(productIds)] });
  const removed = productIds.flatMap((id) => rows.filter((row) => row.id === id))[0];
  if (!removed || removed.deletedAt === null) return null;
  return { productId: removed.id, name: removed.name, userId: removed.updatedBy, at: removed.deletedAt };
}

const removedProducts = prepareQuery((tx, given: { ids: readonly string[] }) =>
  tx
    .selectFrom('products')
    .select(['id', 'name', 'updatedBy', 'deletedAt'])
    .where('id', 'in', given.ids)
    .where('deletedAt', 'is not', null)
    .orderBy('id'),
);

const productsById = prepareQuery((tx, given: { ids: readonly string[] }) =>
  tx.selectFrom('products').selectAll().where('id', 'in', given.ids).where('deletedAt', 'is', null).orderBy('id'),
);

/** Products by SKU; codes that no product has are missing from the map. */
export async function productsByCode(tx: Tx, codes: readonly string[]): Promise<Map<string, Row<'products'>>> {
  if (codes.length === 0) return new Map();
  const rows = await tx
    .selectFrom('products')
    .selectAll()
    .where('code', 'in', [...new Set(codes)])
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  return new Map(rows.map((row) => [row.code, row]));
}

/** Frees everything that an order holds back, and takes it off the pick lists. */
export async function freeReservations(tx: Tx, orderId: string, context: WriteContext): Promise<void> {
  await dropPicks(tx, orderId, context);
  await tx
    .updateTable('reservations')
    .set({ deletedAt: context.now, ...context.updated() })
    .where('orderId', '=', orderId)
    .where('deletedAt', 'is', null)
    .execute();
}
