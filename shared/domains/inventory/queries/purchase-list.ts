import { z } from 'zod';
import { readHits } from '../../../kernel/hits.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { calendarDateSchema } from '../../../kernel/instants.ts';
import type { Quantity, UnitPrice } from '../../../kernel/money.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { prepareQuery } from '../../../kernel/prepared.ts';
import { defineQuery, type QueryContext } from '../../../kernel/query.ts';
import type { Reader, Row } from '../../../kernel/table.ts';
import { type PurchaseProgress, purchaseProgress } from '../rules/purchase-progress.ts';
import { sumsByUnit } from '../rules/sums-by-unit.ts';

const SEE = 'inventory.seeSuppliers';
const SEE_COST = 'inventory.seeCost';

/** One purchase order in a list, with how far it has come; without value for who may not see cost (R47). */
export interface PurchaseListRow extends Row<'purchaseOrders'>, PurchaseProgress {}

/** Purchase orders, the newest first, or those that fit what was typed, the number first (one page). */
export const purchaseList = defineQuery({
  name: 'inventory.purchaseList',
  permission: SEE,
  args: z.strictObject({
    search: z.string().max(100),
    /** Null: every state. `late`: open, and due before `today`. */
    filter: z.enum(['draft', 'open', 'late', 'closed', 'cancelled']).nullable(),
    warehouseId: idSchema.nullable(),
    /** Orders at one supplier alone. */
    supplierId: idSchema.optional(),
    today: calendarDateSchema,
    ...pageArgs,
  }),
  reads: ['purchaseOrders', 'purchaseOrderLines', 'purchaseLineCosts'],
  async run(
    db,
    { search, filter, warehouseId, supplierId, today, cursor, limit },
    context,
  ): Promise<Page<PurchaseListRow>> {
    let query = db.selectFrom('purchaseOrders').selectAll().where('deletedAt', 'is', null);
    if (warehouseId !== null) query = query.where('warehouseId', '=', warehouseId);
    if (supplierId !== undefined) query = query.where('supplierId', '=', supplierId);
    if (filter === 'late') query = query.where('state', '=', 'open').where('dueOn', '<', today);
    else if (filter !== null) query = query.where('state', '=', filter);
    if (search.trim() !== '') {
      const filtered = query;
      const wanted = { table: 'purchaseOrders', typed: search, enough: limit, isRanked: true } as const;
      const hits = await readHits(context, wanted, (ids) => filtered.where('id', 'in', ids).orderBy('id').execute());
      return { rows: await withProgress(db, hits.slice(0, limit), context), next: null };
    }
    if (cursor) {
      const { key, id } = cursor;
      query = query.where((eb) =>
        eb.or([eb('createdAt', '<', Number(key)), eb.and([eb('createdAt', '=', Number(key)), eb('id', '<', id)])]),
      );
    }
    const rows = await query
      .orderBy('createdAt', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    const page = toPage(rows, limit, (row) => row.createdAt);
    return { ...page, rows: await withProgress(db, page.rows, context) };
  },
});

async function withProgress(
  db: Reader,
  rows: readonly Row<'purchaseOrders'>[],
  { actor }: Pick<QueryContext, 'actor'>,
): Promise<PurchaseListRow[]> {
  // PostgreSQL takes no empty list.
  const ids = ['', ...rows.map(({ id }) => id)];
  const lines = await linesOfOrders(db, { ids });
  const costs = actor.permissions.has(SEE_COST) ? await costsOfOrders(db, { ids }) : [];
  const costOf = new Map(costs.map(({ id, unitCost }) => [id, unitCost]));
  return rows.map((row) => {
    const own = lines.filter(({ purchaseOrderId }) => purchaseOrderId === row.id);
    const known = own.map((line) => ({ ...line, unitCost: costOf.get(line.id) ?? null }));
    return { ...row, ...purchaseProgress(known, row.currency) };
  });
}

const linesOfOrders = prepareQuery((tx, given: { ids: readonly string[] }) =>
  tx
    .selectFrom('purchaseOrderLines')
    .select(['id', 'purchaseOrderId', 'quantity', 'received'])
    .where('purchaseOrderId', 'in', given.ids)
    .where('deletedAt', 'is', null)
    .orderBy('id'),
);

const costsOfOrders = prepareQuery((tx, given: { ids: readonly string[] }) =>
  tx
    .selectFrom('purchaseLineCosts')
    .select(['id', 'unitCost'])
    .where('purchaseOrderId', 'in', given.ids)
    .where('deletedAt', 'is', null)
    .orderBy('id'),
);

/** A line with what it costs, where the person may see that. */
export interface PurchaseLineRow extends Row<'purchaseOrderLines'> {
  readonly unitCost: UnitPrice | null;
  readonly barcode: string | null;
  readonly tracking: 'none' | 'lot' | 'serial';
  readonly shelfLifeDays: number | null;
  /** The product's own unit. */
  readonly baseUnit: string;
}

/** What came of a purchase order. */
export interface PurchaseReceiptRow {
  readonly id: string;
  readonly number: string;
  readonly receivedAt: number;
  readonly receivedByName: string;
  readonly deliveryNote: string | null;
  readonly lineCount: number;
  /** What it brought, by unit: goods of different units add up to nothing. */
  readonly amounts: readonly { readonly unit: string; readonly quantity: Quantity }[];
  /** Lines of which something was set apart. */
  readonly rejectedLines: number;
}

export interface Purchase {
  readonly head: Row<'purchaseOrders'>;
  readonly lines: readonly PurchaseLineRow[];
  /** The newest first; those of warehouses that this device does not hold are missing. */
  readonly receipts: readonly PurchaseReceiptRow[];
}

/** One purchase order in full; null when it is gone. */
export const purchase = defineQuery({
  name: 'inventory.purchase',
  permission: SEE,
  args: z.strictObject({ id: idSchema }),
  reads: ['purchaseOrders', 'purchaseOrderLines', 'purchaseLineCosts', 'products', 'receipts', 'receiptLines'],
  async run(db, { id }): Promise<Purchase | null> {
    const head = await db
      .selectFrom('purchaseOrders')
      .selectAll()
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    const lines = await linesOf(db, id);
    const receipts = await receiptsOf(db, id);
    return head ? { head, lines, receipts } : null;
  },
});

async function receiptsOf(db: Reader, purchaseOrderId: string): Promise<PurchaseReceiptRow[]> {
  const receipts = await db
    .selectFrom('receipts')
    .select(['id', 'number', 'receivedAt', 'receivedByName', 'deliveryNote', 'lineCount'])
    .where('purchaseOrderId', '=', purchaseOrderId)
    .where('deletedAt', 'is', null)
    .orderBy('receivedAt', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const lines = await db
    .selectFrom('receiptLines')
    .innerJoin('receipts', 'receipts.id', 'receiptLines.receiptId')
    .select(['receiptLines.receiptId', 'receiptLines.unit', 'receiptLines.quantity', 'receiptLines.condition'])
    .where('receipts.purchaseOrderId', '=', purchaseOrderId)
    .where('receiptLines.deletedAt', 'is', null)
    .orderBy('receiptLines.receiptId')
    .orderBy('receiptLines.position')
    .orderBy('receiptLines.id')
    .execute();
  return receipts.map((receipt) => {
    const own = lines.filter(({ receiptId }) => receiptId === receipt.id);
    return {
      ...receipt,
      amounts: sumsByUnit(own),
      rejectedLines: own.filter(({ condition }) => condition === 'quarantine').length,
    };
  });
}

async function linesOf(db: Reader, purchaseOrderId: string): Promise<PurchaseLineRow[]> {
  const rows = await db
    .selectFrom('purchaseOrderLines')
    .leftJoin('products', 'products.id', 'purchaseOrderLines.productId')
    .leftJoin('purchaseLineCosts', 'purchaseLineCosts.id', 'purchaseOrderLines.id')
    .selectAll('purchaseOrderLines')
    .select(['purchaseLineCosts.unitCost', 'products.barcode', 'products.tracking', 'products.shelfLifeDays'])
    .select('products.unit as baseUnit')
    .where('purchaseOrderLines.purchaseOrderId', '=', purchaseOrderId)
    .where('purchaseOrderLines.deletedAt', 'is', null)
    .orderBy('purchaseOrderLines.position')
    .orderBy('purchaseOrderLines.id')
    .execute();
  return rows.map((row) => ({ ...row, tracking: row.tracking ?? 'none', baseUnit: row.baseUnit ?? row.unit }));
}

export type SupplierRow = Pick<Row<'suppliers'>, 'id' | 'code' | 'name' | 'currency' | 'leadDays'>;

/** Suppliers by name. */
export const supplierList = defineQuery({
  name: 'inventory.supplierList',
  permission: SEE,
  args: z.strictObject({}),
  reads: ['suppliers'],
  async run(db): Promise<SupplierRow[]> {
    return db
      .selectFrom('suppliers')
      .select(['id', 'code', 'name', 'currency', 'leadDays'])
      .where('deletedAt', 'is', null)
      .orderBy('name')
      .orderBy('id')
      .limit(2_000)
      .execute();
  },
});

export type PurchaseUnitRow = Pick<Row<'productUnits'>, 'id' | 'productId' | 'name' | 'ratio'>;

/** What products are bought in beside their base units (R31). */
export const purchaseUnits = defineQuery({
  name: 'inventory.purchaseUnits',
  permission: 'inventory.see',
  args: z.strictObject({ productIds: z.array(idSchema).min(1).max(300) }),
  reads: ['productUnits'],
  async run(db, { productIds }): Promise<PurchaseUnitRow[]> {
    return db
      .selectFrom('productUnits')
      .select(['id', 'productId', 'name', 'ratio'])
      .where('productId', 'in', productIds)
      .where('deletedAt', 'is', null)
      .orderBy('forPurchase', 'desc')
      .orderBy('ratio')
      .orderBy('id')
      .execute();
  },
});
