// Goods told by scanner: received against an order or without one, put away, sent, counted; with keys alone.
import { act, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { readScan } from '#shared/domains/inventory/rules/read-scan.ts';
import type { Scanned, ScannedProduct } from '#shared/domains/inventory/rules/scanned.ts';
import { ONE_UNIT } from '#shared/kernel/money.ts';
import { type FakeBridge, makeFakeBridge, signedIn } from '../../../../../tests/support/fake-bridge.ts';
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
const codes: Readonly<Record<string, ScannedProduct>> = { '6901234567892': mug, '96385074': milk };

function findScan({ text }: { text: string }): Scanned {
  const reading = readScan(text, 2026);
  const product = codes[text];
  const documents = text === 'PO-K7-000001' ? [{ kind: 'purchaseOrder' as const, id: PURCHASE, number: text }] : [];
  const place = { id: 'x1', warehouseId: WAREHOUSE, zoneId: 'z', code: 'A-01', walkOrder: 1, active: 1 as const };
  const locations = text === 'A-01' ? [place] : [];
  return { reading, products: product ? [product] : [], lots: [], serials: [], locations, documents };
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

async function show(): Promise<FakeBridge> {
  clearTabs();
  queryClient.clear();
  useSession.setState({ session: null });
  useSyncStatus.setState({ status: null });
  const bridge = makeFakeBridge({
    session: { ...signedIn, user },
    queries: {
      'admin.company': () => ({
        settings: { 'company.utcOffsetMinutes': 480, 'inventory.receiptTolerance': 500 },
        warehouses: [{ id: WAREHOUSE, code: 'W', name: 'Wuhan' }],
        territories: [],
        taxRates: [],
      }),
      'inventory.purchaseList': () => ({ rows: [head], next: null }),
      'inventory.purchase': () => ({ head, lines: [line('l1', 'm', 20), line('l2', 'k', 2)], receipts: [] }),
      'inventory.zonesToCount': () => [],
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

let clock = 10_000;
function press(key: string, gapMs = 200, change: KeyboardEventInit = {}): void {
  clock += gapMs;
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...change });
  Object.defineProperty(event, 'timeStamp', { value: clock });
  act(() => void (document.activeElement ?? document.body).dispatchEvent(event));
}
/** As a scanner types: five milliseconds a key. */
function scan(...texts: string[]): void {
  clock += 200;
  for (const text of texts) {
    for (const key of [...text, 'Enter']) press(key, 5);
    clock += 50;
  }
}
const saysBand = (words: RegExp) =>
  waitFor(() => expect(document.querySelector('.work-band')?.textContent).toMatch(words));
const amount = () => document.querySelector('.tally-amount')?.textContent;

beforeEach(() => {
  clock += 10_000;
});

it('R26 R111 twenty scans in two seconds all count, what is above the order and its tolerance is refused and heard', async () => {
  const bridge = await show();
  act(() => void openTab('receiveGoods'));
  await screen.findByRole('option', { name: /PO-K7-000001/ });
  scan('PO-K7-000001');
  await saysBand(/Scan the goods/);
  scan(...Array.from({ length: 21 }, () => '6901234567892'));
  await waitFor(() => expect(amount()).toBe('21pcs'));
  scan('6901234567892');
  await saysBand(/Too many.*Only 0 pcs more/);
  scan('4006381333931');
  await saysBand(/Not our goods/);
  press('Enter');
  await saysBand(/Booked/);
  expect(bridge.ran).toHaveLength(1);
  expect(bridge.ran[0]).toMatchObject({
    name: 'inventory.receiveGoods',
    args: {
      ...{ purchaseOrderId: PURCHASE, supplierId: 's1', warehouseId: WAREHOUSE },
      lines: [{ productId: 'm', purchaseOrderLineId: 'l1', quantity: 210_000, condition: 'saleable' }],
    },
  });
});

it('R29 lots wait for their code; rejected goods go to quarantine with the reason; Ctrl+Z takes back', async () => {
  const bridge = await show();
  act(() => void openTab('receiveGoods', { documentId: PURCHASE, mode: 'receive', isBlind: false }));
  await saysBand(/Scan the goods/);
  scan('96385074');
  await saysBand(/Scan the lot/);
  scan('6901234567892');
  await saysBand(/Lot first/);
  scan('L-77');
  await waitFor(() => expect(amount()).toBe('1pcs'));
  press('F7');
  await screen.findByRole('dialog');
  press('1');
  await saysBand(/Rejecting/);
  scan('6901234567892', '6901234567892');
  await waitFor(() => expect(amount()).toBe('2pcs'));
  press('z', 200, { ctrlKey: true });
  await saysBand(/Taken back/);
  press('Enter');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    args: {
      lines: [
        { productId: 'k', lotCode: 'L-77', condition: 'saleable', rejectReason: null },
        { productId: 'm', quantity: 10_000, condition: 'quarantine', rejectReason: 'Damaged' },
      ],
    },
  });
});

it('killed after scan n it goes on with n: every scan was kept before it was shown', async () => {
  const bridge = await show();
  const params = { documentId: PURCHASE, mode: 'receive', isBlind: false };
  act(() => void openTab('receiveGoods', params));
  await saysBand(/Scan the goods/);
  scan('6901234567892', '6901234567892', '6901234567892');
  await waitFor(() => expect(amount()).toBe('3pcs'));
  act(() => clearTabs());
  queryClient.clear();
  await screen.findByRole('navigation');
  act(() => void openTab('receiveGoods', params));
  await waitFor(() => expect(amount()).toBe('3pcs'));
  await saysBand(/Going on/);
  expect(bridge.ran).toEqual([]);
});

it('what is put away goes to the place that was scanned after it', async () => {
  const bridge = await show();
  act(() => void openTab('putAway'));
  await saysBand(/then the place/);
  scan('A-01');
  await saysBand(/Goods first/);
  scan('6901234567892', '6901234567892');
  await waitFor(() => expect(amount()).toBe('2pcs'));
  press('Enter');
  expect(bridge.ran).toEqual([]);
  scan('A-01');
  await saysBand(/Place/);
  press('Enter');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'inventory.moveStock',
    args: { moves: [{ productId: 'm', quantity: 20_000, fromLocationId: null, toLocationId: 'x1' }] },
  });
});
