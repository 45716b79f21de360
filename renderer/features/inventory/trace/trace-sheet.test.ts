import { beforeEach, expect, it } from 'vitest';
import type { SerialTrace } from '#shared/domains/inventory/queries/trace.ts';
import { i18n, startTexts } from '../../../app/i18n.ts';
import { writeCsv } from '../../../ui/write-workbook.ts';
import { leftByOrder, otherMovements } from './other-movements.ts';
import { traceSheet } from './trace-sheet.ts';

beforeEach(() => startTexts('en'));

const audit = { createdAt: 1, createdBy: 'x', updatedAt: 1, updatedBy: 'x', deletedAt: null };
const trace: SerialTrace = {
  serial: {
    ...{ id: 's', productId: 'p', code: 'SN-7', lotId: null, state: 'shipped', warehouseId: null, locationId: null },
    ...{ documentId: null, movedAt: 1, lotCode: 'L-1', expiresOn: null, locationCode: null, ...audit },
  },
  product: { id: 'p', code: 'B-020', name: 'Jug', unit: 'pcs', pictureHash: null, shelfLifeDays: null },
  receipts: [
    {
      ...{ id: 'r1', receiptId: 'r', number: 'GR-1', supplierName: '=Porcelain', deliveryNote: null },
      ...{ purchaseOrderId: null, purchaseOrderNumber: null, warehouseId: 'w', receivedAt: 0, receivedByName: 'He' },
      ...{ lotCode: null, quantity: 10_000, condition: 'saleable' },
    },
  ],
  shipments: [
    {
      ...{ id: 'd1', shipmentId: 'd', number: 'DN-1', state: 'shipped', customerId: 'c', customerName: 'Hengtong' },
      ...{ orderId: 'o', orderNumber: 'SO-1', warehouseId: 'w', warehouseName: 'Wuhan', shippedAt: 0, phone: '138' },
      ...{ shipTo: null, lotCode: null, serialCode: null, quantity: 10_000, returned: 0 },
    },
  ],
  movements: [],
  isWhole: false,
};

it('R82 both ways as a sheet: what left is below zero, figures are numbers, and it says when it is not whole', () => {
  const sheet = traceSheet(trace, () => 'Wuhan', { t: i18n.t, language: 'en' });
  expect(sheet.title).toBe('Serial number SN-7');
  expect(sheet.notes).toEqual(['B-020 Jug', expect.stringContaining('does not hold every movement')]);
  expect(sheet.columns.filter(({ format }) => format === 'quantity').map(({ title }) => title)).toEqual(['Quantity']);
  const cells = sheet.rows.map((row) => [row[2], row[3], row[6], row[7], row[8]]);
  expect(cells).toEqual([
    ['GR-1', '=Porcelain', 'L-1', 'SN-7', 1],
    ['DN-1', 'Hengtong', 'L-1', 'SN-7', -1],
  ]);
  expect(writeCsv(sheet)).toContain("GR-1,'=Porcelain");
});

it('R82 what left by an order alone names its customer and order, apart from what else moved it', () => {
  const receiver = { customerId: 'c', customerName: 'Hengtong', orderNumber: 'SO-P1-000091' };
  const movement = {
    ...{ occurredAt: 0, warehouseId: 'w', documentId: 'o', documentTable: 'orders' as const, locationCode: null },
    ...{ reason: null, bookedByName: null, receiver },
  };
  const opened: SerialTrace = {
    ...trace,
    shipments: [],
    movements: [
      { ...movement, id: 'm1', cause: 'shipment', quantity: -10_000, documentNumber: 'DN-261104-003' },
      { ...movement, id: 'm2', cause: 'return', quantity: 10_000, documentNumber: 'RT-261105-001' },
      { ...movement, id: 'm3', cause: 'scrap', quantity: -10_000, documentNumber: null, receiver: null },
    ],
  };
  expect(leftByOrder(opened).map(({ id }) => id)).toEqual(['m1', 'm2']);
  expect(otherMovements(opened).map(({ id }) => id)).toEqual(['m3']);
  const { rows } = traceSheet(opened, () => 'Wuhan', { t: i18n.t, language: 'en' });
  expect(rows.slice(1).map((row) => [row[2], row[3], row[4], row[8]])).toEqual([
    ['DN-261104-003', 'Hengtong', 'SO-P1-000091', -1],
    ['RT-261105-001', 'Hengtong', 'SO-P1-000091', 1],
    [null, null, null, -1],
  ]);
});
