// Long because one desk serves the tests of all that it asks.
// What a tally asks its operator: the last day of a lot, which of two days is right, whether good goods are set apart.
import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { readScan } from '#shared/domains/inventory/rules/read-scan.ts';
import type { Scanned, ScannedProduct } from '#shared/domains/inventory/rules/scanned.ts';
import { ONE_UNIT } from '#shared/kernel/money.ts';
import { type FakeBridge, makeFakeBridge, signedIn } from '../../../../../tests/support/fake-bridge.ts';
import { book, pass, press, saysBand, scan } from '../../../../../tests/support/scanner-keys.ts';
import { Application } from '../../../../app/application.tsx';
import { startTexts } from '../../../../app/i18n.ts';
import { setPreference } from '../../../../app/preferences.ts';
import { useSession, useSyncStatus } from '../../../../app/session.ts';
import { clearTabs, openTab } from '../../../../app/tabs.ts';
import { queryClient } from '../../../../app/use-query.ts';

const rights = ['inventory.receiveGoods', 'inventory.moveStock', 'inventory.transfer', 'inventory.count'];
const user = { ...signedIn.user, permissions: [...signedIn.user.permissions, 'inventory.seeSuppliers', ...rights] };
const PURCHASE = '01930000-0000-7000-8000-00000000b001';
const WAREHOUSE = '01930000-0000-7000-8000-00000000c001';
const audit = { createdAt: 1, createdBy: 'x', updatedAt: 1, updatedBy: 'x', deletedAt: null };

const mug: ScannedProduct = {
  ...{ id: 'm', code: 'A-100', name: 'Mug', unit: 'pcs', tracking: 'none', shelfLifeDays: null, discontinued: 0 },
  ...{ unitName: 'pcs', unitRatio: 1 },
};
const milk: ScannedProduct = { ...mug, id: 'k', code: 'K-1', name: 'Milk', tracking: 'lot', shelfLifeDays: 30 };
const bowl: ScannedProduct = { ...mug, id: 'b', code: 'B-010', name: 'Bowl' };
const codes: Readonly<Record<string, ScannedProduct>> = { '6901234567892': mug, '96385074': milk, 'B-010': bowl };

function findScan({ text }: { text: string }): Scanned {
  const reading = readScan(text, 2026);
  const product = codes[text] ?? codes[(reading.gtin ?? '').replace(/^0+/, '')];
  const place = { id: 'q1', warehouseId: WAREHOUSE, zoneId: 'z', code: 'Q-01', walkOrder: 1, active: 1 as const };
  const locations = text === 'Q-01' ? [{ ...place, zoneKind: 'quarantine' as const }] : [];
  return { reading, products: product ? [product] : [], lots: [], serials: [], locations, documents: [] };
}

const head = {
  ...{ id: PURCHASE, number: 'PO-K7-000001', supplierId: 's1', supplierName: 'Porcelain', warehouseId: WAREHOUSE },
  ...{ state: 'open', orderedOn: '2026-11-02', dueOn: null, currency: 'CNY', lineCount: 2, note: null },
  ...{ orderedByName: 'Zhang', ...audit },
};
const line = (id: string, productId: string, pieces: number) => ({
  ...{ id, purchaseOrderId: PURCHASE, position: 1, productId, productCode: id, productName: id, unit: 'pcs' },
  ...{ unitRatio: 1, quantity: pieces * ONE_UNIT, received: 0, rejected: 0, dueOn: null, unitCost: null },
  ...{ barcode: null, tracking: 'none', shelfLifeDays: null, baseUnit: 'pcs', ...audit },
});

const waiting = {
  ...{ lotId: null, lotCode: null, expiresOn: null, locationId: null, locationCode: null, isWaiting: true },
  ...{ quantity: 40 * ONE_UNIT, condition: 'saleable' },
};
const suggestion = {
  ...{ locationId: 'x1', code: 'A-01', rack: null, bay: null, level: null, why: 'empty', onHand: 0 },
};

