import type { CalendarDate } from '../../../kernel/instants.ts';
import { type CurrencyCode, currencyDecimals, divideHalfUp, type Minor } from '../../../kernel/money.ts';

/** A rate of 1 in the table's millionths. */
export const ONE_RATE = 1_000_000;

export interface DatedExchangeRate {
  readonly currency: CurrencyCode;
  readonly validFrom: CalendarDate;
  /** 1/1,000,000 of the company's currency for one unit of this one. */
  readonly rate: number;
}

/** R46: the rate of a currency on a day: the newest with validFrom on or before it; null: there is none yet. */
export function rateOn(rates: readonly DatedExchangeRate[], currency: CurrencyCode, day: CalendarDate): number | null {
  let newest: DatedExchangeRate | null = null;
  for (const rate of rates) {
    const applies = rate.currency === currency && rate.validFrom <= day;
    if (applies && (newest === null || rate.validFrom > newest.validFrom)) newest = rate;
  }
  return newest?.rate ?? null;
}

/**
 * R46: what an amount is in the company's currency, rounded once (R44).
 * @param rate millionths of the base currency's major unit for one major unit of `currency`
 * @throws RangeError when the result leaves the safe integers
 */
export function baseAmount(amount: Minor, currency: CurrencyCode, base: CurrencyCode, rate: number): Minor {
  const numerator = BigInt(amount) * BigInt(rate) * 10n ** BigInt(currencyDecimals(base));
  return divideHalfUp(numerator, BigInt(ONE_RATE) * 10n ** BigInt(currencyDecimals(currency)));
}
