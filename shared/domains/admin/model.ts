import { z } from 'zod';
import { AMOUNT_LIMIT, basisPointsSchema, currencySchema } from '../../kernel/money.ts';

export { type DefaultRole, defaultRoles, type LimitKind, limitKinds, roleCodes } from './rules/default-roles.ts';
export { permissions, rightsThatShowRows } from './rules/permissions.ts';

const days = (fallback: number) => z.coerce.number().int().min(0).max(365).default(fallback);
const percentage = (fallback: number) => z.coerce.number().pipe(basisPointsSchema).default(fallback);

const amountOf = (fallback: number) => z.coerce.number().int().min(0).max(AMOUNT_LIMIT).default(fallback);

/** Company settings: the key is the row's id, the schema reads its text, the default holds where no row is. */
export const settingSchemas = {
  'company.name': z.string().default(''),
  'company.currency': currencySchema.default('CNY'),
  /** Minutes east of UTC: which day it is at the office. */
  'company.utcOffsetMinutes': z.coerce.number().int().min(-840).max(840).default(480),
  'sales.priceMode': z.enum(['taxExclusive', 'taxInclusive']).default('taxExclusive'),
  'sales.taxRounding': z.enum(['perLine', 'perDocument']).default('perLine'),
  /** R9: beyond it an order waits for approval. */
  'sales.discountLimit': percentage(1_000),
  /** R4: so long before its end a contract says so. */
  'sales.contractWarningDays': days(30),
  /** R22: so long an order on hold keeps its reservation. */
  'sales.heldReservationDays': days(3),
  /** R1: so long a quote holds. */
  'sales.quoteValidDays': days(30),
  /** Minor units of the company's currency: an order above it waits for a word; 0: none does. */
  'sales.largeOrderMinor': amountOf(0),
  /** R41: to what 抹零 proposes to round a total down. */
  'sales.roundTo': z.enum(['off', 'jiao', 'yuan', 'tenYuan']).default('off'),
  /** R66: so long without a contact, and a customer goes back to the pool. */
  'crm.poolDays': days(60),
  'billing.paymentTermsDays': days(30),
  /** R55: the oldest overdue receivable may be this old. */
  'billing.overdueHoldDays': days(30),
  /** R50: what may be invoiced: what was shipped, or what was ordered. */
  'billing.invoicePolicy': z.enum(['delivery', 'order']).default('delivery'),
  /** R57: so long a release from credit hold is proposed to last. */
  'billing.releaseDays': days(7),
  'billing.taxCode': z.string().min(1).max(20).default('standard'),
  'inventory.unit': z.string().min(1).max(20).default('件'),
  /** R24: what may be picked above what was ordered. */
  'inventory.pickTolerance': percentage(0),
  /** R26: what may be received above what was bought. */
  'inventory.receiptTolerance': percentage(500),
  /** R28: beyond it another person counts again. */
  'inventory.countThreshold': percentage(500),
  /** R91: what money costs in a year, for the value of a customer. */
  'reports.discountRate': percentage(1_000),
  /** Base64: what devices seal their databases' keys to, for when a key is lost; empty: there is none. */
  'security.recoveryKey': z.string().default(''),
  /** For so many days a device may promise things without a word from the server. */
  'security.leaseDays': z.coerce.number().int().min(1).max(365).default(30),
  /** R9: so long a code that was read out over the phone holds. */
  'security.spokenCodeHours': z.coerce.number().int().min(1).max(72).default(4),
} as const;

export type SettingKey = keyof typeof settingSchemas;
export type Settings = { readonly [Key in SettingKey]: z.output<(typeof settingSchemas)[Key]> };

