import { z } from 'zod';
import { basisPointsSchema, currencySchema } from '../../kernel/money.ts';

/** Company settings: the key is the row's id, the schema reads its text, the default holds where no row is. */
export const settingSchemas = {
  'company.name': z.string().default(''),
  'company.currency': currencySchema.default('CNY'),
  /** Minutes east of UTC: which day it is at the office. */
  'company.utcOffsetMinutes': z.coerce.number().int().min(-840).max(840).default(480),
  'sales.priceMode': z.enum(['taxExclusive', 'taxInclusive']).default('taxExclusive'),
  'sales.taxRounding': z.enum(['perLine', 'perDocument']).default('perLine'),
  /** R9: beyond it an order waits for approval. */
  'sales.discountLimit': z.coerce.number().pipe(basisPointsSchema).default(1_000),
  'billing.paymentTermsDays': z.coerce.number().int().min(0).max(365).default(30),
  /** R55: the oldest overdue receivable may be this old. */
  'billing.overdueHoldDays': z.coerce.number().int().min(0).max(365).default(30),
  'billing.taxCode': z.string().default('standard'),
  'inventory.unit': z.string().default('件'),
  /** For so many days a device may promise things without a word from the server. */
  /** Base64: what devices seal their databases' keys to, for when a key is lost; empty: there is none. */
  'security.recoveryKey': z.string().default(''),
  'security.leaseDays': z.coerce.number().int().min(1).max(365).default(30),
} as const;

export type SettingKey = keyof typeof settingSchemas;
export type Settings = { readonly [Key in SettingKey]: z.output<(typeof settingSchemas)[Key]> };

/** All settings from the rows of the settings table; a text that does not parse counts as not set. */
export function readSettings(rows: readonly { readonly id: string; readonly value: string }[]): Settings {
  const texts = new Map(rows.map((row) => [row.id, row.value]));
  const entries = Object.entries(settingSchemas).map(([key, schema]) => {
    const parsed = schema.safeParse(texts.get(key));
    return [key, parsed.success ? parsed.data : schema.parse(undefined)];
  });
  return Object.fromEntries(entries) as Settings;
}

/** Rights that are not a command's name. */
export const permissions = {
  seeCustomers: 'crm.see',
  seeStock: 'inventory.see',
  seeOrders: 'sales.see',
  seeCredit: 'billing.see',
  seeReports: 'reports.see',
  importData: 'admin.importData',
} as const;

export interface DefaultRole {
  readonly code: 'rep' | 'manager' | 'warehouse';
  readonly permissions: readonly string[];
}

const everyone = [permissions.seeStock, permissions.seeOrders];
/** Who sells: the figures of what is within reach, which for a rep are those of the own territories. */
const sellers = [...everyone, permissions.seeCustomers, permissions.seeCredit, permissions.seeReports];

/** Roles that a new company starts with; their names are texts of the screens, by code. */
export const defaultRoles: readonly DefaultRole[] = [
  { code: 'rep', permissions: [...sellers, 'sales.confirmOrder', 'sales.cancelOrder'] },
  {
    code: 'manager',
    permissions: [...sellers, 'sales.confirmOrder', 'sales.cancelOrder', permissions.importData],
  },
  // Customers belong to territories, which a warehouse has none of: an order itself says where it goes.
  { code: 'warehouse', permissions: [...everyone] },
];
