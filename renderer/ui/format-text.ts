/**
 * Amounts, quantities, prices, percentages and dates as text. Guards: minus is U+2212 everywhere; digits are grouped
 * by thousands in both languages; integers are never turned into floating point on their way to the screen.
 */
import dayjs from 'dayjs';
import type { CalendarDate, Instant } from '#shared/kernel/instants.ts';
import {
  type BasisPoints,
  type CurrencyCode,
  currencyDecimals,
  formatDecimal,
  type Minor,
  type Quantity,
  type UnitPrice,
} from '#shared/kernel/money.ts';

export const MINUS = '−';
export const EN_DASH = '–';

const symbols: Readonly<Record<string, string>> = {
  CNY: '¥',
  USD: '$',
  EUR: '€',
  GBP: '£',
  JPY: 'JP¥',
  HKD: 'HK$',
  TWD: 'NT$',
  KRW: '₩',
  SGD: 'S$',
  AUD: 'A$',
  CAD: 'C$',
};

/** How a currency is written before an amount; the code itself where it has no sign of its own. */
export function currencySymbol(currency: CurrencyCode): string {
  return symbols[currency] ?? `${currency} `;
}

function grouped(decimal: string): string {
  const [whole = '', fraction] = decimal.replace('-', '').split('.');
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${decimal.startsWith('-') ? MINUS : ''}${groups}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** Minor units as figures alone: 1304318 CNY is `13,043.18`. */
export function moneyFigures(minor: Minor, currency: CurrencyCode): string {
  const decimals = currencyDecimals(currency);
  return grouped(formatDecimal(minor, decimals, decimals));
}

/** Minor units rounded to whole major units: 1304318 CNY is `13,043`. */
export function wholeMoneyFigures(minor: Minor, currency: CurrencyCode): string {
  return grouped(String(Math.round(minor / 10 ** currencyDecimals(currency)) || 0));
}

/** Minor units with the currency, for sentences: `¥13,043.18`, `−¥5.00`. */
export function moneyText(minor: Minor, currency: CurrencyCode): string {
  const figures = moneyFigures(minor, currency);
  const symbol = currencySymbol(currency);
  return figures.startsWith(MINUS) ? `${MINUS}${symbol}${figures.slice(1)}` : `${symbol}${figures}`;
}

/** 1/10,000 of a unit, as many decimals as it has: 480000 is `48`, 12500 is `1.25`. */
export function quantityText(quantity: Quantity): string {
  return grouped(formatDecimal(quantity, 4));
}

/** 1/10,000 of the major unit, two decimals at least: 625000 is `62.50`. */
export function unitPriceText(price: UnitPrice): string {
  return grouped(formatDecimal(price, 4, 2));
}

/** Basis points: 1300 is `13%`, 1250 is `12.5%`. */
export function percentText(rate: BasisPoints): string {
  return `${grouped(formatDecimal(rate, 2))}%`;
}

/** A whole number grouped by thousands. */
export function countText(count: number): string {
  return grouped(String(Math.trunc(count)));
}

const BYTE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** Bytes as a person reads them, in steps of 1024: 64 MB is `64 MB`, 1536 is `1.5 KB`. */
export function bytesText(bytes: number): string {
  const step = Math.min(BYTE_UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const size = bytes / 1024 ** step;
  return `${size.toFixed(step === 0 || size >= 10 ? 0 : 1)} ${BYTE_UNITS[step]}`;
}

const isChinese = (language: string) => language.startsWith('zh');

/** A calendar date: `2026-11-27` in Chinese, `27 Nov 2026` in English. */
export function dateText(date: CalendarDate, language: string): string {
  return isChinese(language) ? date : dayjs(date).locale('en').format('D MMM YYYY');
}

/** A calendar date, the year left out when it is this one: `11-27`, `27 Nov`, `27 Nov 1998`. */
export function shortDateText(date: CalendarDate, language: string, now: Instant = Date.now()): string {
  if (!dayjs(date).isSame(now, 'year')) return dateText(date, language);
  return isChinese(language) ? date.slice(5) : dayjs(date).locale('en').format('D MMM');
}

/** Whether a calendar date lies before today, where the person is. */
export function isPast(date: CalendarDate, now: Instant = Date.now()): boolean {
  return date < dayjs(now).format('YYYY-MM-DD');
}

/** The time of day of an instant, where the person is: `09:12`. */
export function timeText(instant: Instant): string {
  return dayjs(instant).format('HH:mm');
}

/** Day and time of an instant, the day left out when it is today, the year when it is this one. */
export function dateTimeText(instant: Instant, language: string, now: Instant = Date.now()): string {
  const at = dayjs(instant);
  if (at.isSame(now, 'day')) return at.format('HH:mm');
  const withYear = !at.isSame(now, 'year');
  if (isChinese(language)) return at.format(withYear ? 'YYYY-MM-DD HH:mm' : 'MM-DD HH:mm');
  return at.locale('en').format(withYear ? 'D MMM YYYY HH:mm' : 'D MMM HH:mm');
}

/** For narrow columns: the time of today, the day of any other day. */
export function timeOrDayText(instant: Instant, language: string, now: Instant = Date.now()): string {
  const at = dayjs(instant);
  return at.isSame(now, 'day') ? at.format('HH:mm') : shortDateText(at.format('YYYY-MM-DD'), language, now);
}

const dateFormat = (language: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(isChinese(language) ? 'zh-CN' : 'en-GB', { ...options, timeZone: 'UTC' });

/** A month of `YYYY-MM` with its year, as people write it: `November 2026`. */
export function monthText(month: string, language: string): string {
  return dateFormat(language, { year: 'numeric', month: 'long' }).format(Date.parse(`${month}-01T00:00:00Z`));
}

/** A month of `YYYY-MM` under its column: `Nov`. */
export function monthNameText(month: string, language: string): string {
  const name = dateFormat(language, { month: 'short' }).format(Date.parse(`${month}-01T00:00:00Z`));
  // British English alone writes one month with four letters, as no other date here does.
  return name === 'Sept' ? 'Sep' : name;
}

/** A day with its weekday: `Monday 23 November`. */
export function weekdayText(date: CalendarDate, language: string): string {
  const options = { weekday: 'long', month: 'long', day: 'numeric' } as const;
  return dateFormat(language, options).format(Date.parse(`${date}T00:00:00Z`));
}

/** An amount as short as an axis needs it: `60万`, `600K`; the currency is named beside. */
export function compactMoneyText(minor: Minor, currency: CurrencyCode, language: string): string {
  const major = minor / 10 ** currencyDecimals(currency);
  return new Intl.NumberFormat(isChinese(language) ? 'zh-CN' : 'en', {
    notation: 'compact',
    maximumFractionDigits: 1,
  }).format(major);
}

/** A change against before: 1800 is `+18%`, −3700 is `−37%`; whole per cents. */
export function changeText(change: BasisPoints): string {
  const whole = Math.round(change / 100);
  return `${whole < 0 ? MINUS : '+'}${Math.abs(whole)}%`;
}
