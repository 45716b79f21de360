/** Whole rows for tests of db/: what a test does not say is something plain. */

import { holderOf } from '#shared/domains/crm/rules/holder.ts';
import type {} from '#shared/domains/crm/tables.ts';
import { plainHead, plainLine } from '#shared/domains/sales/rules/plain-order.ts';
import type {} from '#shared/domains/sales/tables.ts';
import type { Row } from '#shared/kernel/table.ts';

export const audited = { createdAt: 1, createdBy: 'u1', updatedAt: 1, updatedBy: 'u1', deletedAt: null } as const;

export function customer(id: string, given: Partial<Row<'customers'>> = {}): Row<'customers'> {
  const { territoryId = 't1', ownerId = null, ownerTeamId = null } = given;
  return {
    id,
    code: id.toUpperCase(),
    name: `Customer ${id}`,
    taxNumber: null,
    contactName: null,
    contactTitle: null,
    phone: null,
    email: null,
    address: null,
    city: null,
    region: null,
    postalCode: null,
    country: null,
    minimumLifeDays: 0,
    territoryId,
    ownerId,
    ownerTeamId,
    holderId: holderOf({ territoryId, ownerId, ownerTeamId }),
    heldSince: null,
    paymentTermsId: null,
    currency: 'CNY',
    paymentTermsDays: 30,
    parentId: null,
    billToId: null,
    payerId: null,
    groupId: null,
    priceListId: null,
    taxCode: null,
    ...audited,
    ...given,
  };
}

export function order(id: string, given: Partial<Row<'orders'>> = {}): Row<'orders'> {
  const { customerId = 'c1' } = given;
  return {
    ...plainHead,
    id,
    number: `SO-T1-${id}`,
    importKey: null,
    state: 'open',
    creditHold: 0,
    approvalHold: 0,
    manualHold: 0,
    customerId,
    customerCode: 'C1',
    customerName: 'Customer c1',
    billToId: customerId,
    billToName: 'Customer c1',
    payerId: customerId,
    payerName: 'Customer c1',
    contactName: null,
    phone: null,
    shipTo: null,
    territoryId: 't1',
    warehouseId: 'w1',
    currency: 'CNY',
    priceMode: 'taxExclusive',
    taxRounding: 'perLine',
    orderedOn: '2026-11-23',
    requestedOn: null,
    paymentTermsDays: 30,
    netMinor: 0,
    taxMinor: 0,
    totalMinor: 0,
    lineCount: 0,
    backOrderedLines: 0,
    note: null,
    shipComplete: 0,
    minimumLifeDays: 0,
    confirmedAt: 1,
    confirmedBy: 'u1',
    confirmedByName: 'Ann',
    deviceCode: 'T1',
    ...audited,
    ...given,
  };
}

export function orderLine(id: string, orderId: string, given: Partial<Row<'orderLines'>> = {}): Row<'orderLines'> {
  return {
    ...plainLine,
    id,
    orderId,
    position: 1,
    productId: 'p1',
    productCode: 'P1',
    productName: 'Product p1',
    unit: 'box',
    quantity: 10_000,
    unitPrice: 10_000,
    listPrice: 10_000,
    priceSource: 'base',
    discount: 0,
    taxCode: 'standard',
    taxRate: 1_300,
    netMinor: 100,
    taxMinor: 13,
    reserved: 0,
    backOrdered: 0,
    shipped: 0,
    ...audited,
    ...given,
  };
}
