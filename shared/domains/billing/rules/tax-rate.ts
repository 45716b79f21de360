import type { CalendarDate } from '../../../kernel/instants.ts';
import type { BasisPoints } from '../../../kernel/money.ts';

export interface DatedTaxRate {
  readonly code: string;
  readonly rate: BasisPoints;
  readonly validFrom: CalendarDate;
}

/** R43: the rate of a tax code on a day, or null when the code has none yet on that day. */
export function taxRateOn(rates: readonly DatedTaxRate[], code: string, day: CalendarDate): BasisPoints | null {
  let newest: DatedTaxRate | null = null;
  for (const rate of rates) {
    const applies = rate.code === code && rate.validFrom <= day;
    if (applies && (newest === null || rate.validFrom > newest.validFrom)) newest = rate;
  }
  return newest?.rate ?? null;
}
