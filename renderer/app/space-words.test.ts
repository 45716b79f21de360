import { expect, it } from 'vitest';
import { i18n, startTexts } from './i18n.ts';
import { spaceWords } from './space-words.ts';

it.each([
  ['从Changsha发货', ['Changsha'], '从 Changsha 发货'],
  ['从武汉发货', ['武汉'], '从武汉发货'],
  ['「A-100 jug」：请选择', ['A-100 jug'], '「A-100 jug」：请选择'],
  ['64 pack中有 21 pack缺货', ['64', 'pack', '21'], '64 pack 中有 21 pack 缺货'],
  ['Guo Tao您好，您的订单', ['Guo Tao'], 'Guo Tao 您好，您的订单'],
  ['为3M中国有限公司确认', ['3M中国有限公司'], '为 3M中国有限公司确认'],
  ['11月至今', ['11月'], '11月至今'],
  ['找A+B (上海) Co.的人', ['A+B (上海) Co.'], '找 A+B (上海) Co. 的人'],
  ['从 Changsha 发货', ['Changsha', 12, null, undefined], '从 Changsha 发货'],
])('%s', (text, values, spaced) => {
  expect(spaceWords(text, values)).toBe(spaced);
});

it('texts in Chinese have the spaces, those in English stay as they are', () => {
  startTexts('zh');
  expect(i18n.t('sales.shortage.from', { name: 'Changsha' })).toBe('从 Changsha 发货');
  expect(i18n.t('sales.shortage.tell', { contact: 'Guo Tao' })).toBe('复制给 Guo Tao 的消息');
  startTexts('en');
  expect(i18n.t('sales.shortage.from', { name: '武汉' })).toBe('Send them from 武汉');
});
