import { AreaChartOutlined, BarChartOutlined } from '@ant-design/icons';
import { permissions } from '#shared/domains/admin/model.ts';
import type { Feature } from '../../app/feature.ts';
import { loadScreen } from '../../app/load-screen.tsx';
import { openTab } from '../../app/tabs.ts';

const warehouse = () => import('./warehouse/warehouse-reports.tsx');
/** The warehouse's reports, for the search of everything, and who may see each; a test compares them with the definitions. */
export const warehouseReportRights = {
  stockAtDate: permissions.seeStockReports,
  stockCover: permissions.seeStockReports,
  slowStock: permissions.seeStockReports,
  lotAgeing: permissions.seeStockReports,
  expiryOutlook: permissions.seeStockReports,
  countAccuracy: permissions.seeStockReports,
  fillRate: permissions.seeStockReports,
  freightCost: permissions.seeCost,
};

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
    {
      kind: 'stockReports',
      icon: AreaChartOutlined,
      titleKey: 'reports.warehouse.title',
      permission: permissions.seeStockReports,
      component: loadScreen(() => warehouse().then((module) => module.WarehouseReports)),
    },
    {
      kind: 'stockReport',
      icon: AreaChartOutlined,
      titleKey: 'reports.warehouse.title',
      title: (params, t) => t(`reports.${params.report}.title`),
      permission: permissions.seeStockReports,
      identity: (params) => String(params.report),
      component: loadScreen(() => warehouse().then((module) => module.WarehouseReport)),
    },
  ],
  menu: [
    {
      route: 'stockReports',
      icon: AreaChartOutlined,
      labelKey: 'reports.warehouse.menu',
      group: 'reports',
      order: 100,
      permission: permissions.seeStockReports,
    },
    {
      route: 'revenue',
      icon: BarChartOutlined,
      labelKey: 'reports.revenue.menu',
      group: 'reports',
      order: 200,
      permission: permissions.seeReports,
    },
  ],
  actions: Object.entries(warehouseReportRights).map(([name, permission]) => ({
    id: `reports.${name}`,
    labelKey: `reports.${name}.title`,
    ...(name === 'stockAtDate' ? { wordsKey: 'reports.stockAtDate.words' } : {}),
    icon: AreaChartOutlined,
    permission,
    isPlace: true,
    run: () => void openTab('stockReport', { report: name }),
  })),
};
