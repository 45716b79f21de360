import { ShopOutlined } from '@ant-design/icons';
import { permissions } from '#shared/domains/admin/model.ts';
import type { SupplierListRow } from '#shared/domains/inventory/queries/suppliers.ts';
import type { Feature } from '../../app/feature.ts';
import { loadScreen } from '../../app/load-screen.tsx';
import { openTab } from '../../app/tabs.ts';

/** Whom goods are bought from. */
export const supplierRoutes: Feature['routes'] = [
  {
    kind: 'supplierList',
    icon: ShopOutlined,
    titleKey: 'inventory.suppliers.title',
    permission: permissions.seeSuppliers,
    component: loadScreen(() => import('./suppliers/supplier-list.tsx').then((module) => module.SupplierList)),
  },
  {
    kind: 'supplier',
    icon: ShopOutlined,
    titleKey: 'inventory.purchases.supplier',
    permission: permissions.seeSuppliers,
    identity: (params) => String(params.supplierId),
    component: loadScreen(() => import('./suppliers/supplier-page.tsx').then((module) => module.SupplierPage)),
  },
  {
    kind: 'supplierEntry',
    icon: ShopOutlined,
    titleKey: 'inventory.suppliers.new',
    permission: permissions.purchase,
    identity: (params) => String(params.supplierId),
    component: loadScreen(() => import('./suppliers/supplier-entry.tsx').then((module) => module.SupplierEntry)),
  },
];

export const supplierMenu: Feature['menu'] = [
  {
    route: 'supplierList',
    icon: ShopOutlined,
    labelKey: 'inventory.suppliers.title',
    group: 'purchasing',
    order: 300,
    permission: permissions.seeSuppliers,
  },
];

/** Suppliers, as the search of the header finds them. */
export const supplierSearch: NonNullable<Feature['search']> = [
  {
    query: 'inventory.suppliers',
    labelKey: 'inventory.suppliers.title',
    icon: ShopOutlined,
    permission: permissions.seeSuppliers,
    order: 640,
    // Which of their orders are late is not shown among hits: any day will do.
    args: (typed, limitRows) => ({ search: typed, today: '2000-01-01', cursor: null, limit: limitRows }),
    toHit: (row: SupplierListRow) => ({
      ...{ id: row.id, code: row.code, name: row.name, note: row.city ?? '' },
      open: () => void openTab('supplier', { supplierId: row.id }),
    }),
  },
];

export const supplierActions: NonNullable<Feature['actions']> = [
  {
    id: 'inventory.newSupplier',
    labelKey: 'inventory.suppliers.new',
    icon: ShopOutlined,
    permission: permissions.purchase,
    isNew: true,
    isPlace: true,
    run: () => void openTab('supplierEntry', { supplierId: null }),
  },
];
