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

/** Rights that are not a command's name: what is seen, and what several commands share. */
export const permissions = {
  seeCustomers: 'crm.see',
  /** All customers of the own territories, whoever has them (R66). Without it: the own, the teams', and the pool. */
  seeTerritory: 'crm.seeTerritory',
  assignCustomers: 'crm.assignCustomers',
  seeStock: 'inventory.see',
  /** R47. */
  seeCost: 'inventory.seeCost',
  seeSuppliers: 'inventory.seeSuppliers',
  seeOrders: 'sales.see',
  seeCredit: 'billing.see',
  seeReports: 'reports.see',
  importData: 'admin.importData',
  manageCompany: 'admin.manageCompany',
  managePeople: 'admin.managePeople',
  manageRoles: 'admin.manageRoles',
  manageDevices: 'admin.manageDevices',
  managePeriods: 'admin.managePeriods',
  manageRates: 'billing.manageRates',
  seeAudit: 'admin.seeAudit',
  approveDiscount: 'sales.approveDiscount',
  releaseCredit: 'billing.releaseCredit',
} as const;

/** Rights that tables are scoped by: rows that only devices of such people hold (a test compares with the tables). */
export const rightsThatShowRows: readonly string[] = [
  permissions.seeCost,
  permissions.seeSuppliers,
  permissions.importData,
  permissions.managePeople,
];

/** What a limit is counted in: basis points of a discount, minor units of the company's currency otherwise. */
export const limitKinds = ['discount', 'roundingDown', 'creditRelease', 'approval'] as const;
export type LimitKind = (typeof limitKinds)[number];

export const roleCodes = ['rep', 'manager', 'warehouse', 'service', 'finance', 'marketing', 'administrator'] as const;

export interface DefaultRole {
  readonly code: (typeof roleCodes)[number];
  readonly permissions: readonly string[];
  /** Beyond the settings: how far the role may go by itself. */
  readonly limits: Partial<Readonly<Record<LimitKind, number>>>;
}

const everyone = [permissions.seeStock, permissions.seeOrders];
/** Who sells: the figures of what is within reach. */
const sellers = [...everyone, permissions.seeCustomers, permissions.seeCredit, permissions.seeReports];
const orderCommands = ['sales.confirmOrder', 'sales.cancelOrder'];

/** Roles that a new company starts with; their names are texts of the screens, by code. */
export const defaultRoles: readonly DefaultRole[] = [
  { code: 'rep', permissions: [...sellers, ...orderCommands, 'crm.claimCustomer', 'crm.giveBackCustomer'], limits: {} },
  {
    code: 'manager',
    permissions: [
      ...sellers,
      ...orderCommands,
      'crm.claimCustomer',
      'crm.giveBackCustomer',
      permissions.seeTerritory,
      permissions.assignCustomers,
      permissions.seeCost,
      permissions.approveDiscount,
      permissions.releaseCredit,
      permissions.importData,
      permissions.seeAudit,
    ],
    limits: { discount: 2_500, roundingDown: 10_000, creditRelease: 5_000_000, approval: 50_000_000 },
  },
  // Customers belong to people and territories, which a warehouse has none of: an order itself says where it goes.
  { code: 'warehouse', permissions: [...everyone, permissions.seeSuppliers], limits: {} },
  { code: 'service', permissions: [...everyone, permissions.seeCustomers, permissions.seeTerritory], limits: {} },
  {
    code: 'finance',
    permissions: [
      ...sellers,
      permissions.seeTerritory,
      permissions.seeCost,
      permissions.seeSuppliers,
      permissions.releaseCredit,
      permissions.manageRates,
      permissions.managePeriods,
      permissions.importData,
      permissions.seeAudit,
    ],
    limits: { creditRelease: 100_000_000 },
  },
  { code: 'marketing', permissions: [...sellers, permissions.seeTerritory], limits: {} },
  {
    code: 'administrator',
    permissions: [
      ...sellers,
      permissions.seeTerritory,
      permissions.assignCustomers,
      permissions.seeCost,
      permissions.seeSuppliers,
      permissions.importData,
      permissions.manageCompany,
      permissions.managePeople,
      permissions.manageRoles,
      permissions.manageDevices,
      permissions.managePeriods,
      permissions.manageRates,
      permissions.seeAudit,
    ],
    limits: {},
  },
];
