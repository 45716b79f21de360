import {
  AppstoreAddOutlined,
  BarcodeOutlined,
  ClusterOutlined,
  EnvironmentOutlined,
  FileTextOutlined,
  InboxOutlined,
  TagsOutlined,
} from '@ant-design/icons';
import { permissions } from '#shared/domains/admin/model.ts';
import type { LotHit, SerialHit } from '#shared/domains/inventory/queries/code-hits.ts';
import type { LocationRow } from '#shared/domains/inventory/queries/places.ts';
import type { Feature } from '../../app/feature.ts';
import { loadScreen } from '../../app/load-screen.tsx';
import { openTab } from '../../app/tabs.ts';
import { findPapers } from './find-papers.ts';
import { findScanned } from './find-scanned.ts';

/** What there is: products and their families, zones and places, lots and numbered pieces. */
export const catalogueRoutes: Feature['routes'] = [
  {
    kind: 'productEntry',
    icon: InboxOutlined,
    titleKey: 'inventory.catalogue.new',
    permission: permissions.manageProducts,
    identity: (params) => String(params.productId),
    component: loadScreen(() => import('./catalogue/product-entry.tsx').then((module) => module.ProductEntry)),
  },
  {
    kind: 'families',
    icon: ClusterOutlined,
    titleKey: 'inventory.catalogue.families',
    permission: permissions.manageProducts,
    component: loadScreen(() => import('./catalogue/family-list.tsx').then((module) => module.FamilyList)),
  },
  {
    kind: 'familyEntry',
    icon: ClusterOutlined,
    titleKey: 'inventory.catalogue.newFamily',
    permission: permissions.manageProducts,
    identity: (params) => String(params.familyId),
    component: loadScreen(() => import('./catalogue/family-entry.tsx').then((module) => module.FamilyEntry)),
  },
  {
    kind: 'places',
    icon: EnvironmentOutlined,
    titleKey: 'inventory.places.title',
    permission: permissions.seeStock,
    component: loadScreen(() => import('./places/places-page.tsx').then((module) => module.PlacesPage)),
  },
  {
    kind: 'location',
    icon: EnvironmentOutlined,
    titleKey: 'inventory.trace.place',
    permission: permissions.seeStock,
    identity: (params) => String(params.locationId),
    component: loadScreen(() => import('./places/location-page.tsx').then((module) => module.LocationPage)),
  },
  {
    kind: 'lot',
    icon: TagsOutlined,
    titleKey: 'inventory.lots.code',
    permission: permissions.seeStock,
    identity: (params) => String(params.lotId),
    component: loadScreen(() => import('./trace/lot-page.tsx').then((module) => module.LotPage)),
  },
  {
    kind: 'serial',
    icon: BarcodeOutlined,
    titleKey: 'inventory.trace.serialNumber',
    permission: permissions.seeStock,
    identity: (params) => String(params.serialId),
    component: loadScreen(() => import('./trace/serial-page.tsx').then((module) => module.SerialPage)),
  },
];

export const catalogueMenu: Feature['menu'] = [
  {
    route: 'places',
    icon: EnvironmentOutlined,
    labelKey: 'inventory.places.title',
    group: 'warehouse',
    order: 200,
    permission: [permissions.managePlaces, permissions.transferStock, permissions.countStock],
  },
];

export const catalogueActions: NonNullable<Feature['actions']> = [
  {
    id: 'inventory.newProduct',
    labelKey: 'inventory.catalogue.new',
    icon: AppstoreAddOutlined,
    permission: 'inventory.saveProduct#price',
    isNew: true,
    isPlace: true,
    run: () => void openTab('productEntry', { productId: null }),
  },
  {
    id: 'inventory.families',
    labelKey: 'inventory.catalogue.families',
    icon: ClusterOutlined,
    permission: permissions.manageProducts,
    isPlace: true,
    run: () => void openTab('families'),
  },
];

const found = (typed: string, limitRows: number) => ({ search: typed, cursor: null, limit: limitRows });

/** A label that is scanned, or typed in the search of the header, leads to its page. */
export const catalogueSearch: NonNullable<Feature['search']> = [
  {
    query: 'inventory.lotHits',
    labelKey: 'inventory.lots.title',
    icon: TagsOutlined,
    permission: permissions.seeStock,
    order: 610,
    args: found,
    toHit: (row: LotHit) => ({
      ...{ id: row.id, code: row.code, name: `${row.productCode} ${row.productName}`, note: row.expiresOn ?? '' },
      open: () => void openTab('lot', { lotId: row.id }),
    }),
  },
  {
    query: 'inventory.serialHits',
    labelKey: 'inventory.trace.serials',
    icon: BarcodeOutlined,
    permission: permissions.seeStock,
    order: 620,
    args: found,
    toHit: (row: SerialHit) => ({
      ...{ id: row.id, code: row.code, name: `${row.productCode} ${row.productName}` },
      open: () => void openTab('serial', { serialId: row.id }),
    }),
  },
  {
    query: 'inventory.locationList',
    labelKey: 'inventory.places.locations',
    icon: EnvironmentOutlined,
    permission: permissions.seeStock,
    order: 630,
    args: (typed, limitRows) => ({ ...found(typed, limitRows), warehouseId: null, zoneId: null, use: 'all' }),
    toHit: (row: LocationRow) => ({
      ...{ id: row.id, code: row.code, name: row.productName ?? '', note: row.zoneCode ?? '' },
      open: () => void openTab('location', { locationId: row.id }),
    }),
  },
];

/** What a scanner read that no list has as it stands: a box's code, a code with elements, a parcel's label. */
export const catalogueFinders: NonNullable<Feature['finders']> = [
  { id: 'inventory.papers', labelKey: 'inventory.papers', icon: FileTextOutlined, find: findPapers },
  { id: 'inventory.scanned', labelKey: 'inventory.places.scanned', icon: BarcodeOutlined, find: findScanned },
];
