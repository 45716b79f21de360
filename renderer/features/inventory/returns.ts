import { BarcodeOutlined, RollbackOutlined } from '@ant-design/icons';
import { permissions } from '#shared/domains/admin/model.ts';
import type { Feature } from '../../app/feature.ts';
import { loadScreen } from '../../app/load-screen.tsx';
import { openTab } from '../../app/tabs.ts';

const mayTake = 'inventory.receiveGoods';

/** Goods that come back from customers: the work with the scanner, and the papers of it. */
export const returnRoutes: Feature['routes'] = [
  {
    kind: 'takeBack',
    icon: BarcodeOutlined,
    titleKey: 'inventory.work.takeBack.title',
    permission: mayTake,
    isWholeWindow: true,
    // Each delivery has a window of its own: its page opens it with the delivery.
    identity: ({ shipmentId }) => (typeof shipmentId === 'string' ? `takeBack ${shipmentId}` : 'takeBack'),
    component: loadScreen(() => import('./work/take-back/take-back-mode.tsx').then((module) => module.TakeBackMode)),
  },
  {
    kind: 'goodsReturns',
    icon: RollbackOutlined,
    titleKey: 'inventory.returns.title',
    permission: permissions.seeStock,
    component: loadScreen(() => import('./returns/goods-return-list.tsx').then((module) => module.GoodsReturnList)),
  },
  {
    kind: 'goodsReturn',
    icon: RollbackOutlined,
    titleKey: 'inventory.returns.title',
    permission: permissions.seeStock,
    identity: (params) => String(params.goodsReturnId),
    documentParam: 'goodsReturnId',
    component: loadScreen(() => import('./returns/goods-return-page.tsx').then((module) => module.GoodsReturnPage)),
  },
];

/** Where they stand in the menu of whoever takes goods in. */
export const returnMenu: Feature['menu'] = [
  {
    route: 'takeBack',
    icon: BarcodeOutlined,
    labelKey: 'inventory.work.takeBack.title',
    group: 'scanning',
    order: 450,
    permission: mayTake,
  },
  {
    route: 'goodsReturns',
    icon: RollbackOutlined,
    labelKey: 'inventory.returns.title',
    group: 'shipping',
    order: 400,
    permission: mayTake,
  },
];

/** Both by their names, from anywhere. */
export const returnActions: NonNullable<Feature['actions']> = [
  {
    id: 'inventory.takeBack',
    labelKey: 'inventory.work.takeBack.title',
    icon: BarcodeOutlined,
    permission: mayTake,
    isPlace: true,
    run: () => void openTab('takeBack'),
  },
  {
    id: 'inventory.goodsReturns',
    labelKey: 'inventory.returns.title',
    icon: RollbackOutlined,
    permission: permissions.seeStock,
    isPlace: true,
    run: () => void openTab('goodsReturns'),
  },
];
