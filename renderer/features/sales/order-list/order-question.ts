import { create } from 'zustand';
import type { OrderFilter } from './order-rows.ts';

interface OrderQuestion {
  readonly search: string;
  readonly filter: OrderFilter;
  /** Null: all. */
  readonly warehouseId: string | null;
}

const everything: OrderQuestion = { search: '', filter: 'all', warehouseId: null };

/** What the list of orders shows; the figures of the start page set it too. */
export const useOrderQuestion = create<OrderQuestion>(() => everything);

/** Sets the question anew: what is not said shows everything. */
export function askOrders(question: Partial<OrderQuestion>): void {
  useOrderQuestion.setState({ ...everything, ...question });
}
