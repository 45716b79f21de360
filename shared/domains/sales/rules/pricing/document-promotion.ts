/** R40: the promotion for a whole document, and what gives samples. */
import type { Id } from '../../../../kernel/ids.ts';
import { AMOUNT_LIMIT, type Minor, percentOf, type Quantity } from '../../../../kernel/money.ts';
import type { PriceBook, PricedProduct, PricingTerms, Promotion } from './price-book.ts';
import { byBenefit, fits, isFor } from './promotion-benefit.ts';

/** Goods of a document that promotions are for. */
export interface PayableGoods {
  readonly product: PricedProduct;
  /** In base units. */
  readonly quantity: Quantity;
  /** What they come to after the promotions of the line, before a person's discounts. */
  readonly leftMinor: Minor;
  /** From a contract: only promotions that stack come beside its price. */
  readonly isOfContract: boolean;
}

export interface DocumentPromotion {
  readonly promotionId: Id;
  readonly code: string;
  readonly name: string;
  /** Off the lines' gross together, in the document's price mode. */
  readonly amountMinor: Minor;
}

/** The one that saves most; of its steps ("from 1,000, from 5,000") the one that saves most. Null: none is earned. */
export function chooseForDocument(
  payable: readonly PayableGoods[],
  book: PriceBook,
  terms: PricingTerms,
): DocumentPromotion | null {
  const wholeMinor = sum(payable.map(({ leftMinor }) => leftMinor));
  const [best] = book.promotions
    .filter((promotion) => promotion.appliesTo === 'document' && isFor(promotion, book, terms))
    .filter(({ minMinor }) => (minMinor ?? 0) <= wholeMinor)
    .map((promotion) => ({ promotion, savedMinor: savedBy(promotion, payable) }))
    .filter(({ savedMinor }) => savedMinor > 0)
    .sort(byBenefit);
  if (!best) return null;
  const { id, code, name } = best.promotion;
  return { promotionId: id, code, name, amountMinor: best.savedMinor };
}

function savedBy({ kind, rules, stacks }: Promotion, payable: readonly PayableGoods[]): Minor {
  const goods = payable.filter(({ isOfContract }) => stacks === 1 || !isOfContract);
  const savings = rules.map((rule) => {
    const fitting = goods.filter(({ product }) => fits(rule, product));
    const baseMinor = sum(fitting.map(({ leftMinor }) => leftMinor));
    if (rule.minMinor > baseMinor || rule.minQuantity > sum(fitting.map(({ quantity }) => quantity))) return 0;
    if (kind === 'percent') return percentOf(baseMinor, rule.discount);
    return kind === 'amount' ? Math.min(rule.amountMinor, baseMinor) : 0;
  });
  return Math.max(0, ...savings);
}

/** The promotion that gives samples of a product to this customer, of several the one that counts first; null: none. */
export function sampleGiving(product: PricedProduct, book: PriceBook, terms: PricingTerms): Promotion | null {
  const giving = book.promotions
    .filter((promotion) => promotion.kind === 'sample' && isFor(promotion, book, terms))
    .filter(({ rules }) => rules.some((rule) => fits(rule, product)))
    .map((promotion) => ({ promotion, savedMinor: 0 }))
    .sort(byBenefit);
  return giving[0]?.promotion ?? null;
}

/** More than an amount may be is refused; sums stay exact until then. */
function sum(figures: readonly number[]): number {
  return Math.min(
    AMOUNT_LIMIT,
    figures.reduce((total, figure) => total + figure, 0),
  );
}
