/**
 * Texts of both languages, switched at once. Files: app/locales/{en,zh}.json and features/<domain>/locales/{en,zh}.json,
 * all merged into one tree, key by key: a feature's own texts stand under its domain (`sales.orderEntry.title`), the
 * words of its commands under `commands.<domain>.<name>`, of its refusals under `refusals.<code>`.
 * Formats inside texts: {{limitMinor, money}} (needs `currency` among the values), {{short, quantity}},
 * {{price, unitPrice}}, {{share, percent}}, {{dueOn, date}}, {{at, time}}, {{at, dateTime}}.
 */
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn.js';
import i18next, { type i18n as I18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Reason } from '#shared/kernel/refusal.ts';
import {
  dateText,
  dateTimeText,
  moneyText,
  percentText,
  quantityText,
  timeText,
  unitPriceText,
} from '../ui/format-text.ts';
import { spacing } from './space-words.ts';

export type Language = 'en' | 'zh';
export const languages: readonly Language[] = ['en', 'zh'];

const files = {
  ...import.meta.glob<Record<string, unknown>>('./locales/*.json', { eager: true, import: 'default' }),
  ...import.meta.glob<Record<string, unknown>>('../features/*/locales/*.json', { eager: true, import: 'default' }),
};

export const i18n: I18n = i18next.createInstance();

const num = (format: (value: number) => string) => (value: unknown) =>
  typeof value === 'number' ? format(value) : String(value ?? '–');

/** Prepares both languages; everything is in the bundle, nothing is waited for. */
export function startTexts(language: Language): void {
  void i18n
    .use(initReactI18next)
    .use(spacing)
    .init({
      lng: language,
      fallbackLng: 'en',
      supportedLngs: [...languages],
      initAsync: false,
      interpolation: { escapeValue: false },
      returnNull: false,
      postProcess: spacing.name,
    });
  for (const [path, texts] of Object.entries(files)) {
    const fileLanguage = /\/(\w+)\.json$/.exec(path)?.[1];
    if (fileLanguage) i18n.addResourceBundle(fileLanguage, 'translation', texts, true, true);
  }
  const { formatter } = i18n.services;
  formatter?.add('money', (value, _language, values) => {
    const currency = typeof values.currency === 'string' ? values.currency : 'CNY';
    return num((minor) => moneyText(minor, currency))(value);
  });
  formatter?.add('quantity', num(quantityText));
  formatter?.add('unitprice', num(unitPriceText));
  formatter?.add('percent', num(percentText));
  formatter?.add('date', (value) => (typeof value === 'string' ? dateText(value, i18n.language) : '–'));
  formatter?.add(
    'time',
    num((instant) => timeText(instant)),
  );
  formatter?.add(
    'datetime',
    num((instant) => dateTimeText(instant, i18n.language)),
  );
  setTextLanguage(language);
}

/** Switches texts and dates; components that use `useTranslation` follow at once. */
export function setTextLanguage(language: Language): void {
  dayjs.locale(language === 'zh' ? 'zh-cn' : 'en');
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  if (i18n.language !== language) void i18n.changeLanguage(language);
}

/** A refusal or an adjustment in the person's words. An unknown code says so, with the code to tell the support. */
export function reasonText(reason: Reason): string {
  const key = `refusals.${reason.code}`;
  // With its parameters: a sentence that is only there by number has no plain form.
  return i18n.exists(key, { ...reason.params })
    ? i18n.t(key, { ...reason.params })
    : i18n.t('refusals.unknown', { code: reason.code });
}
