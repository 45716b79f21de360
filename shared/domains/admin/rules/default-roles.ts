/** What roles a company starts with, and how far each goes (R9, R113). */
import { permissions } from './permissions.ts';
import { allRights } from './right-catalogue.ts';

/** What a limit is counted in: basis points of a discount, minor units of the company's currency otherwise. */
export const limitKinds = ['discount', 'roundingDown', 'creditRelease', 'approval'] as const;
export type LimitKind = (typeof limitKinds)[number];

export const roleCodes = [
  'rep',
  'vanSeller',
  'manager',
  'warehouse',
  'service',
  'finance',
  'marketing',
  'administrator',
] as const;

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
const orderCommands = [
  'sales.confirmOrder',
  'sales.confirmOrder#discount',
  'sales.cancelOrder',
  permissions.writeQuote,
  permissions.writeReturn,
  permissions.holdOrder,
  permissions.takePayment,
];

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

const repWork = [
  ...sellers,
  ...orderCommands,
  'crm.claimCustomer',
  'crm.giveBackCustomer',
  'inventory.confirmDelivery',
];

/** Roles that a new company starts with; their names are texts of the screens, by code. */
export const defaultRoles: readonly DefaultRole[] = [
  { code: 'rep', permissions: repWork, limits: {} },
  // Sells from a van, which is a warehouse: takes goods back, delivers and invoices on the spot.
  {
    code: 'vanSeller',
    permissions: [...repWork, 'inventory.ship', 'inventory.receiveGoods', permissions.invoice],
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
      permissions.setParties,
      permissions.manageContracts,
      permissions.managePrices,
      permissions.giveSamples,
      permissions.approveDiscount,
      permissions.approveLargeOrder,
      permissions.approveReturn,
      permissions.invoice,
      permissions.collect,
      permissions.setCreditLimit,
      permissions.releaseCredit,
      permissions.approveWriteOff,
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
      permissions.managePrices,
      permissions.setParties,
      permissions.holdOrder,
      permissions.invoice,
      permissions.takePayment,
      permissions.receiveCash,
      permissions.correctPayment,
      permissions.collect,
      permissions.setCreditLimit,
      permissions.releaseCredit,
      permissions.writeOff,
      permissions.approveWriteOff,
      permissions.manageFapiao,
      permissions.manageVouchers,
      permissions.assignTerms,
      permissions.manageRates,
      permissions.managePeriods,
      permissions.importData,
      permissions.seeAudit,
    ],
    limits: { creditRelease: 100_000_000, approval: 100_000_000 },
  },
  { code: 'marketing', permissions: [...sellers, permissions.seeTerritory], limits: {} },
  // Nobody gives what he has not himself: whoever gives rights has all of them.
  { code: 'administrator', permissions: allRights, limits: {} },
];
