import { act, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import type { PackLine, PackWork } from '#shared/domains/inventory/queries/pack-work.ts';
import { readScan } from '#shared/domains/inventory/rules/read-scan.ts';
import type { Scanned } from '#shared/domains/inventory/rules/scanned.ts';
import { ONE_UNIT } from '#shared/kernel/money.ts';
import { type FakeBridge, makeFakeBridge, signedIn } from '../../../../../tests/support/fake-bridge.ts';
import { Application } from '../../../../app/application.tsx';
import { startTexts } from '../../../../app/i18n.ts';
import { setPreference } from '../../../../app/preferences.ts';
import { useSession, useSyncStatus } from '../../../../app/session.ts';
import { clearTabs, openTab } from '../../../../app/tabs.ts';
import { queryClient } from '../../../../app/use-query.ts';

const user = { ...signedIn.user, permissions: [...signedIn.user.permissions, 'inventory.ship'] };
const ORDER = '01930000-0000-7000-8000-00000000b001';
const LIST = '01930000-0000-7000-8000-00000000a001';
const TEA = '6901234567892';
const POT = '96385074';

const line = (id: string, change: Partial<PackLine>): PackLine => ({
  id: `${LIST}:${id}:1`,
  orderLineId: `o-${id}`,
  productId: `p-${id}`,
  productCode: id.toUpperCase(),
  productName: `Product ${id}`,
  unit: 'box',
  tracking: 'none',
  weightGrams: 500,
  ...{ lotId: null, lotCode: null, serialId: null, serialCode: null, locationId: null },
  quantity: 2 * ONE_UNIT,
  ...change,
});
const work: PackWork = {
  orderId: ORDER,
  orderNumber: 'SO-K7-000123',
  customerName: 'Hengtong',
  shipTo: 'Jianghan Road 118',
  pickListId: LIST,
  pickListNumber: 'PK-K7-000012',
  warehouseId: 'w1',
  currency: 'CNY',
  lines: [line('tea', {}), line('pot', { quantity: ONE_UNIT })],
};

function findScan({ text }: { text: string }): Scanned {
  const id = text === TEA ? 'tea' : text === POT ? 'pot' : text === '4006381333931' ? 'other' : null;
  const plain = {
    unit: 'box',
    tracking: 'none',
    shelfLifeDays: null,
    discontinued: 0,
    unitName: 'box',
    unitRatio: 1,
  } as const;
  const product = id === null ? [] : [{ id: `p-${id}`, code: id.toUpperCase(), name: `Product ${id}`, ...plain }];
  const documents = text === work.orderNumber ? [{ kind: 'order' as const, id: ORDER, number: text }] : [];
  return { reading: readScan(text, 2026), products: product, lots: [], serials: [], locations: [], documents };
}

function show(): FakeBridge {
  clearTabs();
  queryClient.clear();
  useSession.setState({ session: null });
  useSyncStatus.setState({ status: null });
  const row = { id: ORDER, pickListId: LIST, orderNumber: work.orderNumber, customerName: work.customerName };
  const queue = [{ ...row, pickListNumber: work.pickListNumber, warehouseId: 'w1', lineCount: 2 }];
  const bridge = makeFakeBridge({
    session: { ...signedIn, user },
    queries: {
      'admin.company': () => ({
        settings: { 'company.utcOffsetMinutes': 480 },
        warehouses: [{ id: 'w1', code: 'W', name: 'Wuhan' }],
        territories: [],
        taxRates: [],
      }),
      'inventory.packQueue': () => queue,
      'inventory.packWork': () => work,
      'inventory.carriers': () => [{ id: 'c1', name: 'Shunda' }],
      'inventory.scanned': findScan,
    },
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  startTexts('en');
  setPreference('language', 'en');
  render(<Application />);
  return bridge;
}

let clock = 10_000;
function press(key: string, gapMs = 200): void {
  clock += gapMs;
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
  Object.defineProperty(event, 'timeStamp', { value: clock });
  act(() => void (document.activeElement ?? document.body).dispatchEvent(event));
}
/** As a scanner types: five milliseconds a key. */
function scan(...texts: string[]): void {
  for (const text of texts) {
    for (const key of [...text, 'Enter']) press(key, 5);
    clock += 50;
  }
}
const saysBand = (words: RegExp) =>
  waitFor(() => expect(document.querySelector('.work-band')?.textContent).toMatch(words));

let bridge: FakeBridge;
beforeEach(async () => {
  bridge = show();
  await screen.findByRole('navigation');
  act(() => void openTab('pack'));
  await screen.findByRole('option', { name: /SO-K7-000123/ });
  scan('SO-K7-000123');
  await screen.findByRole('list', { name: 'Goods of this order' });
});

it('R25 an order leaves only when packed is picked; over two parcels, with the carrier’s number', async () => {
  scan(TEA, TEA);
  await saysBand(/In parcel 1/);
  press('Enter');
  expect(bridge.ran).toEqual([]);
  press('F5');
  await saysBand(/Next parcel/);
  scan(POT);
  await screen.findByRole('button', { name: /Ship/ });
  scan('SF1000200030');
  await saysBand(/Tracking number/);
  press('Enter');
  await saysBand(/Shipped/);
  expect(bridge.ran).toMatchObject([
    {
      name: 'inventory.shipOrder',
      args: {
        orderId: ORDER,
        pickListId: LIST,
        trackingNumber: 'SF1000200030',
        weightGrams: 1_500,
        parcels: [{ position: 1 }, { position: 2 }],
        lines: [
          { orderLineId: 'o-tea', parcel: 1, quantity: 2 * ONE_UNIT },
          { orderLineId: 'o-pot', parcel: 2, quantity: ONE_UNIT },
        ],
      },
    },
  ]);
});

it('R24 what was not picked, and one too many, is refused and changes nothing', async () => {
  scan('4006381333931');
  await saysBand(/Wrong product/);
  scan(TEA, TEA, TEA);
  await saysBand(/Too many/);
  const id = `pack:${LIST}:${ORDER}`;
  const reply = await bridge.work.open({ id, mode: 'pack', documentId: `${LIST}:${ORDER}`, documentNumber: null });
  expect(reply.ok && reply.scans).toHaveLength(2);
});
