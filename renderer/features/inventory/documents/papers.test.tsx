// The papers of the warehouse as people work them: what a key or a click sends, and what is shown to whom.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { beforeEach, expect, it } from 'vitest';
import { beginScreens, companyOf, showScreen } from '../../../../tests/support/show-screen.tsx';
import { useTabs } from '../../../app/tabs.ts';
import { CountPage } from '../counts/count-page.tsx';
import { PurchaseEntry } from '../purchases/purchase-entry.tsx';
import { PurchaseList } from '../purchases/purchase-list.tsx';
import { PurchasePage } from '../purchases/purchase-page.tsx';
import { Suggestions } from '../purchases/suggestions.tsx';
import { TransferPage } from '../transfers/transfer-page.tsx';

const all = [
  ...['inventory.see', 'inventory.seeSuppliers', 'inventory.seeCost', 'inventory.purchase', 'inventory.transfer'],
  ...['inventory.count', 'inventory.postCount', 'inventory.scrapStock'],
];
const audit = { createdAt: 1, createdBy: 'x', updatedAt: 1, updatedBy: 'x', deletedAt: null };
const purchase = {
  ...{ id: 'p1', number: 'PO-K7-000001', supplierId: 's1', supplierName: 'Porcelain Works', warehouseId: 'w1' },
  ...{ state: 'open', orderedOn: '2026-11-02', dueOn: '2026-11-10', currency: 'CNY', lineCount: 1, note: null },
  ...{ orderedByName: 'Zhang', ...audit },
  ...{ doneLines: 0, begunLines: 1, valueMinor: 25_000, withoutCost: 0 },
};
const purchaseLine = {
  ...{ id: 'pl1', purchaseOrderId: 'p1', position: 1, productId: 'm', productCode: 'A-100', productName: 'Mug' },
  ...{ unit: 'pcs', unitRatio: 1, quantity: 200_000, received: 80_000, rejected: 30_000, dueOn: null, ...audit },
  ...{ unitCost: 125_000, barcode: null, tracking: 'none', shelfLifeDays: null, baseUnit: 'pcs' },
};
const suggestion = {
  ...{ id: 'm:w1', productId: 'm', warehouseId: 'w1', code: 'A-100', name: 'Mug', unit: 'pcs', onHand: 50_000 },
  ...{ incoming: 0, committed: 20_000, reorderPoint: 60_000, maximum: 200_000, multiple: 0, safetyStock: 0 },
  ...{
    leadDays: 7,
    demandADay: 5_000,
    stockOutDays: 2,
    suggested: 170_000,
    supplierId: 's1',
    supplierName: 'Porcelain',
  },
};
const line = {
  ...{ id: 'c1:m::', countId: 'c1', warehouseId: 'w1', position: 1, productId: 'm', productCode: 'A-100', unit: 'pcs' },
  ...{ productName: 'Mug', lotId: null, lotCode: null, locationId: null, locationCode: 'A-01', state: 'open' },
  ...{ counted: null, countedAt: null, countedBy: null, countedByName: null, book: null, firstCounted: null },
  ...{ firstCountedByName: null, reason: null, missing: [], barcode: null, ...audit },
};
const count = {
  ...{ id: 'c1', number: 'CC-K7-000001', warehouseId: 'w1', state: 'open', basis: 'all', lineCount: 2, startedAt: 1 },
  ...{ startedByName: 'He', postedAt: null, postedByName: null, note: null, ...audit },
};
const recounted = { ...line, id: 'c1:j::', productId: 'j', productName: 'Jug', state: 'recount', counted: 10_000 };
const transfer = {
  ...{ id: 't1', number: 'TR-K7-000001', fromWarehouseId: 'w1', fromWarehouseName: 'Wuhan', toWarehouseId: 'w2' },
  ...{ toWarehouseName: 'Changsha', state: 'underWay', dueOn: null, sentAt: 1, closedAt: null, lineCount: 1 },
  ...{ askedByName: 'He', note: null, ...audit },
};
const transferLine = {
  ...{
    id: 'tl1',
    transferId: 't1',
    position: 1,
    productId: 'm',
    productCode: 'A-100',
    productName: 'Mug',
    unit: 'pcs',
  },
  ...{
    lotId: null,
    lotCode: null,
    quantity: 200_000,
    sent: 120_000,
    received: 70_000,
    lost: 0,
    lostReason: null,
    ...audit,
  },
  ...{ underWay: 50_000, barcode: null, tracking: 'none' },
};

const wuhan = { id: 'w1', code: 'W', name: 'Wuhan', hasPlaces: false };
const changsha = { id: 'w2', code: 'C', name: 'Changsha', hasPlaces: true };

