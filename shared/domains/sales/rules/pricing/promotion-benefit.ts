/**
 * What a promotion gives for goods of one product in a document (R40): how much the customer saves by it, and what
 * becomes of the lines. Of several rules the one that saves most counts.
 */
import type { Id } from '../../../../kernel/ids.ts';
import {
  type BasisPoints,
  type CurrencyCode,
  extendPrice,
  isBeyondAmounts,
  type Minor,
  percentOf,
  type Quantity,
  type UnitPrice,
} from '../../../../kernel/money.ts';
import type { Reason } from '../../../../kernel/refusal.ts';
import { exchanged } from './list-price.ts';
import {
  holds,
  type PriceBook,
  type PricedProduct,
  type PricingTerms,
  type Promotion,
  type PromotionRule,
} from './price-book.ts';

/** The lines of one product that take promotions, taken together: so it is the same whether they are one or several. */
export interface PromotedGoods {
  readonly product: PricedProduct;
  /** Paid ones, in base units. */
  readonly quantity: Quantity;
  /** What they come to before any discount, in minor units. */
  readonly grossMinor: Minor;
  /** Of one base unit of their first line, as near as a price comes. */
  readonly piecePrice: UnitPrice;
  /** From a contract: only promotions that stack come beside its price. */
  readonly isOfContract: boolean;
}

export interface FreeGoods {
  readonly productId: Id;
  /** In base units. */
  readonly quantity: Quantity;
  readonly kind: 'free' | 'gift';
}

export interface Benefit {
  readonly promotion: Promotion;
  /** What the customer saves: it says which promotion is the best. */
  readonly savedMinor: Minor;
  readonly discount: BasisPoints;
  /** Off all lines of these goods together. */
  readonly amountMinor: Minor;
  readonly free: FreeGoods | null;
  readonly reason: Reason;
}

/** Whether a promotion is for this customer and this document at all. */
export function isFor(promotion: Promotion, { customer }: Pick<PriceBook, 'customer'>, terms: PricingTerms): boolean {
  const { currency, groupId, territoryId } = promotion;
  return (
    holds(promotion, terms) &&
    (currency === null || currency === terms.currency) &&
    (groupId === null || groupId === customer.groupId) &&
    (territoryId === null || territoryId === customer.territoryId)
  );
}

export function fits(rule: PromotionRule, { id, category, brand }: PricedProduct): boolean {
  return (
    (rule.productId === null || rule.productId === id) &&
    (rule.category === null || rule.category === category) &&
    (rule.brand === null || rule.brand === brand)
  );
}

/**
 * What the promotions come to on some goods: the best of those that stand alone, and every one that stacks.
 * @returns the best first; empty: none
 */
export function choosePromotions(goods: PromotedGoods, book: PriceBook, terms: PricingTerms): readonly Benefit[] {
  const benefits = book.promotions
    .filter((promotion) => promotion.appliesTo === 'line' && isFor(promotion, book, terms))
    .flatMap((promotion) => bestOf(promotion, goods, book, terms) ?? [])
    .sort(byBenefit);
  const alone = goods.isOfContract ? undefined : benefits.find(({ promotion }) => promotion.stacks === 0);
  return benefits.filter((benefit) => benefit === alone || benefit.promotion.stacks === 1);
}

/** The largest saving; equal ones by priority, then the newest: a total order, so that everybody chooses the same. */
export function byBenefit(left: Pick<Benefit, 'savedMinor' | 'promotion'>, right: typeof left): number {
  return (
    right.savedMinor - left.savedMinor ||
    right.promotion.priority - left.promotion.priority ||
    right.promotion.knownFrom - left.promotion.knownFrom ||
    (left.promotion.id < right.promotion.id ? 1 : -1)
  );
}

function bestOf(promotion: Promotion, goods: PromotedGoods, book: PriceBook, terms: PricingTerms): Benefit | null {
  let best: Benefit | null = null;
  for (const rule of [...promotion.rules].sort((left, right) => left.position - right.position)) {
    const isEarned = rule.minQuantity <= goods.quantity && rule.minMinor <= goods.grossMinor;
    if (!isEarned || !fits(rule, goods.product)) continue;
    const benefit = benefitOf(promotion, rule, goods, book, terms);
    if (benefit && (best === null || benefit.savedMinor > best.savedMinor)) best = benefit;
  }
  return best;
}

function benefitOf(
  promotion: Promotion,
  rule: PromotionRule,
  goods: PromotedGoods,
  book: PriceBook,
  terms: PricingTerms,
): Benefit | null {
  const { code, name } = promotion;
  const none = { promotion, discount: 0, amountMinor: 0, free: null };
  switch (promotion.kind) {
    case 'percent': {
      const savedMinor = percentOf(goods.grossMinor, rule.discount);
      const reason = { code: 'promotionPercent', params: { code, name, discount: rule.discount } };
      return rule.discount === 0 ? null : { ...none, savedMinor, discount: rule.discount, reason };
    }
    case 'amount': {
      const amountMinor = Math.min(rule.amountMinor, goods.grossMinor);
      const reason = { code: 'promotionAmount', params: { code, name, amountMinor, currency: terms.currency } };
      return amountMinor === 0 ? null : { ...none, savedMinor: amountMinor, amountMinor, reason };
    }
    case 'freeGoods': {
      const quantity = timesEarned(rule, goods.quantity) * rule.freeQuantity;
      if (quantity === 0) return null;
      const savedMinor = worthOf(quantity, goods.piecePrice, terms.currency);
      const free: FreeGoods = { productId: goods.product.id, quantity, kind: 'free' };
      const params = { code, name, buy: rule.buyQuantity, free: rule.freeQuantity };
      return { ...none, savedMinor, free, reason: { code: 'promotionFree', params } };
    }
    case 'gift': {
      const gift = book.gifts.find(({ id }) => id === rule.giftProductId);
      const quantity = timesEarned(rule, goods.quantity) * rule.giftQuantity;
      if (!gift || quantity === 0) return null;
      const price = exchanged(gift.basePrice, gift.currency, book, terms);
      const savedMinor = price ? worthOf(quantity, price.unitPrice, terms.currency) : 0;
      const free: FreeGoods = { productId: gift.id, quantity, kind: 'gift' };
      return { ...none, savedMinor, free, reason: { code: 'promotionGift', params: { code, name } } };
    }
    // Samples are asked for by a person, rebates are paid when their period is over.
    default:
      return null;
  }
}

/** How often what is bought earns something; bought once where nothing says how much is to be bought. */
function timesEarned({ buyQuantity, limitTimes }: PromotionRule, quantity: Quantity): number {
  const times = buyQuantity === 0 ? 1 : Math.floor(quantity / buyQuantity);
  return limitTimes === null ? times : Math.min(times, limitTimes);
}

function worthOf(quantity: Quantity, price: UnitPrice, currency: CurrencyCode): Minor {
  return isBeyondAmounts(quantity, price, [], currency) ? 0 : extendPrice(quantity, price, [], currency);
}