const wuhan = { id: WAREHOUSE, code: 'W', name: 'Wuhan', hasPlaces: true };
const changsha = { ...wuhan, id: '01930000-0000-7000-8000-00000000c002', code: 'C', name: 'Changsha' };

async function show(workplaces = [wuhan]): Promise<FakeBridge> {
  clearTabs();
  queryClient.clear();
  useSession.setState({ session: null });
  useSyncStatus.setState({ status: null });
  const bridge = makeFakeBridge({
    session: { ...signedIn, user },
    queries: {
      'admin.company': () => ({
        settings: { 'company.utcOffsetMinutes': 480, 'inventory.receiptTolerance': 500 },
        warehouses: workplaces,
        territories: [],
        taxRates: [],
      }),
      'inventory.purchaseList': () => ({ rows: [head], next: null }),
      'inventory.purchase': () => ({ head, lines: [line('l1', 'm', 20), line('l2', 'k', 2)], receipts: [] }),
      'inventory.workplaces': () => workplaces,
      'inventory.goodsToPutAway': () => [],
      'inventory.putAwayAdvice': () => ({ shelves: [waiting], suggestions: [suggestion] }),
      'inventory.isBooked': () => false,
      'inventory.scanned': findScan,
    },
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  startTexts('en');
  setPreference('language', 'en');
  render(<Application />);
  await screen.findByRole('navigation');
  return bridge;
}

const amount = () => document.querySelector('[data-testid="tally-amount"]')?.textContent;

beforeEach(() => {
  pass();
});

const labelOf = (day: string, lot = 'L-NEW') => `(01)00000096385074(17)${day}(10)${lot}`;

it('R30 a last day that no label says is asked for, also before it is booked; one that is past is no good one', async () => {
  const bridge = await show();
  act(() => void openTab('receiveGoods', { documentId: PURCHASE, mode: 'receive', isBlind: false }));
  await saysBand(/Scan the goods/);
  scan('(01)00000096385074(10)L-NEW');
  await saysBand(/Check the date.*No label says it/);
  await screen.findByRole('dialog', { name: /Milk · L-NEW/ });
  press('Escape');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  press('Enter');
  const field = within(await screen.findByRole('dialog', { name: /Milk · L-NEW/ })).getByRole('textbox');
  fireEvent.change(field, { target: { value: '200101' } });
  press('Enter');
  await saysBand(/Expired.*is past/);
  press('Enter');
  await screen.findByRole('dialog', { name: /Milk · L-NEW/ });
  fireEvent.change(screen.getByRole('textbox', { name: /Milk/ }), { target: { value: '290131' } });
  press('Enter');
  await saysBand(/Taken/);
  await book();
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({ args: { lines: [{ lotCode: 'L-NEW', expiresOn: '2029-01-31' }] } });
});

it('R29 R30 a label with another last day than the lot has is asked about; Esc leaves it out', async () => {
  const bridge = await show();
  act(() => void openTab('receiveGoods', { documentId: PURCHASE, mode: 'receive', isBlind: false }));
  await saysBand(/Scan the goods/);
  scan(labelOf('290301'));
  await waitFor(() => expect(amount()).toBe('1pcs'));
  const other = labelOf('290401');
  scan(other);
  await saysBand(/Another last day.*L-NEW/);
  await screen.findByRole('dialog', { name: /which last day/ });
  press('Escape');
  await saysBand(/Not counted/);
  scan(other);
  await screen.findByRole('dialog', { name: /which last day/ });
  press('3');
  await saysBand(/Rejected.*quarantine/);
  await book();
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    args: {
      lines: [
        { lotCode: 'L-NEW', expiresOn: '2029-03-01', quantity: 10_000, condition: 'saleable' },
        { lotCode: 'L-NEW', quantity: 10_000, condition: 'quarantine', rejectReason: 'Wrong expiry' },
      ],
    },
  });
});

