import type { ReportDefinition } from '../frame/report-definition.ts';
import { expiryOutlook, lotAgeing, slowStock, stockAtDate, stockCover } from './stock-definitions.ts';
import { countAccuracy, fillRate, freightCost } from './work-definitions.ts';

/** Reports of the warehouse, in the order in which they are listed. */
export const warehouseReports: readonly ReportDefinition[] = [
  stockAtDate,
  stockCover,
  slowStock,
  lotAgeing,
  expiryOutlook,
  countAccuracy,
  fillRate,
  freightCost,
];
