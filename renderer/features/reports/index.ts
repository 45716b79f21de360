import { BarChartOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import { permissions } from '#shared/domains/admin/model.ts';
import type { Feature } from '../../app/feature.ts';

export const feature: Feature = {
  routes: [
    {
      kind: 'revenue',
      icon: BarChartOutlined,
      titleKey: 'reports.revenue.title',
      permission: permissions.seeReports,
      // One tab; what it was opened with is where it begins.
      identity: () => 'revenue',
      component: lazy(() => import('./revenue/revenue-page.tsx').then((module) => ({ default: module.RevenuePage }))),
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
