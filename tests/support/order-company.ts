// A small company for component tests and the preview of the order screens: the rows behind the pictures of the screens.
// Long because orders, goods and customers of one picture belong together.
import { readSettings } from '#shared/domains/admin/model.ts';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import type { CreditStatus } from '#shared/domains/billing/queries/credit-status.ts';
import type { CustomerListRow } from '#shared/domains/crm/queries/customer-list.ts';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import type { CustomerBuying } from '#shared/domains/sales/queries/customer-buying.ts';
import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import type { OrderListRow } from '#shared/domains/sales/queries/order-list.ts';
import { plainHead, plainLine } from '#shared/domains/sales/rules/plain-order.ts';
import { isCodeOf, orderHits } from '#shared/kernel/hits.ts';

export type Words = 'zh' | 'en';

/** Whole pieces or currency units in the stored 1/10,000. */
export const units = (count: number) => Math.round(count * 10_000);
export const uuid = (place: number) => `01930000-0000-7000-8000-${String(900_000 + place).padStart(12, '0')}`;

export const wuhan = uuid(1);
export const changsha = uuid(2);
export const hengtong = uuid(10);

const products: readonly [string, string, string, string, string, number, number, number, number][] = [
  ['A-100', '陶瓷马克杯 350ml 白', 'Ceramic mug 350 ml, white', '盒', 'box', 62.5, 152, 12, 100],
  ['A-110', '陶瓷马克杯 450ml 青', 'Ceramic mug 450 ml, celadon', '盒', 'box', 71, 90, 24, 0],
  ['B-020', '不锈钢保温壶 1.5L', 'Stainless thermos jug 1.5 L', '件', 'pcs', 89, 83, 45, 200],
  ['B-029', '保温壶清洁刷', 'Thermos cleaning brush', '件', 'pcs', 12, 315, 5, 0],
  ['D-412', '玻璃保鲜盒 三件套', 'Glass food box, set of three', '套', 'set', 53, 104, 8, 0],
  ['A-120', '陶瓷碗 6 寸 汤碗', 'Ceramic bowl 6", soup', '只', 'pcs', 28, 180, 0, 0],
  ['A-121', '陶瓷碗 4.5 寸 饭碗', 'Ceramic bowl 4.5", rice', '只', 'pcs', 16.5, 264, 0, 0],
  ['A-128', '陶瓷碗套装 10 件', 'Ceramic bowls, set of ten', '套', 'set', 168, 12, 0, 0],
  ['A-130', '骨瓷餐盘 8 寸', 'Bone china plate 8"', '盒', 'box', 118, 60, 0, 0],
  ['C-305', '竹砧板 40×28', 'Bamboo board 40 × 28', '件', 'pcs', 35, 210, 0, 0],
  ['E-077', '硅胶隔热垫', 'Silicone trivet', '件', 'pcs', 6.8, 900, 0, 0],
  ['X-001', '停售样品', 'Sample, no longer sold', '件', 'pcs', 5, 3, 0, 0],
];
/** A box of one of the products, by the code that stands on it. */
const boxOf = { code: 'B-020', barcode: '16901234567102', ratio: 12 } as const;
const initials: Readonly<Record<string, string>> = { 'A-120': 'tcw', 'A-121': 'tcw', 'A-128': 'tcw', 'A-100': 'tcmkb' };

export const productId = (code: string) => uuid(100 + products.findIndex(([each]) => each === code));

export function productRow(code: string, words: Words, warehouseId: string | null): ProductListRow {
  const found = products.find(([each]) => each === code);
  if (!found) throw new Error(`no product ${code}`);
  const [, zh, en, unitZh, unitEn, price, onHand, reserved, incoming] = found;
  const here = warehouseId === wuhan;
  return {
    id: productId(code),
    code,
    name: words === 'zh' ? zh : en,
    category: null,
    unit: words === 'zh' ? unitZh : unitEn,
    packaging: null,
    barcode: `6901234567${String(100 + products.indexOf(found))}`,
    pictureHash: null,
    basePrice: units(price),
    currency: 'CNY',
    taxCode: 'standard',
    discontinued: code === 'X-001' ? 1 : 0,
    reorderPoint: 0,
    onHand: units(here ? onHand : 500),
    reserved: units(here ? reserved : 0),
    unsaleable: 0,
    heldForOthers: 0,
    incoming: units(here ? incoming : 0),
    incomingDueOn: here && incoming > 0 ? '2026-11-30' : null,
  };
}

export function companyFacts(words: Words): Company {
  const zh = words === 'zh';
  return {
    settings: readSettings([{ id: 'company.name', value: 'Northwind' }]),
    warehouses: [
      { id: wuhan, code: 'WH', name: zh ? '武汉仓' : 'Wuhan' },
      { id: changsha, code: 'CS', name: zh ? '长沙仓' : 'Changsha' },
    ],
    territories: [],
    former: { warehouses: [], territories: [] },
    taxRates: [{ code: 'standard', rate: 1_300, validFrom: '2019-04-01' }],
    ownDiscountLimit: 1_000,
    ownRoundingLimit: 10_000,
  };
}