const show = (
  screenOf: ReactNode,
  permissions: readonly string[] = all,
  {
    own = [wuhan, changsha],
    counted = [line, recounted],
    came = [],
  }: { readonly own?: readonly object[]; readonly counted?: readonly object[]; readonly came?: readonly object[] } = {},
) =>
  showScreen(screenOf, permissions, {
    'admin.company': () => companyOf('Wuhan', 'Changsha'),
    'inventory.purchaseList': () => ({ rows: [purchase], next: null }),
    'inventory.purchase': () => ({ head: purchase, lines: [purchaseLine], receipts: came }),
    'inventory.purchaseUnits': () => [{ id: 'box', productId: 'm', name: 'box', ratio: 24 }],
    'inventory.supplierList': () => [{ id: 's1', code: 'V1', name: 'Porcelain', currency: 'CNY', leadDays: 7 }],
    'inventory.orderSuggestions': () => [
      suggestion,
      { ...suggestion, id: 'j:w1', code: 'B-2', supplierId: null, supplierName: null },
    ],
    'inventory.stockCount': () => ({ head: count, lines: counted }),
    'inventory.workplaces': () => own,
    'inventory.transfer': () => ({ head: transfer, lines: [transferLine] }),
  });

beforeEach(() => beginScreens());

it('an open purchase order whose day is over is late in words; who may not buy has no key for it', async () => {
  await show(<PurchaseList />, ['inventory.seeSuppliers']);
  const row = (await screen.findByText('PO-K7-000001')).closest('[role=row]');
  expect(row?.textContent).toContain('Porcelain Works');
  expect(row?.textContent).toContain('Overdue');
  expect(row?.textContent).toContain('0 / 1');
  expect(row?.textContent).not.toContain('250.00');
  expect(screen.queryByRole('button', { name: /New purchase order/ })).toBeNull();
});

