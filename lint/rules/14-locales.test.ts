import { expect, it } from 'vitest';
import { locales } from './14-locales.ts';
import { feed } from './feed.ts';

const folder = 'renderer/features/sales/locales';
const feedPair = (english: unknown, chinese: unknown): string[] =>
  feed(locales, {
    [`${folder}/en.json`]: JSON.stringify(english, null, 2),
    [`${folder}/zh.json`]: JSON.stringify(chinese, null, 2),
  });

it.each([
  ['a key that Chinese lacks', { order: 'Order', line: 'Line' }, { order: '订单' }, 'line is missing'],
  ['a key that English lacks', { order: 'Order' }, { order: '订单', line: '行' }, 'line is missing'],
  ['a nested key that one lacks', { order: { title: 'Order' } }, { order: '订单' }, 'is missing'],
  ['an empty value', { order: 'Order' }, { order: ' ' }, 'order is empty'],
  ['a value that is no text', { order: 'Order' }, { order: 3 }, 'order is no text'],
  ['another placeholder', { left: '{{amount}} left' }, { left: '剩余 {{sum}}' }, 'placeholders amount, in Chinese sum'],
  ['a missing tag', { more: 'See <1>more</1>' }, { more: '更多' }, 'placeholders <1>'],
  ['Chinese in English', { order: '订单 order' }, { order: '订单' }, 'Chinese in English'],
  ['Chinese that was left in English', { order: 'Order' }, { order: 'Order' }, 'same in both languages'],
  ['a lone plural', { lines_one: 'one line' }, { lines_other: '{{count}} 行' }, 'no lines_other'],
  [
    'a Chinese singular',
    { lines_one: 'a', lines_other: 'b' },
    { lines_one: '甲', lines_other: '乙' },
    'Chinese has one form',
  ],
])('refuses %s', (_what, english, chinese, message) => {
  expect(feedPair(english, chinese).join('\n')).toContain(message);
});

it('refuses one language alone, a key that stands twice, and what is no JSON', () => {
  expect(feed(locales, { [`${folder}/en.json`]: '{}' })).toEqual([expect.stringContaining('zh.json:1 is missing')]);
  const twice = { [`${folder}/en.json`]: '{"a":"A b","a":"B c"}', [`${folder}/zh.json`]: '{"a":"甲"}' };
  expect(feed(locales, twice)).toEqual([expect.stringContaining('a stands twice')]);
  const broken = { [`${folder}/en.json`]: '{"a": }', [`${folder}/zh.json`]: '{}' };
  expect(feed(locales, broken)).toEqual([expect.stringContaining('is no JSON')]);
});

it('refuses a key that two folders give, in each language', () => {
  const other = 'renderer/features/inventory/locales';
  const files = {
    [`${other}/en.json`]: '{"refusals":{"gone":"It is gone."}}',
    [`${other}/zh.json`]: '{"refusals":{"gone":"已不存在。"}}',
    [`${folder}/en.json`]: '{"refusals":{"gone":"No more."}}',
    [`${folder}/zh.json`]: '{"refusals":{"gone":"没有了。"}}',
  };
  expect(feed(locales, files)).toEqual([
    expect.stringContaining(`sales/locales/en.json:1 refusals.gone stands in ${other}/en.json too`),
    expect.stringContaining(`sales/locales/zh.json:1 refusals.gone stands in ${other}/zh.json too`),
  ]);
});

it('says where', () => {
  expect(feedPair({ order: 'Order', line: 'Line' }, { order: '订单' })).toEqual([expect.stringMatching(/en\.json:3 /)]);
});

it('lets pass plurals, shared names, placeholders alone, and the name of the other language', () => {
  const english = {
    lines_one: 'one line',
    lines_other: '{{count}} lines',
    sku: 'SKU',
    range: '{{from}} – {{to}}',
    save: 'Ctrl+S',
    language: '简体中文',
    total: { net: 'Net {{amount}}' },
  };
  const chinese = {
    lines_other: '{{count}} 行',
    sku: 'SKU',
    range: '{{from}} – {{to}}',
    save: 'Ctrl+S',
    language: '简体中文',
    total: { net: '净额 {{ amount }}' },
  };
  expect(feedPair(english, chinese)).toEqual([]);
});
