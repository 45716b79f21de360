// Long because one list of goods and places serves the tests of all its keys.
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import type { PickListRow } from '#shared/domains/inventory/queries/pick-lists.ts';
import type { PickWork, PickWorkLine } from '#shared/domains/inventory/queries/pick-work.ts';
import { readScan } from '#shared/domains/inventory/rules/read-scan.ts';
import type { Scanned, ScannedProduct } from '#shared/domains/inventory/rules/scanned.ts';
import { ONE_UNIT } from '#shared/kernel/money.ts';
import {
  type FakeBridge,
  type FakeBridgeOptions,
  makeFakeBridge,
  signedIn,
} from '../../../../../tests/support/fake-bridge.ts';
import { Application } from '../../../../app/application.tsx';
import { startTexts } from '../../../../app/i18n.ts';
import { setPreference } from '../../../../app/preferences.ts';
import { useSession, useSyncStatus } from '../../../../app/session.ts';
import { clearTabs, openTab } from '../../../../app/tabs.ts';
import { queryClient } from '../../../../app/use-query.ts';

const user = { ...signedIn.user, permissions: [...signedIn.user.permissions, 'inventory.recordPick'] };
const LIST = '01930000-0000-7000-8000-00000000a001';

const listRow: PickListRow = {
  id: LIST,
  number: 'PK-K7-000012',
  warehouseId: 'w1',
  warehouseName: 'Wuhan',
  state: 'released',
  orderCount: 1,
  lineCount: 2,
  releasedAt: 1,
  claimedBy: null,
  claimedByName: null,
  claimedDeviceCode: null,
  claimedAt: null,
  note: null,
};
const line = (id: string, change: Partial<PickWorkLine>): PickWorkLine => ({
  id,
  productId: `p-${id}`,
  productCode: id.toUpperCase(),
  productName: `Product ${id}`,
  unit: 'box',
  tracking: 'none',
  ...{ lotId: null, lotCode: null, expiresOn: null, locationId: `x-${id}`, locationCode: `A-0${id}-1` },
  quantity: 20 * ONE_UNIT,
  ...{ orderNumber: 'SO-1', customerName: 'Hengtong', place: null, packs: [], packaging: null, isDone: false },
  ...change,
});

let lists: PickListRow[];
let claims: PickListRow;
let work: PickWork;
const codes: Record<string, ScannedProduct> = {};
const put = (code: string, lineId: string): void => {
  codes[code] = {
    id: `p-${lineId}`,
    code: lineId.toUpperCase(),
    name: `Product ${lineId}`,
    unit: 'box',
    tracking: 'none',
    ...{ shelfLifeDays: null, discontinued: 0, unitName: 'box', unitRatio: 1 },
  };
};

let lotsThere = 2;
const lots = ['A', 'B'].map((letter) => ({
  ...{ id: `lot-${letter}`, productId: 'p-a', productCode: 'A', productName: 'Product a', code: `L-${letter}` },
  ...{ expiresOn: null, blocked: 0 as const },
}));

function findScan({ text }: { text: string }): Scanned {
  const product = codes[text];
  const documents = text === listRow.number ? [{ kind: 'pickList' as const, id: LIST, number: text }] : [];
  const nothing = { lots: lots.filter((lot) => lot.code === text), serials: [], locations: [], documents };
  return { reading: readScan(text, 2026), products: product ? [product] : [], ...nothing };
}

function show(options: FakeBridgeOptions = {}): FakeBridge {
  clearTabs();
  queryClient.clear();
  useSession.setState({ session: null });
  useSyncStatus.setState({ status: null });
  const bridge = makeFakeBridge({
    session: { ...signedIn, user },
    queries: {
      'admin.company': () => ({
        settings: { 'company.utcOffsetMinutes': 480, 'inventory.pickTolerance': 0 },
        warehouses: [{ id: 'w1', code: 'W', name: 'Wuhan' }],
        territories: [],
        taxRates: [],
      }),
      'inventory.pickListsToDo': () => lists,
      'inventory.pickWork': () => work,
      'inventory.scanned': findScan,
      'inventory.lotsAtPlace': () => lots.slice(0, lotsThere).map((lot) => ({ ...lot, unit: 'box', onHand: ONE_UNIT })),
    },
    ...options,
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  startTexts('en');
  setPreference('language', 'en');
  render(<Application />);
  return bridge;
}

let clock = 10_000;
/** As a scanner types: five milliseconds a key. */
function scan(...texts: string[]): void {
  for (const text of texts) {
    for (const key of [...text, 'Enter']) press(key, 5);
    clock += 50;
  }
}
function press(key: string, gapMs = 200, change: KeyboardEventInit = {}): void {
  clock += gapMs;
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...change });
  Object.defineProperty(event, 'timeStamp', { value: clock });
  act(() => void (document.activeElement ?? document.body).dispatchEvent(event));
}
const saysBand = async (words: string | RegExp) => {
  await waitFor(() => {
    const bands = document.querySelector('.work-band');
    expect(bands?.textContent).toMatch(words);
  });
};
const left = () => screen.getByTestId('pick-left').textContent;

