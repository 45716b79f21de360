import type { Manifest } from '../kernel/domain.ts';
import { cancelOrder } from './cancel-order.ts';
import { confirmOrder, confirmOrderFirst } from './confirm-order.ts';
import { importCustomers } from './import-customers.ts';
import { importOrders } from './import-orders.ts';
import { settleShortage } from './settle-shortage.ts';

export const workflows: Manifest = {
  name: 'workflows',
  tables: [],
  balances: [],
  commands: [confirmOrder, confirmOrderFirst, cancelOrder, settleShortage, importCustomers, importOrders],
  queries: [],
};
