// What a promotion gives, in the words of the trade in both languages.
import { beforeEach, expect, it } from 'vitest';
import { i18n, startTexts } from '../../../app/i18n.ts';
import { promotionSentence, type ToldPromotion, type ToldRule } from './promotion-text.ts';

beforeEach(() => startTexts('zh'));

const rule = (change: Partial<ToldRule>): ToldRule => ({
  ...{ productName: null, category: null, brand: null, minQuantity: 0, unit: null, discount: 0, amountMinor: 0 },
  ...{
    buyQuantity: 0,
    freeQuantity: 0,
    giftName: null,
    giftUnit: null,
    giftQuantity: 0,
    minMinor: 0,
    limitTimes: null,
  },
  ...change,
});
const told = async (language: 'zh' | 'en', kind: ToldPromotion['kind'], change: Partial<ToldRule>, head = {}) => {
  await i18n.changeLanguage(language);
  const promotion = { kind, appliesTo: 'line' as const, currency: 'CNY', minMinor: null, period: 'quarter', ...head };
  return promotionSentence(i18n.t, { ...promotion, rules: [rule(change)] });
};

it.each([
  ['percent', { productName: '马克杯', discount: 2_000 }, '马克杯打 8 折', '20% off 马克杯'],
  [
    ...(['freeGoods', { productName: '马克杯', buyQuantity: 100_000, freeQuantity: 10_000, limitTimes: 3 }] as const),
    ...(['马克杯买 10 赠 1，每单最多 3 次', '马克杯: buy 10, get 1 free, at most 3 times an order'] as const),
  ],
  [
    ...(['gift', { buyQuantity: 10_000, giftName: '茶杯', giftQuantity: 20_000, giftUnit: '只' }] as const),
    ...(['所有产品买 1 送茶杯 2 只', 'everything: buy 1, get 2 只 茶杯 free'] as const),
  ],
  [
    ...(['rebate', { discount: 150, minMinor: 1_000_000 }] as const),
    ...([
      '所有产品每季度返利 1.5%，满 ¥10,000.00',
      '1.5% back on everything every quarter, from ¥10,000.00 on',
    ] as const),
  ],
] as const)('R40 %s', async (kind, change, zh, en) => {
  // Spaces beside figures go by the rules of each language.
  const plain = (text: string) => text.replace(/\s+/g, '');
  expect(plain(await told('zh', kind, change))).toBe(plain(zh));
  expect(plain(await told('en', kind, change))).toBe(plain(en));
});

it('R40 of a whole order from an amount on', async () => {
  const head = { appliesTo: 'document', minMinor: 50_000 } as const;
  const text = await told('zh', 'amount', { amountMinor: 2_000 }, head);
  expect(text.replace(/\s/g, '')).toBe('整单减¥20.00，满¥500.00');
});
