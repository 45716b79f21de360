// Long because each thing that a packing table says is played at the table itself.

import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import type { PackLine, PackWork } from '#shared/domains/inventory/queries/pack-work.ts';
import { readScan } from '#shared/domains/inventory/rules/read-scan.ts';
import type { Scanned } from '#shared/domains/inventory/rules/scanned.ts';
import { ONE_UNIT } from '#shared/kernel/money.ts';
import { type FakeBridge, makeFakeBridge, signedIn } from '../../../../../tests/support/fake-bridge.ts';
import { press, saysBand, scan } from '../../../../../tests/support/scanner-keys.ts';
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
let work: PackWork = {
  orderId: ORDER,
  orderNumber: 'SO-K7-000123',
  customerName: 'Hengtong',
  shipTo: 'Jianghan Road 118',
  pickListId: LIST,
  pickListNumber: 'PK-K7-000012',
  warehouseId: 'w1',
  currency: 'CNY',
  lines: [line('tea', {}), line('pot', { quantity: ONE_UNIT })],
  onOrder: [
    { productId: 'p-tea', productCode: 'TEA', productName: 'Product tea', unit: 'box', quantity: 2 * ONE_UNIT },
    { productId: 'p-pot', productCode: 'POT', productName: 'Product pot', unit: 'box', quantity: 4 * ONE_UNIT },
  ],
};

const lots = ['A', 'B'].map((letter) => ({
  ...{ id: `lot-${letter}`, productId: 'p-tea', productCode: 'TEA', productName: 'Product tea', code: `L-${letter}` },
  ...{ expiresOn: null, blocked: 0 as const },
}));

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
  const lot = lots.find(({ code }) => code === text);
  const product = id === null ? [] : [{ id: `p-${id}`, code: id.toUpperCase(), name: `Product ${id}`, ...plain }];
  const documents = text === work.orderNumber ? [{ kind: 'order' as const, id: ORDER, number: text }] : [];
  const place = { id: 'x', warehouseId: 'w1', zoneId: 'z', code: 'A-01', walkOrder: 1, active: 1 as const };
  const locations = text === 'A-01' ? [place] : [];
  return {
    reading: readScan(text, 2026),
    products: product,
    lots: lot ? [lot] : [],
    serials: [],
    locations,
    documents,
  };
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
      'inventory.carriers': () => [
        { id: 'c1', name: 'Shunda', trackingUrl: 'https://shunda.invalid/{number}' },
        { id: 'c2', name: 'Own van', trackingUrl: null },
      ],
      'inventory.scanned': findScan,
    },
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  startTexts('en');
  setPreference('language', 'en');
  render(<Application />);
  return bridge;
}

