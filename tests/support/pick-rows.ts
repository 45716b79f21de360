/** Rows of a pick list for tests: what a test does not say is something plain. */
import type {} from '#shared/domains/inventory/tables.ts';
import { ONE_UNIT } from '#shared/kernel/money.ts';
import type { Row } from '#shared/kernel/table.ts';
import { NOW } from './ids.ts';
import { audited } from './sample-rows.ts';

export function pickListRow(given: Partial<Row<'pickLists'>> & { id: string }): Row<'pickLists'> {
  return {
    number: 'PK-K7-000001',
    warehouseId: 'w1',
    state: 'released',
    orderCount: 1,
    lineCount: 1,
    releasedAt: NOW,
    releasedByName: 'Zhang Min',
    ...{ claimedBy: null, claimedByName: null, claimedDeviceCode: null, claimedAt: null, pickedAt: null, note: null },
    ...audited,
    ...given,
  };
}

export function pickLineRow(given: Partial<Row<'pickLines'>> & { id: string }): Row<'pickLines'> {
  return {
    pickListId: 'k1',
    warehouseId: 'w1',
    position: 1,
    orderId: 'o1',
    orderLineId: 'ol1',
    orderNumber: 'SO-K7-000001',
    customerName: 'Hengtong',
    productId: 'p1',
    productCode: 'A-100',
    productName: 'Mug',
    unit: 'box',
    ...{ lotId: null, lotCode: null, expiresOn: null, serialId: null, serialCode: null },
    ...{ locationId: null, locationCode: null },
    quantity: ONE_UNIT,
    allocated: ONE_UNIT,
    ...{ picked: 0, packed: 0, shipped: 0 },
    shortReason: null,
    ...audited,
    ...given,
  };
}