export function customerRow(words: Words): CustomerListRow {
  return {
    id: hengtong,
    code: 'HT001',
    name: words === 'zh' ? '武汉恒通百货有限公司' : 'Wuhan Hengtong Department Store',
    contactName: words === 'zh' ? '李红梅' : 'Li Hongmei',
    phone: '138 0713 4402',
    city: words === 'zh' ? '武汉' : 'Wuhan',
    country: 'CN',
    territoryId: uuid(3),
    currency: 'CNY',
    ownerId: null,
    ownerTeamId: null,
    ownerName: null,
    paymentTermsDays: 30,
  };
}

export const creditFacts: CreditStatus = {
  currency: 'CNY',
  limitMinor: 8_000_000,
  limitValidUntil: null,
  openOrdersMinor: 2_166_000,
  unbilledMinor: 0,
  receivablesMinor: 3_206_000,
  prepaymentsMinor: 0,
  overdueMinor: 412_000,
  oldestDueOn: new Date(Date.now() - 24 * 86_400_000).toISOString().slice(0, 10),
};

export function orderRow(place: number, words: Words, change: Partial<OrderListRow> = {}): OrderListRow {
  return {
    id: uuid(500 + place),
    number: `SO-K7-${String(123 - place).padStart(6, '0')}`,
    state: 'open',
    creditHold: 0,
    approvalHold: 0,
    manualHold: 0,
    customerId: hengtong,
    customerName: customerRow(words).name,
    warehouseId: wuhan,
    currency: 'CNY',
    orderedOn: '2026-11-02',
    requestedOn: '2026-11-27',
    totalMinor: 984_650 + place * 12_345,
    lineCount: 3 + (place % 5),
    backOrderedLines: 0,
    confirmedAt: Date.parse('2026-11-20T02:00:00Z') - place * 40_000_000,
    confirmedByName: words === 'zh' ? '周文斌' : 'Zhou Wenbin',
    ...change,
  };
}

const audit = { createdAt: 0, createdBy: uuid(4), updatedAt: 0, updatedBy: uuid(4), deletedAt: null } as const;

export function orderDocument(row: OrderListRow, words: Words): OrderDocument {
  const lines = ['A-100', 'B-020', 'D-412'].map((code, index) => {
    const product = productRow(code, words, wuhan);
    const short = code === 'B-020' && row.backOrderedLines > 0;
    const netMinor = Math.round((product.basePrice / 100) * 24);
    return {
      ...audit,
      ...plainLine,
      id: uuid(600 + index),
      orderId: row.id,
      position: index + 1,
      productId: product.id,
      productCode: code,
      productName: product.name,
      unit: product.unit,
      quantity: units(24),
      unitPrice: product.basePrice,
      listPrice: product.basePrice,
      priceSource: 'base' as const,
      discount: 0,
      taxCode: 'standard',
      taxRate: 1_300,
      netMinor,
      taxMinor: Math.round(netMinor * 0.13),
      reserved: units(row.state === 'open' ? (short ? 10 : 24) : 0),
      backOrdered: units(short ? 14 : 0),
      shipped: 0,
    };
  });
  const netMinor = lines.reduce((sum, line) => sum + line.netMinor, 0);
  const taxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0);
  return {
    order: {
      ...audit,
      ...plainHead,
      ...row,
      billToId: row.customerId,
      billToName: row.customerName,
      payerId: row.customerId,
      payerName: row.customerName,
      importKey: null,
      shipComplete: 0,
      minimumLifeDays: 0,
      customerCode: 'HT001',
      contactName: customerRow(words).contactName,
      phone: customerRow(words).phone,
      shipTo: null,
      territoryId: uuid(3),
      priceMode: 'taxExclusive',
      taxRounding: 'perLine',
      paymentTermsDays: 30,
      netMinor,
      taxMinor,
      totalMinor: netMinor + taxMinor,
      note: null,
      confirmedBy: uuid(4),
      deviceCode: 'K7',
    },
    lines,
  };
}

