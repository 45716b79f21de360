/** How right the books were where somebody counted. */
import { z } from 'zod';
import { type CalendarDate, calendarDateAt, calendarDateSchema, startOfDay } from '../../../../kernel/instants.ts';
import type { BasisPoints, CurrencyCode, Minor, Quantity } from '../../../../kernel/money.ts';
import { type Page, pageArgs } from '../../../../kernel/paging.ts';
import { defineQuery, type QueryContext } from '../../../../kernel/query.ts';
import type { Reader } from '../../../../kernel/table.ts';
import { shareInPoints } from '../../rules/fill-rate.ts';
import { type ReportTable, tabulateReport } from '../../rules/report-table.ts';
import { pageOfList } from './page-of-list.ts';
import {
  basisTables,
  endOfDay,
  REPORT_RIGHT,
  type ReportBasis,
  readBasis,
  readValuer,
  reportArgs,
} from './read-basis.ts';

interface Accuracy {
  readonly lines: number;
  /** Lines without a difference. */
  readonly right: number;
  /** Of the lines; null: none was counted. */
  readonly accuracy: BasisPoints | null;
  /** What was missing or too much, both counted as they are; null: not for this person to see. */
  readonly differenceMinor: Minor | null;
  /** 1 − differences by book value. */
  readonly valueAccuracy: BasisPoints | null;
}

/** One count that was posted. */
export interface CountAccuracyRow extends Accuracy {
  readonly id: string;
  readonly number: string;
  readonly warehouseName: string;
  readonly postedOn: CalendarDate;
  /** The month in which it was posted. */
  readonly slice: string;
  /** What the books gained or lost by it. */
  readonly valueMinor: Minor | null;
}

export interface CountAccuracy extends ReportTable<CountAccuracyRow> {
  readonly currency: CurrencyCode;
  readonly seesCost: boolean;
  readonly total: Accuracy;
  /** Of each month in which something was posted, in order. */
  readonly byMonth: readonly ({ readonly month: string } & Accuracy)[];
}

const tables = ['stockCounts', 'countLines', 'products', 'productCosts'] as const;
const periodArgs = {
  from: calendarDateSchema,
  /** Included. */
  to: calendarDateSchema,
};

/** Accuracy of counts: lines without a difference by lines counted, of counts posted in a period. The latest first. */
export const countAccuracy = defineQuery({
  name: 'inventory.countAccuracy',
  permission: REPORT_RIGHT,
  args: z.strictObject({ ...reportArgs, ...periodArgs }),
  reads: [...basisTables, ...tables],
  isSlow: true,
  async run(db, { slice, limitRows, ...asked }, context): Promise<CountAccuracy> {
    const { basis, lines } = await readCounted(db, asked, context);
    const counts = new Map<string, CountedLine[]>();
    for (const line of lines) {
      const own = counts.get(line.countId);
      if (own) own.push(line);
      else counts.set(line.countId, [line]);
    }
    const rows = [...counts.values()].flatMap((own): CountAccuracyRow[] => {
      const [first] = own;
      if (!first) return [];
      const net = own.reduce<Minor | null>(
        (sum, { valueMinor }) => (valueMinor === null ? sum : (sum ?? 0) + valueMinor),
        null,
      );
      const { countId: id, number, warehouseName, postedOn, month } = first;
      return [{ id, number, warehouseName, postedOn, slice: month, valueMinor: net, ...accuracyOf(own) }];
    });
    const months = [...new Set(lines.map(({ month }) => month))].sort();
    const { currency, seesCost } = basis;
    return {
      ...tabulateReport(rows, months, slice, limitRows),
      ...{ currency, seesCost },
      total: accuracyOf(slice === null ? lines : lines.filter(({ month }) => month === slice)),
      byMonth: months.map((month) => ({ month, ...accuracyOf(lines.filter((line) => line.month === month)) })),
    };
  },
});

/** A counted line that differs from the books. */
export interface CountDifference {
  readonly id: string;
  readonly number: string;
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly lotCode: string | null;
  readonly locationCode: string | null;
  readonly book: Quantity;
  readonly counted: Quantity;
  readonly difference: Quantity;
  readonly valueMinor: Minor | null;
  readonly reason: string | null;
}

