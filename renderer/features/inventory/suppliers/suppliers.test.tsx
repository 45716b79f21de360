// Suppliers as people work with them: what a key or a click sends, and what is shown to whom.
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { beforeEach, expect, it } from 'vitest';
import type { FakeBridgeOptions } from '../../../../tests/support/fake-bridge.ts';
import { ledgerEntry } from '../../../../tests/support/ledger-entry.ts';
import { beginScreens, showScreen } from '../../../../tests/support/show-screen.tsx';
import { InPlaceOf } from '../../../app/amending.tsx';
import { useTabs } from '../../../app/tabs.ts';
import { ReceiptPage } from '../receipts/receipt-page.tsx';
import { SupplierEntry } from './supplier-entry.tsx';
import { SupplierList } from './supplier-list.tsx';
import { SupplierPage } from './supplier-page.tsx';

const all = ['inventory.see', 'inventory.seeSuppliers', 'inventory.seeCost', 'inventory.purchase'];
const audit = { createdAt: 1, createdBy: 'x', updatedAt: 1, updatedBy: 'x', deletedAt: null };
const kiln = {
  ...{
    id: 's1',
    code: 'V1',
    name: 'Porcelain Works',
    taxNumber: null,
    contactName: 'Fang',
    phone: '0798',
    email: null,
  },
  ...{
    address: null,
    city: 'Jingdezhen',
    country: null,
    currency: 'CNY',
    paymentTermsDays: 30,
    leadDays: 12,
    ...audit,
  },
};
const bought = {
  ...{ productId: 'm', code: 'A-100', name: 'Mug', unit: 'pcs', lastOrderedOn: '2026-11-14', orders: 2 },
  ...{
    quantity: 500_000,
    received: 300_000,
    rejected: 10_000,
    unitCost: 400_000,
    currency: 'CNY',
    isFirstChoice: true,
  },
};
const blind = {
  ...{ id: 'r1', number: 'GR-K7-000001', warehouseId: 'w1', purchaseOrderId: null, purchaseOrderNumber: null },
  ...{ supplierId: null, supplierName: null, deliveryNote: null, receivedOn: '2026-11-20', receivedAt: 1 },
  ...{ receivedByName: 'He', deviceCode: 'K7', lineCount: 0, note: null, reversesId: null, ...audit },
};

const show = (
  screenOf: ReactNode,
  permissions: readonly string[] = all,
  queries: NonNullable<FakeBridgeOptions['queries']> = {},
) =>
  showScreen(screenOf, permissions, {
    'inventory.suppliers': () => ({
      rows: [{ ...kiln, openOrders: 2, lateOrders: 1, lastOrderedOn: '2026-11-14' }],
      next: null,
    }),
    'inventory.supplier': () => ({ supplier: kiln, products: [bought] }),
    'inventory.supplierList': () => [kiln],
    'inventory.purchaseList': () => ({ rows: [], next: null }),
    'inventory.receipt': () => ({ head: blind, lines: [], otherNumber: null }),
    ...queries,
  });

beforeEach(() => beginScreens());

it('the list says what is ordered and what is late; who may not buy makes no supplier', async () => {
  await show(<SupplierList />, ['inventory.seeSuppliers']);
  const row = (await screen.findByText('Porcelain Works')).closest('[role=row]');
  expect(row?.textContent).toContain('1 overdue');
  expect(row?.textContent).toContain('12 days');
  expect(screen.queryByRole('button', { name: /New supplier/ })).toBeNull();
});

it('R47 a supplier’s page shows what is bought there, costs only to who may see them', async () => {
  await show(<SupplierPage params={{ supplierId: 's1' }} />, ['inventory.seeSuppliers', 'inventory.purchase']);
  const row = (await screen.findByText('A-100')).closest('[role=row]');
  expect(row?.textContent).toContain('Reordered here');
  expect(screen.queryByText('Last cost')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: /New purchase order/ }));
  expect(useTabs.getState().tabs[0]).toMatchObject({ kind: 'purchaseEntry', params: { supplierId: 's1' } });
});

it('only what was changed of a supplier is sent; days that are none are refused in words', async () => {
  const bridge = await show(<SupplierEntry params={{ supplierId: 's1' }} />);
  const lead = await screen.findByLabelText('Lead time');
  await userEvent.clear(lead);
  await userEvent.type(lead, 'soon');
  await userEvent.click(screen.getByRole('button', { name: /Save/ }));
  expect(screen.getByRole('alert').textContent).toBe('Days from 0 to 1000.');
  expect(bridge.ran).toEqual([]);
  await userEvent.clear(lead);
  await userEvent.type(lead, '9');
  await userEvent.click(screen.getByRole('button', { name: /Save/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'inventory.saveSupplier',
    args: { supplierId: 's1', fields: { leadDays: 9 } },
  });
});

it('a new supplier is sent whole, with the company’s currency', async () => {
  const bridge = await show(<SupplierEntry params={{ supplierId: null }} />);
  await userEvent.type(await screen.findByLabelText('Code'), 'V2');
  await userEvent.type(screen.getByLabelText('Name'), 'Dehua');
  await userEvent.click(screen.getByRole('button', { name: /Save/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]?.args).toMatchObject({
    fields: { code: 'V2', name: 'Dehua', phone: null, currency: 'CNY', paymentTermsDays: 30, leadDays: null },
  });
});

it('who brought goods that nobody ordered is named on their receipt, by who receives goods', async () => {
  const bridge = await show(<ReceiptPage params={{ receiptId: 'r1' }} />, [...all, 'inventory.receiveGoods']);
  await userEvent.click(await screen.findByRole('combobox', { name: 'Supplier' }));
  await userEvent.click(await screen.findByText('V1 Porcelain Works'));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'inventory.nameSupplier',
    args: { receiptId: 'r1', supplierId: 's1' },
  });
});

it('who receives nothing reads who brought the goods', async () => {
  await show(<ReceiptPage params={{ receiptId: 'r1' }} />);
  await screen.findByText('without an order');
  expect(screen.queryByRole('combobox', { name: 'Supplier' })).toBeNull();
});

it('a rejected supplier opens as it was typed, says why, and is sent in place of the rejected one', async () => {
  const rejected = ledgerEntry(4, {
    name: 'inventory.saveSupplier',
    args: {
      supplierId: 'new',
      fields: { code: 'V1', name: 'River Kiln', phone: '0799', leadDays: 9, currency: 'CNY' },
    },
    state: 'rejected',
    reasons: [{ code: 'inventory.supplierCodeTaken', params: { supplierCode: 'V1', officeName: 'Porcelain Works' } }],
  });
  const bridge = await show(
    <InPlaceOf entry={rejected}>
      <SupplierEntry params={{ supplierId: 'new' }} />
    </InPlaceOf>,
    all,
    { 'inventory.supplier': () => null },
  );
  expect(await screen.findByText('In place of what the office rejected')).toBeTruthy();
  const code = await screen.findByLabelText<HTMLInputElement>('Code');
  expect(code.value).toBe('V1');
  expect(screen.getByDisplayValue('River Kiln')).toBeTruthy();
  expect(screen.getByDisplayValue('0799')).toBeTruthy();
  await userEvent.clear(code);
  await userEvent.type(code, 'V2');
  await userEvent.click(screen.getByRole('button', { name: /Save/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'inventory.saveSupplier',
    args: { fields: { code: 'V2', name: 'River Kiln', phone: '0799', leadDays: 9 } },
    options: { replaces: rejected.commandId },
  });
});
