/** What queries answer of documents that go on paper: as many lines as wanted, with names that wrap. */
import { plainHead, plainLine } from '#shared/domains/sales/rules/plain-order.ts';

const audit = { createdAt: 1, createdBy: 'x', updatedAt: 1, updatedBy: 'x', deletedAt: null };
const AT = Date.parse('2026-11-23T01:12:00Z');

const products = {
  en: [
    ['A-100', 'Porcelain mug 350 ml', 'pcs'],
    ['A-200', 'Stainless thermos jug 1.5 l, double-walled, matt black, with tea strainer and handle', 'pcs'],
    ['B-7', 'Bamboo cutlery set', 'box'],
  ],
  zh: [
    ['A-100', '陶瓷杯 350ml', '个'],
    ['A-200', '不锈钢保温壶 1.5L（双层真空，哑光黑，带茶漏与提手，适用于办公室和会议室）', '个'],
    ['B-7', '竹制餐具套装', '箱'],
  ],
} as const;

type Language = keyof typeof products;

const customers = {
  en: {
    ...{ customerName: 'Wuhan Hengtong Trading Co., Ltd.', contactName: 'Wang Jianguo', phone: '138 7100 2233' },
    shipTo: 'Room 1801, Building 3, Hengtong Tower, 1277 Jiefang Avenue, Qiaokou, Wuhan',
  },
  zh: {
    ...{ customerName: '武汉恒通商贸有限公司', contactName: '王建国', phone: '138 7100 2233' },
    shipTo: '武汉市硚口区解放大道 1277 号恒通大厦 3 号楼 2 单元 1801 室',
  },
} as const;

const words = {
  en: { issuer: 'Rivertown Homeware Co., Ltd.', street: '688 Jiefang Avenue, Wuhan', place: 'Wuhan', person: 'He Wei' },
  zh: { issuer: '江城家居用品有限公司', street: '武汉市江汉区解放大道 688 号', place: '武汉', person: '何伟' },
} as const;

/** Of the company, as far as papers ask. @param change of who signs */
export const paperBook = (language: Language, change: object = {}) => ({
  entities: [
    {
      ...{ id: 'e1', code: 'MAIN', name: words[language].issuer, taxNumber: '91420100MA4K1F7X2P', isDefault: 1 },
      ...{ address: words[language].street, phone: '027-8526 1100', bankName: null, bankAccount: null },
      ...{ logoHash: null, baseCurrency: 'CNY', active: 1, ...audit, ...change },
    },
  ],
  warehouses: [{ id: 'w1', code: 'W', name: words[language].place, outOfUseSince: null }],
});

const goods = (language: Language, at: number) => {
  const [productCode, productName, unit] = products[language][at % 3] ?? products[language][0];
  const serialCode = at % 5 === 4 ? `SN-88120-${String(at).padStart(5, '0')}` : null;
  return {
    ...{ id: `l${at}`, position: at + 1, productId: `p${at % 3}`, productCode, productName, unit },
    ...{ lotId: 'lot', lotCode: `L-2026-${at}`, serialId: serialCode, serialCode, expiresOn: '2028-12-31', ...audit },
  };
};
const times = <Line>(count: number, make: (at: number) => Line): Line[] =>
  Array.from({ length: count }, (_, at) => make(at));

/** An order whose lines cost 12.50 each, at 13 % tax. */
export function paperOrder(language: Language, lines: number, change: object = {}) {
  const rows = times(lines, (at) => ({
    ...goods(language, at),
    ...{ orderId: 'o1', quantity: (at + 1) * 10_000, unitPrice: 125_000, listPrice: 125_000, priceSource: 'base' },
    ...{ ...plainLine, discount: at % 4 === 3 ? 500 : 0, taxRate: 1_300 },
    netMinor: at % 4 === 3 ? Math.round((at + 1) * 1_187.5) : (at + 1) * 1_250,
    taxMinor: Math.round((at + 1) * 162.5 * (at % 4 === 3 ? 0.95 : 1)),
  }));
  const netMinor = rows.reduce((sum, line) => sum + line.netMinor, 0);
  const taxMinor = rows.reduce((sum, line) => sum + line.taxMinor, 0);
  const order = {
    ...plainHead,
    ...{ id: 'o1', number: 'SO-K7-000123', state: 'open', creditHold: 0, approvalHold: 0, manualHold: 0 },
    ...{ currency: 'CNY', priceMode: 'taxExclusive', orderedOn: '2026-11-23', requestedOn: '2026-11-28' },
    ...{ paymentTermsDays: 30, netMinor, taxMinor, totalMinor: netMinor + taxMinor, lineCount: lines },
    ...{ note: null, confirmedByName: words[language].person, ...customers[language], ...audit, ...change },
  };
  return { order, lines: rows };
}

