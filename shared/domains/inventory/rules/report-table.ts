/** What a report does with its rows: bars add up to the whole, a chosen bar keeps its rows, the first ones are shown. */
import type { Minor } from '../../../kernel/money.ts';

/** One bar of a report's chart. */
export interface ReportSlice {
  /** A class of days, a month, a category: as the report says. */
  readonly key: string;
  readonly count: number;
  /** Null where cost is not known, or not for this person to see (R47). */
  readonly valueMinor: Minor | null;
}

interface Sliced {
  readonly slice: string;
  readonly valueMinor: Minor | null;
}

export interface ReportTable<RowType> {
  /** In the report's order, at most as many as were asked for; of the chosen slice alone. */
  readonly rows: readonly RowType[];
  /** How many rows the report has, of the chosen slice alone: more than `rows` when it was cut. */
  readonly count: number;
  /** Of all rows, chosen or not: every row is in one of them. */
  readonly slices: readonly ReportSlice[];
}

/**
 * @param rows in the report's order
 * @param keys slices that are there even when they are empty, in their order; others follow in the order of the rows
 * @param slice the chosen one; null: all
 */
export function tabulateReport<RowType extends Sliced>(
  rows: readonly RowType[],
  keys: readonly string[],
  slice: string | null,
  limitRows: number,
): ReportTable<RowType> {
  const slices = new Map(keys.map((key) => [key, { key, count: 0, valueMinor: null as Minor | null }]));
  for (const row of rows) {
    const own = slices.get(row.slice) ?? { key: row.slice, count: 0, valueMinor: null };
    own.count += 1;
    own.valueMinor = addKnown(own.valueMinor, row.valueMinor);
    slices.set(row.slice, own);
  }
  const chosen = slice === null ? rows : rows.filter((row) => row.slice === slice);
  return { rows: chosen.slice(0, limitRows), count: chosen.length, slices: [...slices.values()] };
}

/** The sum of what is known; null when nothing is. */
export function addKnown(sum: Minor | null, value: Minor | null): Minor | null {
  return value === null ? sum : (sum ?? 0) + value;
}

/** The sum of the known values of rows; null when none is known. */
export function sumKnown(rows: readonly { readonly valueMinor: Minor | null }[]): Minor | null {
  return rows.reduce<Minor | null>((sum, row) => addKnown(sum, row.valueMinor), null);
}