it('R29 which part of a code is the lot is said by a digit, never by Enter alone, and is asked once', async () => {
  const bridge = await show();
  act(() => void openTab('receiveGoods', { documentId: PURCHASE, mode: 'receive', isBlind: false }));
  await saysBand(/Scan the goods/);
  // Digits alone, with the goods before them; the goods wait on where it is no lot.
  scan('96385074', '202611230001');
  await screen.findByRole('dialog', { name: /which lot is printed/ });
  press('Escape');
  await saysBand(/Scan the lot/);
  press('z', 200, { ctrlKey: true });
  await saysBand(/Taken back/);
  const glued = '010000009638507410L2603B17290314';
  scan(glued);
  await saysBand(/Check the lot.*K-1 Milk/);
  const asked = await screen.findByRole('dialog', { name: /which lot is printed/ });
  expect(
    within(asked)
      .getAllByRole('option')
      .map(({ textContent }) => textContent),
  ).toEqual([
    expect.stringMatching(/Lot L2603B, good until .*2029/),
    expect.stringContaining('Lot L2603B17290314'),
    expect.stringContaining('None of these'),
  ]);
  press('Enter');
  expect(screen.getByRole('dialog')).toBe(asked);
  press('1');
  await saysBand(/Right/);
  scan(glued);
  await waitFor(() => expect(amount()).toBe('2pcs'));
  await book();
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    args: { lines: [{ lotCode: 'L2603B', expiresOn: '2029-03-14', quantity: 20_000 }] },
  });
});

it('the digits of the warehouses stay; Enter takes where somebody worked last', async () => {
  setPreference('workWarehouseId', changsha.id);
  await show([wuhan, changsha]);
  act(() => void openTab('receiveGoods'));
  await saysBand(/F9/);
  press('F9');
  const asked = await screen.findByRole('dialog', { name: /which warehouse/ });
  expect(
    within(asked)
      .getAllByRole('option')
      .map((each) => [each.textContent, each.ariaSelected]),
  ).toEqual([
    [expect.stringContaining('Wuhan'), 'false'],
    [expect.stringContaining('Changsha'), 'true'],
  ]);
  press('1');
  await screen.findByText(/Wuhan/);
  setPreference('workWarehouseId', WAREHOUSE);
});

it('a tally whose lines were all taken out is nothing to go on with', async () => {
  const bridge = await show();
  act(() => void openTab('receiveGoods', { documentId: PURCHASE, mode: 'receive', isBlind: false }));
  await saysBand(/Scan the goods/);
  scan('6901234567892');
  await waitFor(() => expect(amount()).toBe('1pcs'));
  press('Enter');
  await screen.findByRole('dialog');
  press('Delete');
  await saysBand(/Taken out/);
  press('Escape');
  await saysBand(/Scan the number/);
  expect(await bridge.work.sessions(null)).toEqual([]);
});

it('a lot is read whole, however long it is', async () => {
  await show();
  act(() => void openTab('receiveGoods', { documentId: PURCHASE, mode: 'receive', isBlind: false }));
  await saysBand(/Scan the goods/);
  // Nine letters and digits at full size are wider than their column on a small screen.
  for (const [lot, size] of [
    ['L261003-1', 'pick-code pick-code-long'],
    ['L'.repeat(21), 'pick-code pick-code-long pick-code-whole'],
  ] as const) {
    scan('96385074', lot);
    await screen.findByRole('dialog', { name: /Until when/ });
    press('Escape');
    await waitFor(() => expect(document.querySelector(`.${size.replaceAll(' ', '.')}`)?.textContent).toBe(lot));
  }
});

it('R20 good goods go to quarantine only when somebody says so, and sees all that would go there', async () => {
  const bridge = await show();
  act(() => void openTab('putAway'));
  await saysBand(/then the place/);
  scan('B-010', 'B-010');
  await waitFor(() => expect(amount()).toBe('2pcs'));
  scan('6901234567892');
  await screen.findByText('B-010 Bowl 2 pcs');
  scan('Q-01');
  await saysBand(/Quarantine.*good by the books/);
  const asked = await screen.findByRole('dialog', { name: /Q-01/ });
  expect(
    within(asked)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent),
  ).toEqual([expect.stringMatching(/B-010.*2.*pcs/), expect.stringMatching(/A-100.*1.*pcs/)]);
  press('Enter');
  expect(screen.getByRole('dialog')).toBe(asked);
  press('Escape');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  press('z', 200, { ctrlKey: true });
  await saysBand(/Taken back/);
  for (const _ of [1, 2]) press('z', 200, { ctrlKey: true });
  scan('6901234567892');
  await waitFor(() => expect(screen.queryByText(/Also in hand/)).toBeNull());
  scan('Q-01');
  await screen.findByRole('dialog', { name: /Q-01/ });
  press('Escape');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  scan('Q-01');
  await screen.findByRole('dialog', { name: /Q-01/ });
  press('1');
  await saysBand(/Put away/);
  await book();
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    args: { moves: [{ quantity: 10_000, fromCondition: 'saleable', toCondition: 'quarantine' }] },
  });
});