async function openList(): Promise<void> {
  await screen.findByRole('navigation');
  act(() => void openTab('pick', { pickListId: LIST }));
  await screen.findByTestId('pick-left');
}

beforeEach(() => {
  for (const code of Object.keys(codes)) delete codes[code];
  put('6901234567892', 'a');
  put('96385074', 'b');
  lists = [listRow];
  claims = {
    ...listRow,
    state: 'claimed',
    claimedBy: user.id,
    claimedByName: 'Zhou Wenbin',
    claimedDeviceCode: 'K7',
    claimedAt: 1,
  };
  work = { list: claims, hasPlaces: true, lines: [line('a', {}), line('b', { quantity: 2 * ONE_UNIT })] };
});

it('a list is taken by its number, and has the whole window', async () => {
  const bridge = show();
  await screen.findByRole('navigation');
  act(() => void openTab('pick'));
  await screen.findByRole('option', { name: /PK-K7-000012/ });
  expect(screen.queryByRole('navigation')).toBeNull();
  expect(document.documentElement.dataset.theme).toBe('dark');
  scan('PK-K7-000012');
  expect((await screen.findByTestId('pick-left')).textContent).toBe('20box');
  expect(bridge.ran).toMatchObject([{ name: 'inventory.claimPickList', args: { pickListId: LIST } }]);
});

it('R24 a list that somebody else has is not taken: it says who has it and since when', async () => {
  lists = [{ ...listRow, state: 'claimed', claimedBy: 'other', claimedByName: 'He Zhiqiang', claimedAt: 1 }];
  const bridge = show();
  await screen.findByRole('navigation');
  act(() => void openTab('pick'));
  await screen.findByRole('option', { name: /He Zhiqiang is at it/ });
  press('Enter');
  await saysBand(/Taken.*He Zhiqiang has been picking this list since/);
  expect(bridge.ran).toEqual([]);
});

it('R111 twenty scans in two seconds are all kept, in order, and the twenty-first is too much', async () => {
  const bridge = show();
  await openList();
  scan(...Array.from({ length: 20 }, () => '6901234567892'));
  await waitFor(() => expect(screen.getByTestId('pick-place').textContent).toBe('A-0b-1'));
  const reply = await bridge.work.open({ id: `pick:${LIST}`, mode: 'pick', documentId: LIST, documentNumber: null });
  expect(reply.ok && reply.scans.map(({ position }) => position)).toEqual(
    Array.from({ length: 20 }, (_each, at) => at + 1),
  );
  scan('6901234567892');
  await saysBand(/Already picked/);
  scan('96385074', '96385074', '96385074');
  await saysBand(/All picked/);
});

it('refusals are said in words, change nothing, and leave the line where it is', async () => {
  const bridge = show();
  await openList();
  for (const [text, words] of [
    ['6901234567893', /Damaged code/],
    ['4006381333931', /Not our goods/],
    ['QWERTY', /Unknown code/],
    ['96385074', /Not yet.*A-0b-1/],
    ['PK-K7-000012', /That is a document/],
  ] as const) {
    scan(text);
    await saysBand(words);
  }
  expect(left()).toBe('20box');
  expect((await bridge.work.sessions('pick'))[0]?.scanCount).toBe(0);
});

it('F4 takes the rest, F2 ends a line short, Ctrl+Z takes back, Enter tells the office', async () => {
  const bridge = show();
  await openList();
  press('F4');
  await saysBand(/Scan one first/);
  scan('6901234567892');
  await waitFor(() => expect(left()).toBe('19box'));
  press('F4');
  await screen.findByRole('dialog');
  scan('6901234567892');
  await saysBand(/Answer first/);
  // The whole line: one was scanned, and nineteen come to it.
  expect((screen.getByRole('textbox') as HTMLInputElement).value).toBe('20');
  fireEvent.change(screen.getByRole('textbox'), { target: { value: '21' } });
  press('Enter');
  await saysBand(/Not this many.*At most 20 box/);
  fireEvent.change(screen.getByRole('textbox'), { target: { value: '20' } });
  press('Enter');
  await waitFor(() => expect(screen.getByTestId('pick-place').textContent).toBe('A-0b-1'));
  press('z', 200, { ctrlKey: true });
  await waitFor(() => expect(left()).toBe('19box'));
  await saysBand(/Taken back.*−19 box/);
  press('F4');
  await screen.findByRole('dialog');
  press('Escape');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  press('F4');
  await screen.findByRole('dialog');
  press('Enter');
  await waitFor(() => expect(screen.getByTestId('pick-place').textContent).toBe('A-0b-1'));
  press('F2');
  await screen.findByRole('dialog');
  press('2');
  await screen.findByText('Product b');
  await saysBand(/Short.*damaged/);
  await screen.findByText('Picked, 1 line short');
  await screen.findByText('0 of 2 box');
  press('Enter');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'inventory.recordPick',
    args: {
      pickListId: LIST,
      lines: [
        {
          pickLineId: 'a',
          picked: [{ lotId: null, serialId: null, locationId: 'x-a', quantity: 20 * ONE_UNIT }],
          shortReason: null,
        },
        { pickLineId: 'b', picked: [], shortReason: 'damaged' },
      ],
    },
  });
  await saysBand(/Picked.*1 of them short/);
  expect(await bridge.work.sessions('pick')).toEqual([]);
});

