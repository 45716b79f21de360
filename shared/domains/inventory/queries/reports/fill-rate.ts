/** Fill rate: of the lines that were due, how many left whole with their first shipment by the promised day. */
import { z } from 'zod';
import { idSchema } from '../../../../kernel/ids.ts';
import { calendarDateSchema } from '../../../../kernel/instants.ts';
import type { BasisPoints } from '../../../../kernel/money.ts';
import { type Page, pageArgs } from '../../../../kernel/paging.ts';
import { defineQuery } from '../../../../kernel/query.ts';
import { type FillOutcome, fillOutcomes, shareInPoints } from '../../rules/fill-rate.ts';
import { type ReportTable, tabulateReport } from '../../rules/report-table.ts';
import { pageOfList } from './page-of-list.ts';
import { basisTables, REPORT_RIGHT, reportArgs } from './read-basis.ts';
import { type DueLine, dueLineTables, readDueLines } from './read-due-lines.ts';

type Outcomes = Readonly<Record<FillOutcome, number>>;

interface Filled extends Outcomes {
  /** Lines that were due. */
  readonly lines: number;
  readonly rate: BasisPoints | null;
}

/** The lines of one customer or of one product. */
export interface FillRateRow extends Filled {
  readonly id: string;
  /** Of a product. */
  readonly code: string | null;
  readonly name: string;
  readonly slice: string;
  readonly valueMinor: null;
}

export interface FillRate extends ReportTable<FillRateRow> {
  readonly total: Filled;
  /** Of each month in which something was due, in order. */
  readonly byMonth: readonly ({ readonly month: string } & Filled)[];
}

const questionArgs = {
  warehouseId: reportArgs.warehouseId,
  category: reportArgs.category,
  /** A month; null: all of the period. */
  slice: reportArgs.slice,
  from: calendarDateSchema,
  /** Included; a day counts once it is over. */
  to: calendarDateSchema,
  /** A line without a promised day is due so many days after its order. */
  dueDays: z.int().min(0).max(60),
};

export const fillRate = defineQuery({
  name: 'inventory.fillRate',
  permission: REPORT_RIGHT,
  args: z.strictObject({ ...questionArgs, by: z.enum(['customer', 'product']), limitRows: reportArgs.limitRows }),
  reads: [...basisTables, ...dueLineTables],
  isSlow: true,
  async run(db, { by, limitRows, slice, ...asked }, context): Promise<FillRate> {
    const lines = await readDueLines(db, asked, context);
    const months = [...new Set(lines.map(({ month }) => month))].sort();
    const chosen = slice === null ? lines : lines.filter(({ month }) => month === slice);
    const groups = new Map<string, DueLine[]>();
    for (const line of chosen) {
      const id = by === 'customer' ? line.customerId : line.productId;
      const own = groups.get(id);
      if (own) own.push(line);
      else groups.set(id, [line]);
    }
    const rows = [...groups].flatMap(([id, own]): FillRateRow[] => {
      const [first] = own;
      if (!first) return [];
      const named =
        by === 'customer' ? { code: null, name: first.customerName } : { code: first.code, name: first.name };
      return [{ id, ...named, slice: '', valueMinor: null, ...filledOf(own) }];
    });
    // Where most went wrong comes first.
    const missed = (row: Filled) => row.lines - row.filled;
    rows.sort(
      (left, right) => missed(right) - missed(left) || right.lines - left.lines || (left.id < right.id ? -1 : 1),
    );
    return {
      ...tabulateReport(rows, [], null, limitRows),
      slices: months.map((key) => ({
        key,
        count: lines.filter(({ month }) => month === key).length,
        valueMinor: null,
      })),
      total: filledOf(chosen),
      byMonth: months.map((month) => ({ month, ...filledOf(lines.filter((line) => line.month === month)) })),
    };
  },
});

/** The lines behind a figure of `inventory.fillRate`, those that were not filled first. */
export const fillRateLines = defineQuery({
  name: 'inventory.fillRateLines',
  permission: REPORT_RIGHT,
  args: z.strictObject({
    ...questionArgs,
    /** Of one of them, or of all. */
    customerId: idSchema.nullable(),
    productId: idSchema.nullable(),
    ...pageArgs,
  }),
  reads: [...basisTables, ...dueLineTables],
  isSlow: true,
  async run(db, { customerId, productId, slice, cursor, limit, ...asked }, context): Promise<Page<DueLine>> {
    const lines = (await readDueLines(db, asked, context)).filter(
      (line) =>
        (slice === null || line.month === slice) &&
        (customerId === null || line.customerId === customerId) &&
        (productId === null || line.productId === productId),
    );
    const place = (line: DueLine) => fillOutcomes.indexOf(line.outcome);
    lines.sort(
      (left, right) =>
        place(right) - place(left) ||
        (left.dueOn < right.dueOn ? 1 : left.dueOn > right.dueOn ? -1 : 0) ||
        (left.id < right.id ? -1 : 1),
    );
    return pageOfList(lines, cursor, limit);
  },
});

function filledOf(lines: readonly DueLine[]): Filled {
  const counts = { filled: 0, late: 0, short: 0, open: 0 };
  for (const { outcome } of lines) counts[outcome] += 1;
  return { ...counts, lines: lines.length, rate: shareInPoints(counts.filled, lines.length) };
}
