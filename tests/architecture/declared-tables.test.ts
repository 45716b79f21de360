// Long because it holds a sample of every query and command of the house.
// Long because every query stands in it with arguments of its own.
/**
 * A query's declared tables decide when screens ask again, a command's when a rebase replays it: here they are compared
 * with the SQL that really runs. Commands are compared by every test that runs one through tests/support/company.ts.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { saveCarrier } from '#shared/domains/inventory/commands/save-carrier.ts';
import { registry } from '#shared/registry.ts';
import { importStockFirst } from '#shared/workflows/import-stock.ts';
import { confirmOrder } from '#shared/workflows/orders/confirm-order.ts';
import { makeCompany, NOW, newId, type TestCompany } from '../support/company.ts';
import { newSqlite, writeAs } from '../support/databases.ts';
import { outbound } from '../support/outbound.ts';
import { pickLineRow, pickListRow } from '../support/pick-rows.ts';
import { type PriceRows, writePriceRows } from '../support/price-rows.ts';
import { audited } from '../support/sample-rows.ts';
import { TableRecorder } from '../support/table-recorder.ts';

const page = { cursor: null, limit: 10 };
const report = { warehouseId: null, category: null, slice: null, limitRows: 10 };
const period = { from: '2026-01-01', to: '2026-11-23' };
const orderId = newId();
const PICK_LIST = newId();
const PICK_LINE = newId();
const PLACE = newId();
const LOT = newId();
let company: TestCompany;
let packing: object;
let shipmentId: string;
let priced: PriceRows;

beforeAll(async () => {
  company = await makeCompany(await newSqlite('server'));
  const { customerId, warehouseId, mug } = company;
  priced = await writePriceRows(company);
  const line = {
    id: newId(),
    productId: mug.id,
    quantity: 10_000,
    discount: 0,
    taxRate: 1_300,
  };
  await company.run(confirmOrder, {
    orderId,
    number: 'SO-K7-000001',
    exposureEntryId: newId(),
    customerId,
    warehouseId,
    currency: 'CNY',
    requestedOn: null,
    paymentTermsDays: 30,
    shipTo: null,
    note: null,
    // Held for its discount: what waits for a word is there too.
    lines: [{ ...line, discount: 5_000, unitPrice: mug.basePrice, listPrice: mug.basePrice }],
  });
  await writePickList();
  const row = {
    line: 2,
    movementId: newId(),
    receiptId: newId(),
    productCode: mug.code,
    onHand: 10_000,
    onOrder: 10_000,
    dueOn: null,
  };
  const way = outbound(company, company.database);
  const { orderId: picked } = await way.order([{ product: company.jug, pieces: 2 }]);
  const { pickListId } = await way.release([picked]);
  await way.pick(pickListId);
  packing = { orderId: picked, pickListId };
  const carrierId = newId();
  const carrier = {
    id: carrierId,
    code: 'VAN',
    name: 'Van',
    phone: null,
    trackingUrl: null,
    isOwn: true,
    active: true,
  };
  await company.run(saveCarrier, carrier);
  shipmentId = (
    await way.shipLines(
      picked,
      null,
      [{ ...nowhere, id: newId(), orderLineId: newId(), productId: mug.id }],
      {},
      { carrierId },
    )
  ).shipmentId;
  const point = { reorderPoint: 9_000_000, maximum: 0, multiple: 0, safetyStock: 0, leadDays: null, supplierId: null };
  await writeAs(company.database, 'command', (tx) =>
    tx
      .insertInto('reorderRules')
      .values({ id: newId(), productId: mug.id, warehouseId, ...point, isComputed: 1, ...audited })
      .execute(),
  );
  await writeAs(company.database, 'command', async (tx) => {
    const place = { id: PLACE, warehouseId, zoneId: newId(), code: 'A-01', rack: null, bay: null, level: null };
    await tx
      .insertInto('locations')
      .values({ ...place, walkOrder: 10, active: 1, ...audited })
      .execute();
    const flag = { warehouseId, kind: 'belowZero' as const, productId: mug.id, productName: mug.code, quantity: 1 };
    const unexplained = { state: 'open' as const, explanation: null, explainedAt: null, explainedByName: null };
    await tx
      .insertInto('stockFlags')
      .values({
        ...{ id: newId(), ...flag, ...unexplained, lotId: null, serialId: null },
        ...{ documentId: newId(), documentNumber: null, occurredAt: NOW, ...audited },
      })
      .execute();
    const lot = { id: LOT, productId: mug.id, code: 'L-1', expiresOn: null, receivedOn: '2026-11-01' };
    await tx
      .insertInto('lots')
      .values({ ...lot, ...audited })
      .execute();
    const piece = { id: LOT, productId: mug.id, code: 'SN-1', lotId: LOT, state: 'inStock' as const, movedAt: NOW };
    await tx
      .insertInto('serials')
      .values({ ...piece, warehouseId, locationId: null, documentId: null, ...audited })
      .execute();
    await tx.updateTable('products').set({ tracking: 'serial' }).where('id', '=', company.box.id).execute();
    const moved = {
      productId: mug.id,
      warehouseId,
      quantity: 10_000,
      cause: 'openingBalance' as const,
      condition: 'saleable' as const,
    };
    await tx
      .insertInto('stockMovements')
      .values([
        { id: newId(), ...moved, documentId: null, occurredAt: NOW, locationId: PLACE, ...audited },
        // Set apart, of goods whose pieces have numbers.
        {
          id: newId(),
          ...moved,
          productId: company.box.id,
          condition: 'quarantine',
          documentId: null,
          occurredAt: NOW,
          locationId: PLACE,
          ...audited,
        },
        // Of the lot and the piece that are traced, by a document that is looked for.
        { id: newId(), ...moved, documentId: newId(), occurredAt: NOW, lotId: LOT, serialId: LOT, ...audited },
      ])
      .execute();
  });
  await company.run(importStockFirst, { importId: 'i1', warehouseId, rows: [row] });
});
afterAll(() => company.database.close());

/** A pick list of one line, for the queries that begin at one. */
async function writePickList(): Promise<void> {
  const { warehouseId, mug } = company;
  await writeAs(company.database, 'command', async (tx) => {
    await tx
      .insertInto('pickLists')
      .values(pickListRow({ id: PICK_LIST, warehouseId }))
      .execute();
    await tx
      .insertInto('pickLines')
      .values(pickLineRow({ id: PICK_LINE, pickListId: PICK_LIST, warehouseId, productId: mug.id }))
      .execute();
  });
}
/** Tables that are found by their codes alone. */
const coded = new Set(['lots', 'serials']);
/** Sent without a pick list, of nobody's line. */
const nowhere = { pickLineId: null, lotId: null, serialId: null, locationId: null, parcel: 1, quantity: 10_000 };

