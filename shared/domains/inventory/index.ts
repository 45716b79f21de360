import type { Manifest } from '../../kernel/domain.ts';
import { addDeliveryProof } from './commands/add-delivery-proof.ts';
import { blockLot } from './commands/block-lot.ts';
import { changeLocation } from './commands/change-location.ts';
import { confirmDelivery } from './commands/confirm-delivery.ts';
import { importProducts, importProductsSecond } from './commands/import-products.ts';
import { importProductsFirst } from './commands/import-products-first.ts';
import { importSuppliers } from './commands/import-suppliers.ts';
import { nameCarrier } from './commands/name-carrier.ts';
import { nameSupplier } from './commands/name-supplier.ts';
import { planTour } from './commands/plan-tour.ts';
import { saveCarrier } from './commands/save-carrier.ts';
import { saveFamily } from './commands/save-family.ts';
import { saveLocations } from './commands/save-locations.ts';
import { saveProduct, saveProductFirst } from './commands/save-product.ts';
import { saveSupplier } from './commands/save-supplier.ts';
import { saveWarehouse } from './commands/save-warehouse.ts';
import { saveZone } from './commands/save-zone.ts';
import { setPlaceUse } from './commands/set-place-use.ts';
import { setProductUse } from './commands/set-product-use.ts';
import { setReorderRule } from './commands/set-reorder-rule.ts';
import { setSubstitutes } from './commands/set-substitutes.ts';
import { setZoneUse } from './commands/set-zone-use.ts';
import { lotHits, serialHits } from './queries/code-hits.ts';
import { computedPoint } from './queries/computed-points.ts';
import { countList, stockCount, zonesToCount } from './queries/count-list.ts';
import { familyCard, familyList } from './queries/families.ts';
import { goodsReturn, goodsReturnList, returnableShipments } from './queries/goods-returns.ts';
import { goodsToCount } from './queries/goods-to-count.ts';
import { holderDevices } from './queries/holder-devices.ts';
import { labelGoods } from './queries/label-goods.ts';
import { lotsAtPlace } from './queries/lots-at-place.ts';
import { orderSuggestions } from './queries/order-suggestions.ts';
import { packQueue, packWork } from './queries/pack-work.ts';
import { pickList } from './queries/pick-list.ts';
import { pickListsOfOrder, pickListsToDo } from './queries/pick-lists.ts';
import { pickShelves, pickWork } from './queries/pick-work.ts';
import { locationGoods, locationList, zoneList } from './queries/places.ts';
import { product } from './queries/product.ts';
import { productCard, substitutes } from './queries/product-card.ts';
import { productCosts } from './queries/product-costs.ts';
import { productList, productsByCodes, productsById } from './queries/product-list.ts';
import { productSerials } from './queries/product-serials.ts';
import { promises, promisesOf } from './queries/promises.ts';
import { purchase, purchaseList, purchaseUnits, supplierList } from './queries/purchase-list.ts';
import { goodsToPutAway, isBooked, putAwayAdvice, workplaces } from './queries/put-away.ts';
import { quarantinedGoods, suppliersOfReceipts } from './queries/quarantined-goods.ts';
import { receipt, receiptList } from './queries/receipts.ts';
import { releaseQueue } from './queries/release-queue.ts';
import { reportQueries } from './queries/reports/index.ts';
import { scanned } from './queries/scanned.ts';
import { scrapSources } from './queries/scrap-sources.ts';
import { carrierList, carriers, shipment, shipmentList } from './queries/shipments.ts';
import { stockByWarehouse } from './queries/stock-by-warehouse.ts';
import { expectedReceiptList, expiringLots } from './queries/stock-calendar.ts';
import { quotaList, stockFlagCount, stockFlagList } from './queries/stock-flags.ts';
import { productCategories, stockCounts, stockList } from './queries/stock-list.ts';
import { stockLots } from './queries/stock-lots.ts';
import { stockMovements } from './queries/stock-movements.ts';
import { supplier, suppliers } from './queries/suppliers.ts';
import { drivers, tourOfDay, untoured } from './queries/tours.ts';
import { lotTrace, serialTrace } from './queries/trace.ts';
import { transfer, transferList } from './queries/transfer-list.ts';
import { inventoryBalances, inventoryTables } from './tables.ts';

export const inventory: Manifest = {
  name: 'inventory',
  tables: inventoryTables,
  balances: inventoryBalances,
  commands: [
    importProducts,
    importProductsFirst,
    importProductsSecond,
    importSuppliers,
    saveWarehouse,
    saveCarrier,
    saveSupplier,
    nameSupplier,
    nameCarrier,
    confirmDelivery,
    addDeliveryProof,
    planTour,
    saveProduct,
    saveProductFirst,
    setProductUse,
    saveFamily,
    setSubstitutes,
    setReorderRule,
    saveZone,
    setZoneUse,
    saveLocations,
    changeLocation,
    setPlaceUse,
    blockLot,
  ],
  queries: [
    productCard,
    familyCard,
    familyList,
    substitutes,
    zoneList,
    locationList,
    locationGoods,
    scrapSources,
    quarantinedGoods,
    suppliersOfReceipts,
    lotHits,
    lotTrace,
    serialHits,
    serialTrace,
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
    productSerials,
    stockLots,
    stockMovements,
    promises,
    promisesOf,
    productCosts,
    releaseQueue,
    packQueue,
    packWork,
    shipmentList,
    shipment,
    carriers,
    carrierList,
    tourOfDay,
    untoured,
    drivers,
    receiptList,
    receipt,
    returnableShipments,
    goodsReturnList,
    goodsReturn,
    scanned,
    pickListsToDo,
    pickListsOfOrder,
    pickWork,
    pickShelves,
    lotsAtPlace,
    purchaseList,
    purchase,
    supplierList,
    suppliers,
    supplier,
    purchaseUnits,
    orderSuggestions,
    transferList,
    transfer,
    countList,
    stockCount,
    zonesToCount,
    goodsToCount,
    workplaces,
    goodsToPutAway,
    putAwayAdvice,
    isBooked,
    stockFlagList,
    stockFlagCount,
    quotaList,
    pickList,
    computedPoint,
    holderDevices,
    ...reportQueries,
    labelGoods,
  ],
  demo: async () => (await import('./demo/parts.ts')).demoParts,
};

/** Whoever knows the domain knows its rows: the tables' types merge into the kernel's. */
export type * from './tables.ts';
