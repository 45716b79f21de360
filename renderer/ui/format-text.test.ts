import { describe, expect, it } from 'vitest';
import {
  changeText,
  compactMoneyText,
  countText,
  dateText,
  dateTimeText,
  isPast,
  moneyText,
  monthNameText,
  monthText,
  percentText,
  quantityText,
  shortDateText,
  timeOrDayText,
  unitPriceText,
  weekdayText,
  wholeMoneyFigures,
} from './format-text.ts';

describe('figures', () => {
  it.each([
    [1_304_318, 'CNY', '¥13,043.18'],
    [-500, 'CNY', '−¥5.00'],
    [0, 'CNY', '¥0.00'],
    [7, 'USD', '$0.07'],
    [1_234_567, 'JPY', 'JP¥1,234,567'],
    [1_234_567, 'KWD', 'KWD 1,234.567'],
    [99_999_999_999_999, 'CNY', '¥999,999,999,999.99'],
  ])('%i %s is %s', (minor, currency, text) => {
    expect(moneyText(minor, currency)).toBe(text);
  });

  it.each([
    [480_000, '48'],
    [12_500, '1.25'],
    [-12_345_678, '−1,234.5678'],
    [0, '0'],
  ])('quantity %i is %s', (quantity, text) => {
    expect(quantityText(quantity)).toBe(text);
  });

  it.each([
    [625_000, '62.50'],
    [12_345, '1.2345'],
    [100_000_000, '10,000.00'],
  ])('unit price %i is %s', (price, text) => {
    expect(unitPriceText(price)).toBe(text);
  });

  it('percentages keep what they have', () => {
    expect(percentText(1_300)).toBe('13%');
    expect(percentText(1_250)).toBe('12.5%');
    expect(countText(1_000_000)).toBe('1,000,000');
  });
});

describe('dates', () => {
  it('a calendar date in both languages', () => {
    expect(dateText('2026-11-27', 'zh')).toBe('2026-11-27');
    expect(dateText('2026-11-07', 'en')).toBe('7 Nov 2026');
  });

  it('a short date leaves out the year of now, never another one', () => {
    const now = new Date(2026, 10, 23).getTime();
    expect(shortDateText('2026-11-27', 'zh', now)).toBe('11-27');
    expect(shortDateText('2026-11-07', 'en', now)).toBe('7 Nov');
    expect(shortDateText('1998-05-05', 'en', now)).toBe('5 May 1998');
    expect(shortDateText('1998-05-06', 'zh', now)).toBe('1998-05-06');
    expect(shortDateText('2027-01-02', 'en', now)).toBe('2 Jan 2027');
    expect(timeOrDayText(new Date(2025, 11, 31, 9).getTime(), 'en', now)).toBe('31 Dec 2025');
  });

  it('a day is past from the next midnight on', () => {
    const now = new Date(2026, 10, 23, 0, 0).getTime();
    expect([isPast('2026-11-22', now), isPast('2026-11-23', now)]).toEqual([true, false]);
  });

  it('an instant leaves out what is the same as now', () => {
    const now = new Date(2026, 10, 23, 14, 30).getTime();
    const at = (...parts: [number, number, number, number, number]) => new Date(...parts).getTime();
    expect(dateTimeText(at(2026, 10, 23, 9, 12), 'zh', now)).toBe('09:12');
    expect(dateTimeText(at(2026, 10, 2, 9, 12), 'zh', now)).toBe('11-02 09:12');
    expect(dateTimeText(at(2026, 10, 2, 9, 12), 'en', now)).toBe('2 Nov 09:12');
    expect(dateTimeText(at(2025, 11, 31, 23, 59), 'en', now)).toBe('31 Dec 2025 23:59');
    expect(timeOrDayText(at(2026, 10, 23, 9, 12), 'en', now)).toBe('09:12');
    expect(timeOrDayText(at(2026, 10, 2, 9, 12), 'en', now)).toBe('2 Nov');
  });
});

it('months and weekdays as people write them, axes short, changes with their sign', () => {
  expect([monthText('2026-11', 'en'), monthText('2026-11', 'zh')]).toEqual(['November 2026', '2026\u5e7411\u6708']);
  expect([monthNameText('2026-11', 'en'), monthNameText('2026-11', 'zh')]).toEqual(['Nov', '11\u6708']);
  expect(weekdayText('2026-11-23', 'en')).toBe('Monday 23 November');
  expect([compactMoneyText(60_000_000, 'CNY', 'en'), compactMoneyText(0, 'CNY', 'zh')]).toEqual(['600K', '0']);
  expect([changeText(1_800), changeText(-3_700), changeText(0)]).toEqual(['+18%', '−37%', '+0%']);
  expect([wholeMoneyFigures(1_304_350, 'CNY'), wholeMoneyFigures(-49, 'CNY')]).toEqual(['13,044', '0']);
});
