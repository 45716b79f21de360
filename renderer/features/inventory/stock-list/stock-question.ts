import type { StockListRow } from '#shared/domains/inventory/queries/stock-list.ts';
import { makeListQuestion } from '../../../app/list-question.ts';

export const stockFilters = ['all', 'toOrder', 'out', 'expiring', 'negative'] as const;
export type StockFilter = (typeof stockFilters)[number];

interface StockQuestion {
  readonly search: string;
  readonly filter: StockFilter;
  /** Null: all. */
  readonly warehouseId: string | null;
  readonly category: string | null;
  /** Null: by the role; who sells does not see them. */
  readonly withDiscontinued: boolean | null;
}

/** What the stock list shows; the figures of the start page set it too. */
export const { use: useStockQuestion, ask: askStock } = makeListQuestion<StockQuestion>({
  search: '',
  filter: 'all',
  warehouseId: null,
  category: null,
  withDiscontinued: null,
});

/** A lot with so many days left or fewer is looked at. */
export const EXPIRY_WATCH_DAYS = 30;

/** The figures whose change makes a row glow. */
export const stampOf = (row: StockListRow): string =>
  [row.onHand, row.reserved, row.incoming, row.incomingDueOn, row.reorderPoint].join();
