import { z } from 'zod';
import { type CurrencyCode, divideHalfUp, type Minor, type Quantity } from '../../../../kernel/money.ts';
import { defineQuery } from '../../../../kernel/query.ts';
import type { Reader } from '../../../../kernel/table.ts';
import { coverDays } from '../../rules/cover.ts';
import { COVER_BOUNDS, classesOf, classOfDays } from '../../rules/report-classes.ts';
import { type ReportTable, sumKnown, tabulateReport } from '../../rules/report-table.ts';
import { availabilityTables, availableOf, unsaleableLots } from '../select-available.ts';
import {
  basisTables,
  REPORT_RIGHT,
  type ReportBasis,
  readBasis,
  readProducts,
  readValuer,
  reportArgs,
} from './read-basis.ts';

const MS_PER_DAY = 86_400_000;

/** For how long the stock of a product lasts. */
export interface StockCoverRow {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  /** A class of days, `out` (nothing left to promise) or `none` (nothing left within the days looked back). */
  readonly slice: string;
  readonly onHand: Quantity;
  readonly available: Quantity;
  readonly incoming: Quantity;
  /** What left on average of a day. */
  readonly perDay: Quantity;
  /** Whole days; null: no pace is known. */
  readonly coverDays: number | null;
  /** Of what is on hand. */
  readonly valueMinor: Minor | null;
}

export interface StockCover extends ReportTable<StockCoverRow> {
  readonly currency: CurrencyCode;
  readonly seesCost: boolean;
  readonly totalMinor: Minor | null;
}

/** Cover in days: available (R20) by what left on average of a day. What runs out first comes first. */
export const stockCover = defineQuery({
  name: 'inventory.stockCover',
  permission: REPORT_RIGHT,
  args: z.strictObject({
    ...reportArgs,
    /** So many days tell how fast a product goes. */
    lookBackDays: z.int().min(7).max(365),
  }),
  reads: [...new Set([...basisTables, 'products', 'productCosts', 'stockMovements', ...availabilityTables] as const)],
  isSlow: true,
  async run(db, { lookBackDays, warehouseId, category, slice, limitRows }, context): Promise<StockCover> {
    const basis = await readBasis(db, warehouseId, context);
    const products = await readProducts(db, category);
    const stock = await readStock(db, basis, context.actor.userId);
    const shipped = await db
      .selectFrom('stockMovements')
      .select(({ fn }) => ['productId', fn.sum<number>('quantity').as('quantity')])
      .where('warehouseId', 'in', basis.warehouseIds)
      .where('cause', '=', 'shipment')
      .where('occurredAt', '>=', context.now - lookBackDays * MS_PER_DAY)
      .where('deletedAt', 'is', null)
      .groupBy('productId')
      .orderBy('productId')
      .execute();
    const leftOf = new Map(shipped.map((row) => [row.productId, -Number(row.quantity)]));
    const worthOf = await readValuer(db, basis);
    const rows = [...stock].flatMap(([productId, { onHand, available, incoming }]): StockCoverRow[] => {
      const product = products.get(productId);
      const left = Math.max(0, leftOf.get(productId) ?? 0);
      if (!product || (onHand === 0 && (left === 0 || product.discontinued === 1))) return [];
      const { id, code, name, unit } = product;
      const days = coverDays(available, left, lookBackDays);
      const isOut = available <= 0;
      return [
        {
          ...{ id, code, name, unit, onHand, available, incoming },
          slice: isOut ? 'out' : days === null ? 'none' : classOfDays(days, COVER_BOUNDS),
          perDay: divideHalfUp(BigInt(left), BigInt(lookBackDays)),
          coverDays: days,
          valueMinor: worthOf(id, onHand),
        },
      ];
    });
    const last = Number.MAX_SAFE_INTEGER;
    rows.sort(
      (left, right) =>
        (left.coverDays ?? last) - (right.coverDays ?? last) ||
        right.perDay - left.perDay ||
        (left.code < right.code ? -1 : 1),
    );
    const { currency, seesCost } = basis;
    return {
      ...tabulateReport(rows, ['out', ...classesOf(COVER_BOUNDS), 'none'], slice, limitRows),
      ...{ currency, seesCost },
      totalMinor: sumKnown(rows),
    };
  },
});

interface Stock {
  readonly onHand: Quantity;
  readonly available: Quantity;
  readonly incoming: Quantity;
}

/** By product, over the warehouses asked for. */
async function readStock(
  db: Reader,
  { warehouseIds, today }: ReportBasis,
  userId: string,
): Promise<Map<string, Stock>> {
  const asker = { userId, today };
  const balances = await db
    .selectFrom('stockBalances')
    .leftJoin(unsaleableLots(db, asker).as('unsaleableLots'), (join) =>
      join
        .onRef('unsaleableLots.productId', '=', 'stockBalances.productId')
        .onRef('unsaleableLots.warehouseId', '=', 'stockBalances.warehouseId'),
    )
    .select(['stockBalances.productId', 'stockBalances.onHand', 'stockBalances.incoming'])
    .select((eb) => availableOf(eb, asker, true).as('available'))
    .where('stockBalances.warehouseId', 'in', warehouseIds)
    .orderBy('stockBalances.productId')
    .orderBy('stockBalances.id')
    .execute();
  const stock = new Map<string, Stock>();
  for (const row of balances) {
    const known = stock.get(row.productId) ?? { onHand: 0, available: 0, incoming: 0 };
    stock.set(row.productId, {
      onHand: known.onHand + row.onHand,
      available: known.available + Number(row.available),
      incoming: known.incoming + row.incoming,
    });
  }
  return stock;
}