/** Answers of the queries that the order screens ask. */
export function orderQueries(words: Words) {
  const rows = Array.from({ length: 60 }, (_, place) =>
    orderRow(place, words, {
      ...(place === 1 ? { creditHold: 1 as const } : {}),
      ...(place === 2 ? { approvalHold: 1 as const, backOrderedLines: 1 } : {}),
      ...(place === 4 ? { state: 'cancelled' as const } : {}),
      ...(place === 5 ? { state: 'rejected' as const } : {}),
      ...(place % 7 === 6 ? { state: 'closed' as const } : {}),
    }),
  );
  const buying: CustomerBuying = {
    lastOrders: rows.slice(0, 3).map(({ id, number, orderedOn, warehouseId, totalMinor, currency }) => ({
      id,
      number,
      orderedOn,
      warehouseId,
      totalMinor,
      currency,
    })),
    usual: ['A-100', 'A-130', 'C-305', 'E-077'].map((code) => {
      const { id, name, unit } = productRow(code, words, wuhan);
      return { productId: id, productCode: code, productName: name, unit, quantity: units(24), orders: 3 };
    }),
  };
  return {
    'admin.company': () => companyFacts(words),
    'crm.customerList': ({ search }: { search: string }) => ({
      rows: [customerRow(words)].filter((row) =>
        `${row.name} ${row.code} wuhan whht`.toLowerCase().includes(search.toLowerCase()),
      ),
      next: null,
    }),
    'crm.customer': ({ id }: { id: string }) => (id === hengtong ? customerRow(words) : null),
    'inventory.productList': (args: {
      search: string;
      warehouseId: string | null;
      withDiscontinued: boolean;
      limit: number;
    }) => {
      const wanted = args.search.toLowerCase();
      const found = products
        .map(([code]) => productRow(code, words, args.warehouseId))
        .filter((row) => args.withDiscontinued || row.discontinued === 0 || isCodeOf(row, args.search))
        .filter((row) =>
          `${row.code} ${row.name} ${row.barcode} ${initials[row.code] ?? ''}`.toLowerCase().includes(wanted),
        );
      const hits = orderHits(found, args.search, (row) => row.code);
      return { rows: hits.slice(0, args.limit), next: null };
    },
    'inventory.productsByCodes': ({ codes, warehouseId }: { codes: string[]; warehouseId: string | null }) =>
      products
        .map(([code]) => productRow(code, words, warehouseId))
        .flatMap((row) => {
          const isBox = row.code === boxOf.code && codes.includes(boxOf.barcode);
          if (isBox) return { ...row, boxes: [{ code: boxOf.barcode, ratio: boxOf.ratio }] };
          return codes.some((code) => isCodeOf(row, code)) ? { ...row, boxes: [] } : [];
        }),
    'sales.priceBook': ({ customerId, productIds }: { customerId: string | null; productIds: string[] }) => ({
      customer: { id: customerId ?? '', groupId: null, priceListId: null, territoryId: null, taxCode: null },
      ...{ groupName: null, contracts: [], customerPrices: [], lists: [], listPrices: [], promotions: [], gifts: [] },
      ...{ exchangeRates: { CNY: 1_000_000 }, units: [], taxRates: { standard: 1_300 } },
      products: products
        .filter(([code]) => productIds.includes(productId(code)))
        .map(([code]) => ({ ...productRow(code, words, null), category: null, brand: null, floorPrice: null })),
    }),
    'inventory.productsById': ({ ids, warehouseId }: { ids: string[]; warehouseId: string | null }) =>
      products.filter(([code]) => ids.includes(productId(code))).map(([code]) => productRow(code, words, warehouseId)),
    'inventory.stockByWarehouse': ({ productIds }: { productIds: string[] }) =>
      productIds.flatMap((id) => {
        const [code] = products.find(([each]) => productId(each) === id) ?? [];
        return [wuhan, changsha].flatMap((warehouseId) => {
          if (code === undefined) return [];
          const { onHand, reserved, unsaleable, heldForOthers, incoming } = productRow(code, words, warehouseId);
          return { productId: id, warehouseId, onHand, reserved, unsaleable, heldForOthers, incoming };
        });
      }),
    'billing.creditStatus': () => creditFacts,
    'sales.customerBuying': () => buying,
    'sales.order': ({ id }: { id: string }) => {
      const row = rows.find((each) => each.id === id);
      return row ? orderDocument(row, words) : null;
    },
    'sales.orderList': ({ search, filter }: { search: string; filter: string | null }) => ({
      rows: rows.filter((row) => {
        if (!`${row.number} ${row.customerName}`.toLowerCase().includes(search.toLowerCase())) return false;
        if (filter === 'held') return row.state === 'open' && row.creditHold + row.approvalHold > 0;
        if (filter === 'backOrdered') return row.state === 'open' && row.backOrderedLines > 0;
        return filter === null || row.state === filter;
      }),
      next: null,
    }),
  };
}

/** A line of a draft as the order screens keep it. */
export function draftLine(key: number, code: string, quantity: number, change: object = {}, words: Words = 'en') {
  const product = productRow(code, words, wuhan);
  return {
    key,
    productId: product.id,
    code,
    name: product.name,
    unit: product.unit,
    taxCode: product.taxCode,
    quantity: units(quantity),
    manualPrice: null,
    listPrice: product.basePrice,
    discount: 0,
    backOrderKept: false,
    ...change,
  };
}
