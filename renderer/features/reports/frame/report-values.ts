/** What a person set on a report, and the arguments that come of it. */
import { addMonths } from '#shared/domains/reports/rules/months.ts';
import type { ReportDefinition } from './report-definition.ts';

export const periods = ['thisMonth', 'lastThree', 'thisYear', 'lastTwelve'] as const;
export type Period = (typeof periods)[number];

export interface ReportValues {
  readonly warehouseId: string | null;
  readonly category: string | null;
  /** Null: today. */
  readonly on: string | null;
  readonly period: Period;
  readonly choices: Readonly<Record<string, string | number>>;
}

/** How a report begins. */
export function firstValues({ parameters }: ReportDefinition): ReportValues {
  const choices = parameters.flatMap((each) => (typeof each === 'string' ? [] : [[each.key, each.first] as const]));
  return { warehouseId: null, category: null, on: null, period: 'lastTwelve', choices: Object.fromEntries(choices) };
}

/** The first day of a period that ends today. */
export function firstDay(period: Period, today: string): string {
  const month = today.slice(0, 7);
  if (period === 'thisYear') return `${today.slice(0, 4)}-01-01`;
  return `${addMonths(month, { thisMonth: 0, lastThree: -2, lastTwelve: -11 }[period])}-01`;
}

/** The arguments of the report's query, but for its rows; `today` is the day at the office. */
export function argsOf(
  { parameters }: ReportDefinition,
  values: ReportValues,
  today: string,
): Readonly<Record<string, string | number | null>> {
  const has = (name: string) => parameters.some((each) => each === name);
  return {
    ...(has('warehouse') ? { warehouseId: values.warehouseId } : {}),
    ...(has('category') ? { category: values.category } : {}),
    ...(has('date') ? { on: values.on ?? today } : {}),
    ...(has('period') ? { from: firstDay(values.period, today), to: today } : {}),
    ...values.choices,
  };
}