it('R33 all goods in the hand are seen until a place takes them, with where they were taken from', async () => {
  await show();
  act(() => void openTab('putAway'));
  await saysBand(/then the place/);
  scan('B-010', 'B-010', '6901234567892');
  expect((await screen.findByText('B-010 Bowl 2 pcs')).closest('dd')?.textContent).toBe('B-010 Bowl 2 pcs');
  expect(screen.queryByText('From', { selector: 'dt' })).toBeNull();
  for (const _ of [1, 2, 3]) press('z', 200, { ctrlKey: true });
  await waitFor(() => expect(screen.queryByText('B-010 Bowl 2 pcs')).toBeNull());
  scan('Q-01');
  await saysBand(/Taking from Q-01/);
  scan('B-010', 'B-010', '6901234567892');
  expect((await screen.findByText('B-010 Bowl 2 pcs')).closest('dd')?.textContent).toBe('B-010 Bowl 2 pcsfrom Q-01');
  expect(screen.getByText('From', { selector: 'dt' }).nextElementSibling?.textContent).toBe('Q-01');
});

it('F4 the figure is the total of the line, whatever was scanned of it; one that cannot be is told, and typed over', async () => {
  const bridge = await show();
  act(() => void openTab('receiveGoods', { documentId: PURCHASE, mode: 'receive', isBlind: false }));
  await saysBand(/Scan the goods/);
  scan('6901234567892', '6901234567892');
  await waitFor(() => expect(amount()).toBe('2pcs'));
  press('F4');
  const field = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Mug: how many in all?' });
  fireEvent.change(field, { target: { value: '144' } });
  press('Enter');
  await saysBand(/Not this many.*At most 21 pcs of this order/);
  expect([field.selectionStart, field.selectionEnd]).toEqual([0, 3]);
  fireEvent.change(field, { target: { value: '20' } });
  press('Enter');
  await saysBand(/= 20 pcs/);
  expect(amount()).toBe('20pcs');
  await book();
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({ args: { lines: [{ productId: 'm', quantity: 200_000 }] } });
});

it('a wrong line is taken out of what would be booked by Delete, also after a restart; Ctrl+Z brings it back', async () => {
  const bridge = await show();
  const open = () => act(() => void openTab('receiveGoods', { documentId: PURCHASE, mode: 'receive', isBlind: false }));
  open();
  await saysBand(/Scan the goods/);
  scan(labelOf('290301', 'L-1'));
  await waitFor(() => expect(amount()).toBe('1pcs'));
  scan(labelOf('290301', 'L-2'));
  // The figure is that of the lot beside it, and the sum stands below.
  await screen.findByText('2 pcs of it in all');
  expect(amount()).toBe('1pcs');
  press('Enter');
  await screen.findByRole('dialog', { name: /Book 2 lines/ });
  press('ArrowDown');
  press('Delete');
  await saysBand(/Taken out.*K-1 Milk/);
  press('z', 200, { ctrlKey: true });
  await screen.findByRole('dialog', { name: /Book 2 lines/ });
  press('Delete');
  await screen.findByRole('dialog', { name: /Book 1 line/ });
  act(() => clearTabs());
  queryClient.clear();
  await screen.findByRole('navigation');
  open();
  await saysBand(/Going on/);
  await book();
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({ args: { lines: [{ lotCode: 'L-1', quantity: 10_000 }] } });
});
