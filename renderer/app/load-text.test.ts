import { beforeEach, expect, it } from 'vitest';
import type { LoadProgress } from '#shared/protocol/bridge.ts';
import { i18n, startTexts } from './i18n.ts';
import { loadLine, loadText } from './load-text.ts';

const load: LoadProgress = {
  purpose: 'first',
  rows: 52_840,
  totalRows: 310_200,
  table: 'customers',
  tableRows: 12_400,
  tableTotalRows: 100_000,
  bytes: 3_400_000,
  secondsLeft: 38,
};
const line = (change: Partial<LoadProgress> = {}, network: 'syncing' | 'offline' = 'syncing') =>
  loadLine(loadText({ ...load, ...change }, network));

beforeEach(() => startTexts('en'));

it('says how many of what came, the time that is left and the size, in both languages', async () => {
  expect(line()).toBe('12,400 of 100,000 customers · 40 s left · 3.2 MB loaded');
  expect(line({ tableRows: 0, tableTotalRows: 1 })).toContain('0 of 1 customer ·');
  await i18n.changeLanguage('zh');
  expect(line()).toBe('客户 12,400 / 100,000 · 约剩 40 秒 · 已收 3.2 MB');
});

it.each([
  [0, '5 s left'],
  [5, '5 s left'],
  [56, '1 min left'],
  [61, '2 min left'],
  [3_600, '1 h left'],
])('%i seconds are "%s": never less than it takes', (secondsLeft, text) => {
  expect(loadText({ ...load, secondsLeft }, 'syncing').left).toBe(text);
});

it('counts rows of all kinds where what comes has no name here, and says nothing of a total that is not known', async () => {
  expect(line({ table: 'taxRates' })).toContain('52,840 of 310,200 rows');
  expect(line({ table: null })).toContain('52,840 of 310,200 rows');
  const nothing = { rows: 0, totalRows: 0, table: null, bytes: 0, secondsLeft: null };
  expect(loadText({ ...load, ...nothing }, 'syncing')).toMatchObject({ share: null, percent: null, amount: null });
  expect(line(nothing)).toBe('about to begin');
  await i18n.changeLanguage('zh');
  expect(line({ table: 'taxRates' })).toContain('数据 52,840 / 310,200 行');
});

it('promises no time without a network, and is whole only when all is here', () => {
  expect(line({}, 'offline')).toBe('12,400 of 100,000 customers · goes on when there is a network · 3.2 MB loaded');
  expect(loadText({ ...load, rows: 310_199 }, 'syncing').percent).toBe('99%');
  const last = { rows: 310_200, table: null, secondsLeft: 0 };
  expect(loadText({ ...load, ...last }, 'offline')).toMatchObject({ percent: '100%', left: 'being put in place' });
});
