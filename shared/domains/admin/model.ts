import { z } from 'zod';
import { basisPointsSchema, currencySchema } from '../../kernel/money.ts';
import { allRights } from './rules/right-catalogue.ts';

const days = (fallback: number) => z.coerce.number().int().min(0).max(365).default(fallback);
const percentage = (fallback: number) => z.coerce.number().pipe(basisPointsSchema).default(fallback);

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
  /** R66: so long without a contact, and a customer goes back to the pool. */
  'crm.poolDays': days(60),
  'billing.paymentTermsDays': days(30),
  /** R55: the oldest overdue receivable may be this old. */
  'billing.overdueHoldDays': days(30),
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
  | { readonly kind: 'days' | 'hours' | 'percentage' | 'minutes' | 'text' }
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
  'crm.poolDays': { kind: 'days' },
  'billing.paymentTermsDays': { kind: 'days' },
  'billing.overdueHoldDays': { kind: 'days' },
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
  { kind: 'return', prefix: 'RT', numbering: 'device', digits: 6 },
  { kind: 'payment', prefix: 'RC', numbering: 'device', digits: 6 },
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

/** Rights that are not a command's name: what is seen, and what several commands share. */
export const permissions = {
  seeCustomers: 'crm.see',
  /** All customers of the own territories, whoever has them (R66). Without it: the own, the teams', and the pool. */
  seeTerritory: 'crm.seeTerritory',
  assignCustomers: 'crm.assignCustomers',
  assignTerms: 'crm.assignPaymentTerms',
  seeStock: 'inventory.see',
  /** R47. */
  seeCost: 'inventory.seeCost',
  seeSuppliers: 'inventory.seeSuppliers',
  /** Stock and value, cover, ageing, counts, fill rate, freight. */
  seeStockReports: 'inventory.seeReports',
  purchase: 'inventory.purchase',
  transferStock: 'inventory.transfer',
  countStock: 'inventory.count',
  scrapStock: 'inventory.scrapStock',
  /** Frees goods that were set apart, and sends them back to their supplier. */
  settleQuarantine: 'inventory.settleQuarantine',
  manageQuotas: 'inventory.manageQuotas',
  manageProducts: 'inventory.manageProducts',
  managePlaces: 'inventory.managePlaces',
  blockLot: 'inventory.blockLot',
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
  /** Who is away, and who decides meanwhile: of oneself. */
  setAbsence: 'admin.setAbsence',
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

const everyone = [permissions.seeStock, permissions.seeOrders, permissions.setAbsence];
/** Who sells: the figures of what is within reach. */
const sellers = [...everyone, permissions.seeCustomers, permissions.seeCredit, permissions.seeReports];
/** Goods on their way out. */
const warehouseWork = [
  'inventory.releaseOrders',
  'inventory.recordPick',
  'inventory.ship',
  'inventory.reverseShipment',
  'inventory.planTours',
  'inventory.confirmDelivery',
];
const orderCommands = ['sales.confirmOrder', 'sales.confirmOrder#discount', 'sales.cancelOrder'];

/** What is done with goods, by whoever has them in the hand. */
const stockWork = [
  'inventory.receiveGoods',
  'inventory.reverseReceipt',
  'inventory.moveStock',
  permissions.transferStock,
  permissions.countStock,
  permissions.scrapStock,
  permissions.settleQuarantine,
  'inventory.explainFlag',
  permissions.managePlaces,
  permissions.manageProducts,
  permissions.blockLot,
];
/** What is decided about stock: a count is posted by somebody else than who counted. */
const stockDecisions = [
  permissions.purchase,
  'inventory.reverseReceipt',
  permissions.transferStock,
  'inventory.postCount',
  permissions.scrapStock,
  permissions.settleQuarantine,
  'inventory.explainFlag',
  permissions.manageQuotas,
  permissions.managePlaces,
  permissions.manageProducts,
  'inventory.saveProduct#price',
  permissions.blockLot,
];

/** Roles that a new company starts with; their names are texts of the screens, by code. */
export const defaultRoles: readonly DefaultRole[] = [
  {
    code: 'rep',
    permissions: [
      ...sellers,
      ...orderCommands,
      'crm.claimCustomer',
      'crm.giveBackCustomer',
      'inventory.confirmDelivery',
    ],
    limits: {},
  },
  {
    code: 'manager',
    permissions: [
      ...sellers,
      ...orderCommands,
      ...warehouseWork,
      'crm.claimCustomer',
      'crm.giveBackCustomer',
      permissions.seeTerritory,
      permissions.assignCustomers,
      permissions.assignTerms,
      permissions.seeCost,
      permissions.seeSuppliers,
      permissions.seeStockReports,
      ...stockDecisions,
      'sales.moveReservation',
      permissions.approveDiscount,
      permissions.releaseCredit,
      permissions.importData,
      permissions.seeAudit,
    ],
    limits: { discount: 2_500, roundingDown: 10_000, creditRelease: 5_000_000, approval: 50_000_000 },
  },
  // Customers belong to people and territories, which a warehouse has none of: an order itself says where it goes.
  {
    code: 'warehouse',
    permissions: [
      ...everyone,
      permissions.seeSuppliers,
      permissions.seeStockReports,
      permissions.purchase,
      ...warehouseWork,
      ...stockWork,
    ],
    limits: {},
  },
  { code: 'service', permissions: [...everyone, permissions.seeCustomers, permissions.seeTerritory], limits: {} },
  {
    code: 'finance',
    permissions: [
      ...sellers,
      permissions.seeTerritory,
      permissions.seeCost,
      permissions.seeSuppliers,
      permissions.seeStockReports,
      permissions.releaseCredit,
      permissions.assignTerms,
      permissions.manageRates,
      permissions.managePeriods,
      permissions.importData,
      permissions.seeAudit,
    ],
    limits: { creditRelease: 100_000_000 },
  },
  { code: 'marketing', permissions: [...sellers, permissions.seeTerritory], limits: {} },
  // Nobody gives what he has not himself: whoever gives rights has all of them.
  { code: 'administrator', permissions: allRights, limits: {} },
];
