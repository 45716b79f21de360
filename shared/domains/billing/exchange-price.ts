import type { CalendarDate } from '../../kernel/instants.ts';
import { type CurrencyCode, divideHalfUp, UNIT_PRICE_LIMIT, type UnitPrice } from '../../kernel/money.ts';
import { prepareQuery } from '../../kernel/prepared.ts';
import type { Tx } from '../../kernel/table.ts';

/** Rates are stored in 1/1,000,000. */
export const RATE_SCALE = 1_000_000n;

/** R46: a currency in millionths of the company's on a day; null: nobody said what it was worth by then. */
export async function rateOfDay(
  tx: Tx,
  currency: CurrencyCode,
  home: CurrencyCode,
  day: CalendarDate,
): Promise<bigint | null> {
  if (currency === home) return RATE_SCALE;
  const [found] = await rateOn(tx, { currency, day });
  return found ? BigInt(found.rate) : null;
}

export interface Exchange {
  readonly from: CurrencyCode;
  readonly to: CurrencyCode;
  /** The company's currency. */
  readonly home: CurrencyCode;
  readonly day: CalendarDate;
}

/**
 * A unit price in another currency by the rates of a day (R46), rounded half up.
 * @returns null where a rate is not known, or no price is so high
 */
export async function exchangePrice(
  tx: Tx,
  price: UnitPrice,
  { from, to, home, day }: Exchange,
): Promise<UnitPrice | null> {
  if (from === to) return price;
  const [known, wanted] = [await rateOfDay(tx, from, home, day), await rateOfDay(tx, to, home, day)];
  if (known === null || wanted === null) return null;
  const value = BigInt(price) * known;
  return value > BigInt(UNIT_PRICE_LIMIT) * wanted ? null : divideHalfUp(value, wanted);
}

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
