import { SwapOutlined, TeamOutlined } from '@ant-design/icons';
import { permissions } from '#shared/domains/admin/model.ts';
import type { CustomerListRow } from '#shared/domains/crm/queries/customer-list.ts';
import type { Feature, SearchHit } from '../../app/feature.ts';
import { loadScreen } from '../../app/load-screen.tsx';
import { openTab } from '../../app/tabs.ts';
import { mending } from './mending.ts';

const parts = () => import('./today/customer-parts.tsx');

function toHit(row: CustomerListRow): SearchHit {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    ...(row.city === null ? {} : { note: row.city }),
    open: () => void openTab('customer', { customerId: row.id }),
  };
}

export const feature: Feature = {
  mending,
  routes: [
    {
      kind: 'customerList',
      icon: TeamOutlined,
      titleKey: 'crm.customers.title',
      permission: permissions.seeCustomers,
      component: loadScreen(() => import('./customer-list/customer-list.tsx').then((module) => module.CustomerList)),
    },
    {
      kind: 'customer',
      icon: TeamOutlined,
      titleKey: 'crm.customer.one',
      permission: permissions.seeCustomers,
      identity: (params) => String(params.customerId),
      component: loadScreen(() => import('./customer-page/customer-page.tsx').then((module) => module.CustomerPage)),
    },
    {
      kind: 'handOver',
      icon: SwapOutlined,
      titleKey: 'crm.handOver.title',
      permission: permissions.assignCustomers,
      identity: (params) => String(params.userId),
      component: loadScreen(() => import('./owners/hand-over-screen.tsx').then((module) => module.HandOverScreen)),
    },
  ],
  today: [
    {
      id: 'crm.lost',
      mayBeEmpty: true,
      place: 'panel',
      order: 290,
      permission: 'crm.giveBackCustomer',
      component: loadScreen(() => import('./today/lost-panel.tsx').then((module) => module.LostPanel)),
    },
    {
      id: 'crm.firstCustomers',
      mayBeEmpty: true,
      place: 'wide',
      order: 1,
      permission: permissions.seeCustomers,
      component: loadScreen(() => parts().then((module) => module.FirstCustomers)),
    },
    {
      id: 'crm.silent',
      place: 'figure',
      order: 300,
      permission: 'sales.confirmOrder',
      component: loadScreen(() => parts().then((module) => module.SilentFigure)),
    },
    {
      id: 'crm.overdue',
      place: 'figure',
      order: 310,
      permission: permissions.seeCredit,
      component: loadScreen(() => parts().then((module) => module.OverdueFigure)),
    },
    {
      id: 'crm.silentCustomers',
      place: 'panel',
      order: 300,
      permission: 'sales.confirmOrder',
      component: loadScreen(() => parts().then((module) => module.SilentPanel)),
    },
    {
      id: 'crm.ageing',
      place: 'panel',
      order: 310,
      permission: permissions.seeCredit,
      component: loadScreen(() => parts().then((module) => module.AgeingPanel)),
    },
    {
      id: 'crm.overdueBy',
      place: 'panel',
      order: 320,
      permission: permissions.seeCredit,
      component: loadScreen(() => parts().then((module) => module.OverduePanel)),
    },
  ],
  menu: [
    {
      route: 'customerList',
      icon: TeamOutlined,
      labelKey: 'crm.customers.title',
      group: 'sales',
      order: 100,
      permission: permissions.seeCustomers,
    },
  ],
  search: [
    {
      query: 'crm.customerList',
      labelKey: 'crm.customers.title',
      icon: TeamOutlined,
      permission: permissions.seeCustomers,
      order: 200,
      args: (typed, limitRows) => ({ search: typed, cursor: null, limit: limitRows }),
      toHit,
    },
  ],
};
