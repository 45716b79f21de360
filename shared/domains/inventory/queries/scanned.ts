import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { defineQuery, type QueryContext } from '../../../kernel/query.ts';
import type { Reader } from '../../../kernel/table.ts';
import { formsOfGtin, innerGtin } from '../rules/check-digit.ts';
import { readScan, type ScanReading } from '../rules/read-scan.ts';
import type {
  Scanned,
  ScannedDocument,
  ScannedLocation,
  ScannedLot,
  ScannedProduct,
  ScannedSerial,
} from '../rules/scanned.ts';

/** A code that more rows bear is no code. */
const LIMIT_ROWS = 20;

/**
 * What a scan is: products by barcode, article number or code, lots, serial numbers, places and documents that bear it.
 * A device answers for what it holds; what nothing bears is told by the reading.
 */
export const scanned = defineQuery({
  name: 'inventory.scanned',
  permission: 'inventory.see',
  args: z.strictObject({ text: z.string().min(1).max(200), warehouseId: idSchema.nullable() }),
  reads: [
    'products',
    'productBarcodes',
    'productUnits',
    'lots',
    'serials',
    'locations',
    'zones',
    'orders',
    'pickLists',
    'purchaseOrders',
    'transfers',
    'stockCounts',
    'shipments',
    'parcels',
    'receipts',
  ],
  async run(db, { text, warehouseId }, context): Promise<Scanned> {
    const reading = readScan(text, new Date(context.now).getUTCFullYear());
    const byIndex = await readProducts(reading, (codes) => productsOf(db, codes, context));
    const isArticle = reading.gtin !== null && byIndex.length > 0;
    const lotCode = reading.lot ?? (isArticle ? null : reading.text);
    const serialCode = reading.serial ?? (isArticle ? null : reading.text);
    const isOther = !isArticle && reading.lot === null && reading.serial === null;
    const whole = lotCode === null ? [] : await readLots(db, lotCode);
    const lots = whole.length === 0 && reading.glued ? await readLots(db, reading.glued.lot) : whole;
    const serials = serialCode === null ? [] : await readSerials(db, serialCode);
    const here = isOther && warehouseId !== null ? await readLocations(db, reading.text, warehouseId) : [];
    const documents = isOther ? await readDocuments(db, reading.text) : [];
    const rest = { reading, lots, serials, documents };
    if (byIndex.length + here.length > 0 || (isOther && lots.length + serials.length + documents.length > 0)) {
      return { ...rest, products: byIndex, locations: here };
    }
    // Nobody knows it by the index of words: goods that have just come, a place of another warehouse.
    const products = await readProducts(reading, (codes) => productsThroughout(db, codes));
    return { ...rest, products, locations: isOther ? await readLocations(db, reading.text, null) : [] };
  },
});

/** As it was scanned, and as it is mostly written: Caps Lock turns a scanner's letters. */
const spellings = (code: string): string[] => [...new Set([code, code.toUpperCase(), code.toLowerCase()])];

const productColumns = [
  'products.id',
  'products.code',
  'products.name',
  'products.unit',
  'products.tracking',
  'products.shelfLifeDays',
  'products.discontinued',
] as const;

type FindProducts = (codes: readonly string[]) => Promise<ScannedProduct[]>;

async function readProducts(reading: ScanReading, find: FindProducts): Promise<ScannedProduct[]> {
  const codes = reading.gtin === null ? spellings(reading.text) : [...formsOfGtin(reading.gtin), reading.text];
  const found = await find(codes);
  const inner = reading.gtin === null ? null : innerGtin(reading.gtin);
  if (found.length > 0 || inner === null) return found;
  // A box whose own number nobody has written down: what is inside is known, how many is not.
  return (await find(formsOfGtin(inner))).map((product) => ({ ...product, unitRatio: null }));
}

async function productsOf(
  db: Reader,
  codes: readonly string[],
  context: Pick<QueryContext, 'findByCodes'>,
): Promise<ScannedProduct[]> {
  const boxes = await db
    .selectFrom('productBarcodes')
    .innerJoin('products', 'products.id', 'productBarcodes.productId')
    .leftJoin('productUnits', 'productUnits.id', 'productBarcodes.unitId')
    .select(productColumns)
    .select(['productUnits.name as boxName', 'productUnits.ratio as boxRatio', 'productBarcodes.unitId'])
    .where('productBarcodes.code', 'in', [...codes])
    .where('productBarcodes.deletedAt', 'is', null)
    .where('products.deletedAt', 'is', null)
    .orderBy('products.code')
    .orderBy('productBarcodes.id')
    .limit(LIMIT_ROWS)
    .execute();
  const found = boxes.map(({ boxName, boxRatio, unitId, ...product }) => ({
    ...product,
    unitName: boxName ?? product.unit,
    unitRatio: unitId === null ? 1 : boxRatio,
  }));
  const known = new Set(found.map(({ id }) => id));
  return [...found, ...(await productsByIndex(db, codes, context)).filter(({ id }) => !known.has(id))];
}

