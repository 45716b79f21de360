/** What a promotion gives, in the words of the trade: 买 10 赠 1. */
import type { TFunction } from 'i18next';
import { FULL_PERCENT, formatDecimal } from '#shared/kernel/money.ts';
import { i18n } from '../../../app/i18n.ts';
import { moneyText, percentText, quantityText } from '../../../ui/format-text.ts';

export interface ToldRule {
  readonly productName: string | null;
  readonly category: string | null;
  readonly brand: string | null;
  readonly minQuantity: number;
  readonly unit: string | null;
  readonly discount: number;
  readonly amountMinor: number;
  readonly buyQuantity: number;
  readonly freeQuantity: number;
  readonly giftName: string | null;
  readonly giftUnit: string | null;
  readonly giftQuantity: number;
  readonly minMinor: number;
  readonly limitTimes: number | null;
}

export interface ToldPromotion {
  readonly kind: 'percent' | 'amount' | 'freeGoods' | 'gift' | 'sample' | 'rebate';
  readonly appliesTo: 'line' | 'document';
  readonly currency: string | null;
  readonly minMinor: number | null;
  readonly period: string | null;
}

/** Chinese says what is left, in tenths: 20 % off is 8 折. */
const foldText = (discount: number): string => formatDecimal(FULL_PERCENT - discount, 3);

function whatText(t: TFunction, rule: ToldRule, isWhole: boolean): string {
  if (rule.productName !== null) return rule.productName;
  if (rule.category !== null) return t('pricing.says.category', { name: rule.category });
  if (rule.brand !== null) return t('pricing.says.brand', { name: rule.brand });
  return t(isWhole ? 'pricing.says.document' : 'pricing.says.all');
}

/** One rule as a sentence without a full stop. */
export function ruleSentence(t: TFunction, promotion: ToldPromotion, rule: ToldRule): string {
  const { kind, appliesTo, period } = promotion;
  const currency = promotion.currency ?? 'CNY';
  const withUnit = (quantity: number, unit: string | null) =>
    unit === null || unit === ''
      ? quantityText(quantity)
      : t('pricing.says.of', { quantity: quantityText(quantity), unit });
  const values = {
    what: whatText(t, rule, appliesTo === 'document'),
    discount: i18n.language.startsWith('zh') ? foldText(rule.discount) : percentText(rule.discount),
    percent: percentText(rule.discount),
    amount: moneyText(rule.amountMinor, currency),
    buy: quantityText(rule.buyQuantity),
    free: quantityText(rule.freeQuantity),
    gift: rule.giftName ?? '',
    count: withUnit(rule.giftQuantity, rule.giftUnit),
    period: period === null ? '' : t(`pricing.says.periods.${period}`),
  };
  const main = t(`pricing.says.${kind === 'gift' && rule.buyQuantity === 0 ? 'giftOnce' : kind}`, values);
  const minMinor = rule.minMinor > 0 ? rule.minMinor : (promotion.minMinor ?? 0);
  const parts = [
    main,
    rule.minQuantity > 0 ? t('pricing.says.from', { from: withUnit(rule.minQuantity, rule.unit) }) : null,
    minMinor > 0 ? t('pricing.says.fromAmount', { amount: moneyText(minMinor, currency) }) : null,
    rule.limitTimes === null ? null : t('pricing.says.limit', { times: rule.limitTimes }),
  ];
  return parts.filter((part) => part !== null).join(t('pricing.says.comma'));
}

/** All of its rules. */
export function promotionSentence(
  t: TFunction,
  promotion: ToldPromotion & { readonly rules: readonly ToldRule[] },
): string {
  return promotion.rules.map((rule) => ruleSentence(t, promotion, rule)).join(t('pricing.says.semicolon'));
}
