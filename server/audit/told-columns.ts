/** How the audit tells a column of a row, and what a row is called by. A test holds it against the audited tables. */

import type { Table } from '#shared/kernel/table.ts';
import type { AuditChange } from '#shared/protocol/audit.ts';
import { allTables } from '#shared/registry.ts';

type Kind = AuditChange['kind'];

export const auditedTables: ReadonlyMap<string, Table> = new Map(
  allTables.filter(({ audited }) => audited).map((table) => [table.name, table]),
);

/** What an administrator did with a computer: no synced row, and told by everybody who may read the audit. */
export const DEVICES = 'devices';

/** Columns that hold another row's id, and whose. */
export const namedBy: Readonly<Record<string, string>> = {
  territoryId: 'territories',
  ownerId: 'users',
  ownerTeamId: 'teams',
  paymentTermsId: 'paymentTerms',
  leaderId: 'users',
  teamId: 'teams',
  userId: 'users',
  deputyId: 'users',
  roleId: 'roles',
  legalEntityId: 'legalEntities',
  productId: 'products',
  customerId: 'customers',
  changedBy: 'users',
  familyId: 'productFamilies',
  unitId: 'productUnits',
  substituteId: 'products',
  warehouseId: 'warehouses',
  supplierId: 'suppliers',
  zoneId: 'zones',
  parentId: 'customers',
  billToId: 'customers',
  payerId: 'customers',
  groupId: 'customerGroups',
  priceListId: 'priceLists',
};

const kinds: Readonly<Record<string, Kind>> = {
  basePrice: 'price',
  floorPrice: 'price',
  averageCost: 'price',
  limitMinor: 'amount',
  'taxRates.rate': 'percent',
  'exchangeRates.rate': 'rate',
  reorderPoint: 'quantity',
  maximum: 'quantity',
  multiple: 'quantity',
  safetyStock: 'quantity',
  granted: 'quantity',
  left: 'quantity',
  paymentTermsDays: 'days',
  shelfLifeDays: 'days',
  leadDays: 'days',
  'paymentTerms.days': 'days',
  validFrom: 'date',
  validUntil: 'date',
  minMinor: 'amount',
  startsOn: 'date',
  endsOn: 'date',
  heldSince: 'instant',
  changedAt: 'instant',
  deletedAt: 'instant',
  permission: 'right',
  'users.password': 'word',
  'devices.state': 'word',
  'devices.recoveryCopy': 'word',
  'devices.handedOver': 'word',
};

/** They follow from another column that is told, or from who did it and when. */
export const untold: ReadonlySet<string> = new Set([
  'holderId',
  'heldSince',
  'changedBy',
  'changedByName',
  'changedAt',
  'seriesId',
  'knownFrom',
  'knownUntil',
]);

const LIMIT_TABLES: ReadonlySet<string> = new Set(['roleLimits', 'userLimits']);

/**
 * How a value of the column is read.
 * @param rowKind the word in the row's column `kind`, of a table that has it: a limit is a percentage or an amount by it
 */
export function kindOf(tableName: string, columnName: string, rowKind: string | null = null): Kind {
  if (LIMIT_TABLES.has(tableName) && columnName === 'value') return rowKind === 'discount' ? 'percent' : 'amount';
  const given = kinds[`${tableName}.${columnName}`] ?? kinds[columnName];
  if (given) return given;
  if (namedBy[columnName]) return 'name';
  const column = auditedTables.get(tableName)?.columns[columnName];
  if (column?.values) return column.storage === 'integer' ? 'yesNo' : 'word';
  return column?.storage === 'integer' ? 'number' : 'text';
}

/** The right without which nobody is told of a table (R47); null: none is needed. */
export function rightFor(tableName: string): string | null {
  for (const rule of auditedTables.get(tableName)?.scopedBy ?? []) if ('right' in rule && rule.right) return rule.right;
  return null;
}
