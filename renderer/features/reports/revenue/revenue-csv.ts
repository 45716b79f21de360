import Papa from 'papaparse';
import type { RevenueByMonth } from '#shared/domains/reports/queries/revenue-by-month.ts';
import { currencyDecimals, formatDecimal } from '#shared/kernel/money.ts';

interface RevenueWords {
  readonly code: string;
  readonly name: string;
  readonly rest: string;
  readonly total: string;
}

/**
 * The table as CSV for Excel (byte order mark, CRLF), amounts with a point and all their decimals. A cell that a
 * spreadsheet would run as a formula gets an apostrophe before it; amounts are numbers and stay so.
 */
export function revenueCsv(report: RevenueByMonth, words: RevenueWords): string {
  const decimals = currencyDecimals(report.currency);
  const amount = (minor: number) => formatDecimal(minor, decimals, decimals);
  const line = (code: string, name: string, figures: { netMinor: number; byMonth: readonly number[] }) => [
    safe(code),
    safe(name),
    ...figures.byMonth.map(amount),
    amount(figures.netMinor),
  ];
  const rows = [
    [words.code, words.name, ...report.months, `${words.total} ${report.currency}`],
    ...report.products.map((row) => line(row.productCode ?? '', row.productName ?? '', row)),
    ...(report.rest.productCount > 0 ? [line('', words.rest, report.rest)] : []),
    line('', words.total, report.total),
  ];
  return `\uFEFF${Papa.unparse(rows, { newline: '\r\n' })}\r\n`;
}

const safe = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
