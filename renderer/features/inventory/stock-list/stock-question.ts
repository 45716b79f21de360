import { create } from 'zustand';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';

export const stockFilters = ['all', 'toOrder', 'out'] as const;
export type StockFilter = (typeof stockFilters)[number];

interface StockQuestion {
  readonly search: string;
  readonly filter: StockFilter;
  /** Null: the company's first. */
  readonly warehouseId: string | null;
  /** Null: by the role; who sells does not see them. */
  readonly withDiscontinued: boolean | null;
}

/** What the stock list shows; the search of the header sets it too. */
export const useStockQuestion = create<StockQuestion>(() => ({
  search: '',
  filter: 'all',
  warehouseId: null,
  withDiscontinued: null,
}));

/** The figures whose change makes a row glow. */
export const stampOf = (row: ProductListRow): string =>
  [row.onHand, row.reserved, row.incoming, row.incomingDueOn, row.reorderPoint].join();
