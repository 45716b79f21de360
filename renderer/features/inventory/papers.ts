import {
  BarcodeOutlined,
  CalculatorOutlined,
  CarOutlined,
  DownloadOutlined,
  ShoppingOutlined,
  SwapOutlined,
  TruckOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import { permissions } from '#shared/domains/admin/model.ts';
import type { Feature } from '../../app/feature.ts';
import { loadScreen } from '../../app/load-screen.tsx';
import { openTab } from '../../app/tabs.ts';
import { useFlagCount } from './flags/use-flag-count.ts';

const planTours = 'inventory.planTours';
const tourPeople = [planTours, 'inventory.confirmDelivery'];
const stockWorkers = [permissions.transferStock, permissions.countStock, 'inventory.postCount'];

/** Papers of the warehouse and of whoever buys for it. */
export const paperRoutes: Feature['routes'] = [
  {
    kind: 'purchaseList',
    icon: ShoppingOutlined,
    titleKey: 'inventory.purchases.title',
    permission: permissions.seeSuppliers,
    component: loadScreen(() => import('./purchases/purchase-list.tsx').then((module) => module.PurchaseList)),
  },
  {
    kind: 'purchase',
    icon: ShoppingOutlined,
    titleKey: 'inventory.purchases.title',
    permission: permissions.seeSuppliers,
    identity: (params) => String(params.purchaseOrderId),
    documentParam: 'purchaseOrderId',
    component: loadScreen(() => import('./purchases/purchase-page.tsx').then((module) => module.PurchasePage)),
  },
  {
    kind: 'purchaseEntry',
    icon: ShoppingOutlined,
    titleKey: 'inventory.purchases.new',
    permission: permissions.purchase,
    component: loadScreen(() => import('./purchases/purchase-entry.tsx').then((module) => module.PurchaseEntry)),
  },
  {
    kind: 'orderSuggestions',
    icon: ShoppingOutlined,
    titleKey: 'inventory.purchases.suggestions',
    permission: permissions.purchase,
    component: loadScreen(() => import('./purchases/suggestions.tsx').then((module) => module.Suggestions)),
  },
  {
    kind: 'receipts',
    icon: DownloadOutlined,
    titleKey: 'inventory.receipts.title',
    permission: permissions.seeStock,
    component: loadScreen(() => import('./receipts/receipt-list.tsx').then((module) => module.ReceiptList)),
  },
  {
    kind: 'receipt',
    icon: DownloadOutlined,
    titleKey: 'inventory.receipts.title',
    permission: permissions.seeStock,
    identity: (params) => String(params.receiptId),
    documentParam: 'receiptId',
    component: loadScreen(() => import('./receipts/receipt-page.tsx').then((module) => module.ReceiptPage)),
  },
  {
    kind: 'carriers',
    icon: CarOutlined,
    titleKey: 'inventory.carriers.title',
    permission: planTours,
    component: loadScreen(() => import('./carriers/carrier-list.tsx').then((module) => module.CarrierList)),
  },
  {
    kind: 'tours',
    icon: CarOutlined,
    titleKey: 'inventory.tours.title',
    permission: tourPeople,
    component: loadScreen(() => import('./tours/tour-page.tsx').then((module) => module.TourPage)),
  },
  {
    kind: 'quotas',
    icon: TruckOutlined,
    titleKey: 'inventory.quotas.title',
    permission: permissions.seeStock,
    component: loadScreen(() => import('./quotas/quota-list.tsx').then((module) => module.QuotaList)),
  },
  {
    kind: 'transferList',
    icon: SwapOutlined,
    titleKey: 'inventory.transfers.title',
    permission: permissions.transferStock,
    component: loadScreen(() => import('./transfers/transfer-list.tsx').then((module) => module.TransferList)),
  },
  {
    kind: 'transfer',
    icon: SwapOutlined,
    titleKey: 'inventory.transfers.title',
    permission: permissions.transferStock,
    identity: (params) => String(params.transferId),
    documentParam: 'transferId',
    component: loadScreen(() => import('./transfers/transfer-page.tsx').then((module) => module.TransferPage)),
  },
  {
    kind: 'transferEntry',
    icon: SwapOutlined,
    titleKey: 'inventory.transfers.new',
    permission: permissions.transferStock,
    component: loadScreen(() => import('./transfers/transfer-entry.tsx').then((module) => module.TransferEntry)),
  },
  {
    kind: 'countList',
    icon: CalculatorOutlined,
    titleKey: 'inventory.counts.title',
    permission: [permissions.countStock, 'inventory.postCount'],
    component: loadScreen(() => import('./counts/count-list.tsx').then((module) => module.CountList)),
  },
  {
    kind: 'stockCount',
    icon: CalculatorOutlined,
    titleKey: 'inventory.counts.title',
    permission: [permissions.countStock, 'inventory.postCount'],
    identity: (params) => String(params.countId),
    documentParam: 'countId',
    component: loadScreen(() => import('./counts/count-page.tsx').then((module) => module.CountPage)),
  },
  {
    kind: 'stockFlags',
    icon: WarningOutlined,
    titleKey: 'inventory.flags.title',
    permission: stockWorkers,
    component: loadScreen(() => import('./flags/flag-list.tsx').then((module) => module.FlagList)),
  },
];

const tally = () => import('./work/tally/tally-mode.tsx');

/** Work modes of the scanner: goods in, to their places, between warehouses, counted. */
export const tallyRoutes: Feature['routes'] = [
  {
    kind: 'receiveGoods',
    icon: BarcodeOutlined,
    titleKey: 'inventory.work.tally.groups.receive',
    permission: 'inventory.receiveGoods',
    isWholeWindow: true,
    identity: () => 'receiveGoods',
    component: loadScreen(() => tally().then((module) => module.ReceiveMode)),
  },
  {
    kind: 'putAway',
    icon: BarcodeOutlined,
    titleKey: 'inventory.work.tally.groups.putAway',
    permission: 'inventory.moveStock',
    isWholeWindow: true,
    identity: () => 'putAway',
    component: loadScreen(() => tally().then((module) => module.PutAwayMode)),
  },
  {
    kind: 'transferGoods',
    icon: BarcodeOutlined,
    titleKey: 'inventory.work.tally.groups.transfer',
    permission: permissions.transferStock,
    isWholeWindow: true,
    identity: () => 'transferGoods',
    component: loadScreen(() => tally().then((module) => module.TransferMode)),
  },
  {
    kind: 'countGoods',
    icon: BarcodeOutlined,
    titleKey: 'inventory.work.tally.groups.count',
    permission: permissions.countStock,
    isWholeWindow: true,
    identity: () => 'countGoods',
    component: loadScreen(() => tally().then((module) => module.CountMode)),
  },
];

/** Each mode by its name, from anywhere. */
export const tallyActions: NonNullable<Feature['actions']> = tallyRoutes.map(
  ({ kind, icon, titleKey, permission }) => ({
    id: `inventory.${kind}`,
    labelKey: titleKey,
    icon,
    ...(permission === undefined ? {} : { permission }),
    isPlace: true,
    run: () => void openTab(kind),
  }),
);

/** Where they stand in the menu. */
export const paperMenu: Feature['menu'] = [
  {
    route: 'receiveGoods',
    icon: BarcodeOutlined,
    labelKey: 'inventory.work.tally.groups.receive',
    group: 'scanning',
    order: 100,
    permission: 'inventory.receiveGoods',
  },
  {
    route: 'putAway',
    icon: BarcodeOutlined,
    labelKey: 'inventory.work.tally.groups.putAway',
    group: 'scanning',
    order: 200,
    permission: 'inventory.moveStock',
  },
  {
    route: 'transferGoods',
    icon: BarcodeOutlined,
    labelKey: 'inventory.work.tally.groups.transfer',
    group: 'scanning',
    order: 500,
    permission: permissions.transferStock,
  },
  {
    route: 'countGoods',
    icon: BarcodeOutlined,
    labelKey: 'inventory.work.tally.groups.count',
    group: 'scanning',
    order: 600,
    permission: permissions.countStock,
  },
  {
    route: 'purchaseList',
    icon: ShoppingOutlined,
    labelKey: 'inventory.purchases.title',
    group: 'purchasing',
    order: 100,
    permission: permissions.seeSuppliers,
  },
  {
    route: 'receipts',
    icon: DownloadOutlined,
    labelKey: 'inventory.receipts.title',
    group: 'purchasing',
    order: 200,
    permission: permissions.seeSuppliers,
  },
  {
    route: 'transferList',
    icon: SwapOutlined,
    labelKey: 'inventory.transfers.title',
    group: 'warehouse',
    order: 300,
    permission: permissions.transferStock,
  },
  {
    route: 'tours',
    icon: CarOutlined,
    labelKey: 'inventory.tours.title',
    group: 'shipping',
    order: 300,
    permission: tourPeople,
  },
  {
    route: 'quotas',
    icon: TruckOutlined,
    labelKey: 'inventory.quotas.title',
    group: 'warehouse',
    order: 500,
    permission: permissions.seeStock,
  },
  {
    route: 'countList',
    icon: CalculatorOutlined,
    labelKey: 'inventory.counts.title',
    group: 'warehouse',
    order: 400,
    permission: [permissions.countStock, 'inventory.postCount'],
  },
  {
    route: 'stockFlags',
    icon: WarningOutlined,
    labelKey: 'inventory.flags.title',
    group: 'warehouse',
    order: 600,
    permission: stockWorkers,
    useCount: useFlagCount,
  },
];
