import { z } from 'zod';
import { readHits } from '../../../kernel/hits.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { calendarDateSchema } from '../../../kernel/instants.ts';
import type { Quantity, UnitPrice } from '../../../kernel/money.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader, Row } from '../../../kernel/table.ts';

const SEE = 'inventory.seeSuppliers';
/** Lines of its orders, the newest first, that say what is bought from a supplier. */
const LINES_READ = 2_000;

/** One supplier in a list, with what is ordered there now. */
export interface SupplierListRow extends Row<'suppliers'> {
  readonly openOrders: number;
  /** Of them, those whose day is over. */
  readonly lateOrders: number;
  readonly lastOrderedOn: string | null;
}

/** Suppliers by code, or those that fit what was typed, the code first (one page). */
export const suppliers = defineQuery({
  name: 'inventory.suppliers',
  permission: SEE,
  args: z.strictObject({ search: z.string().max(100), today: calendarDateSchema, ...pageArgs }),
  reads: ['suppliers', 'purchaseOrders'],
  async run(db, { search, today, cursor, limit }, context): Promise<Page<SupplierListRow>> {
    const query = db.selectFrom('suppliers').selectAll().where('deletedAt', 'is', null);
    if (search.trim() !== '') {
      const wanted = { table: 'suppliers', typed: search, enough: limit } as const;
      const hits = await readHits(context, wanted, (ids) => query.where('id', 'in', ids).orderBy('id').execute());
      return { rows: await withOrders(db, hits.slice(0, limit), today), next: null };
    }
    const from = cursor
      ? query.where((eb) =>
          eb.or([
            eb('code', '>', String(cursor.key)),
            eb.and([eb('code', '=', String(cursor.key)), eb('id', '>', cursor.id)]),
          ]),
        )
      : query;
    const rows = await from
      .orderBy('code')
      .orderBy('id')
      .limit(limit + 1)
      .execute();
    const page = toPage(rows, limit, (row) => row.code);
    return { rows: await withOrders(db, page.rows, today), next: page.next };
  },
});

async function withOrders(db: Reader, rows: readonly Row<'suppliers'>[], today: string): Promise<SupplierListRow[]> {
  const orders = await db
    .selectFrom('purchaseOrders')
    .select(({ fn }) => ['supplierId', 'state', 'dueOn', fn.max('orderedOn').as('lastOn'), fn.countAll().as('count')])
    .where(
      'supplierId',
      'in',
      // PostgreSQL takes no empty list.
      ['', ...rows.map(({ id }) => id)],
    )
    .where('state', 'in', ['open', 'closed'])
    .where('deletedAt', 'is', null)
    .groupBy(['supplierId', 'state', 'dueOn'])
    .orderBy('supplierId')
    .execute();
  return rows.map((row) => {
    const own = orders.filter(({ supplierId }) => supplierId === row.id);
    const open = own.filter(({ state }) => state === 'open');
    const late = open.filter(({ dueOn }) => dueOn !== null && dueOn < today);
    const count = (some: typeof own) => some.reduce((sum, each) => sum + Number(each.count), 0);
    const days = own.flatMap(({ lastOn }) => lastOn ?? []).sort();
    return { ...row, openOrders: count(open), lateOrders: count(late), lastOrderedOn: days.at(-1) ?? null };
  });
}

/** What is bought from a supplier. */
export interface SuppliedProduct {
  readonly productId: string;
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  /** Null: it is to come from here by its reorder settings, and was not ordered yet. */
  readonly lastOrderedOn: string | null;
  readonly orders: number;
  readonly quantity: Quantity;
  readonly received: Quantity;
  readonly rejected: Quantity;
  /** Of its last line that says one, of one base unit; null where nobody said it, or to whom costs are not shown (R47). */
  readonly unitCost: UnitPrice | null;
  readonly currency: string | null;
  /** Its reorder settings name this supplier, in one warehouse or more. */
  readonly isFirstChoice: boolean;
}

