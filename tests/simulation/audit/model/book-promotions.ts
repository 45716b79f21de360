/** What promotions give for goods of one product, by the auditor's own reckoning (R40): the one that saves most. */
import { grossOf, type PricedLine, roundHalfUp } from './arithmetic.ts';
import type { Cell, ModelRow } from './business-rows.ts';
import type { GivenReason } from './command-run.ts';
import { type Free, inCurrency, isLive, type Market, stands } from './market.ts';

const LIMIT = 10n ** 14n;
const plain = { discount: 0, taxRate: 0 };

/** Quantity at a price; nothing where it is beyond what an amount may be. */
export function worthAt(quantity: number, unitPrice: number, unitRatio: number, currency: string): number {
  const line: PricedLine = { ...plain, quantity, unitPrice, unitRatio };
  const value = grossOf(line, currency);
  // Told apart before it is rounded.
  return value > LIMIT ? 0 : Number(value);
}

export interface Saving {
  readonly promotion: ModelRow;
  readonly saved: number;
  readonly discount: number;
  readonly amount: number;
  readonly free: Omit<Free, 'forId' | 'reason'> | null;
  readonly reason: GivenReason;
}

export interface Goods {
  readonly product: ModelRow;
  readonly quantity: number;
  readonly gross: number;
  readonly piecePrice: number;
}

export const isFitting = (rule: ModelRow, product: ModelRow): boolean =>
  ['productId', 'category', 'brand'].every(
    (name) => rule[name] === null || rule[name] === product[name === 'productId' ? 'id' : name],
  );

export function rulesOf(market: Market, promotion: ModelRow): ModelRow[] {
  return market.rows
    .find('promotionRules', (row) => row.promotionId === promotion.id && isLive(row))
    .sort((a, b) => Number(a.position) - Number(b.position));
}

export function promotionsFor(market: Market, appliesTo: string): ModelRow[] {
  const { customer, currency } = market;
  const isOpenTo = (wanted: Cell | undefined, has: Cell | undefined) => wanted === null || wanted === has;
  return market.rows.find(
    'promotions',
    (row) =>
      row.appliesTo === appliesTo &&
      stands(row, market) &&
      isOpenTo(row.currency, currency) &&
      isOpenTo(row.groupId, customer.groupId ?? null) &&
      isOpenTo(row.territoryId, customer.territoryId),
  );
}

function savingOf(market: Market, promotion: ModelRow, rule: ModelRow, goods: Goods): Saving | null {
  const { currency } = market;
  const { code = '', name = '' } = promotion;
  const none = { promotion, discount: 0, amount: 0, free: null };
  const often = Number(rule.buyQuantity) === 0 ? 1 : Math.floor(goods.quantity / Number(rule.buyQuantity));
  const times = rule.limitTimes === null ? often : Math.min(often, Number(rule.limitTimes));
  switch (promotion.kind) {
    case 'percent': {
      const discount = Number(rule.discount);
      const saved = Number(roundHalfUp(BigInt(goods.gross) * BigInt(discount), 10_000n));
      const reason = { code: 'promotionPercent', params: { code, name, discount } };
      return discount === 0 ? null : { ...none, saved, discount, reason };
    }
    case 'amount': {
      const amount = Math.min(Number(rule.amountMinor), goods.gross);
      const reason = { code: 'promotionAmount', params: { code, name, amountMinor: amount, currency } };
      return amount === 0 ? null : { ...none, saved: amount, amount, reason };
    }
    case 'freeGoods': {
      const quantity = times * Number(rule.freeQuantity);
      const params = { code, name, buy: rule.buyQuantity ?? 0, free: rule.freeQuantity ?? 0 };
      const saved = worthAt(quantity, goods.piecePrice, 1, currency);
      const free = { productId: goods.product.id ?? null, kind: 'free' as const, quantity };
      return quantity === 0 ? null : { ...none, saved, free, reason: { code: 'promotionFree', params } };
    }
    case 'gift': {
      const gift = market.rows.get('products', rule.giftProductId ?? null);
      const quantity = times * Number(rule.giftQuantity);
      if (!gift || !isLive(gift) || quantity === 0) return null;
      const price = inCurrency(market, Number(gift.basePrice), String(gift.currency));
      const saved = price === null ? 0 : worthAt(quantity, price, 1, currency);
      const free = { productId: gift.id ?? null, kind: 'gift' as const, quantity };
      return { ...none, saved, free, reason: { code: 'promotionGift', params: { code, name } } };
    }
    default:
      return null;
  }
}

export function most<Item extends { readonly saved: number; readonly promotion: ModelRow }>(
  items: readonly Item[],
): Item[] {
  const keyOf = ({ saved, promotion }: Item) => [saved, Number(promotion.priority), Number(promotion.knownFrom)];
  return [...items].sort((a, b) => {
    const at = keyOf(a).findIndex((value, place) => value !== keyOf(b)[place]);
    if (at >= 0) return (keyOf(b)[at] ?? 0) - (keyOf(a)[at] ?? 0);
    return String(a.promotion.id) < String(b.promotion.id) ? 1 : -1;
  });
}

/** Of each promotion what it saves most by; then the best that stands alone, with all that stack. */
export function savingsOn(market: Market, goods: Goods): Saving[] {
  const best = promotionsFor(market, 'line').flatMap((promotion) => {
    const savings = rulesOf(market, promotion)
      .filter((rule) => Number(rule.minQuantity) <= goods.quantity && Number(rule.minMinor) <= goods.gross)
      .filter((rule) => isFitting(rule, goods.product))
      .flatMap((rule) => savingOf(market, promotion, rule, goods) ?? []);
    const top = Math.max(...savings.map(({ saved }) => saved));
    return savings.find(({ saved }) => saved === top) ?? [];
  });
  const ordered = most(best);
  const alone = ordered.find(({ promotion }) => promotion.stacks === 0);
  return ordered.filter((saving) => saving === alone || saving.promotion.stacks === 1);
}
