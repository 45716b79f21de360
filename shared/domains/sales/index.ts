import type { Manifest } from '../../kernel/domain.ts';
import { customerBuying } from './queries/customer-buying.ts';
import { order } from './queries/order.ts';
import { orderList } from './queries/order-list.ts';
import { salesTables } from './tables.ts';

export const sales: Manifest = {
  name: 'sales',
  tables: salesTables,
  balances: [],
  commands: [],
  queries: [order, orderList, customerBuying],
  demo: async () => (await import('./demo/parts.ts')).demoParts,
};

/** Whoever knows the domain knows its rows: the tables' types merge into the kernel's. */
export type * from './tables.ts';