export interface SupplierPage {
  readonly supplier: Row<'suppliers'>;
  /** Bought last first. */
  readonly products: readonly SuppliedProduct[];
}

/** One supplier with what is bought there; null when it is gone. */
export const supplier = defineQuery({
  name: 'inventory.supplier',
  permission: SEE,
  args: z.strictObject({ id: idSchema }),
  reads: ['suppliers', 'purchaseOrders', 'purchaseOrderLines', 'purchaseLineCosts', 'products', 'reorderRules'],
  async run(db, { id }): Promise<SupplierPage | null> {
    const found = await db
      .selectFrom('suppliers')
      .selectAll()
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    const lines = await db
      .selectFrom('purchaseOrders')
      .innerJoin('purchaseOrderLines', 'purchaseOrderLines.purchaseOrderId', 'purchaseOrders.id')
      .leftJoin('purchaseLineCosts', 'purchaseLineCosts.id', 'purchaseOrderLines.id')
      .leftJoin('products', 'products.id', 'purchaseOrderLines.productId')
      .select(['purchaseOrders.orderedOn', 'purchaseOrders.id as purchaseOrderId', 'products.unit as baseUnit'])
      .select(['purchaseOrderLines.productId', 'purchaseOrderLines.productCode', 'purchaseOrderLines.productName'])
      .select(['purchaseOrderLines.unit', 'purchaseOrderLines.quantity', 'purchaseOrderLines.received'])
      .select(['purchaseOrderLines.rejected', 'purchaseLineCosts.unitCost', 'purchaseLineCosts.currency'])
      .where('purchaseOrders.supplierId', '=', id)
      .where('purchaseOrders.state', 'in', ['open', 'closed'])
      .where('purchaseOrders.deletedAt', 'is', null)
      .where('purchaseOrderLines.deletedAt', 'is', null)
      .orderBy('purchaseOrders.orderedOn', 'desc')
      .orderBy('purchaseOrderLines.id', 'desc')
      .limit(LINES_READ)
      .execute();
    const chosen = await db
      .selectFrom('reorderRules')
      .innerJoin('products', 'products.id', 'reorderRules.productId')
      .select(['products.id as productId', 'products.code', 'products.name', 'products.unit'])
      .distinct()
      .where('reorderRules.supplierId', '=', id)
      .where('reorderRules.deletedAt', 'is', null)
      .where('products.deletedAt', 'is', null)
      .orderBy('products.code')
      .orderBy('products.id')
      .limit(LINES_READ)
      .execute();
    if (!found) return null;
    const first = new Set(chosen.map(({ productId }) => productId));
    const bought = [...new Set(lines.map(({ productId }) => productId))].map((productId): SuppliedProduct => {
      const own = lines.filter((line) => line.productId === productId);
      const sum = (column: 'quantity' | 'received' | 'rejected') => own.reduce((all, line) => all + line[column], 0);
      const priced = own.find(({ unitCost }) => unitCost !== null);
      return {
        ...{ productId, code: own[0]?.productCode ?? '', name: own[0]?.productName ?? '' },
        unit: own[0]?.baseUnit ?? own[0]?.unit ?? '',
        lastOrderedOn: own[0]?.orderedOn ?? null,
        orders: new Set(own.map(({ purchaseOrderId }) => purchaseOrderId)).size,
        ...{ quantity: sum('quantity'), received: sum('received'), rejected: sum('rejected') },
        ...{ unitCost: priced?.unitCost ?? null, currency: priced?.currency ?? null },
        isFirstChoice: first.has(productId),
      };
    });
    const known = new Set(bought.map(({ productId }) => productId));
    const planned = chosen
      .filter(({ productId }) => !known.has(productId))
      .map((row): SuppliedProduct => {
        const nothing = { lastOrderedOn: null, orders: 0, quantity: 0, received: 0, rejected: 0 };
        return { ...row, ...nothing, unitCost: null, currency: null, isFirstChoice: true };
      });
    return { supplier: found, products: [...bought, ...planned] };
  },
});
