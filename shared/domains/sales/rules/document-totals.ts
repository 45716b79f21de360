/**
 * The arithmetic of a document: quote, order, invoice, credit note (R41, R42, R44, R45). Guards:
 * - the lines sum to the head to the minor unit, in either price mode and rounding, whatever is taken off;
 * - nothing that is taken off is more than there is: no line and no total changes its sign;
 * - a credit note is the exact negative of what it credits whole;
 * - without a discount of its own a document comes to what it always came to.
 */
import { type BasisPoints, type CurrencyCode, type Minor, percentOf } from '../../../kernel/money.ts';
import { type LineAmounts, lineGross, type PricedLine, type PriceMode, type TaxRounding } from './price-line.ts';
import { spreadDiscount } from './spread-discount.ts';
import { sumByRate, type TaxByRate, taxOfLines } from './tax-of-lines.ts';
import { within } from './within.ts';

export interface DocumentTerms {
  readonly currency: CurrencyCode;
  readonly priceMode: PriceMode;
  readonly taxRounding: TaxRounding;
  /** Percent of what the lines come to, in the price mode of the document: where there is one, it alone counts. */
  readonly documentDiscount: BasisPoints;
  /** The discount as an amount in the price mode of the document; beside a percentage only what that came to. */
  readonly documentDiscountMinor: Minor;
  /** 抹零: what is taken off the total with tax. */
  readonly roundedOffMinor: Minor;
}

/** A line's net and tax with everything taken off, and its shares of what was taken off the document. */
export interface DocumentLine extends LineAmounts {
  /** In the price mode of the document. */
  readonly documentDiscountMinor: Minor;
  /** With tax. */
  readonly roundedOffMinor: Minor;
}

/** In minor units. */
export interface DocumentTotals {
  readonly lines: readonly DocumentLine[];
  readonly netMinor: Minor;
  readonly taxMinor: Minor;
  readonly totalMinor: Minor;
  /** As it came out: of the percentage, and never more than the lines come to. */
  readonly documentDiscountMinor: Minor;
  /** As it came out: never more than the total. */
  readonly roundedOffMinor: Minor;
  readonly taxByRate: TaxByRate;
}

/**
 * Amounts of every line and of the document: the lines' gross (R42), less the document's discount, tax told apart (R42,
 * R44), less what is rounded off the total (R41), both spread by the lines' net (R45). Fed with the two discounts that
 * came out, it gives the same again.
 * @param lines in the document's order; together at most AMOUNT_LIMIT (amount-limit.ts asks)
 */
export function documentTotals(lines: readonly PricedLine[], terms: DocumentTerms): DocumentTotals {
  const { currency, priceMode, taxRounding } = terms;
  const gross = lines.map((line) => ({ amountMinor: lineGross(line, currency), taxRate: line.taxRate }));
  const grossMinor = sum(gross.map(({ amountMinor }) => amountMinor));
  const askedMinor =
    terms.documentDiscount === 0 ? terms.documentDiscountMinor : percentOf(grossMinor, terms.documentDiscount);
  const documentDiscountMinor = within(askedMinor, grossMinor);

  const full = taxOfLines(gross, priceMode, taxRounding);
  const discounts = spreadDiscount(
    documentDiscountMinor,
    full.map(({ netMinor }, index) => ({ netMinor, mostMinor: gross[index]?.amountMinor ?? 0 })),
  );
  const agreed = documentDiscountMinor === 0 ? full : taxOfLines(takeOff(gross, discounts), priceMode, taxRounding);

  const payable = agreed.map(({ netMinor, taxMinor }, index) => ({
    amountMinor: netMinor + taxMinor,
    taxRate: gross[index]?.taxRate ?? 0,
  }));
  const roundedOffMinor = within(terms.roundedOffMinor, sum(payable.map(({ amountMinor }) => amountMinor)));
  const rounded = spreadDiscount(
    roundedOffMinor,
    agreed.map(({ netMinor }, index) => ({ netMinor, mostMinor: payable[index]?.amountMinor ?? 0 })),
  );
  // What is rounded off holds its tax, whatever the price mode is.
  const amounts = roundedOffMinor === 0 ? agreed : taxOfLines(takeOff(payable, rounded), 'taxInclusive', taxRounding);

  const netMinor = sum(amounts.map((line) => line.netMinor));
  const taxMinor = sum(amounts.map((line) => line.taxMinor));
  return {
    lines: amounts.map((line, index) => ({
      ...line,
      documentDiscountMinor: discounts[index] ?? 0,
      roundedOffMinor: rounded[index] ?? 0,
    })),
    netMinor,
    taxMinor,
    totalMinor: netMinor + taxMinor,
    documentDiscountMinor,
    roundedOffMinor,
    taxByRate: sumByRate(amounts.map((line, index) => ({ ...line, taxRate: gross[index]?.taxRate ?? 0 }))),
  };
}

/**
 * R41: what 抹零 takes off a total, so that it comes to whole units; nothing where it does already.
 * @param unitMinor minor units in the unit that is rounded down to: 10 for a tenth of a yuan, 100 for a yuan
 */
export function roundDownTo(totalMinor: Minor, unitMinor: Minor): Minor {
  const overMinor = totalMinor % unitMinor;
  // A credit note's total that is round already leaves −0 over.
  return overMinor === 0 ? 0 : overMinor;
}

function takeOff<Line extends { readonly amountMinor: Minor }>(lines: readonly Line[], shares: readonly Minor[]) {
  return lines.map((line, index) => ({ ...line, amountMinor: line.amountMinor - (shares[index] ?? 0) }));
}

function sum(amounts: readonly Minor[]): Minor {
  return amounts.reduce((total, amount) => total + amount, 0);
}
