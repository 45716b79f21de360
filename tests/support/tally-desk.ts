/** Goods, papers and places of one desk, as the queries of the work modes answer for them. */
import { readScan } from '#shared/domains/inventory/rules/read-scan.ts';
import type { Scanned, ScannedProduct } from '#shared/domains/inventory/rules/scanned.ts';
import { ONE_UNIT } from '#shared/kernel/money.ts';

export const PURCHASE = '01930000-0000-7000-8000-00000000b001';
export const WAREHOUSE = '01930000-0000-7000-8000-00000000c001';
export const audit = { createdAt: 1, createdBy: 'x', updatedAt: 1, updatedBy: 'x', deletedAt: null };

export const mug: ScannedProduct = {
  ...{ id: 'm', code: 'A-100', name: 'Mug', unit: 'pcs', tracking: 'none', shelfLifeDays: null, discontinued: 0 },
  ...{ unitName: 'pcs', unitRatio: 1 },
};
export const milk: ScannedProduct = { ...mug, id: 'k', code: 'K-1', name: 'Milk', tracking: 'lot', shelfLifeDays: 30 };
export const codes: Readonly<Record<string, ScannedProduct>> = { '6901234567892': mug, '96385074': milk };

export function findScan({ text }: { text: string }): Scanned {
  const reading = readScan(text, 2026);
  const product = codes[text] ?? codes[(reading.gtin ?? '').replace(/^0+/, '')];
  const documents = [
    { kind: 'purchaseOrder' as const, id: PURCHASE, number: 'PO-K7-000001' },
    { kind: 'transfer' as const, id: TRANSFER, number: 'TR-K7-000001' },
  ].filter(({ number }) => number === text);
  const place = { id: 'x1', warehouseId: WAREHOUSE, zoneId: 'z', code: 'A-01', walkOrder: 1, active: 1 as const };
  const locations = [
    place,
    { ...place, id: 'x2', code: 'B-09', warehouseId: 'w-other' },
    // It stood in the zone that is counted, and was moved to another one.
    { ...place, id: 'x3', code: 'A-09', zoneId: 'z-moved' },
  ].filter(({ code }) => code === text);
  const named = { productCode: 'K-1', productName: 'Milk', expiresOn: null, blocked: 0 as const, unit: 'pcs' };
  const lots = reading.lot === 'L-MILK' ? [{ id: 'lot-k', productId: 'k', code: 'L-MILK', ...named }] : [];
  const piece = { id: 's1', productId: 'p', productCode: 'P-1', productName: 'Phone', code: 'SN-1', lotId: null };
  const where = { state: 'inStock' as const, warehouseId: WAREHOUSE, locationId: null, unit: 'pcs' };
  const serials = text === 'SN-1' ? [{ ...piece, ...where }] : [];
  return { reading, products: product ? [product] : [], lots, serials, locations, documents };
}

export const head = {
  ...{ id: PURCHASE, number: 'PO-K7-000001', supplierId: 's1', supplierName: 'Porcelain', warehouseId: WAREHOUSE },
  ...{ state: 'open', orderedOn: '2026-11-02', dueOn: null, currency: 'CNY', lineCount: 2, note: null },
  ...{ orderedByName: 'Zhang', ...audit },
};
export const line = (id: string, productId: string, pieces: number) => ({
  ...{ id, purchaseOrderId: PURCHASE, position: 1, productId, productCode: id, productName: id, unit: 'pcs' },
  ...{ unitRatio: 1, quantity: pieces * ONE_UNIT, received: 0, rejected: 0, dueOn: null, unitCost: null },
  ...{ barcode: null, tracking: 'none', shelfLifeDays: null, baseUnit: 'pcs', ...audit },
});

export const TRANSFER = '01930000-0000-7000-8000-00000000b002';
export const COUNT = '01930000-0000-7000-8000-00000000b003';
export const transferHead = {
  ...{ id: TRANSFER, number: 'TR-K7-000001', fromWarehouseId: WAREHOUSE, fromWarehouseName: 'Wuhan' },
  ...{ toWarehouseId: WAREHOUSE, toWarehouseName: 'Changsha', state: 'underWay', dueOn: null, sentAt: 1 },
  ...{ closedAt: null, lineCount: 1, askedByName: 'Zhang', note: null, hasToSend: 1, ...audit },
};
export const transferLine = {
  ...{ id: 't1', transferId: TRANSFER, position: 1, productId: 'm', productCode: 'A-100', productName: 'Mug' },
  ...{
    unit: 'pcs',
    lotId: null,
    lotCode: null,
    quantity: 60 * ONE_UNIT,
    sent: 30 * ONE_UNIT,
    received: 0,
    lost: 0,
    lostReason: null,
  },
  ...{ underWay: 30 * ONE_UNIT, barcode: null, tracking: 'none', ...audit },
};
export const countHead = {
  ...{ id: COUNT, number: 'CC-K7-000001', warehouseId: WAREHOUSE, state: 'open', basis: 'zone', lineCount: 1 },
  ...{ startedAt: 1, startedByName: 'Zhang', postedAt: null, postedByName: null, note: null, ...audit },
};
export const countLine = {
  ...{ id: 'c1', countId: COUNT, warehouseId: WAREHOUSE, position: 1, productId: 'm', productCode: 'A-100' },
  ...{ productName: 'Mug', unit: 'pcs', lotId: null, lotCode: null, locationId: 'x1', locationCode: 'A-01' },
  ...{ state: 'open', counted: null, countedAt: null, countedBy: null, countedByName: null, book: null },
  ...{ firstCounted: null, firstCountedByName: null, reason: null, barcode: null, zoneId: 'z', ...audit },
};
export const waiting = {
  ...{ lotId: null, lotCode: null, expiresOn: null, locationId: null, locationCode: null, isWaiting: true },
  ...{ quantity: 40 * ONE_UNIT, condition: 'saleable' },
};
export const suggestion = {
  ...{ locationId: 'x1', code: 'A-01', rack: null, bay: null, level: null, why: 'empty', onHand: 0 },
};
