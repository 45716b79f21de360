import { type SettingKey, settingEntries } from '#shared/domains/admin/model.ts';
import { type CurrencyCode, currencyDecimals, formatDecimal } from '#shared/kernel/money.ts';
import { i18n } from '../../../app/i18n.ts';
import { moneyText } from '../../../ui/format-text.ts';
import { offsetText } from './office-offset.ts';

export const OFFICE_TIME: SettingKey = 'company.utcOffsetMinutes';

const isSetting = (key: string): key is SettingKey => Object.hasOwn(settingEntries, key);

/**
 * A setting's stored text as a person types it: percentages as such, not in basis points, amounts in major units.
 * @param currency the company's
 */
export function typedOf(key: SettingKey, stored: string, currency: CurrencyCode): string {
  const { kind } = settingEntries[key];
  if (kind === 'amount') return formatDecimal(Number(stored), currencyDecimals(currency));
  return kind === 'percentage' ? formatDecimal(Number(stored), 2) : stored;
}

/** What stands behind a typed value, with the space before it: `%`, ` days`, ` CNY`. */
export function unitOf(key: SettingKey, currency: CurrencyCode): string {
  const { kind } = settingEntries[key];
  if (kind === 'percentage') return '%';
  if (kind === 'amount') return ` ${currency}`;
  return kind === 'days' || kind === 'hours' || kind === 'minutes' ? ` ${i18n.t(`admin.company.${kind}`)}` : '';
}

/**
 * A setting's stored text as it reads: `12.5%`, `30 days`, `¥50,000.00`, a choice by its word; what is no setting stays as
 * it is.
 */
export function settingText(key: string, stored: string, currency: CurrencyCode): string {
  if (!isSetting(key)) return stored;
  if (key === OFFICE_TIME) return offsetText(Number(stored));
  if (settingEntries[key].kind === 'amount') return moneyText(Number(stored), currency);
  if (settingEntries[key].kind !== 'choice') return typedOf(key, stored, currency) + unitOf(key, currency);
  const word = `admin.company.settings.choices.${stored}`;
  return i18n.exists(word) ? i18n.t(word) : stored;
}
