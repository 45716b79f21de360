import { z } from 'zod';
import { type CalendarDate, calendarDateAt, daysBetween } from '../../../../kernel/instants.ts';
import type { CurrencyCode, Minor, Quantity } from '../../../../kernel/money.ts';
import { defineQuery } from '../../../../kernel/query.ts';
import { classesOf, classOfDays, IDLE_BOUNDS } from '../../rules/report-classes.ts';
import { type ReportTable, sumKnown, tabulateReport } from '../../rules/report-table.ts';
import { turnsOf } from '../../rules/turnover.ts';
import { basisTables, REPORT_RIGHT, readBasis, readProducts, readValuer, reportArgs } from './read-basis.ts';

const YEAR_MS = 365 * 86_400_000;

/** Stock that lies: when the last piece of it left, and how often it turned within a year. */
export interface SlowStockRow {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  /** A class of idle days. */
  readonly slice: string;
  readonly onHand: Quantity;
  /** Null: none ever left. */
  readonly lastIssueOn: CalendarDate | null;
  /** Since the last piece left; where none did, since the first came. */
  readonly idleDays: number;
  /** What left within a year. */
  readonly issued: Quantity;
  /** Hundredths: 150 is one and a half times a year. */
  readonly turns: number | null;
  readonly valueMinor: Minor | null;
}

export interface SlowStock extends ReportTable<SlowStockRow> {
  readonly currency: CurrencyCode;
  readonly seesCost: boolean;
  /** Of all stock, and of what has been idle for `minIdleDays`. */
  readonly totalMinor: Minor | null;
  readonly idleMinor: Minor | null;
  readonly idleCount: number;
}

/** Slow movers: products in stock by the days since a piece of them left, the longest first. */
export const slowStock = defineQuery({
  name: 'inventory.slowStock',
  permission: REPORT_RIGHT,
  args: z.strictObject({
    ...reportArgs,
    /** The table begins here while no bar is chosen. */
    minIdleDays: z.int().min(0).max(3_650),
  }),
  reads: [...basisTables, 'products', 'productCosts', 'stockBalances', 'stockMovements'],
  isSlow: true,
  async run(db, { minIdleDays, warehouseId, category, slice, limitRows }, context): Promise<SlowStock> {
    const basis = await readBasis(db, warehouseId, context);
    const products = await readProducts(db, category);
    const since = context.now - YEAR_MS;
    const stock = await db
      .selectFrom('stockBalances')
      .select(({ fn }) => ['productId', fn.sum<number>('onHand').as('onHand')])
      .where('warehouseId', 'in', basis.warehouseIds)
      .groupBy('productId')
      .orderBy('productId')
      .execute();
    const flows = await db
      .selectFrom('stockMovements')
      .select(({ fn, eb }) => [
        'productId',
        fn.min('occurredAt').as('firstAt'),
        fn.max('occurredAt').filterWhere('cause', '=', 'shipment').filterWhere('quantity', '<', 0).as('lastAt'),
        fn
          .sum<number | null>('quantity')
          .filterWhere(eb.and([eb('cause', '=', 'shipment'), eb('occurredAt', '>=', since)]))
          .as('issued'),
        fn.sum<number | null>('quantity').filterWhere('occurredAt', '>=', since).as('net'),
      ])
      .where('warehouseId', 'in', basis.warehouseIds)
      .where('deletedAt', 'is', null)
      .groupBy('productId')
      .orderBy('productId')
      .execute();
    const flowOf = new Map(flows.map((row) => [row.productId, row]));
    const worthOf = await readValuer(db, basis);
    const dayOf = (instant: number) => calendarDateAt(instant, basis.offsetMinutes);
    const rows = stock.flatMap((row): SlowStockRow[] => {
      const product = products.get(row.productId);
      const flow = flowOf.get(row.productId);
      const onHand = Number(row.onHand);
      if (!product || !flow || onHand <= 0) return [];
      const { id, code, name, unit } = product;
      const lastAt = flow.lastAt as number | null;
      const idleDays = Math.max(0, daysBetween(dayOf(lastAt ?? flow.firstAt), basis.today));
      const issued = Math.max(0, -Number(flow.issued ?? 0));
      return [
        {
          ...{ id, code, name, unit, onHand, idleDays, issued },
          slice: classOfDays(idleDays, IDLE_BOUNDS),
          lastIssueOn: lastAt === null ? null : dayOf(lastAt),
          turns: turnsOf(issued, onHand, Number(flow.net ?? 0)),
          valueMinor: worthOf(id, onHand),
        },
      ];
    });
    rows.sort(
      (left, right) =>
        right.idleDays - left.idleDays ||
        (right.valueMinor ?? -1) - (left.valueMinor ?? -1) ||
        (left.code < right.code ? -1 : 1),
    );
    const idle = rows.filter(({ idleDays }) => idleDays >= minIdleDays);
    const table = tabulateReport(rows, classesOf(IDLE_BOUNDS), slice, limitRows);
    const { currency, seesCost } = basis;
    return {
      ...table,
      ...(slice === null ? { rows: idle.slice(0, limitRows), count: idle.length } : {}),
      ...{ currency, seesCost },
      totalMinor: sumKnown(rows),
      // Nothing idle is worth nothing; a value that nobody may see stays unknown.
      idleMinor: sumKnown(idle) ?? (idle.length === 0 && sumKnown(rows) !== null ? 0 : null),
      idleCount: idle.length,
    };
  },
});
