import { FileAddOutlined, ShoppingCartOutlined } from '@ant-design/icons';
import { permissions } from '#shared/domains/admin/model.ts';
import type { OrderListRow } from '#shared/domains/sales/queries/order-list.ts';
import type { Feature, SearchHit } from '../../app/feature.ts';
import { i18n } from '../../app/i18n.ts';
import { loadScreen } from '../../app/load-screen.tsx';
import { activateTab, closeTab, openTab, useTabs } from '../../app/tabs.ts';
import { shortDateText } from '../../ui/format-text.ts';
import { mending } from './mending.ts';
import { tellSince } from './order-document/tell-since.ts';
import { tellDecisions } from './shortage/tell-decisions.ts';

const figures = () => import('./today/order-figures.tsx');
const panels = () => import('./today/sales-panels.tsx');

function toHit(row: OrderListRow): SearchHit {
  return {
    id: row.id,
    code: row.number,
    name: row.customerName,
    note: shortDateText(row.orderedOn, i18n.language),
    isStub: row.state === 'rejected',
    open: () => void openTab('order', { orderId: row.id }),
  };
}

/** For the tour: an empty order, gone with its step unless one was open already. */
function showOrderEntry(): () => void {
  const { tabs, activeId } = useTabs.getState();
  const id = openTab('orderEntry');
  return () => {
    if (!tabs.some((tab) => tab.id === id)) void closeTab(id);
    if (activeId !== null) activateTab(activeId);
  };
}

const shortage = () => import('./shortage/short-stock.tsx');
const answers = () => import('./answers/told-answers.tsx');

export const feature: Feature = {
  attention: [
    { codes: ['inventory.shortStock'], component: loadScreen(() => shortage().then((module) => module.ShortStock)) },
    { codes: ['sales.numberTaken'], component: loadScreen(() => answers().then((module) => module.NumberTaken)) },
    {
      codes: [
        'sales.priceNotListed',
        'sales.discountBeyondLimit',
        'sales.priceBelowFloor',
        'billing.taxRateDiffers',
        'billing.limitExceeded',
        'billing.limitExpired',
        'billing.overdue',
      ],
      component: loadScreen(() => answers().then((module) => module.OrderHeld)),
    },
  ],
  decisions: { 'sales.settleShortage': tellDecisions },
  since: { 'sales.confirmOrder': tellSince },
  mending,
  routes: [
    {
      kind: 'orderEntry',
      icon: ShoppingCartOutlined,
      titleKey: 'sales.newOrder',
      permission: 'sales.confirmOrder',
      component: loadScreen(() => import('./order-entry/order-entry.tsx').then((module) => module.OrderEntry)),
    },
    {
      kind: 'order',
      icon: ShoppingCartOutlined,
      titleKey: 'sales.order.one',
      permission: 'sales.see',
      documentParam: 'orderId',
      identity: (params) => String(params.orderId),
      component: loadScreen(() => import('./order-page/order-page.tsx').then((module) => module.OrderPage)),
    },
    {
      kind: 'orderList',
      icon: ShoppingCartOutlined,
      titleKey: 'sales.list.title',
      permission: 'sales.see',
      component: loadScreen(() => import('./order-list/order-list.tsx').then((module) => module.OrderList)),
    },
  ],
  menu: [
    {
      route: 'orderList',
      icon: ShoppingCartOutlined,
      labelKey: 'sales.list.title',
      group: 'sales',
      order: 200,
      permission: 'sales.see',
    },
  ],
  actions: [
    {
      id: 'sales.newOrder',
      labelKey: 'sales.newOrder',
      icon: FileAddOutlined,
      permission: 'sales.confirmOrder',
      isNew: true,
      order: 100,
      shortcut: 'mod+shift+o',
      run: () => void openTab('orderEntry'),
    },
  ],
  tour: [
    {
      id: 'sales.new',
      order: 200,
      titleKey: 'sales.tour.new.title',
      textKey: 'sales.tour.new.text',
      keys: ['n'],
      target: '.new-button',
      permission: 'sales.confirmOrder',
    },
    {
      id: 'sales.confirm',
      order: 300,
      titleKey: 'sales.tour.confirm.title',
      textKey: 'sales.tour.confirm.text',
      keys: ['mod+enter'],
      target: '.order .page-footer .ant-btn-primary',
      permission: 'sales.confirmOrder',
      prepare: showOrderEntry,
    },
  ],
  today: [
    {
      id: 'sales.month',
      place: 'figure',
      order: 100,
      permission: 'sales.confirmOrder',
      component: loadScreen(() => figures().then((module) => module.MonthFigure)),
    },
    {
      id: 'sales.open',
      place: 'figure',
      order: 110,
      permission: 'sales.see',
      unless: 'sales.confirmOrder',
      component: loadScreen(() => figures().then((module) => module.OpenFigure)),
    },
    {
      id: 'sales.held',
      place: 'figure',
      order: 200,
      permission: 'sales.confirmOrder',
      component: loadScreen(() => figures().then((module) => module.HeldFigure)),
    },
    {
      id: 'sales.backOrdered',
      place: 'figure',
      order: 210,
      permission: 'sales.see',
      component: loadScreen(() => figures().then((module) => module.BackOrderedFigure)),
    },
    {
      id: 'sales.due',
      place: 'figure',
      order: 220,
      permission: 'sales.see',
      component: loadScreen(() => figures().then((module) => module.DueFigure)),
    },
    {
      id: 'sales.drafts',
      place: 'figure',
      order: 900,
      permission: 'sales.confirmOrder',
      component: loadScreen(() => figures().then((module) => module.DraftsFigure)),
    },
    {
      id: 'sales.chart',
      place: 'wide',
      order: 100,
      permission: permissions.seeReports,
      component: loadScreen(() => panels().then((module) => module.SalesChart)),
    },
    {
      id: 'sales.territories',
      place: 'panel',
      order: 110,
      permission: permissions.importData,
      component: loadScreen(() => panels().then((module) => module.TerritoriesPanel)),
    },
    {
      id: 'sales.waiting',
      place: 'panel',
      order: 200,
      permission: 'sales.confirmOrder',
      component: loadScreen(() => panels().then((module) => module.WaitingPanel)),
    },
    {
      id: 'sales.freed',
      mayBeEmpty: true,
      place: 'panel',
      order: 205,
      permission: 'sales.confirmOrder',
      component: loadScreen(() => import('./today/freed-panel.tsx').then((module) => module.FreedPanel)),
    },
    {
      id: 'sales.dueOrders',
      place: 'wide',
      order: 210,
      permission: 'sales.see',
      unless: 'sales.confirmOrder',
      component: loadScreen(() => panels().then((module) => module.DuePanel)),
    },
  ],
  search: [
    {
      query: 'sales.orderList',
      labelKey: 'sales.list.title',
      icon: ShoppingCartOutlined,
      permission: 'sales.see',
      order: 500,
      args: (typed, limitRows) => ({
        search: typed,
        filter: null,
        warehouseId: null,
        customerId: null,
        cursor: null,
        limit: limitRows,
      }),
      toHit,
    },
  ],
};