it('R26 R47 a purchase order says what came, what was rejected and what is to come; cost only to who may see it', async () => {
  const bridge = await show(<PurchasePage params={{ purchaseOrderId: 'p1' }} />);
  const row = (await screen.findByText('A-100')).closest('[role=row]');
  const figures = [...(row?.querySelectorAll('.cell-figure') ?? [])].map((cell) => cell.textContent);
  expect(figures).toEqual(['20pcs', '8', '3', '12', '12.50']);
  expect(document.querySelector('.document-fields')?.textContent).toMatch(/Lines come0 \/ 1.*Value, net¥250\.00/);
  expect(screen.queryByRole('button', { name: 'Cancel order' })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Close' }));
  await waitFor(() =>
    expect(bridge.ran).toMatchObject([{ name: 'inventory.closePurchase', args: { purchaseOrderId: 'p1' } }]),
  );
});

it('a purchase order tells each receipt by lines and units, and what was set apart of it', async () => {
  const by = { receivedAt: 1, receivedByName: 'He', deliveryNote: 'CY-77120' };
  const amounts = [
    { unit: 'pcs', quantity: 540_000 },
    { unit: 'l', quantity: 25_000 },
  ];
  const came = [{ id: 'r1', number: 'GR-K7-000009', ...by, lineCount: 4, rejectedLines: 1, amounts }];
  await show(<PurchasePage params={{ purchaseOrderId: 'p1' }} />, all, { came });
  const receipt = (await screen.findByText('GR-K7-000009')).closest('.purchase-receipt');
  expect(receipt?.textContent).toMatch(/4 lines.*54.*pcs.*2\.5.*l.*1 line set apart.*CY-77120/);
});

it('R47 a list of purchase orders tells what they are worth to who may see cost', async () => {
  await show(<PurchaseList />, ['inventory.seeSuppliers', 'inventory.seeCost']);
  const row = (await screen.findByText('PO-K7-000001')).closest('[role=row]');
  expect(row?.textContent).toContain('250.00');
});

it('R31 what is ordered in boxes is sent in base units', async () => {
  const bridge = await show(<PurchaseEntry params={{ purchaseOrderId: 'p1' }} />);
  // 20 at 12.50.
  await waitFor(() => expect(screen.getByRole('heading', { level: 1 }).parentElement?.textContent).toContain('250.00'));
  const field = await screen.findByRole('textbox', { name: 'Quantity of Mug' });
  await userEvent.clear(field);
  await userEvent.type(field, '2');
  const unit = screen.getAllByRole('combobox', { name: 'Unit' })[0];
  if (!unit) throw new Error('no unit can be chosen');
  await userEvent.click(unit);
  await userEvent.click(await screen.findByText('box of 24 pcs'));
  await userEvent.click(screen.getByRole('button', { name: /Save change/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'inventory.writePurchase',
    args: { isOrdered: true, lines: [{ id: 'pl1', unitId: 'box', quantity: 480_000, unitCost: 125_000 }] },
  });
});

it('R34 suggestions become purchase orders in one action; a row without a supplier waits for one', async () => {
  const bridge = await show(<Suggestions />);
  expect((await screen.findByText('B-2')).closest('[role=row]')?.textContent).toContain('none named');
  expect(screen.getAllByText('0.5')).toHaveLength(2);
  await userEvent.click(screen.getByRole('button', { name: /Make 1 purchase order/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'inventory.orderSuggested',
    args: { isOrdered: false, purchases: [{ supplierId: 's1', lines: [{ productId: 'm', quantity: 170_000 }] }] },
  });
});

it('R28 whoever counts sees no books, Enter takes what was found, and a far-off shelf is another person’s', async () => {
  const bridge = await show(<CountPage params={{ countId: 'c1' }} />, ['inventory.see', 'inventory.count']);
  const field = await screen.findByRole('textbox', { name: 'Counted of Mug' });
  expect(screen.queryByText('Books')).toBeNull();
  expect(screen.getByRole('textbox', { name: 'Counted of Jug' })).toBeTruthy();
  await userEvent.type(field, '7{Enter}');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'inventory.recordCount',
    args: { countId: 'c1', lines: [{ productId: 'm', counted: 70_000 }] },
  });
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Counted of Jug' }));
  await userEvent.type(screen.getByRole('textbox', { name: 'Counted of Jug' }), 'x{Enter}');
  expect(bridge.ran).toHaveLength(1);
});

it('R28 whoever posts reads all numbers that nobody found, and writes why a shelf differs', async () => {
  const missing = ['DK26-0001', 'DK26-0002', 'DK26-0003'];
  const differing = { ...line, state: 'counted', counted: 70_000, book: 100_000, missing };
  const bridge = await show(<CountPage params={{ countId: 'c1' }} />, all, { counted: [differing] });
  expect(await screen.findByText('3 not found')).toBeTruthy();
  await userEvent.click(screen.getByText('3 not found'));
  expect(screen.getByText('DK26-0001, DK26-0002, DK26-0003')).toBeTruthy();
  await userEvent.type(screen.getByRole('textbox', { name: 'Why it differs' }), 'fell off the lorry{Enter}');
  expect(document.activeElement).toBe(screen.getByRole('grid'));
  await userEvent.click(screen.getByRole('button', { name: /^Post/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'inventory.postCount',
    args: { countId: 'c1', reasons: [{ lineId: 'c1:m::', reason: 'fell off the lorry' }] },
  });
});

it('R28 a count is not posted while a shelf waits for another person', async () => {
  await show(<CountPage params={{ countId: 'c1' }} />);
  const post = await screen.findByRole('button', { name: /Post, 1 line left out/ });
  expect(post).toHaveProperty('disabled', true);
  // Beside the key and in its title.
  expect(screen.getByText('1 line waits for a second counter')).toBeTruthy();
  expect(post.getAttribute('title')).toBe('1 line waits for a second counter');
});

it('R27 a transfer sends the rest, takes in what is under way once it was asked, and writes off with a reason', async () => {
  const bridge = await show(<TransferPage params={{ transferId: 't1' }} />);
  const asked = async (key: RegExp, text: RegExp) => {
    await userEvent.click(await screen.findByRole('button', { name: key }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText(text)).toBeTruthy();
    return within(dialog).getByRole('button', { name: key });
  };
  const no = await asked(/Send the rest/, /1 line leaves Wuhan, all of it/);
  await userEvent.click(within(no.closest('form') as HTMLElement).getByRole('button', { name: 'Cancel' }));
  expect(bridge.ran).toEqual([]);
  await userEvent.click(await asked(/Send the rest/, /1 line leaves Wuhan, all of it/));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await userEvent.click(await asked(/Take in what is in transit/, /1 line comes to Changsha whole/));
  await waitFor(() => expect(bridge.ran).toHaveLength(2));
  expect(bridge.ran).toMatchObject([
    { name: 'inventory.sendTransfer', args: { lines: [{ lineId: 'tl1', quantity: 80_000 }] } },
    {
      name: 'inventory.receiveTransfer',
      args: { lines: [{ lineId: 'tl1', quantity: 50_000, condition: 'saleable' }] },
    },
  ]);
  await userEvent.click(screen.getByRole('button', { name: 'Write off' }));
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByRole('listitem').textContent).toBe('A-100Mug5pcs');
  await userEvent.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'lost by the carrier{Enter}');
  await waitFor(() => expect(bridge.ran).toHaveLength(3));
  expect(bridge.ran[2]).toMatchObject({
    name: 'inventory.writeOffTransfer',
    args: { reason: 'lost by the carrier', lines: [{ lineId: 'tl1', quantity: 50_000 }] },
  });
});

it.each([
  ['from places', [{ ...wuhan, hasPlaces: true }], 'Send transfer'],
  ['of a warehouse that is not theirs', [changsha], null],
])('R27 no page sends %s: it does not know where the goods lay', async (_what, own, desk) => {
  await show(<TransferPage params={{ transferId: 't1' }} />, all, { own });
  const name = desk ?? /Take in what is in transit/;
  const key = await screen.findByRole('button', { name: desk === null ? name : new RegExp(desk) });
  expect(screen.queryByRole('button', { name: /Send the rest/ })).toBeNull();
  if (desk === null) return;
  await userEvent.click(key);
  expect(useTabs.getState().tabs).toMatchObject([
    { kind: 'transferGoods', params: { documentId: 't1', mode: 'send', isBlind: false } },
  ]);
});
