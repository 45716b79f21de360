/** What the company's settings and the person's limits say of a new order. */
import type { Company } from '#shared/domains/admin/queries/company.ts';
import type { DatedTaxRate } from '#shared/domains/billing/rules/tax-rate.ts';
import type { PriceMode, TaxRounding } from '#shared/domains/sales/rules/price-line.ts';
import type { CalendarDate } from '#shared/kernel/instants.ts';
import type { BasisPoints, CurrencyCode, Minor } from '#shared/kernel/money.ts';

export interface FigureTerms {
  readonly currency: CurrencyCode;
  /** The company's: limits of rounding are in it. */
  readonly homeCurrency: CurrencyCode;
  readonly priceMode: PriceMode;
  readonly taxRounding: TaxRounding;
  readonly discountLimit: BasisPoints;
  /** R41: in the company's currency. */
  readonly roundingLimitMinor: Minor;
  /** What 抹零 rounds down to, in minor units; null: nobody rounds here. */
  readonly roundsToMinor: Minor | null;
  readonly mayGiveSamples: boolean;
  readonly taxRates: readonly DatedTaxRate[];
  readonly today: CalendarDate;
}

const roundsTo = { off: null, jiao: 10, yuan: 100, tenYuan: 1_000 } as const;

/** What the company's settings say of a new order in one currency. */
export function companyTerms(
  company: Company,
  currency: CurrencyCode,
  today: CalendarDate,
  mayGiveSamples: boolean,
): FigureTerms {
  const { settings, taxRates, ownDiscountLimit, ownRoundingLimit } = company;
  return {
    currency,
    homeCurrency: settings['company.currency'],
    priceMode: settings['sales.priceMode'],
    taxRounding: settings['sales.taxRounding'],
    discountLimit: ownDiscountLimit,
    roundingLimitMinor: ownRoundingLimit,
    roundsToMinor: roundsTo[settings['sales.roundTo']],
    mayGiveSamples,
    taxRates,
    today,
  };
}
