import { BarcodeOutlined, GiftOutlined, InboxOutlined, OrderedListOutlined, SendOutlined } from '@ant-design/icons';
import { permissions } from '#shared/domains/admin/model.ts';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import type { Feature, SearchHit } from '../../app/feature.ts';
import { loadScreen } from '../../app/load-screen.tsx';
import { openTab } from '../../app/tabs.ts';
import { catalogueActions, catalogueFinders, catalogueMenu, catalogueRoutes, catalogueSearch } from './catalogue.ts';
import { mending } from './mending.ts';
import { paperActions } from './paper-actions.ts';
import { paperMenu, paperRoutes, tallyActions, tallyRoutes } from './papers.ts';
import { returnActions, returnMenu, returnRoutes } from './returns.ts';
import { supplierActions, supplierMenu, supplierRoutes, supplierSearch } from './suppliers.ts';

/** Rights of who picks, and of who packs. */
const mayPick = 'inventory.recordPick';
const mayShip = 'inventory.ship';

const parts = () => import('./today/stock-parts.tsx');

function toHit(row: ProductListRow): SearchHit {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    note: row.unit,
    pictureHash: row.pictureHash,
    open: () => void openTab('product', { productId: row.id }),
  };
}

export const feature: Feature = {
  mending,
  routes: [
    {
      kind: 'stockList',
      icon: InboxOutlined,
      titleKey: 'inventory.stock.title',
      permission: permissions.seeStock,
      component: loadScreen(() => import('./stock-list/stock-list.tsx').then((module) => module.StockList)),
    },
    {
      kind: 'product',
      icon: InboxOutlined,
      titleKey: 'inventory.product.one',
      permission: permissions.seeStock,
      identity: (params) => String(params.productId),
      component: loadScreen(() => import('./product-page/product-page.tsx').then((module) => module.ProductPage)),
    },
    {
      kind: 'releaseQueue',
      icon: OrderedListOutlined,
      titleKey: 'inventory.release.title',
      permission: 'inventory.releaseOrders',
      component: loadScreen(() => import('./way-out/release-queue.tsx').then((module) => module.ReleaseQueue)),
    },
    {
      kind: 'shipments',
      icon: SendOutlined,
      titleKey: 'inventory.shipments.title',
      permission: permissions.seeStock,
      component: loadScreen(() => import('./way-out/shipment-list.tsx').then((module) => module.ShipmentList)),
    },
    {
      kind: 'shipment',
      icon: SendOutlined,
      titleKey: 'inventory.shipments.title',
      permission: permissions.seeStock,
      documentParam: 'shipmentId',
      identity: (params) => String(params.shipmentId),
      component: loadScreen(() => import('./way-out/shipment-page.tsx').then((module) => module.ShipmentPage)),
    },
    {
      kind: 'pickList',
      icon: BarcodeOutlined,
      titleKey: 'inventory.pickLists.title',
      permission: permissions.seeStock,
      documentParam: 'pickListId',
      identity: (params) => String(params.pickListId),
      component: loadScreen(() => import('./pick-lists/pick-list-page.tsx').then((module) => module.PickListPage)),
    },
    {
      kind: 'pick',
      icon: BarcodeOutlined,
      titleKey: 'inventory.work.pick.title',
      permission: mayPick,
      isWholeWindow: true,
      identity: () => 'pick',
      component: loadScreen(() => import('./work/pick/pick-mode.tsx').then((module) => module.PickMode)),
    },
    {
      kind: 'pack',
      icon: GiftOutlined,
      titleKey: 'inventory.work.pack.title',
      permission: mayShip,
      isWholeWindow: true,
      identity: () => 'pack',
      component: loadScreen(() => import('./work/pack/pack-mode.tsx').then((module) => module.PackMode)),
    },
    ...paperRoutes,
    ...supplierRoutes,
    ...tallyRoutes,
    ...returnRoutes,
    ...catalogueRoutes,
  ],
  today: [
    ...(['OutFigure', 'ToOrderFigure', 'ExpiringFigure'] as const).map((name, index) => ({
      id: `inventory.${name}`,
      place: 'figure' as const,
      order: 500 + index,
      permission: permissions.seeStock,
      unless: 'sales.confirmOrder',
      component: loadScreen(() => parts().then((module) => module[name])),
    })),
    {
      id: 'inventory.short',
      place: 'panel',
      order: 500,
      permission: permissions.seeStock,
      unless: 'sales.confirmOrder',
      component: loadScreen(() => parts().then((module) => module.ShortPanel)),
    },
    {
      id: 'inventory.shortForManager',
      place: 'wide',
      order: 500,
      permission: permissions.importData,
      component: loadScreen(() => parts().then((module) => module.ShortPanel)),
    },
    {
      id: 'inventory.receipts',
      place: 'wide',
      order: 510,
      permission: permissions.seeStock,
      unless: 'sales.confirmOrder',
      component: loadScreen(() => parts().then((module) => module.ReceiptsPanel)),
    },
    {
      id: 'inventory.lots',
      place: 'panel',
      order: 520,
      permission: permissions.seeStock,
      unless: 'sales.confirmOrder',
      component: loadScreen(() => parts().then((module) => module.LotsPanel)),
    },
  ],
  menu: [
    {
      route: 'stockList',
      icon: InboxOutlined,
      labelKey: 'inventory.stock.title',
      group: 'warehouse',
      order: 100,
      permission: permissions.seeStock,
    },
    {
      route: 'releaseQueue',
      icon: OrderedListOutlined,
      labelKey: 'inventory.release.title',
      group: 'shipping',
      order: 100,
      permission: 'inventory.releaseOrders',
    },
    {
      route: 'shipments',
      icon: SendOutlined,
      labelKey: 'inventory.shipments.title',
      group: 'shipping',
      order: 200,
      permission: permissions.seeStock,
    },
    {
      route: 'pick',
      icon: BarcodeOutlined,
      labelKey: 'inventory.work.pick.title',
      group: 'scanning',
      order: 300,
      permission: mayPick,
    },
    {
      route: 'pack',
      icon: GiftOutlined,
      labelKey: 'inventory.work.pack.title',
      group: 'scanning',
      order: 400,
      permission: mayShip,
    },
    ...paperMenu,
    ...supplierMenu,
    ...catalogueMenu,
    ...returnMenu,
  ],
  actions: [
    {
      id: 'inventory.pick',
      labelKey: 'inventory.work.pick.title',
      icon: BarcodeOutlined,
      permission: mayPick,
      isPlace: true,
      run: () => void openTab('pick'),
    },
    {
      id: 'inventory.pack',
      labelKey: 'inventory.work.pack.title',
      icon: GiftOutlined,
      permission: mayShip,
      isPlace: true,
      run: () => void openTab('pack'),
    },
    ...paperActions,
    ...supplierActions,
    ...tallyActions,
    ...returnActions,
    ...catalogueActions,
  ],
  finders: catalogueFinders,
  search: [
    {
      query: 'inventory.productList',
      labelKey: 'inventory.products',
      icon: InboxOutlined,
      permission: permissions.seeStock,
      order: 600,
      args: (typed, limitRows) => ({
        search: typed,
        warehouseId: null,
        withDiscontinued: false,
        filter: null,
        cursor: null,
        limit: limitRows,
      }),
      toHit,
    },
    ...catalogueSearch,
    ...supplierSearch,
  ],
};
