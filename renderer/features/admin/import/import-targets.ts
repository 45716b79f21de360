import { prepaymentImportFields, receivableImportFields } from '#shared/domains/billing/model.ts';
import { contactImportFields, customerImportFields } from '#shared/domains/crm/model.ts';
import { productImportFields, stockImportFields, supplierImportFields } from '#shared/domains/inventory/model.ts';
import { orderImportFields, orderLineImportFields } from '#shared/domains/sales/model.ts';
import type { ImportField } from '#shared/kernel/import-fields.ts';

/** What can be imported, in the order in which a new company needs it. */
export const targetKinds = [
  'products',
  'suppliers',
  'customers',
  'contacts',
  'stock',
  'receivables',
  'prepayments',
  'orders',
] as const;
export type TargetKind = (typeof targetKinds)[number];

/** What rows of the file may leave open, and the company says instead. */
export type DefaultName = 'territoryId' | 'paymentTermsDays' | 'currency' | 'unit' | 'taxCode' | 'warehouseId';

export interface ImportTarget {
  readonly kind: TargetKind;
  readonly command: string;
  readonly fields: readonly ImportField[];
  /** Fields of the second file; null where one file is enough. */
  readonly lineFields: readonly ImportField[] | null;
  /** Rows are told apart by it: a second import updates by it. */
  readonly keyField: string;
  /** Fields that belong to the key as well. */
  readonly keyBeside?: readonly string[];
  readonly defaults: readonly DefaultName[];
}

const openItems = {
  command: 'billing.importOpenItems',
  lineFields: null,
  keyField: 'documentNumber',
  keyBeside: ['customerCode'],
  defaults: [],
} as const;

export const importTargets: Readonly<Record<TargetKind, ImportTarget>> = {
  customers: {
    kind: 'customers',
    command: 'crm.importCustomers',
    fields: customerImportFields,
    lineFields: null,
    keyField: 'code',
    defaults: ['territoryId', 'paymentTermsDays', 'currency'],
  },
  products: {
    kind: 'products',
    command: 'inventory.importProducts',
    fields: productImportFields,
    lineFields: null,
    keyField: 'code',
    defaults: ['unit', 'taxCode', 'currency'],
  },
  suppliers: {
    kind: 'suppliers',
    command: 'inventory.importSuppliers',
    fields: supplierImportFields,
    lineFields: null,
    keyField: 'code',
    defaults: ['paymentTermsDays', 'currency'],
  },
  contacts: {
    kind: 'contacts',
    command: 'crm.importContacts',
    fields: contactImportFields,
    lineFields: null,
    keyField: 'name',
    keyBeside: ['customerCode'],
    defaults: [],
  },
  receivables: { kind: 'receivables', fields: receivableImportFields, ...openItems },
  prepayments: { kind: 'prepayments', fields: prepaymentImportFields, ...openItems },
  stock: {
    kind: 'stock',
    command: 'inventory.importStock',
    fields: stockImportFields,
    lineFields: null,
    keyField: 'productCode',
    keyBeside: ['warehouseCode', 'lotCode'],
    defaults: ['warehouseId'],
  },
  orders: {
    kind: 'orders',
    command: 'sales.importOrders',
    fields: orderImportFields,
    lineFields: orderLineImportFields,
    keyField: 'importKey',
    defaults: ['warehouseId'],
  },
};

/** The target that a route's params name, customers where they name none. */
export function targetOf(param: unknown): TargetKind {
  return targetKinds.find((kind) => kind === param) ?? 'customers';
}