/** A delivery note in two parcels. */
export function paperShipment(language: Language, lines: number, change: object = {}) {
  const parcel = (position: number) => ({
    ...{ id: `box${position}`, shipmentId: 's1', position, code: `DN-K7-000034-${position}`, ...audit },
    ...{ trackingNumber: null, weightGrams: 2_250 },
  });
  const head = {
    ...{ id: 's1', number: 'DN-K7-000034', orderId: 'o1', orderNumber: 'SO-K7-000123', state: 'shipped' },
    ...{ warehouseId: 'w1', warehouseName: words[language].place, shippedOn: '2026-11-23', shippedAt: AT },
    ...{ shippedByName: words[language].person, carrierName: 'SF Express', trackingNumber: 'SF1234567890' },
    ...{ parcelCount: 2, weightGrams: 4_500, lineCount: lines, note: null, deliveredAt: null, receivedByName: null },
    ...{ signatureHash: null, photoHash: null, deliveryNote: null, reversesId: null, freightMinor: null },
    ...{ currency: 'CNY', tourOn: null, driverId: null, stop: null, ...customers[language], ...audit, ...change },
  };
  const rows = times(lines, (at) => ({
    ...goods(language, at),
    ...{ shipmentId: 's1', quantity: (at + 1) * 10_000, parcel: (at % 2) + 1, returned: 0 },
  }));
  return { head, lines: rows, parcels: [parcel(1), parcel(2)], trackingUrl: null, freight: null, history: [] };
}

/** What a customer gave back. */
export function paperGoodsReturn(language: Language, lines: number) {
  const head = {
    ...{ id: 'g1', number: 'RT-K7-000004', warehouseId: 'w1', warehouseName: words[language].place },
    ...{ shipmentId: 's1', shipmentNumber: 'DN-K7-000034', orderId: 'o1', orderNumber: 'SO-K7-000123' },
    ...{ customerId: 'c1', customerName: customers[language].customerName, returnedOn: '2026-11-23', returnedAt: AT },
    ...{ takenByName: words[language].person, deviceCode: 'K7', lineCount: lines, note: null, ...audit },
  };
  const rows = times(lines, (at) => ({
    ...goods(language, at),
    ...{ quantity: 20_000, condition: at % 2 === 0 ? 'saleable' : 'quarantine', reason: 'damaged' },
  }));
  return { head, lines: rows };
}

/** What came in. */
export function paperReceipt(language: Language, lines: number) {
  const sent = paperSupplierReturn(language, lines);
  const head = { ...sent.head, sentBack: 0, note: null, deliveryNote: '8841' };
  const place = { locationId: 'p', locationCode: 'A-01-02', rejectReason: language === 'zh' ? '破损' : 'Broken' };
  return { ...sent, head, lines: sent.lines.map((line) => ({ ...line, quantity: -line.quantity, ...place })) };
}

/** What went back to a supplier. */
export function paperSupplierReturn(language: Language, lines: number) {
  const head = {
    ...{ id: 'r9', number: 'GR-K7-000009', warehouseId: 'w1', purchaseOrderId: null, purchaseOrderNumber: null },
    ...{ supplierId: 's1', supplierName: language === 'zh' ? '景德镇瓷器厂' : 'Porcelain Works', deliveryNote: null },
    ...{ receivedOn: '2026-11-20', receivedAt: AT, receivedByName: words[language].person, deviceCode: 'K7' },
    ...{
      lineCount: lines,
      note: language === 'zh' ? '窑裂' : 'Cracked in the kiln',
      reversesId: null,
      sentBack: 1,
      ...audit,
    },
  };
  const cameWith = {
    ...{ receiptId: 'r1', number: 'GR-K7-000001', deliveryNote: '8841', purchaseOrderNumber: 'PO-K7-000003' },
    receivedAt: AT,
  };
  const rows = times(lines, (at) => ({
    ...goods(language, at),
    ...{ receiptId: 'r9', quantity: -50_000, condition: 'quarantine', cameWith: at % 3 === 0 ? cameWith : null },
  }));
  return { head, lines: rows, otherNumber: null };
}

/** A way through a warehouse; the first line is picked. */
function paperPickList(language: Language, lines: number) {
  const { person } = words[language];
  const head = {
    ...{ id: 'pk1', number: 'PK-K7-000002', warehouseId: 'w1', state: 'claimed', orderCount: 1, lineCount: lines },
    ...{ releasedAt: AT, releasedByName: person, claimedByName: person, pickedAt: null, note: null, ...audit },
  };
  const rows = times(lines, (at) => ({
    ...goods(language, at),
    ...{ orderNumber: 'SO-K7-000123', locationCode: `A-01-${at + 1}`, quantity: 30_000, shortReason: null },
    picked: at === 0 ? 30_000 : 0,
  }));
  return { head, lines: rows };
}

/** On its way to another warehouse, all but the last line. */
function paperTransfer(language: Language, lines: number) {
  const { place, person } = words[language];
  const head = {
    ...{ id: 't1', number: 'TR-K7-000003', fromWarehouseName: place, toWarehouseName: 'Tacoma', state: 'underWay' },
    ...{ dueOn: '2026-11-28', sentAt: AT, askedByName: person, note: null, ...audit },
  };
  const rows = times(lines, (at) => ({
    ...goods(language, at),
    ...{ quantity: 50_000, sent: at === lines - 1 ? 0 : 40_000, received: 0 },
  }));
  return { head, lines: rows };
}

/** Answers of all queries that papers are built of. */
export const paperQueries = (language: Language, lines: number, change: object = {}) => ({
  'admin.companyBook': () => paperBook(language),
  'admin.paperTemplates': (): unknown[] => [],
  'sales.order': () => paperOrder(language, lines, change),
  'inventory.shipment': () => paperShipment(language, lines, change),
  'inventory.pickList': () => paperPickList(language, lines),
  'inventory.transfer': () => paperTransfer(language, lines),
  'inventory.goodsReturn': () => paperGoodsReturn(language, lines),
  // A receipt by this id; all others went back.
  'inventory.receipt': ({ id }: { readonly id: string }) =>
    (id === 'came' ? paperReceipt : paperSupplierReturn)(language, lines),
});