const asBaseUnit = <Product extends { readonly unit: string }>(product: Product) => ({
  ...product,
  unitName: product.unit,
  unitRatio: 1,
});

async function productsByIndex(
  db: Reader,
  codes: readonly string[],
  context: Pick<QueryContext, 'findByCodes'>,
): Promise<ScannedProduct[]> {
  const ids = await context.findByCodes('products', codes);
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('products')
    .select(productColumns)
    .select('products.barcode')
    .where('products.id', 'in', [...ids])
    .where('products.deletedAt', 'is', null)
    .orderBy('products.code')
    .orderBy('products.id')
    .limit(LIMIT_ROWS)
    .execute();
  // The index leaves separators out: A-1-2 is not A-12.
  const wanted = new Set(codes.map((code) => code.toUpperCase()));
  const exact = rows.filter((row) => [row.code, row.barcode].some((code) => wanted.has((code ?? '').toUpperCase())));
  return exact.map(({ barcode: _barcode, ...product }) => asBaseUnit(product));
}

/** By the columns themselves: what came since the device looked codes up anew. Each by its own index. */
async function productsThroughout(db: Reader, codes: readonly string[]): Promise<ScannedProduct[]> {
  const found = new Map<string, ScannedProduct>();
  for (const column of ['barcode', 'code'] as const) {
    const rows = await db
      .selectFrom('products')
      .select(productColumns)
      .where(`products.${column}`, 'in', [...codes])
      .where('products.deletedAt', 'is', null)
      .orderBy(`products.${column}`)
      .orderBy('products.id')
      .limit(LIMIT_ROWS)
      .execute();
    for (const row of rows) found.set(row.id, asBaseUnit(row));
  }
  return [...found.values()].sort((one, other) => (one.code < other.code ? -1 : 1)).slice(0, LIMIT_ROWS);
}

async function readLots(db: Reader, code: string): Promise<ScannedLot[]> {
  return db
    .selectFrom('lots')
    .innerJoin('products', 'products.id', 'lots.productId')
    .select(['lots.id', 'lots.productId', 'lots.code', 'lots.expiresOn', 'lots.blocked'])
    .select(['products.code as productCode', 'products.name as productName', 'products.unit'])
    .where('lots.code', 'in', spellings(code))
    .where('lots.deletedAt', 'is', null)
    .orderBy('lots.id')
    .limit(LIMIT_ROWS)
    .execute();
}

async function readSerials(db: Reader, code: string): Promise<ScannedSerial[]> {
  return db
    .selectFrom('serials')
    .innerJoin('products', 'products.id', 'serials.productId')
    .select(['serials.id', 'serials.productId', 'serials.code', 'serials.lotId', 'serials.state'])
    .select(['serials.warehouseId', 'serials.locationId'])
    .select(['products.code as productCode', 'products.name as productName', 'products.unit'])
    .where('serials.code', 'in', spellings(code))
    .where('serials.deletedAt', 'is', null)
    .orderBy('serials.id')
    .limit(LIMIT_ROWS)
    .execute();
}

/** @param warehouseId null: anywhere */
async function readLocations(db: Reader, code: string, warehouseId: string | null): Promise<ScannedLocation[]> {
  let query = db
    .selectFrom('locations')
    .innerJoin('zones', 'zones.id', 'locations.zoneId')
    .select(['locations.id', 'locations.warehouseId', 'locations.zoneId', 'locations.code', 'locations.walkOrder'])
    .select(['locations.active', 'zones.kind as zoneKind'])
    .where('locations.code', 'in', spellings(code))
    .where('locations.deletedAt', 'is', null);
  if (warehouseId !== null) query = query.where('locations.warehouseId', '=', warehouseId);
  return query.orderBy('locations.id').limit(LIMIT_ROWS).execute();
}

async function readDocuments(db: Reader, text: string): Promise<ScannedDocument[]> {
  const numbers = spellings(text);
  const found: ScannedDocument[] = [];
  const numbered = [
    ['pickList', 'pickLists'],
    ['order', 'orders'],
    ['purchaseOrder', 'purchaseOrders'],
    ['transfer', 'transfers'],
    ['count', 'stockCounts'],
    ['shipment', 'shipments'],
    ['receipt', 'receipts'],
  ] as const;
  for (const [kind, table] of numbered) {
    const rows = await db
      .selectFrom(table)
      .select(['id', 'number'])
      .where('number', 'in', numbers)
      .where('deletedAt', 'is', null)
      .orderBy('id')
      .limit(LIMIT_ROWS)
      .execute();
    found.push(...rows.map((row) => ({ kind, ...row })));
  }
  const boxes = await db
    .selectFrom('parcels')
    .select(['shipmentId as id', 'code as number'])
    .where('code', 'in', numbers)
    .where('deletedAt', 'is', null)
    .orderBy('shipmentId')
    .orderBy('id')
    .limit(LIMIT_ROWS)
    .execute();
  return [...found, ...boxes.map((row) => ({ kind: 'parcel' as const, ...row }))];
}
