import type { ReactNode } from 'react';
import type { ScreenProps } from '../../../app/feature.ts';
import { ReportList } from '../frame/report-list.tsx';
import { ReportPage } from '../frame/report-page.tsx';
import { warehouseReports } from './index.ts';

/** The reports of the warehouse, to choose from. */
export function WarehouseReports(): ReactNode {
  return <ReportList titleKey="reports.warehouse.title" reports={warehouseReports} route="stockReport" />;
}

/** One of them, by the name that the tab was opened with. */
export function WarehouseReport({ params }: ScreenProps): ReactNode {
  const report = warehouseReports.find(({ name }) => name === params.report);
  return report ? <ReportPage key={report.name} report={report} /> : <WarehouseReports />;
}
