// Goods that nobody ordered: who brought them is named by keys, kept with the scans, and stands on the receipt.
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { readScan } from '#shared/domains/inventory/rules/read-scan.ts';
import type { ScannedProduct } from '#shared/domains/inventory/rules/scanned.ts';
import { type FakeBridge, makeFakeBridge, signedIn } from '../../../../../tests/support/fake-bridge.ts';
import { book, pass, press, saysBand, scan } from '../../../../../tests/support/scanner-keys.ts';
import { Application } from '../../../../app/application.tsx';
import { startTexts } from '../../../../app/i18n.ts';
import { setPreference } from '../../../../app/preferences.ts';
import { useSession, useSyncStatus } from '../../../../app/session.ts';
import { clearTabs, openTab } from '../../../../app/tabs.ts';
import { queryClient } from '../../../../app/use-query.ts';

const WAREHOUSE = '01930000-0000-7000-8000-00000000c001';
const mug: ScannedProduct = {
  ...{ id: 'm', code: 'A-100', name: 'Mug', unit: 'pcs', tracking: 'none', shelfLifeDays: null, discontinued: 0 },
  ...{ unitName: 'pcs', unitRatio: 1 },
};
const suppliers = [
  { id: 's1', code: 'V1', name: 'Porcelain Works' },
  { id: 's2', code: 'V2', name: 'Glass & Sons' },
];

async function show(more: readonly string[] = ['inventory.seeSuppliers']): Promise<FakeBridge> {
  clearTabs();
  queryClient.clear();
  useSession.setState({ session: null });
  useSyncStatus.setState({ status: null });
  const permissions = [...signedIn.user.permissions, 'inventory.receiveGoods', ...more];
  const bridge = makeFakeBridge({
    session: { ...signedIn, user: { ...signedIn.user, permissions } },
    queries: {
      'admin.company': () => ({
        settings: { 'company.utcOffsetMinutes': 480, 'inventory.receiptTolerance': 500 },
        warehouses: [{ id: WAREHOUSE, code: 'W', name: 'Wuhan' }],
        territories: [],
        taxRates: [],
      }),
      'inventory.workplaces': () => [{ id: WAREHOUSE, code: 'W', name: 'Wuhan', hasPlaces: false, placeExample: null }],
      'inventory.isBooked': () => false,
      'inventory.suppliers': ({ search }: { search: string }) => ({
        rows: suppliers.filter(({ name }) => name.toLowerCase().includes(search)),
        next: null,
      }),
      'inventory.scanned': ({ text }: { text: string }) => ({
        ...{ reading: readScan(text, 2026), products: [mug], lots: [], serials: [], locations: [], documents: [] },
      }),
    },
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  startTexts('en');
  setPreference('language', 'en');
  render(<Application />);
  await screen.findByRole('navigation');
  act(() => void openTab('receiveGoods', { documentId: WAREHOUSE, mode: 'receive', isBlind: true }));
  await saysBand(/Scan the goods/);
  return bridge;
}

const suppliersSent = ({ ran }: FakeBridge) =>
  ran.map(({ args }) => (args as { supplierId: string | null }).supplierId);

beforeEach(() => pass());

it('is named by a few letters and Enter, and stands on the receipt', async () => {
  const bridge = await show();
  press('F6');
  const dialog = await screen.findByRole('dialog', { name: 'Who brought the goods?' });
  await within(dialog).findByText('Glass & Sons');
  // By hand: what comes faster is a scan.
  const hand = userEvent.setup({ delay: 120 });
  await hand.keyboard('glass');
  await waitFor(() => expect(within(dialog).queryByText('Porcelain Works')).toBeNull());
  await hand.keyboard('{Enter}');
  await saysBand(/Glass & Sons: it will stand on the receipt/);
  expect(screen.getByText(/Wuhan · Glass & Sons/)).toBeTruthy();
  scan('6901234567892');
  await saysBand(/Mug/);
  await book();
  await saysBand(/Booked/);
  expect(suppliersSent(bridge)).toEqual(['s2']);
});

it('is taken back, by Ctrl+Z or by the first line; whoever does not know goes on without', async () => {
  const bridge = await show();
  for (const end of ['undo', 'none']) {
    press('F6');
    const dialog = await screen.findByRole('dialog', { name: 'Who brought the goods?' });
    await within(dialog).findByText('Porcelain Works');
    await userEvent.keyboard('{ArrowDown}{ArrowUp}{Enter}');
    await saysBand(/Porcelain Works: it will/);
    if (end === 'undo') {
      press('z', 300, { ctrlKey: true });
      await saysBand(/The supplier is as before/);
      continue;
    }
    press('F6');
    await screen.findByRole('option', { name: 'Not known' });
    await userEvent.keyboard('{Enter}');
    await saysBand(/The receipt takes one later/);
  }
  scan('6901234567892');
  await saysBand(/Mug/);
  await book();
  await saysBand(/Booked/);
  expect(suppliersSent(bridge)).toEqual([null]);
});

it('is not asked of who may not see suppliers', async () => {
  await show([]);
  press('F6');
  expect(screen.queryByRole('dialog', { name: 'Who brought the goods?' })).toBeNull();
});