it('F6 puts a line off; Esc keeps what was scanned, and gives back a list of which nothing was', async () => {
  const bridge = show();
  await openList();
  press('F6');
  await waitFor(() => expect(screen.getByTestId('pick-place').textContent).toBe('A-0b-1'));
  press('Escape');
  await screen.findByRole('option', { name: /PK-K7-000012/ });
  expect(bridge.ran).toEqual([]);
  expect((await bridge.work.sessions('pick'))[0]?.scanCount).toBe(1);
  press('Escape');
  await screen.findByRole('navigation');
  act(() => void openTab('pick', { pickListId: LIST }));
  await waitFor(() => expect(screen.getByTestId('pick-place').textContent).toBe('A-0b-1'));
  await saysBand(/Going on/);
  press('z', 200, { ctrlKey: true });
  await waitFor(() => expect(screen.getByTestId('pick-place').textContent).toBe('A-0a-1'));
  press('Escape');
  await waitFor(() => expect(bridge.ran).toMatchObject([{ name: 'inventory.releaseClaim' }]));
  expect(await bridge.work.sessions('pick')).toEqual([]);
});

it('a session whose list was told to the office before a crash is not told twice', async () => {
  const bridge = show();
  await screen.findByRole('navigation');
  const id = `pick:${LIST}`;
  await bridge.work.open({ id, mode: 'pick', documentId: LIST, documentNumber: null });
  const body = { kind: 'short', lineId: 'a', reason: 'notFound' };
  await bridge.work.keep({ sessionId: id, position: 1, body });
  work = { ...work, list: { ...claims, state: 'picked' } };
  act(() => void openTab('pick', { pickListId: LIST }));
  await saysBand(/Already picked/);
  expect(bridge.ran).toEqual([]);
  expect(await bridge.work.sessions('pick')).toEqual([]);
});

it('R24 another desk that took the list too is said, and what was taken here is still told', async () => {
  work = { ...work, list: { ...claims, claimedBy: 'other', claimedByName: 'He Zhiqiang' } };
  show();
  await openList();
  expect(screen.getByText(/He Zhiqiang has been picking PK-K7-000012 too/)).toBeDefined();
});

it('silence is a key, and stays', async () => {
  show();
  await openList();
  press('F8');
  expect(await screen.findByText('Unmute')).toBeDefined();
  expect(localStorage.getItem('satchel.preferences')).toContain('"workSounds":false');
  press('F8');
});

it('R25 R29 from a shelf with two lots a carton counts once its lot is told, and the wrong one is refused', async () => {
  lotsThere = 2;
  const ofLot = line('a', { tracking: 'lot', lotId: 'lot-A', lotCode: 'L-A' });
  work = { list: claims, hasPlaces: true, lines: [ofLot, line('b', {})] };
  const bridge = show();
  await openList();
  scan('6901234567892');
  await screen.findByRole('dialog', { name: /Product a: which lot/ });
  await saysBand(/Which lot\?.*L-A, L-B/);
  press('2');
  await saysBand(/Wrong lot.*L-B; take lot L-A/);
  expect(left()).toBe('20box');
  clock += 200;
  scan('6901234567892');
  await screen.findByRole('dialog');
  scan('L-A');
  await waitFor(() => expect(left()).toBe('19box'));
  scan('6901234567892', '6901234567892');
  await waitFor(() => expect(left()).toBe('17box'));
  expect(screen.queryByRole('dialog')).toBeNull();
  const reply = await bridge.work.open({ id: `pick:${LIST}`, mode: 'pick', documentId: LIST, documentNumber: null });
  expect(reply.ok && reply.scans.map(({ body }) => (body as { isLotTold?: boolean }).isLotTold ?? false)).toEqual([
    true,
    false,
    false,
  ]);
});

it('R29 where one lot alone lies nothing can be confused: nobody is asked', async () => {
  lotsThere = 1;
  work = {
    list: claims,
    hasPlaces: true,
    lines: [line('a', { tracking: 'lot', lotId: 'lot-A', lotCode: 'L-A' }), line('b', {})],
  };
  show();
  await openList();
  scan('6901234567892');
  await waitFor(() => expect(left()).toBe('19box'));
  expect(screen.queryByRole('dialog')).toBeNull();
});

it('goods that lie at no place: beside the shelves where there are some, else there are none to tell', async () => {
  work = { list: claims, hasPlaces: true, lines: [line('a', { locationId: null, locationCode: null })] };
  const bridge = show();
  await openList();
  expect(screen.getByText('not put away: look at the receiving area')).toBeDefined();
  work = { ...work, hasPlaces: false };
  act(() => bridge.change(['pickLists']));
  expect(await screen.findByText('no places in this warehouse')).toBeDefined();
});
