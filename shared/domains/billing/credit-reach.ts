import type { CalendarDate } from '../../kernel/instants.ts';
import { AMOUNT_LIMIT, type CurrencyCode, currencyDecimals, divideHalfUp, type Minor } from '../../kernel/money.ts';
import { prepareQuery } from '../../kernel/prepared.ts';
import type { Tx } from '../../kernel/table.ts';

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
  const [found] = await rateOn(tx, { currency, day });
  if (!found) return AMOUNT_LIMIT;
  return divideHalfUp(
    BigInt(totalMinor) * BigInt(found.rate) * 10n ** BigInt(currencyDecimals(home)),
    10n ** BigInt(currencyDecimals(currency)) * RATE_SCALE,
  );
}

/** Rates are stored in 1/1,000,000. */
const RATE_SCALE = 1_000_000n;

const rateOn = prepareQuery(
  (tx, given: { currency: string; day: string }) =>
    tx
      .selectFrom('exchangeRates')
      .select('rate')
      .where('currency', '=', given.currency)
      .where('validFrom', '<=', given.day)
      .where('deletedAt', 'is', null)
      .orderBy('validFrom', 'desc')
      .orderBy('id')
      .limit(1),
  'exchangeRates',
);
