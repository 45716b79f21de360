import type { CalendarDate } from '../../kernel/instants.ts';
import { AMOUNT_LIMIT, type CurrencyCode, currencyDecimals, divideHalfUp, type Minor } from '../../kernel/money.ts';
import type { Tx } from '../../kernel/table.ts';
import { RATE_SCALE, rateOfDay } from './exchange-price.ts';

/**
 * How far a limit of the company's own currency must reach for what an order owes: its amount by the rate of a day (R46),
 * rounded half up; where no rate is known, further than any limit.
 * @param home the company's currency
 */
export async function creditReach(
  tx: Tx,
  { totalMinor, currency }: { readonly totalMinor: Minor; readonly currency: CurrencyCode },
  home: CurrencyCode,
  day: CalendarDate,
): Promise<Minor> {
  if (currency === home) return totalMinor;
  const rate = await rateOfDay(tx, currency, home, day);
  if (rate === null) return AMOUNT_LIMIT;
  return divideHalfUp(
    BigInt(totalMinor) * rate * 10n ** BigInt(currencyDecimals(home)),
    10n ** BigInt(currencyDecimals(currency)) * RATE_SCALE,
  );
}
