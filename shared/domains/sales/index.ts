import type { Manifest } from '../../kernel/domain.ts';
import { endPromotion } from './commands/end-promotion.ts';
import { saveCustomerGroup } from './commands/save-customer-group.ts';
import { customerBuying } from './queries/customer-buying.ts';
import { customerYear } from './queries/customer-year.ts';
import { freedOrders } from './queries/freed-orders.ts';
import { order } from './queries/order.ts';
import { orderChanges } from './queries/order-changes.ts';
import { orderList } from './queries/order-list.ts';
import { orderPulse } from './queries/order-pulse.ts';
import { priceBook } from './queries/price-book.ts';
import { customerGroups, customerPrices, priceHistory, priceListItems, priceLists } from './queries/price-lists.ts';
import { productHolders } from './queries/product-holders.ts';
import { productOrders } from './queries/product-orders.ts';
import { promotion, promotions } from './queries/promotions.ts';
import { salesByMonth } from './queries/sales-by-month.ts';
import { salesTables } from './tables.ts';

export const sales: Manifest = {
  name: 'sales',
  tables: salesTables,
  balances: [],
  commands: [saveCustomerGroup, endPromotion],
  queries: [
    freedOrders,
    order,
    orderChanges,
    orderList,
    orderPulse,
    priceBook,
    customerGroups,
    priceLists,
    priceListItems,
    customerPrices,
    priceHistory,
    promotions,
    promotion,
    productHolders,
    productOrders,
    salesByMonth,
    customerBuying,
    customerYear,
  ],
  demo: async () => (await import('./demo/parts.ts')).demoParts,
};

/** Whoever knows the domain knows its rows: the tables' types merge into the kernel's. */
export type * from './tables.ts';
