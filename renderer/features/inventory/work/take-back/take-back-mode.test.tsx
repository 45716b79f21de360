import { act, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
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

const user = { ...signedIn.user, permissions: [...signedIn.user.permissions, 'inventory.receiveGoods'] };
const SHIPMENT = '01930000-0000-7000-8000-00000000c001';
const TEA = '6901234567892';
const POT = '96385074';

const line = (id: string, change: object = {}) => ({
  ...{ id: `line-${id}`, shipmentId: SHIPMENT, position: 1, orderLineId: `o-${id}`, productId: `p-${id}` },
  ...{ productCode: id.toUpperCase(), productName: `Product ${id}`, unit: 'box', parcel: 1 },
  ...{ lotId: null, lotCode: null, serialId: null, serialCode: null, quantity: 3 * ONE_UNIT, returned: 0 },
  ...change,
});
const head = {
  ...{ id: SHIPMENT, number: 'DN-K7-000123', orderId: 'o1', orderNumber: 'SO-K7-000077', customerName: 'Hengtong' },
  ...{ state: 'delivered', shippedAt: 1_700_000_000_000, warehouseId: 'w1', warehouseName: 'Wuhan', lineCount: 2 },
  trackingNumber: 'SF77',
};
let note = {
  head,
  lines: [line('tea', { lotId: 'lot', lotCode: 'L-23', returned: ONE_UNIT }), line('pot')],
  ...{ parcels: [], trackingUrl: null, freight: null, history: [] },
};

function findScan({ text }: { text: string }): Scanned {
  const id = text === TEA ? 'tea' : text === POT ? 'pot' : text === '4006381333931' ? 'other' : null;
  const plain = { unit: 'box', tracking: 'none', shelfLifeDays: null, discontinued: 0, unitName: 'box' } as const;
  const products =
    id === null ? [] : [{ id: `p-${id}`, code: id.toUpperCase(), name: `Product ${id}`, ...plain, unitRatio: 1 }];
  return { reading: readScan(text, 2026), products, lots: [], serials: [], locations: [], documents: [] };
}

let isBooked = false;
function show(): FakeBridge {
  clearTabs();
  queryClient.clear();
  useSession.setState({ session: null });
  useSyncStatus.setState({ status: null });
  const bridge = makeFakeBridge({
    session: { ...signedIn, user },
    queries: {
      'admin.company': () => ({
        settings: { 'company.utcOffsetMinutes': 480 },
        warehouses: [{ id: 'w1', code: 'W', name: 'Wuhan' }],
        territories: [],
        taxRates: [],
      }),
      'inventory.workplaces': () => [{ id: 'w1', name: 'Wuhan', hasPlaces: true }],
      'inventory.returnableShipments': ({ code }: { code: string | null }) =>
        code === null || [head.number, head.orderNumber, head.trackingNumber, `${head.number}-1`].includes(code)
          ? [head]
          : [],
      'inventory.shipment': () => note,
      'inventory.scanned': findScan,
      'inventory.isBooked': () => isBooked,
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
  // No key before it belongs to it.
  clock += 200;
  for (const text of texts) {
    for (const key of [...text, 'Enter']) press(key, 5);
    clock += 50;
  }
}
const saysBand = (words: RegExp) =>
  waitFor(() => expect(document.querySelector('.work-band')?.textContent).toMatch(words));
const goods = () => screen.findByRole('list', { name: 'Goods of this delivery' });

let bridge: FakeBridge;
const asSent = note.lines;
beforeEach(async () => {
  note = { ...note, lines: asSent };
  isBooked = false;
  bridge = show();
  await screen.findByRole('navigation');
  act(() => void openTab('takeBack'));
  await screen.findByRole('option', { name: /DN-K7-000123/ });
});

it.each([
  ['its number', 'DN-K7-000123'],
  ['a parcel', 'DN-K7-000123-1'],
  ['the carrier’s number', 'SF77'],
  ['the order', 'SO-K7-000077'],
])('a delivery is found by %s, and its goods come back each with its reason (R52, R53)', async (_, code) => {
  scan(code);
  await goods();
  scan(TEA);
  await saysBand(/Back in stock/);
  press('F7');
  await screen.findByRole('dialog', { name: 'Why does it come back?' });
  press('4');
  await saysBand(/Damaged/);
  scan(POT, POT);
  await saysBand(/To quarantine/);
  press('Enter');
  await screen.findByRole('dialog', { name: 'Book 2 lines' });
  expect(bridge.ran).toEqual([]);
  press('Enter');
  await saysBand(/Taken back/);
  expect(bridge.ran).toMatchObject([
    {
      name: 'inventory.takeBackGoods',
      args: {
        ...{ shipmentId: SHIPMENT, warehouseId: 'w1' },
        lines: [
          { shipmentLineId: 'line-tea', lotId: 'lot', quantity: ONE_UNIT, condition: 'saleable', reason: 'unwanted' },
          { shipmentLineId: 'line-pot', quantity: 2 * ONE_UNIT, condition: 'quarantine', reason: 'damaged' },
        ],
      },
    },
  ]);
});

it('R52 what did not leave with it, and one more than left and is not back, is refused and changes nothing', async () => {
  scan('4006381333931');
  await saysBand(/Delivery first/);
  scan('NOBODY-1');
  await saysBand(/Not a delivery/);
  scan('DN-K7-000123');
  await goods();
  scan('4006381333931');
  await saysBand(/Not of this delivery/);
  scan(TEA, TEA, TEA);
  await saysBand(/More than left/);
  const name = { id: `takeBack:${SHIPMENT}`, mode: 'takeBack', documentId: SHIPMENT, documentNumber: null };
  const reply = await bridge.work.open(name);
  expect(reply.ok && reply.scans).toHaveLength(2);
});

/** The power goes after one pot was booked, and before the desk heard so. */
async function bookedUnheard(): Promise<void> {
  const name = { id: `takeBack:${SHIPMENT}`, mode: 'takeBack', documentId: SHIPMENT, documentNumber: null };
  await bridge.work.open(name);
  const kept = [
    { kind: 'goods', lineIds: ['line-pot'], quantity: ONE_UNIT, text: POT },
    { kind: 'booking', ids: ['paper', 'movement'], number: 'RT-K7-000009', at: 1 },
  ];
  for (const [at, body] of kept.entries()) {
    await bridge.work.keep({ sessionId: name.id, position: at + 1, body });
  }
  isBooked = true;
  scan('DN-K7-000123');
  await goods();
  await saysBand(/Go on/);
}

it('R100 what was kept before a crash is booked under its first ids, and not again where it was', async () => {
  await bookedUnheard();
  press('Enter');
  await screen.findByRole('dialog', { name: 'Book 1 line' });
  press('Enter');
  await saysBand(/RT-K7-000009/);
  expect(bridge.ran).toEqual([]);
});

it('R100 what came back before the power went is not booked again with what is scanned then', async () => {
  await bookedUnheard();
  scan(POT);
  await saysBand(/Back in stock/);
  press('Enter');
  await screen.findByRole('dialog', { name: 'Book 1 line' });
  press('Enter');
  await saysBand(/RT-K7-000009, /);
  expect(bridge.ran.map(({ args }) => args)).toMatchObject([
    { lines: [{ shipmentLineId: 'line-pot', quantity: ONE_UNIT }] },
  ]);
});

it('R100 Ctrl+Z does not reach behind what was booked', async () => {
  await bookedUnheard();
  clock += 200;
  const event = new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true, cancelable: true });
  Object.defineProperty(event, 'timeStamp', { value: clock });
  act(() => void document.body.dispatchEvent(event));
  await saysBand(/Nothing to undo.*is booked/);
});

it('R111 twenty scans in two seconds are all kept, in order; damaged and unknown codes are refused in words', async () => {
  note = { ...note, lines: [line('pot', { quantity: 20 * ONE_UNIT })] };
  scan('DN-K7-000123');
  await goods();
  scan('6901234567893');
  await saysBand(/Damaged code/);
  scan('QWERTY');
  await saysBand(/Unknown code/);
  scan(...Array.from({ length: 21 }, () => POT));
  await saysBand(/More than left/);
  const name = { id: `takeBack:${SHIPMENT}`, mode: 'takeBack', documentId: SHIPMENT, documentNumber: null };
  const reply = await bridge.work.open(name);
  expect(reply.ok && reply.scans.map(({ position }) => position)).toEqual(
    Array.from({ length: 20 }, (_, at) => at + 1),
  );
});
