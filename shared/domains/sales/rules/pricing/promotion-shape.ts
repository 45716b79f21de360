/** Whether a promotion gives anything: of each kind what it cannot do without (R40). The form asks it, and the command. */
import type { BasisPoints, Minor, Quantity } from '../../../../kernel/money.ts';

export interface ShapedRule {
  readonly discount: BasisPoints;
  readonly amountMinor: Minor;
  readonly buyQuantity: Quantity;
  readonly freeQuantity: Quantity;
  readonly giftProductId: string | null;
  readonly giftQuantity: Quantity;
}

export interface ShapedPromotion {
  readonly kind: 'percent' | 'amount' | 'freeGoods' | 'gift' | 'sample' | 'rebate';
  readonly appliesTo: 'line' | 'document';
  readonly currency: string | null;
  readonly minMinor: Minor | null;
  readonly period: string | null;
  readonly basis: string | null;
  readonly rules: readonly ShapedRule[];
}

/** @returns the number of the first rule that gives nothing, 0 where the head leaves something out; null: it is whole */
export function whatGivesNothing(promotion: ShapedPromotion): number | null {
  const { kind, appliesTo, currency, minMinor, period, basis, rules } = promotion;
  // Amounts are in a currency; only a price is taken off a whole document.
  if (currency === null && (kind === 'amount' || minMinor !== null)) return 0;
  if (appliesTo === 'document' && kind !== 'percent' && kind !== 'amount') return 0;
  if (kind === 'rebate' && (period === null || basis === null)) return 0;
  const empty = rules.findIndex((rule) => !gives(kind, rule));
  return empty < 0 ? null : empty + 1;
}

function gives(kind: ShapedPromotion['kind'], rule: ShapedRule): boolean {
  switch (kind) {
    case 'percent':
    case 'rebate':
      return rule.discount > 0;
    case 'amount':
      return rule.amountMinor > 0;
    case 'freeGoods':
      return rule.buyQuantity > 0 && rule.freeQuantity > 0;
    case 'gift':
      return rule.giftProductId !== null && rule.giftQuantity > 0;
    // So many for each customer.
    case 'sample':
      return rule.freeQuantity > 0;
  }
}
