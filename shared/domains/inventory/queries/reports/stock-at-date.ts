import { z } from 'zod';
import { calendarDateSchema } from '../../../../kernel/instants.ts';
import type { CurrencyCode, Minor, Quantity } from '../../../../kernel/money.ts';
import { defineQuery } from '../../../../kernel/query.ts';
import { type ReportTable, sumKnown, tabulateReport } from '../../rules/report-table.ts';
import { readInTransit } from './in-transit.ts';
import {
  basisTables,
  bookedAfter,
  endOfDay,
  REPORT_RIGHT,
  readBasis,
  readProducts,
  readValuerAt,
  reportArgs,
} from './read-basis.ts';

/** One product as it lay at the end of a day. */
export interface StockAtDateRow {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  /** The product's category; '' where it has none. */
  readonly slice: string;
  readonly quantity: Quantity;
  /** Between two warehouses (R27); 0 where one warehouse is asked for. */
  readonly inTransit: Quantity;
  /** Of both. */
  readonly valueMinor: Minor | null;
}

export interface StockAtDate extends ReportTable<StockAtDateRow> {
  readonly currency: CurrencyCode;
  readonly seesCost: boolean;
  readonly totalMinor: Minor | null;
  /** Rows whose cost nobody ever said: their value is in no figure. */
  readonly withoutCost: number;
}

/**
 * Stock and value at the end of a day: what is there now less what was booked after it (R33), at the moving average of
 * that day (R32). What was on its way between the warehouses was the company's all the same (R27): asked for all of them
 * it is shown beside, and in the value. The most valuable first.
 */
export const stockAtDate = defineQuery({
  name: 'inventory.stockAtDate',
  permission: REPORT_RIGHT,
  args: z.strictObject({ ...reportArgs, on: calendarDateSchema }),
  reads: [
    ...basisTables,
    'products',
    'productCosts',
    'movementCosts',
    'stockBalances',
    'stockMovements',
    'transfers',
    'transferLines',
  ],
  isSlow: true,
  async run(db, { on, warehouseId, category, slice, limitRows }, context): Promise<StockAtDate> {
    const basis = await readBasis(db, warehouseId, context);
    const end = endOfDay(on, basis.offsetMinutes);
    const products = await readProducts(db, category);
    const now = await db
      .selectFrom('stockBalances')
      .select(({ fn }) => ['productId', fn.sum<number>('onHand').as('quantity')])
      .where('warehouseId', 'in', basis.warehouseIds)
      .groupBy('productId')
      .orderBy('productId')
      .execute();
    const after = await db
      .selectFrom('stockMovements')
      .select(({ fn }) => ['productId', fn.sum<number>('quantity').as('quantity')])
      .where('warehouseId', 'in', basis.warehouseIds)
      .where('deletedAt', 'is', null)
      .where((eb) => bookedAfter(eb, { on, end }))
      .groupBy('productId')
      .orderBy('productId')
      .execute();
    const moved = new Map(after.map((row) => [row.productId, Number(row.quantity)]));
    const onTheWay =
      warehouseId === null ? await readInTransit(db, { ...basis, on, end }) : new Map<string, Quantity>();
    const worthOf = await readValuerAt(db, basis, end);
    const lying = new Map(now.map((row) => [row.productId, Number(row.quantity)]));
    const rows = [...new Set([...lying.keys(), ...onTheWay.keys()])].flatMap((productId): StockAtDateRow[] => {
      const product = products.get(productId);
      const quantity = (lying.get(productId) ?? 0) - (moved.get(productId) ?? 0);
      const inTransit = onTheWay.get(productId) ?? 0;
      if (!product || (quantity === 0 && inTransit === 0)) return [];
      const { id, code, name, unit } = product;
      const valueMinor = worthOf(id, quantity + inTransit);
      return [{ id, code, name, unit, slice: product.category ?? '', quantity, inTransit, valueMinor }];
    });
    rows.sort(
      (left, right) =>
        (right.valueMinor ?? -1) - (left.valueMinor ?? -1) ||
        right.quantity - left.quantity ||
        (left.code < right.code ? -1 : 1),
    );
    const { currency, seesCost } = basis;
    return {
      ...tabulateReport(rows, [], slice, limitRows),
      ...{ currency, seesCost },
      totalMinor: sumKnown(rows),
      withoutCost: rows.filter(({ valueMinor }) => valueMinor === null).length,
    };
  },
});
