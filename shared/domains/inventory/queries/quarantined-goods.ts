/** What of a product, of a lot, or at a place is set apart, and whom it came from: to be freed, or to be sent back. */
import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { ONE_UNIT, type Quantity } from '../../../kernel/money.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader } from '../../../kernel/table.ts';
import { heapTables, readHeaps } from './select-heaps.ts';

/** Goods of one product that are set apart together: of one lot, or one numbered piece, at one place or at none. */
export interface QuarantinedGoods {
  readonly id: string;
  readonly productId: string;
  readonly productCode: string;
  readonly productName: string;
  readonly unit: string;
  readonly warehouseId: string;
  /** Null: at no place. */
  readonly locationId: string | null;
  readonly locationCode: string | null;
  /** The place is for goods that are set apart alone: what is freed does not stay there. */
  readonly isApart: boolean;
  readonly lotId: string | null;
  readonly lotCode: string | null;
  readonly serialId: string | null;
  readonly serialCode: string | null;
  readonly quarantined: Quantity;
  /** Who brought it last, as far as this device knows. */
  readonly supplierId: string | null;
  readonly supplierName: string | null;
}

type Heap = Omit<QuarantinedGoods, 'productCode' | 'productName' | 'unit' | 'supplierId' | 'supplierName'>;

/** So many pieces are named, and so many receipts looked at. */
const LIMIT_ROWS = 200;

export const quarantinedGoods = defineQuery({
  name: 'inventory.quarantinedGoods',
  permission: 'inventory.settleQuarantine',
  args: z.strictObject({
    /** Null: everything that lies at the place. */
    productId: idSchema.nullable(),
    lotId: idSchema.nullable(),
    locationId: idSchema.nullable(),
  }),
  reads: ['products', 'serials', 'receipts', 'receiptLines', ...heapTables],
  async run(db, asked): Promise<QuarantinedGoods[]> {
    const heaps = await readHeaps(db, asked, 'quarantined');
    if (heaps.length === 0) return [];
    const products = await db
      .selectFrom('products')
      .select(['id', 'code', 'name', 'unit', 'tracking'])
      .where('id', 'in', [...new Set(heaps.map(({ productId }) => productId))])
      .orderBy('code')
      .orderBy('id')
      .execute();
    const found: QuarantinedGoods[] = [];
    for (const { tracking, id, code, name, unit } of products) {
      const own = heaps
        .filter(({ productId }) => productId === id)
        .map(({ amount, ...heap }) => ({ ...heap, serialId: null, serialCode: null, quarantined: amount }));
      const all = tracking === 'serial' ? await asPieces(db, id, own) : own;
      const goods = all.filter(({ lotId }) => asked.lotId === null || lotId === asked.lotId);
      const supplierOf = await broughtBy(db, goods);
      const named = { productCode: code, productName: name, unit };
      found.push(...goods.map((heap) => ({ ...heap, ...named, ...supplierOf(heap) })));
    }
    return found;
  },
});

/** Numbered pieces, each by itself: those that lie where so many of them are set apart. */
async function asPieces(db: Reader, productId: string, heaps: readonly Heap[]): Promise<Heap[]> {
  const rows = await db
    .selectFrom('serials')
    .select(['id', 'code', 'lotId', 'warehouseId', 'locationId'])
    .where('productId', '=', productId)
    .where('state', '=', 'inStock')
    .where('deletedAt', 'is', null)
    .orderBy('code')
    .orderBy('id')
    .limit(LIMIT_ROWS)
    .execute();
  return heaps.flatMap((heap) => {
    const own = rows.filter((row) => row.warehouseId === heap.warehouseId && row.locationId === heap.locationId);
    if (own.length === 0) return [heap];
    return own.map(({ id, code, lotId }) => ({
      ...{ ...heap, id, lotId, serialId: id, serialCode: code, quarantined: ONE_UNIT },
    }));
  });
}

type Brought = Pick<QuarantinedGoods, 'supplierId' | 'supplierName'>;

/** By the latest receipts that brought the pieces, or the lots. */
async function broughtBy(db: Reader, heaps: readonly Heap[]): Promise<(heap: Heap) => Brought> {
  const ids = (of: (heap: Heap) => string | null) => ['', ...new Set(heaps.flatMap((heap) => of(heap) ?? []))];
  const rows = await db
    .selectFrom('receiptLines')
    .innerJoin('receipts', 'receipts.id', 'receiptLines.receiptId')
    .select(['receiptLines.lotId', 'receiptLines.serialId', 'receipts.supplierId', 'receipts.supplierName'])
    .where((eb) =>
      eb.or([
        eb(
          'receiptLines.lotId',
          'in',
          ids(({ lotId }) => lotId),
        ),
        eb(
          'receiptLines.serialId',
          'in',
          ids(({ serialId }) => serialId),
        ),
      ]),
    )
    .where('receipts.supplierName', 'is not', null)
    .orderBy('receipts.receivedAt', 'desc')
    .orderBy('receiptLines.id')
    .limit(LIMIT_ROWS)
    .execute();
  return ({ lotId, serialId }) => {
    const found = rows.find((row) => (serialId === null ? row.lotId === lotId : row.serialId === serialId));
    const isKnown = lotId !== null || serialId !== null;
    return {
      supplierId: (isKnown && found?.supplierId) || null,
      supplierName: (isKnown && found?.supplierName) || null,
    };
  };
}

/** Whom goods came from, as papers name them. */
export interface KnownSupplier {
  readonly supplierId: string | null;
  readonly supplierName: string;
}

/** Who brought goods to a warehouse, the latest first. */
export const suppliersOfReceipts = defineQuery({
  name: 'inventory.suppliersOfReceipts',
  permission: 'inventory.settleQuarantine',
  args: z.strictObject({ warehouseId: idSchema }),
  reads: ['receipts'],
  async run(db, { warehouseId }): Promise<KnownSupplier[]> {
    const rows = await db
      .selectFrom('receipts')
      .select(['supplierId', 'supplierName'])
      .where('warehouseId', '=', warehouseId)
      .where('deletedAt', 'is', null)
      .orderBy('receivedAt', 'desc')
      .orderBy('id', 'desc')
      .limit(LIMIT_ROWS)
      .execute();
    const byName = new Map<string, KnownSupplier>();
    for (const { supplierId, supplierName } of rows) {
      if (supplierName !== null && !byName.has(supplierName)) byName.set(supplierName, { supplierId, supplierName });
    }
    return [...byName.values()];
  },
});
