import type { Manifest } from '../../kernel/domain.ts';
import { confirmDelivery } from './commands/confirm-delivery.ts';
import { importProducts } from './commands/import-products.ts';
import { importProductsFirst } from './commands/import-products-first.ts';
import { importSuppliers } from './commands/import-suppliers.ts';
import { planTour } from './commands/plan-tour.ts';
import { recordPick } from './commands/record-pick.ts';
import { saveCarrier } from './commands/save-carrier.ts';
import { saveWarehouse } from './commands/save-warehouse.ts';
import { countList, stockCount, zonesToCount } from './queries/count-list.ts';
import { orderSuggestions } from './queries/order-suggestions.ts';
import { packQueue, packWork } from './queries/pack-work.ts';
import { pickListsOfOrder, pickListsToDo } from './queries/pick-lists.ts';
import { pickShelves, pickWork } from './queries/pick-work.ts';
import { product } from './queries/product.ts';
import { productList, productsByCodes, productsById } from './queries/product-list.ts';
import { promises } from './queries/promises.ts';
import { purchase, purchaseList, purchaseUnits, supplierList } from './queries/purchase-list.ts';
import { releaseQueue } from './queries/release-queue.ts';
import { reportQueries } from './queries/reports/index.ts';
import { scanned } from './queries/scanned.ts';
import { carriers, shipment, shipmentList, tourOfDay } from './queries/shipments.ts';
import { stockByWarehouse } from './queries/stock-by-warehouse.ts';
import { expectedReceiptList, expiringLots } from './queries/stock-calendar.ts';
import { quotaList, stockFlagCount, stockFlagList } from './queries/stock-flags.ts';
import { productCategories, stockCounts, stockList } from './queries/stock-list.ts';
import { stockLots } from './queries/stock-lots.ts';
import { stockMovements } from './queries/stock-movements.ts';
import { transfer, transferList } from './queries/transfer-list.ts';
import { inventoryBalances, inventoryTables } from './tables.ts';

export const inventory: Manifest = {
  name: 'inventory',
  tables: inventoryTables,
  balances: inventoryBalances,
  commands: [
    importProducts,
    importProductsFirst,
    importSuppliers,
    saveWarehouse,
    saveCarrier,
    recordPick,
    confirmDelivery,
    planTour,
  ],
  queries: [
    product,
    productList,
    productsById,
    productsByCodes,
    productCategories,
    stockByWarehouse,
    stockList,
    stockCounts,
    expectedReceiptList,
    expiringLots,
    stockLots,
    stockMovements,
    promises,
    releaseQueue,
    packQueue,
    packWork,
    shipmentList,
    shipment,
    carriers,
    tourOfDay,
    scanned,
    pickListsToDo,
    pickListsOfOrder,
    pickWork,
    pickShelves,
    purchaseList,
    purchase,
    supplierList,
    purchaseUnits,
    orderSuggestions,
    transferList,
    transfer,
    countList,
    stockCount,
    zonesToCount,
    stockFlagList,
    stockFlagCount,
    quotaList,
    ...reportQueries,
  ],
  demo: async () => (await import('./demo/parts.ts')).demoParts,
};

/** Whoever knows the domain knows its rows: the tables' types merge into the kernel's. */
export type * from './tables.ts';
