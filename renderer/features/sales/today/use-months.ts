/** Months of sales for the start page: this year's beside those of the year before. */
import type { Company } from '#shared/domains/admin/queries/company.ts';
import { addMonths } from '#shared/domains/reports/rules/months.ts';
import type { MonthOfSales } from '#shared/domains/sales/queries/sales-by-month.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { useQuery } from '../../../app/use-query.ts';
import { useCompany, useToday } from '../../../ui/use-company.ts';

export interface ComparedMonth {
  readonly month: string;
  readonly netMinor: number;
  readonly orders: number;
  /** A year before; null where that month is not known in full: the first that has orders may have begun in its middle. */
  readonly comparedMinor: number | null;
  /** A year before, up to the same day of the month. */
  readonly comparedUntilDayMinor: number | null;
  /** The month before, up to the same day. */
  readonly previousUntilDayMinor: number | null;
}

/** The twelve months up to `thisMonth`, the oldest first, each with the one of a year before. */
export function compareMonths(rows: readonly MonthOfSales[], thisMonth: string): readonly ComparedMonth[] {
  const first = rows[0]?.month ?? thisMonth;
  const sumOf = (month: string, of: 'netMinor' | 'orders' | 'netUntilDayMinor') =>
    rows.reduce((sum, row) => (row.month === month ? sum + row[of] : sum), 0);
  return Array.from({ length: 12 }, (_, index) => {
    const month = addMonths(thisMonth, index - 11);
    const before = addMonths(month, -12);
    const isKnown = before > first;
    const previous = addMonths(month, -1);
    return {
      month,
      netMinor: sumOf(month, 'netMinor'),
      orders: sumOf(month, 'orders'),
      comparedMinor: isKnown ? sumOf(before, 'netMinor') : null,
      comparedUntilDayMinor: isKnown ? sumOf(before, 'netUntilDayMinor') : null,
      previousUntilDayMinor: previous > first ? sumOf(previous, 'netUntilDayMinor') : null,
    };
  });
}

/** How much more than before, in basis points; null where before there was nothing. */
export function changeOf(now: number, before: number | null): number | null {
  return before === null || before === 0 ? null : Math.round(((now - before) / before) * 10_000);
}

interface Months {
  readonly company: Company;
  readonly currency: string;
  readonly thisMonth: string;
  /** Which day of it is today. */
  readonly day: number;
  /** Undefined until the first answer. */
  readonly rows: readonly MonthOfSales[] | undefined;
  readonly refusal: Reason | null;
  readonly refetch: () => void;
}

/** Two years of sales by month in the company's currency; null until the company is known. */
export function useMonths(): Months | null {
  const company = useCompany();
  const today = useToday();
  const thisMonth = today.slice(0, 7);
  const day = Number(today.slice(8));
  const currency = company?.settings['company.currency'] ?? '';
  const { data, refusal, refetch } = useQuery<MonthOfSales[]>(
    'sales.salesByMonth',
    { fromOn: company ? `${addMonths(thisMonth, -24)}-01` : '', currency, untilDay: day },
    { enabled: company !== undefined },
  );
  return company ? { company, currency, thisMonth, day, rows: data, refusal, refetch } : null;
}