/** How a person enters a setting, in the order in which the screen shows them. */
export type SettingEntry =
  /** amount: in major units of the company's currency. */
  | { readonly kind: 'days' | 'hours' | 'percentage' | 'minutes' | 'amount' | 'text' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  /** Made with the company, or by the administrator's programs: seen, never changed here. */
  | { readonly kind: 'fixed' };

export const settingEntries: Readonly<Record<SettingKey, SettingEntry>> = {
  'company.name': { kind: 'text' },
  'company.currency': { kind: 'fixed' },
  'company.utcOffsetMinutes': { kind: 'minutes' },
  'sales.priceMode': { kind: 'choice', choices: ['taxExclusive', 'taxInclusive'] },
  'sales.taxRounding': { kind: 'choice', choices: ['perLine', 'perDocument'] },
  'sales.discountLimit': { kind: 'percentage' },
  'sales.contractWarningDays': { kind: 'days' },
  'sales.heldReservationDays': { kind: 'days' },
  'sales.quoteValidDays': { kind: 'days' },
  'sales.largeOrderMinor': { kind: 'amount' },
  'sales.roundTo': { kind: 'choice', choices: ['off', 'jiao', 'yuan', 'tenYuan'] },
  'crm.poolDays': { kind: 'days' },
  'billing.paymentTermsDays': { kind: 'days' },
  'billing.overdueHoldDays': { kind: 'days' },
  'billing.invoicePolicy': { kind: 'choice', choices: ['delivery', 'order'] },
  'billing.releaseDays': { kind: 'days' },
  'billing.taxCode': { kind: 'text' },
  'inventory.unit': { kind: 'text' },
  'inventory.pickTolerance': { kind: 'percentage' },
  'inventory.receiptTolerance': { kind: 'percentage' },
  'inventory.countThreshold': { kind: 'percentage' },
  'reports.discountRate': { kind: 'percentage' },
  'security.recoveryKey': { kind: 'fixed' },
  'security.leaseDays': { kind: 'days' },
  'security.spokenCodeHours': { kind: 'hours' },
};

/** Whether a text is a setting's key. */
export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(settingSchemas, key);
}

/** Short, unique among its kind, part of lists and files: N, SH-01. */
export const codeSchema = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,19}$/u);
export const nameSchema = z.string().trim().min(1).max(200);
/** YYYY-MM. */
export const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
/** What stands first in a document's number (R7): letters alone, or the number could not be taken apart. */
export const seriesPrefixSchema = z.string().regex(/^[A-Z]{1,6}$/);

/** Kinds of documents with the series that a new company starts with (R7); their names are texts of the screens. */
export const defaultSeries = [
  { kind: 'order', prefix: 'SO', numbering: 'device', digits: 6 },
  { kind: 'quote', prefix: 'QT', numbering: 'device', digits: 6 },
  { kind: 'contract', prefix: 'CT', numbering: 'device', digits: 6 },
  { kind: 'pickList', prefix: 'PK', numbering: 'device', digits: 6 },
  { kind: 'shipment', prefix: 'DN', numbering: 'device', digits: 6 },
  { kind: 'purchaseOrder', prefix: 'PO', numbering: 'device', digits: 6 },
  { kind: 'receipt', prefix: 'GR', numbering: 'device', digits: 6 },
  { kind: 'transfer', prefix: 'TR', numbering: 'device', digits: 6 },
  { kind: 'count', prefix: 'CC', numbering: 'device', digits: 6 },
  { kind: 'returnOrder', prefix: 'RA', numbering: 'device', digits: 6 },
  { kind: 'return', prefix: 'RT', numbering: 'device', digits: 6 },
  { kind: 'payment', prefix: 'RC', numbering: 'device', digits: 6 },
  { kind: 'handIn', prefix: 'HI', numbering: 'device', digits: 6 },
  { kind: 'writeOff', prefix: 'WO', numbering: 'device', digits: 6 },
  { kind: 'fapiao', prefix: 'FR', numbering: 'device', digits: 6 },
  { kind: 'voucherBatch', prefix: 'VB', numbering: 'device', digits: 6 },
  { kind: 'ticket', prefix: 'TK', numbering: 'device', digits: 6 },
  { kind: 'billingRequest', prefix: 'BR', numbering: 'device', digits: 6 },
  { kind: 'invoice', prefix: 'INV', numbering: 'server', digits: 8 },
  { kind: 'creditNote', prefix: 'CN', numbering: 'server', digits: 8 },
] as const;

/** All settings from the rows of the settings table; a text that does not parse counts as not set. */
export function readSettings(rows: readonly { readonly id: string; readonly value: string }[]): Settings {
  const texts = new Map(rows.map((row) => [row.id, row.value]));
  const entries = Object.entries(settingSchemas).map(([key, schema]) => {
    const parsed = schema.safeParse(texts.get(key));
    return [key, parsed.success ? parsed.data : schema.parse(undefined)];
  });
  return Object.fromEntries(entries) as Settings;
}
