import { BarChartOutlined } from '@ant-design/icons';
import { permissions } from '#shared/domains/admin/model.ts';
import type { Feature } from '../../app/feature.ts';
import { loadScreen } from '../../app/load-screen.tsx';

export const feature: Feature = {
  routes: [
    {
      kind: 'revenue',
      icon: BarChartOutlined,
      titleKey: 'reports.revenue.title',
      permission: permissions.seeReports,
      // One tab; what it was opened with is where it begins.
      identity: () => 'revenue',
      component: loadScreen(() => import('./revenue/revenue-page.tsx').then((module) => module.RevenuePage)),
    },
  ],
  menu: [
    {
      route: 'revenue',
      icon: BarChartOutlined,
      labelKey: 'reports.revenue.menu',
      order: 900,
      permission: permissions.seeReports,
    },
  ],
};