let bridge: FakeBridge;
const asPicked = work.lines;
const keptScans = async () => {
  const id = `pack:${LIST}:${ORDER}`;
  const reply = await bridge.work.open({ id, mode: 'pack', documentId: `${LIST}:${ORDER}`, documentNumber: null });
  return reply.ok ? reply.scans : [];
};
beforeEach(async () => {
  work = { ...work, lines: asPicked };
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
  await saysBand(/Not all packed.*POT 1 box/);
  expect(bridge.ran).toEqual([]);
  press('F5');
  await saysBand(/Next parcel/);
  scan(POT);
  await screen.findByRole('button', { name: /Ship/ });
  scan('SF1000200030');
  await saysBand(/Tracking number/);
  press('Enter');
  const dialog = await screen.findByRole('dialog', { name: 'Ship 2 parcels?' });
  expect(dialog.textContent).toMatch(/1 product stays on order.*POT.*3box.*SF1000200030.*1\.5/);
  press('Enter', 200, { repeat: true });
  expect(bridge.ran).toEqual([]);
  press('Escape');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  press('Enter');
  await screen.findByRole('dialog');
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

it('a carrier that gives parcels a number is asked for it, before the goods leave without one', async () => {
  press('F6');
  await screen.findByRole('dialog', { name: 'Who carries it?' });
  press('2');
  await saysBand(/Carrier.*Shunda takes it.*scan the number/);
  scan(TEA, TEA, POT);
  await screen.findByRole('button', { name: /Ship/ });
  press('Enter');
  expect((await screen.findByRole('dialog')).textContent).toContain('No tracking number yet');
  press('Escape');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  scan('SF1000200030');
  await saysBand(/Tracking number/);
  press('Enter');
  expect((await screen.findByRole('dialog')).textContent).not.toContain('No tracking number yet');
  press('Escape');
  press('F6');
  await screen.findByRole('dialog', { name: 'Who carries it?' });
  press('3');
  await saysBand(/Own van takes it\.$/);
});

it('R25 one scan and a typed figure stand for all of it, up to what was picked; Ctrl+Z takes the figure back', async () => {
  work = { ...work, lines: [line('tea', { quantity: 496 * ONE_UNIT }), line('pot', { quantity: ONE_UNIT })] };
  act(() => bridge.change(['pickLists']));
  await screen.findByText('496');
  scan(TEA);
  scan(TEA);
  await saysBand(/parcel 1/i);
  press('F4');
  const field = await screen.findByRole('textbox', { name: /Product tea: how many in all/ });
  expect(field).toHaveProperty('value', '496');
  const type = (text: string) => {
    fireEvent.change(field, { target: { value: text } });
    press('Enter');
  };
  type('497');
  expect((await screen.findByRole('alert')).textContent).toMatch(/At most 496 box/);
  await saysBand(/Not this many/);
  type('496');
  await saysBand(/= 496 box/);
  scan(POT);
  await screen.findByRole('button', { name: /Ship/ });
  expect((await keptScans()).map(({ position }) => position)).toEqual([1, 2, 3, 4]);
  press('z', 200, { ctrlKey: true });
  await waitFor(async () => expect(await keptScans()).toHaveLength(3));
  press('z', 200, { ctrlKey: true });
  await waitFor(async () => expect(await keptScans()).toHaveLength(2));
});

it('R24 R25 what is damaged or missing at the packing desk is not sent: told at once, and the rest can go', async () => {
  scan(TEA);
  await saysBand(/parcel 1/i);
  press('F2');
  await screen.findByRole('dialog', { name: 'What is wrong?' });
  press('1');
  await screen.findByRole('dialog', { name: 'Which goods?' });
  press('2');
  const field = await screen.findByRole('textbox', { name: /How many of Product pot/ });
  fireEvent.change(field, { target: { value: '2' } });
  press('Enter');
  expect((await screen.findByRole('alert')).textContent).toMatch(/up to 1 box/);
  fireEvent.change(field, { target: { value: '1' } });
  press('Enter');
  await saysBand(/Damaged.*1 box of Product pot/);
  expect(bridge.ran).toMatchObject([
    {
      name: 'inventory.unpickGoods',
      args: { lines: [{ pickLineId: `${LIST}:pot:1`, quantity: ONE_UNIT, reason: 'damaged' }] },
    },
  ]);
});

const F2 = async (pieces: string) => {
  press('F2');
  await screen.findByRole('dialog', { name: 'What is wrong?' });
  press('1');
  await screen.findByRole('dialog', { name: 'Which goods?' });
  press('2');
  fireEvent.change(await screen.findByRole('textbox', { name: /How many of Product pot/ }), {
    target: { value: pieces },
  });
  press('Enter');
  await saysBand(/Damaged.*box of Product pot/);
};

it('R104 Ctrl+Z takes back what F2 told, by a command of its own, and then the scan before it', async () => {
  scan(TEA);
  await saysBand(/parcel 1/i);
  await F2('1');
  expect((await keptScans()).map(({ body }) => body)).toMatchObject([{ kind: 'pack' }, { kind: 'unpacked' }]);
  press('z', 200, { ctrlKey: true });
  await saysBand(/1 box of Product pot are to be packed again/);
  const [told, back] = bridge.ran as readonly { readonly name: string; readonly args: Record<string, unknown> }[];
  const [line] = (told?.args.lines ?? []) as readonly object[];
  expect(back).toMatchObject({ name: 'inventory.repickGoods', args: { unpickId: told?.args.unpickId, ...line } });
  expect(await keptScans()).toHaveLength(1);
  press('z', 200, { ctrlKey: true });
  await saysBand(/out of the parcel again/);
  expect(bridge.ran).toHaveLength(2);
});

it('R104 what the books do not give back stays booked and says why; the next Ctrl+Z goes on with the scan before it', async () => {
  scan(TEA);
  await saysBand(/parcel 1/i);
  await F2('1');
  const { command } = bridge;
  const params = { product: 'Product pot', quantity: ONE_UNIT, unit: 'box' };
  Object.assign(bridge, {
    command: async (name: string, args: unknown) =>
      name === 'inventory.repickGoods'
        ? { state: 'rejected', reason: { code: 'inventory.unpickSettled', params } }
        : command(name, args),
  });
  press('z', 200, { ctrlKey: true });
  await saysBand(/Stays booked.*1 box of Product pot do not wait at the packing desk any more/);
  expect(await keptScans()).toHaveLength(1);
  press('z', 200, { ctrlKey: true });
  await saysBand(/out of the parcel again/);
  expect(await keptScans()).toHaveLength(0);
});

it('R47 what the carrier takes is typed at the desk, and goes as cost with the delivery note', async () => {
  scan(TEA, TEA, POT);
  await screen.findByRole('button', { name: /Ship/ });
  press('F3');
  const field = await screen.findByRole('textbox', { name: 'What does the carrier take for it?' });
  const type = (text: string) => {
    fireEvent.change(field, { target: { value: text } });
    press('Enter');
  };
  type('a lot');
  expect((await screen.findByRole('alert')).textContent).toMatch(/Type an amount/);
  type('46.5');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(screen.getByText('Freight', { selector: 'dt' }).nextElementSibling?.textContent).toMatch(/46\.50/);
  expect(bridge.ran).toEqual([]);
  press('Enter');
  await screen.findByRole('dialog', { name: 'Ship 1 parcel?' });
  press('Enter');
  await saysBand(/Shipped/);
  expect(bridge.ran).toMatchObject([{ name: 'inventory.shipOrder', args: { freightMinor: 4_650 } }]);
});

it('what the customer fetches is handed over as it leaves, and on nobody’s way', async () => {
  scan(TEA, TEA, POT);
  await screen.findByRole('button', { name: /Ship/ });
  press('F6');
  await screen.findByRole('dialog', { name: 'Who carries it?' });
  press('1');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(screen.getByText('Carrier', { selector: 'dt' }).nextElementSibling?.textContent).toBe(
    'Fetched by the customer',
  );
  press('Enter');
  await screen.findByRole('dialog', { name: 'Ship 1 parcel?' });
  press('Enter');
  await saysBand(/Shipped/);
  const [sent, handedOver] = bridge.ran;
  expect(sent).toMatchObject({ name: 'inventory.shipOrder', args: { carrierId: null } });
  const { shipmentId } = z.object({ shipmentId: z.string() }).parse(sent?.args);
  const args = { shipmentId, isRefused: false, note: 'Fetched by the customer' };
  expect(handedOver).toMatchObject({ name: 'inventory.confirmDelivery', args });
});

it('R24 what was not picked, and one too many, is refused and changes nothing', async () => {
  scan('4006381333931');
  await saysBand(/Wrong product/);
  scan(TEA, TEA, TEA);
  await saysBand(/Too many/);
  expect(await keptScans()).toHaveLength(2);
});

it('R24 unknown and damaged codes, papers and places are refused in words, and nothing of them is a tracking number', async () => {
  for (const [text, words] of [
    ['6901234567893', /Damaged code/],
    ['(01)06901234567892(17)991', /Damaged code/],
    ['QWERTY', /Unknown code/],
    ['SO-K7-000123', /A document/],
    ['A-01', /That is a place/],
  ] as const) {
    scan(text);
    await saysBand(words);
  }
  scan(TEA, TEA, POT);
  await screen.findByRole('button', { name: /Ship/ });
  scan('A-01');
  await saysBand(/That is a place/);
  expect(await keptScans()).toHaveLength(3);
});

it('R111 twenty scans in two seconds are all packed, in order, and the twenty-first is too much', async () => {
  work = { ...work, lines: [line('tea', { quantity: 20 * ONE_UNIT }), line('pot', { quantity: ONE_UNIT })] };
  act(() => bridge.change(['pickLists']));
  await screen.findByText('20');
  scan(...Array.from({ length: 21 }, () => TEA));
  await saysBand(/Too many/);
  expect((await keptScans()).map(({ position }) => position)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
});

it('R25 R29 of goods that were picked in two lots a carton counts once its lot is told: by its label, or by key', async () => {
  const ofLot = (letter: string) =>
    line('tea', { id: `${LIST}:tea:${letter}`, tracking: 'lot', lotId: `lot-${letter}`, lotCode: `L-${letter}` });
  work = { ...work, lines: [ofLot('A'), ofLot('B')] };
  act(() => bridge.change(['pickLists']));
  await screen.findByText('L-B');
  scan(TEA);
  await screen.findByRole('dialog', { name: /Product tea: which lot/ });
  await saysBand(/Which lot\?.*L-A, L-B/);
  scan(TEA);
  await saysBand(/Which lot\?/);
  scan('WRONG-1');
  await saysBand(/None of its lots.*L-A, L-B/);
  expect(await keptScans()).toHaveLength(0);
  scan('L-B');
  await saysBand(/In parcel 1/);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  scan(TEA, TEA);
  await screen.findByRole('dialog', { name: /Product tea: which lot/ });
  press('1');
  await saysBand(/In parcel 1/);
  expect((await keptScans()).map(({ body }) => body)).toMatchObject([
    { lineId: `${LIST}:tea:B`, isLotTold: true },
    { lineId: `${LIST}:tea:B` },
    { lineId: `${LIST}:tea:A`, isLotTold: true },
  ]);
});

it('an order that was begun at this computer says so in the list', async () => {
  scan(TEA);
  await saysBand(/In parcel 1/);
  press('Escape');
  expect((await screen.findByRole('option', { name: /SO-K7-000123/ })).textContent).toMatch(/Hengtong/);
  expect(await screen.findByText('Go on: 1 scan')).toBeDefined();
});
