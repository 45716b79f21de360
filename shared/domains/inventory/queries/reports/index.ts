import { countAccuracy, countDifferences } from './count-accuracy.ts';
import { fillRate, fillRateLines } from './fill-rate.ts';
import { freightCost, freightShipments } from './freight-cost.ts';
import { expiryOutlook, lotAgeing } from './lot-age.ts';
import { movementsBehind } from './movements-behind.ts';
import { reportReach } from './read-basis.ts';
import { slowStock } from './slow-stock.ts';
import { stockAtDate } from './stock-at-date.ts';
import { stockCover } from './stock-cover.ts';

/** Reports of the warehouse, and what stands behind their figures. */
export const reportQueries = [
  reportReach,
  stockAtDate,
  stockCover,
  slowStock,
  lotAgeing,
  expiryOutlook,
  countAccuracy,
  countDifferences,
  fillRate,
  fillRateLines,
  freightCost,
  freightShipments,
  movementsBehind,
];