/** The lines behind a figure of `inventory.countAccuracy`: those of a count that differ. */
export const countDifferences = defineQuery({
  name: 'inventory.countDifferences',
  permission: REPORT_RIGHT,
  args: z.strictObject({
    ...periodArgs,
    warehouseId: reportArgs.warehouseId,
    category: reportArgs.category,
    countId: z.string().max(120),
    ...pageArgs,
  }),
  reads: [...basisTables, ...tables],
  isSlow: true,
  async run(db, { countId, cursor, limit, ...asked }, context): Promise<Page<CountDifference>> {
    const { lines } = await readCounted(db, asked, context);
    const own = lines.filter((line) => line.countId === countId && line.difference !== 0);
    return pageOfList(own, cursor, limit);
  },
});

interface CountedLine extends CountDifference {
  readonly countId: string;
  readonly warehouseName: string;
  readonly postedOn: CalendarDate;
  readonly month: string;
  readonly bookMinor: Minor | null;
}

interface Asked {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly warehouseId: string | null;
  readonly category: string | null;
}

async function readCounted(
  db: Reader,
  { from, to, warehouseId, category }: Asked,
  context: QueryContext,
): Promise<{ readonly basis: ReportBasis; readonly lines: readonly CountedLine[] }> {
  const basis = await readBasis(db, warehouseId, context);
  const worthOf = await readValuer(db, basis);
  let query = db
    .selectFrom('stockCounts')
    .innerJoin('countLines', 'countLines.countId', 'stockCounts.id')
    .innerJoin('products', 'products.id', 'countLines.productId')
    .innerJoin('warehouses', 'warehouses.id', 'stockCounts.warehouseId')
    .select(['countLines.id', 'countLines.countId', 'countLines.productId', 'countLines.productCode as code'])
    .select(['countLines.productName as name', 'countLines.unit', 'countLines.lotCode', 'countLines.locationCode'])
    .select(['countLines.book', 'countLines.counted', 'countLines.reason', 'stockCounts.number'])
    .select(['stockCounts.postedAt', 'warehouses.name as warehouseName'])
    .where('stockCounts.state', '=', 'posted')
    .where('stockCounts.postedAt', '>=', startOfDay(from, basis.offsetMinutes))
    .where('stockCounts.postedAt', '<', endOfDay(to, basis.offsetMinutes))
    .where('stockCounts.warehouseId', 'in', basis.warehouseIds)
    .where('stockCounts.deletedAt', 'is', null)
    .where('countLines.state', '=', 'posted')
    .where('countLines.deletedAt', 'is', null);
  if (category !== null) query = query.where('products.category', '=', category);
  const rows = await query
    .orderBy('stockCounts.postedAt', 'desc')
    .orderBy('stockCounts.id')
    .orderBy('countLines.position')
    .orderBy('countLines.id')
    .execute();
  const days = new Map<number, CalendarDate>();
  const dayOf = (instant: number): CalendarDate => {
    const day = days.get(instant) ?? calendarDateAt(instant, basis.offsetMinutes);
    days.set(instant, day);
    return day;
  };
  const lines = rows.flatMap(({ productId, book, counted, postedAt, ...row }): CountedLine[] => {
    if (book === null || counted === null || postedAt === null) return [];
    const difference = counted - book;
    const postedOn = dayOf(postedAt);
    return [
      {
        ...row,
        ...{ book, counted, difference, postedOn },
        month: postedOn.slice(0, 7),
        valueMinor: worthOf(productId, difference),
        bookMinor: worthOf(productId, book),
      },
    ];
  });
  return { basis, lines };
}

function accuracyOf(lines: readonly CountedLine[]): Accuracy {
  const right = lines.filter(({ difference }) => difference === 0).length;
  let [difference, book] = [0, 0];
  let isKnown = false;
  for (const { valueMinor, bookMinor } of lines) {
    if (valueMinor === null || bookMinor === null) continue;
    isKnown = true;
    difference += Math.abs(valueMinor);
    book += Math.abs(bookMinor);
  }
  return {
    lines: lines.length,
    right,
    accuracy: shareInPoints(right, lines.length),
    differenceMinor: isKnown ? difference : null,
    valueAccuracy: isKnown ? shareInPoints(book - difference, book) : null,
  };
}
