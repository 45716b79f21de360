import type { Manifest } from '../../kernel/domain.ts';
import { openingItems, openingLimits, openingOrders, openingStock } from './queries/opening-balances.ts';
import { revenueByMonth } from './queries/revenue-by-month.ts';
import { revenueOrders } from './queries/revenue-orders.ts';

/** Questions that look across the domains; it keeps nothing of its own. */
export const reports: Manifest = {
  name: 'reports',
  tables: [],
  balances: [],
  commands: [],
  queries: [revenueByMonth, revenueOrders, openingStock, openingItems, openingOrders, openingLimits],
};
