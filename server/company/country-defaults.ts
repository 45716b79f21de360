import type { SettingKey } from '#shared/domains/admin/model.ts';
import type { CalendarDate } from '#shared/kernel/instants.ts';
import type { BasisPoints } from '#shared/kernel/money.ts';

/** What a new company of a country starts with; all of it can be changed afterwards. */
export interface CountryDefaults {
  readonly settings: Partial<Readonly<Record<SettingKey, string>>>;
  /** Value-added or sales tax rates in force (R43), standard first. */
  readonly taxRates: readonly { readonly code: string; readonly rate: BasisPoints; readonly validFrom: CalendarDate }[];
}

const zero = { code: 'zero', rate: 0, validFrom: '2000-01-01' } as const;
/** Not the same as 0 %: an exempt sale is told apart in every return. */
const exempt = { code: 'exempt', rate: 0, validFrom: '2000-01-01' } as const;

/** Rates by ISO 3166 code, from the countries' VAT laws as of 2026. */
const defaultsByCountry: Readonly<Record<string, CountryDefaults>> = {
  CN: {
    settings: { 'company.utcOffsetMinutes': '480', 'sales.priceMode': 'taxExclusive', 'inventory.unit': '件' },
    taxRates: [
      { code: 'standard', rate: 1_300, validFrom: '2019-04-01' },
      { code: 'reduced', rate: 900, validFrom: '2019-04-01' },
      { code: 'service', rate: 600, validFrom: '2016-05-01' },
      { code: 'levy', rate: 300, validFrom: '2009-01-01' },
      { code: 'levyReduced', rate: 100, validFrom: '2023-01-01' },
      zero,
      exempt,
    ],
  },
  DE: {
    settings: { 'company.utcOffsetMinutes': '60', 'sales.priceMode': 'taxExclusive', 'inventory.unit': 'Stk' },
    taxRates: [
      { code: 'standard', rate: 1_900, validFrom: '2021-01-01' },
      { code: 'reduced', rate: 700, validFrom: '2021-01-01' },
      zero,
      exempt,
    ],
  },
  GB: {
    settings: { 'company.utcOffsetMinutes': '0', 'sales.priceMode': 'taxExclusive', 'inventory.unit': 'pc' },
    taxRates: [
      { code: 'standard', rate: 2_000, validFrom: '2011-01-04' },
      { code: 'reduced', rate: 500, validFrom: '1997-09-01' },
      zero,
      exempt,
    ],
  },
};

/** A country that has no entry: no tax until someone enters the rates. */
const elsewhere: CountryDefaults = {
  settings: { 'company.utcOffsetMinutes': '0', 'sales.priceMode': 'taxExclusive', 'inventory.unit': 'pc' },
  taxRates: [{ code: 'standard', rate: 0, validFrom: '2000-01-01' }, zero, exempt],
};

/** @param country ISO 3166 code of two letters */
export function countryDefaults(country: string): CountryDefaults {
  return defaultsByCountry[country.toUpperCase()] ?? elsewhere;
}