const products = () => ({ search: '', warehouseId: company.warehouseId, withDiscontinued: false });

const stock = () => ({ ...products(), category: null, expiringBy: '2026-12-23' });

/** Arguments that take each query through every table that it may read, on the company above. */
const samples: Readonly<Record<string, () => object>> = {
  'admin.company': () => ({}),
  'admin.people': () => ({ today: '2026-11-23' }),
  'admin.importMappings': () => ({}),
  'admin.paperTemplates': () => ({}),
  'admin.approval': () => ({ id: `${orderId}:discount:1` }),
  'admin.approvalsOfDocument': () => ({ documentId: orderId }),
  'admin.approvalList': () => ({ filter: 'mine', ...page }),
  'admin.approvalCount': () => ({}),
  'admin.decidedForMe': () => ({ since: 0, limit: 10 }),
  'admin.spokenCode': () => ({
    documentNumber: 'SO-K7-000001',
    amountMinor: 100,
    currency: 'CNY',
    kind: 'discount',
    hours: 4,
  }),
  'admin.canSpeakCodes': () => ({}),
  'admin.approversOf': () => ({ approvalId: `${orderId}:discount:1` }),
  'admin.companyBook': () => ({}),
  'admin.heldOrders': () => ({ year: 2026 }),
  'crm.customer': () => ({ id: company.customerId }),
  'crm.customerHolding': () => ({ customerId: company.customerId }),
  'crm.customerPool': () => ({ ...page }),
  'crm.receivers': () => ({}),
  'crm.ownedCustomers': () => ({ ownerId: company.userId, ...page }),
  'crm.personName': () => ({ id: company.userId }),
  'crm.lostCustomers': () => ({}),
  'crm.customerList': () => ({ search: '', ...page }),
  'crm.silentCustomers': () => page,
  'crm.silentCount': () => ({}),
  'crm.customerContacts': () => ({ customerId: company.customerId }),
  'inventory.product': () => ({ id: company.mug.id }),
  'inventory.productCard': () => ({ id: company.mug.id }),
  'inventory.substitutes': () => ({ productId: company.mug.id, warehouseId: company.warehouseId }),
  'inventory.familyList': () => ({}),
  'inventory.familyCard': () => ({ id: company.mug.id }),
  'inventory.zoneList': () => ({ warehouseId: company.warehouseId }),
  'inventory.locationList': () => ({ search: '', warehouseId: null, zoneId: null, use: 'filled', ...page }),
  'inventory.locationGoods': () => ({ id: PLACE }),
  'inventory.lotHits': () => ({ search: 'L', ...page }),
  'inventory.serialHits': () => ({ search: 'S', ...page }),
  'inventory.lotTrace': () => ({ id: LOT }),
  'inventory.scrapSources': () => ({ productId: company.mug.id, lotId: null, locationId: null }),
  'inventory.quarantinedGoods': () => ({ productId: company.box.id, lotId: null, locationId: null }),
  'inventory.suppliersOfReceipts': () => ({ warehouseId: company.warehouseId }),
  'inventory.serialTrace': () => ({ id: LOT }),
  'inventory.productList': () => ({ ...products(), filter: null, ...page }),
  'inventory.productsByCodes': () => ({ codes: [company.mug.code], warehouseId: company.warehouseId }),
  'inventory.stockList': () => ({ ...stock(), filter: null, ...page }),
  'inventory.stockCounts': stock,
  'inventory.productCategories': () => ({}),
  'inventory.expectedReceiptList': () => page,
  'inventory.expiringLots': () => ({ today: '2026-11-23', until: '2026-12-23', ...page }),
  'inventory.productsById': () => ({ ids: [company.mug.id], warehouseId: company.warehouseId }),
  'inventory.stockByWarehouse': () => ({ productIds: [company.mug.id] }),
  'inventory.productSerials': () => ({ productId: company.mug.id, cursor: null, limit: 50 }),
  'inventory.stockLots': () => ({ productId: company.mug.id, warehouseId: company.warehouseId, today: '2026-11-23' }),
  'inventory.productCosts': () => ({ productIds: [company.mug.id] }),
  'inventory.promisesOf': () => ({
    ...{ warehouseId: company.warehouseId, on: null },
    wanted: [{ productId: company.mug.id, quantity: 10_000 }],
  }),
  'inventory.promises': () => ({ productId: company.mug.id, warehouseId: company.warehouseId, on: null, wanted: 0 }),
  'inventory.releaseQueue': () => ({ warehouseId: company.warehouseId }),
  'inventory.packQueue': () => ({}),
  'inventory.packWork': () => packing,
  'inventory.shipmentList': () => ({ search: '', state: null, warehouseId: null, ...page }),
  'inventory.shipment': () => ({ id: shipmentId }),
  'inventory.carriers': () => ({}),
  'inventory.carrierList': () => ({}),
  'inventory.tourOfDay': () => ({ day: '2026-11-24' }),
  'inventory.untoured': () => ({ day: '2026-11-24' }),
  'inventory.drivers': () => ({}),
  'inventory.receiptList': () => ({ search: '', warehouseId: null, ...page }),
  'inventory.receipt': () => ({ id: PICK_LIST }),
  'inventory.returnableShipments': () => ({ code: 'DN-K7-000001-1' }),
  'inventory.goodsReturnList': () => ({ search: '', warehouseId: null, ...page }),
  'inventory.goodsReturn': () => ({ id: PICK_LIST }),
  'inventory.stockMovements': () => ({ productId: company.mug.id, warehouseId: company.warehouseId, ...page }),
  'inventory.scanned': () => ({ text: 'NOBODY-HAS-THIS', warehouseId: company.warehouseId }),
  'inventory.pickListsToDo': () => ({}),
  'inventory.pickListsOfOrder': () => ({ orderId }),
  'inventory.pickWork': () => ({ pickListId: PICK_LIST }),
  'inventory.lotsAtPlace': () => ({ productId: company.mug.id, warehouseId: company.warehouseId, locationId: null }),
  'inventory.pickShelves': () => ({ pickLineId: PICK_LINE, today: '2026-11-23' }),
  'inventory.purchaseList': () => ({ search: '', filter: 'late', warehouseId: null, today: '2026-11-23', ...page }),
  'inventory.purchase': () => ({ id: orderId }),
  'inventory.supplierList': () => ({}),
  'inventory.suppliers': () => ({ search: '', today: '2026-11-23', ...page }),
  'inventory.supplier': () => ({ id: orderId }),
  'inventory.purchaseUnits': () => ({ productIds: [company.mug.id] }),
  'inventory.orderSuggestions': () => ({ warehouseId: null, today: '2026-11-23', offsetMinutes: 480 }),
  'inventory.transferList': () => ({ search: '', filter: 'open', ...page }),
  'inventory.transfer': () => ({ id: orderId }),
  'inventory.countList': () => ({ search: '', filter: 'open', warehouseId: company.warehouseId, ...page }),
  'inventory.stockCount': () => ({ id: orderId }),
  'inventory.zonesToCount': () => ({ warehouseId: company.warehouseId }),
  'inventory.goodsToCount': () => ({ search: 'A-100', warehouseId: company.warehouseId }),
  'inventory.workplaces': () => ({}),
  'inventory.goodsToPutAway': () => ({ warehouseId: company.warehouseId }),
  'inventory.putAwayAdvice': () => ({ warehouseId: company.warehouseId, productId: company.mug.id, lotId: null }),
  'inventory.isBooked': () => ({ ids: [orderId] }),
  'inventory.stockFlagList': () => ({ state: 'open', warehouseId: company.warehouseId, ...page }),
  'inventory.stockFlagCount': () => ({}),
  'inventory.quotaList': () => ({}),
  'inventory.pickList': () => ({ id: orderId }),
  'inventory.computedPoint': () => ({
    ...{ productId: company.mug.id, warehouseId: company.warehouseId, leadDays: null, supplierId: orderId },
    safetyStock: 10_000,
  }),
  'inventory.holderDevices': () => ({ userId: company.userId }),
  'inventory.labelGoods': () => ({ numbers: ['GR-K7-000001'] }),
  'inventory.reportReach': () => ({}),
  'inventory.stockAtDate': () => ({ ...report, on: '2026-10-31' }),
  'inventory.stockCover': () => ({ ...report, lookBackDays: 90 }),
  'inventory.slowStock': () => ({ ...report, minIdleDays: 90 }),
  'inventory.lotAgeing': () => report,
  'inventory.expiryOutlook': () => ({ ...report, withinDays: 90 }),
  'inventory.countAccuracy': () => ({ ...report, ...period }),
  'inventory.countDifferences': () => ({
    ...{ ...period, ...page, warehouseId: null, category: null },
    countId: orderId,
  }),
  'inventory.fillRate': () => ({ ...report, ...period, dueDays: 3, by: 'customer' }),
  'inventory.fillRateLines': () => ({
    ...{ ...period, ...page, warehouseId: null, category: null, slice: null },
    ...{ dueDays: 3, customerId: null, productId: null },
  }),
  'inventory.freightCost': () => ({ ...period, warehouseId: null, slice: null, limitRows: 10 }),
  'inventory.freightShipments': () => ({ ...period, ...page, warehouseId: null, slice: null, carrierId: null }),
  'inventory.movementsBehind': () => ({
    ...{ productId: company.mug.id, warehouseId: null, lotId: null },
    ...{ on: '2026-10-31', lookBackDays: null, cause: null, ...page },
  }),
  'billing.receivablesAgeing': () => ({ customerId: null, currency: 'CNY', today: '2026-11-23', ...page }),
  'billing.openReceivables': () => ({ customerId: company.customerId, currency: 'CNY', today: '2026-11-23' }),
  'billing.creditStatus': () => ({ customerId: company.customerId, currency: 'CNY', today: '2026-11-23' }),
  'reports.openingStock': () => ({ after: null, limitRows: 10 }),
  'reports.openingItems': () => ({ kind: 'receivable', after: null, limitRows: 10 }),
  'reports.openingOrders': () => ({ after: null, limitRows: 10 }),
  'reports.openingLimits': () => ({ after: null, limitRows: 10 }),
  'reports.revenueOrders': () => ({
    from: '2025-12',
    to: '2026-11',
    currency: 'CNY',
    territoryId: null,
    productId: company.mug.id,
    ...page,
  }),
  'reports.revenueByMonth': () => ({
    from: '2026-11',
    to: '2026-11',
    currency: 'CNY',
    territoryId: null,
    limitProducts: 10,
  }),
  'sales.priceBook': () => ({
    ...{ customerId: company.customerId, productIds: [company.mug.id] },
    ...{ currency: 'CNY', day: '2026-11-23' },
  }),
  'sales.customerGroups': () => ({}),
  'sales.priceLists': () => ({}),
  'sales.priceListItems': () => ({ priceListId: priced.priceListId, search: '', ...page }),
  'sales.customerPrices': () => ({ customerId: company.customerId }),
  'sales.priceHistory': () => ({ ownerId: priced.priceListId, productId: company.mug.id }),
  'sales.promotions': () => ({ when: 'now', today: '2026-11-23' }),
  'sales.promotion': () => ({ id: priced.promotionId }),
  'sales.order': () => ({ id: orderId }),
  'sales.freedOrders': () => ({}),
  'sales.productHolders': () => ({ productId: company.mug.id }),
  'sales.orderChanges': () => ({ orderId }),
  'sales.orderPulse': () => ({ today: '2026-11-23' }),
  'sales.productOrders': () => ({ productId: company.mug.id, ...page }),
  'sales.salesByMonth': () => ({ fromOn: '2025-11-01', currency: 'CNY', untilDay: 23 }),
  'sales.orderList': () => ({
    search: '',
    filter: 'held',
    warehouseId: company.warehouseId,
    customerId: company.customerId,
    ...page,
  }),
  'sales.customerYear': () => ({
    customerId: company.customerId,
    currency: 'CNY',
    today: '2026-11-23',
    limitProducts: 5,
  }),
  'sales.customerBuying': () => ({ customerId: company.customerId, limitOrders: 5, limitUsual: 5 }),
};

it('every query has its sample here', () => {
  expect(Object.keys(samples).sort()).toEqual([...registry.queries.keys()].sort());
});

it.each(Object.entries(samples))('%s reads the tables that it declares, and no other', async (name, args) => {
  const definition = registry.queries.get(name);
  if (!definition) throw new Error(`${name} is not registered`);
  const recorder = new TableRecorder();
  // Costs are read for who may see them.
  const actor = { userId: company.userId, permissions: new Set(['inventory.seeCost']) };
  const context = {
    actor,
    now: NOW,
    search: async (table: string) => (coded.has(table) ? [LOT] : []),
    findByCodes: async () => [company.mug.id],
  };
  await definition.run(company.database.kysely.withPlugin(recorder), definition.args.parse(args()), context);
  expect([...recorder.writes]).toEqual([]);
  expect([...recorder.reads].sort()).toEqual([...definition.reads].sort());
});
