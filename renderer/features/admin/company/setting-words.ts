import { type SettingKey, settingEntries } from '#shared/domains/admin/model.ts';
import { formatDecimal } from '#shared/kernel/money.ts';
import { i18n } from '../../../app/i18n.ts';
import { offsetText } from './office-offset.ts';

export const OFFICE_TIME: SettingKey = 'company.utcOffsetMinutes';

const isSetting = (key: string): key is SettingKey => Object.hasOwn(settingEntries, key);

/** A setting's stored text as a person types it: percentages as such, not in basis points. */
export function typedOf(key: SettingKey, stored: string): string {
  return settingEntries[key].kind === 'percentage' ? formatDecimal(Number(stored), 2) : stored;
}

/** What stands behind a typed value, with the space before it: `%`, ` days`. */
export function unitOf(key: SettingKey): string {
  const { kind } = settingEntries[key];
  if (kind === 'percentage') return '%';
  return kind === 'days' || kind === 'hours' || kind === 'minutes' ? ` ${i18n.t(`admin.company.${kind}`)}` : '';
}

/** A setting's stored text as it reads: `12.5%`, `30 days`, a choice by its word; what is no setting stays as it is. */
export function settingText(key: string, stored: string): string {
  if (!isSetting(key)) return stored;
  if (key === OFFICE_TIME) return offsetText(Number(stored));
  if (settingEntries[key].kind !== 'choice') return typedOf(key, stored) + unitOf(key);
  const word = `admin.company.settings.choices.${stored}`;
  return i18n.exists(word) ? i18n.t(word) : stored;
}
