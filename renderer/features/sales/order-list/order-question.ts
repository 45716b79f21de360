import { makeListQuestion } from '../../../app/list-question.ts';
import type { OrderFilter } from './order-rows.ts';

interface OrderQuestion {
  readonly search: string;
  readonly filter: OrderFilter;
  /** Null: all. */
  readonly warehouseId: string | null;
}

/** What the list of orders shows; the figures of the start page set it too. */
export const { use: useOrderQuestion, ask: askOrders } = makeListQuestion<OrderQuestion>({
  search: '',
  filter: 'all',
  warehouseId: null,
});
