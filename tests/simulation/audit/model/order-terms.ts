/** How a new document is priced: by the company's settings, and the rates of the day (R42, R43, R44). */
import type { Terms } from './arithmetic.ts';
import type { BusinessRows, ModelRow } from './business-rows.ts';
import { readSetting } from './command-run.ts';

const isLive = (row: ModelRow): boolean => row.deletedAt === null;

export function termsOf(rows: BusinessRows, currency: string): Terms {
  return {
    currency,
    priceMode: readSetting(rows, 'sales.priceMode', 'taxExclusive'),
    taxRounding: readSetting(rows, 'sales.taxRounding', 'perLine'),
  };
}

export function taxRateOf(rows: BusinessRows, code: string, day: string): number {
  const rates = rows.find('taxRates', (row) => isLive(row) && row.code === code && String(row.validFrom) <= day);
  rates.sort((a, b) => (String(a.validFrom) < String(b.validFrom) ? -1 : 1));
  return Number(rates.at(-1)?.rate ?? 0);
}
