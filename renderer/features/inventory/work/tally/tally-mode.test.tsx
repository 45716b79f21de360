// Long because one desk plays all its modes.
// Goods told by scanner: received against an order or without one, put away, sent, counted; with keys alone.
import { act, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { type FakeBridge, makeFakeBridge, signedIn } from '../../../../../tests/support/fake-bridge.ts';
import { book, pass, press, saysBand, scan } from '../../../../../tests/support/scanner-keys.ts';
import {
  COUNT,
  countHead,
  countLine,
  findScan,
  head,
  line,
  PURCHASE,
  suggestion,
  TRANSFER,
  transferHead,
  transferLine,
  WAREHOUSE,
  waiting,
} from '../../../../../tests/support/tally-desk.ts';
import { Application } from '../../../../app/application.tsx';
import { startTexts } from '../../../../app/i18n.ts';
import { setPreference } from '../../../../app/preferences.ts';
import { useSession, useSyncStatus } from '../../../../app/session.ts';
import { clearTabs, openTab } from '../../../../app/tabs.ts';
import { queryClient } from '../../../../app/use-query.ts';

const rights = [
  'inventory.receiveGoods',
  'inventory.reverseReceipt',
  'inventory.moveStock',
  'inventory.transfer',
  'inventory.count',
];
const user = { ...signedIn.user, permissions: [...signedIn.user.permissions, 'inventory.seeSuppliers', ...rights] };
/** Set by a test that needs it otherwise. */
let hasPlaces = false;
let isBooked = false;

/** Set by a test that has more than one page of them. */
let listTransfers: (args: unknown) => unknown = () => ({ rows: [transferHead], next: null });

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
      'inventory.workplaces': () => [
        { id: WAREHOUSE, code: 'W', name: 'Wuhan', hasPlaces, placeExample: hasPlaces ? 'A-01' : null },
      ],
      'inventory.goodsToPutAway': () => [],
      'inventory.putAwayAdvice': () => ({ shelves: [waiting], suggestions: [suggestion] }),
      'inventory.isBooked': () => isBooked,
      'inventory.transfer': () => ({ head: transferHead, lines: [transferLine] }),
      'inventory.transferList': listTransfers,
      'inventory.stockCount': () => ({ head: countHead, lines: [countLine] }),
      'inventory.countList': () => ({ rows: [{ ...countHead, countedLines: 0, recountLines: 0 }], next: null }),
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
  hasPlaces = false;
  isBooked = false;
});

it('a paper that is scanned while the list of them is still being read is opened, and not said to be unknown', async () => {
  const bridge = await show();
  const { query } = bridge;
  let goOn = (): void => undefined;
  const isRead = new Promise<void>((done) => {
    goOn = done;
  });
  Object.assign(bridge, {
    query: async (name: string, args: unknown) => {
      if (name === 'inventory.purchaseList') await isRead;
      return query(name, args);
    },
  });
  act(() => void openTab('receiveGoods'));
  await screen.findByRole('heading', { level: 1, name: 'Receive' });
  scan('PO-K7-000001');
  goOn();
  await saysBand(/Scan the goods/);
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
  await book();
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
  // Its last day is asked for at once: reckoned from the shelf life, Enter takes it.
  await screen.findByRole('dialog', { name: /Until when is Milk · L-77 good/ });
  scan('6901234567892');
  await saysBand(/Answer first|first/);
  press('Enter');
  await saysBand(/Taken.*Good until/);
  press('F7');
  await screen.findByRole('dialog');
  press('1');
  await saysBand(/Rejecting/);
  scan('6901234567892', '6901234567892');
  await waitFor(() => expect(amount()).toBe('2pcs'));
  press('z', 200, { ctrlKey: true });
  await saysBand(/Taken back/);
  await book();
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

const modes = [
  ['receiveGoods', { documentId: PURCHASE, mode: 'receive', isBlind: false }, 'inventory.receiveGoods'],
  ['receiveGoods', { documentId: WAREHOUSE, mode: 'receive', isBlind: true }, 'inventory.receiveGoods'],
  ['putAway', { documentId: WAREHOUSE }, 'inventory.moveStock'],
  ['transferGoods', { documentId: TRANSFER, mode: 'send', isBlind: false }, 'inventory.sendTransfer'],
  ['transferGoods', { documentId: TRANSFER, mode: 'takeIn', isBlind: false }, 'inventory.receiveTransfer'],
  ['countGoods', { documentId: COUNT, mode: 'count', isBlind: false }, 'inventory.recordCount'],
] as const;

it.each(modes)(
  'R111 %s %o: twenty scans in two seconds all count in order; killed after any it goes on there, and books once',
  async (kind, params, command) => {
    hasPlaces = true;
    const bridge = await show();
    const open = () => act(() => void openTab(kind, params));
    open();
    await saysBand(/Scan (the|a place|what|everything) ?/);
    if (command === 'inventory.recordCount' || command === 'inventory.sendTransfer') {
      scan('A-01');
      await saysBand(/Place.*A-01/);
    }
    scan(...Array.from({ length: 20 }, () => '6901234567892'));
    await waitFor(() => expect(amount()).toBe('20pcs'));
    act(() => clearTabs());
    queryClient.clear();
    await screen.findByRole('navigation');
    open();
    await waitFor(() => expect(amount()).toBe('20pcs'));
    await saysBand(/Going on/);
    expect(bridge.ran).toEqual([]);
    if (command === 'inventory.moveStock') {
      scan('A-01');
      await saysBand(/Put away/);
    }
    await book();
    await saysBand(/Booked/);
    expect(bridge.ran.map(({ name }) => name)).toEqual([command]);
    expect(JSON.stringify(bridge.ran[0]?.args)).toContain('200000');
    expect((await bridge.work.sessions(null)).filter(({ scanCount }) => scanCount > 0)).toEqual([]);
  },
);

it('R27 a transfer that is scanned where goods are received is taken in', async () => {
  await show();
  act(() => void openTab('receiveGoods'));
  await saysBand(/Scan|choose/i);
  scan('TR-K7-000001');
  expect(await screen.findByRole('heading', { name: 'Take in transfer' })).toBeTruthy();
});

it('R27 an old transfer is worked off from the desk, however many newer ones have ended or wait before it', async () => {
  const asked: unknown[] = [];
  listTransfers = (args) => {
    asked.push(args);
    const next = { key: 1, id: 'newer' };
    const newer = { ...transferHead, id: 'newer', number: 'TR-K7-000102' };
    return (args as { cursor: unknown }).cursor === null
      ? { rows: [newer], next }
      : { rows: [transferHead], next: null };
  };
  await show();
  act(() => void openTab('transferGoods'));
  // Each may be sent and taken in here.
  expect(await screen.findAllByText(transferHead.number)).toHaveLength(2);
  expect(screen.getAllByText('TR-K7-000102')).toHaveLength(2);
  expect(asked).toMatchObject([{ filter: 'live' }, { filter: 'live', cursor: { id: 'newer' } }]);
  listTransfers = () => ({ rows: [transferHead], next: null });
});

/** The power goes after one mug was booked, and before the desk heard so. */
async function bookedUnheard(): Promise<FakeBridge> {
  const bridge = await show();
  act(() => void openTab('receiveGoods', { documentId: PURCHASE, mode: 'receive', isBlind: false }));
  await saysBand(/Scan the goods/);
  scan('6901234567892');
  await waitFor(() => expect(amount()).toBe('1pcs'));
  await bridge.work.keep({
    ...{ sessionId: `receive:${PURCHASE}`, position: 2 },
    body: { kind: 'booking', ids: await bridge.newIds(6), number: 'GR-K7-000009', at: 1 },
  });
  act(() => clearTabs());
  queryClient.clear();
  isBooked = true;
  await screen.findByRole('navigation');
  act(() => void openTab('receiveGoods', { documentId: PURCHASE, mode: 'receive', isBlind: false }));
  await waitFor(() => expect(amount()).toBe('1pcs'));
  return bridge;
}

it('a desk whose power went between the booking and its answer does not book the same again', async () => {
  const bridge = await bookedUnheard();
  await book();
  await saysBand(/Booked.*GR-K7-000009/);
  expect(bridge.ran).toEqual([]);
  expect(await bridge.work.sessions(null)).toEqual([]);
});

it('R100 what was booked before the power went is not taken back by Ctrl+Z, and what is scanned then is booked alone', async () => {
  const bridge = await bookedUnheard();
  press('z', 200, { ctrlKey: true });
  await saysBand(/Nothing to undo.*is booked/);
  scan('6901234567892', '6901234567892');
  await waitFor(() => expect(amount()).toBe('2pcs'));
  await book();
  await saysBand(/Booked/);
  expect(bridge.ran.map(({ args }) => args)).toMatchObject([{ lines: [{ productId: 'm', quantity: 20_000 }] }]);
});

it('what is put away goes to the place that was scanned after it', async () => {
  hasPlaces = true;
  const bridge = await show();
  act(() => void openTab('putAway'));
  await saysBand(/then the place/);
  scan('6901234567892', '6901234567892');
  await waitFor(() => expect(amount()).toBe('2pcs'));
  // Where to, and how many are left there where they came in.
  expect(await screen.findByText('40 pcs of it wait to be put away')).toBeTruthy();
  expect(screen.getByRole('region', { name: 'In your hand' })).toBeTruthy();
  press('Enter');
  await saysBand(/Place first/);
  expect(screen.queryByRole('dialog')).toBeNull();
  scan('A-01');
  await saysBand(/Put away/);
  expect(screen.getByRole('region', { name: 'Put at A-01' })).toBeTruthy();
  expect(screen.queryByRole('region', { name: 'In your hand' })).toBeNull();
  await book();
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'inventory.moveStock',
    args: { moves: [{ productId: 'm', quantity: 20_000, fromLocationId: null, toLocationId: 'x1' }] },
  });
});

it('R104 what was put away comes back by Ctrl+Z where nothing was scanned since', async () => {
  hasPlaces = true;
  const bridge = await show();
  act(() => void openTab('putAway'));
  await saysBand(/then the place/);
  scan('6901234567892', 'A-01');
  await saysBand(/Put away/);
  await book();
  await saysBand(/Booked/);
  expect(await screen.findByRole('button', { name: /Undo put away/ })).toBeTruthy();
  press('z', 200, { ctrlKey: true });
  await saysBand(/Undone.*1 line is back/);
  const [there, back] = bridge.ran.map(({ args }) => (args as { moves: [Record<string, unknown>] }).moves[0]);
  expect(back).toMatchObject({ productId: 'm', quantity: 10_000, fromLocationId: 'x1', toLocationId: null });
  expect(new Set([there?.outId, there?.inId, back?.outId, back?.inId]).size).toBe(4);
  // Once.
  expect(screen.queryByRole('button', { name: /Undo put away/ })).toBeNull();
  scan('6901234567892');
  await waitFor(() => expect(amount()).toBe('1pcs'));
  press('z', 200, { ctrlKey: true });
  await saysBand(/Taken back/);
  expect(bridge.ran).toHaveLength(2);
});

it('R104 a receipt is reversed by Ctrl+Z at the list of papers, by whoever may, and labels of it are not offered any more', async () => {
  const bridge = await show();
  act(() => void openTab('receiveGoods', { documentId: PURCHASE, mode: 'receive', isBlind: false }));
  await saysBand(/Scan the goods/);
  scan('6901234567892');
  await waitFor(() => expect(amount()).toBe('1pcs'));
  await book();
  await saysBand(/Booked/);
  expect(await screen.findByRole('button', { name: /Undo receipt/ })).toBeTruthy();
  press('z', 200, { ctrlKey: true });
  await saysBand(/Undone.*reversed/);
  const [received, reversed] = bridge.ran as { name: string; args: { receiptId: string; reversalId?: string } }[];
  expect(reversed).toMatchObject({ name: 'inventory.reverseReceipt', args: { receiptId: received?.args.receiptId } });
  expect(reversed?.args.reversalId).not.toBe(received?.args.receiptId);
  expect(screen.queryByRole('button', { name: /Undo receipt/ })).toBeNull();
  expect(screen.getByRole('button', { name: /Print labels|Labels/ })).toHaveProperty('disabled', true);
});

it('a code that is built like a place, and is none here, is told as that, with how places look', async () => {
  hasPlaces = true;
  await show();
  act(() => void openTab('putAway'));
  await saysBand(/then the place/);
  scan('6901234567892', 'Z-99');
  await saysBand(/No such place.*Z-99 looks like a place.*looks like A-01/);
  scan('NOBODY-KNOWS');
  await saysBand(/Unknown code.*no place of this warehouse and no goods.*A-01/);
});

/** Counts the tones of the window: one for right or for a look, two for wrong. */
let tones = 0;
class HeardAudio {
  readonly state = 'running';
  readonly currentTime = 0;
  readonly destination = {};
  createOscillator() {
    tones += 1;
    return { frequency: { value: 0 }, connect: (next: unknown) => next, start: () => {}, stop: () => {} };
  }
  createGain() {
    const gain = { setValueAtTime: () => {}, linearRampToValueAtTime: () => {} };
    return { gain, connect: (next: unknown) => next };
  }
}
Object.defineProperty(globalThis, 'AudioContext', { value: HeardAudio, configurable: true });

it.each(modes)(
  'R24 %s %o: unknown, damaged, foreign codes, a lot of other goods, places of elsewhere: refused, heard, nothing kept',
  async (kind, params, command) => {
    hasPlaces = true;
    const bridge = await show();
    act(() => void openTab(kind, params));
    await saysBand(/Scan (the|a place|what|everything) ?/);
    const isByPlace = command === 'inventory.recordCount' || command === 'inventory.sendTransfer';
    const refused: [string, RegExp, number][] = [
      ['6901234567893', /Damaged code/, 2],
      ['(01)06901234567892(17)991', /Damaged code.*do not read whole/, 2],
      ['4006381333931', /Not our goods/, 2],
      ['(01)04006381333931(10)L9', /Not our goods/, 2],
      ['NOBODY-KNOWS', /Unknown code/, 2],
      ['PO-K7-000001', /That is a document/, 1],
      ['B-09', /Place of another warehouse/, 2],
    ];
    if (isByPlace) refused.push(['6901234567892', /Place first/, 1]);
    if (command === 'inventory.recordCount') refused.push(['A-09', /Not in this count/, 2]);
    const mugWithLotOfMilk = '(01)06901234567892(10)L-MILK';
    if (!isByPlace && command !== 'inventory.receiveGoods')
      refused.push([mugWithLotOfMilk, /Lot of other goods.*Milk/, 2]);
    for (const [code, words, heard] of refused) {
      tones = 0;
      scan(code);
      await saysBand(words);
      expect(tones, code).toBe(heard);
    }
    expect((await bridge.work.sessions(null)).map(({ scanCount }) => scanCount)).toEqual([0]);
    if (isByPlace) {
      scan('A-01');
      await saysBand(/Place.*A-01/);
      scan(mugWithLotOfMilk);
      await saysBand(/Lot of other goods.*Milk/);
    }
    if (command === 'inventory.receiveGoods') {
      scan('96385074');
      await saysBand(/Scan the lot/);
      scan(mugWithLotOfMilk);
      await saysBand(/Lot first/);
      press('z', 200, { ctrlKey: true });
      await saysBand(/Taken back/);
    }
    scan('6901234567892');
    await waitFor(() => expect(amount()).toBe('1pcs'));
    expect(bridge.ran).toEqual([]);
  },
);

it('R29 a numbered piece that is scanned twice counts once', async () => {
  hasPlaces = true;
  const bridge = await show();
  act(() => void openTab('countGoods', { documentId: COUNT, mode: 'count', isBlind: false }));
  await saysBand(/Scan a place/);
  scan('A-01', 'SN-1');
  await waitFor(() => expect(amount()).toBe('1pcs'));
  scan('SN-1');
  await saysBand(/Scanned before.*SN-1/);
  expect((await bridge.work.sessions(null)).map(({ scanCount }) => scanCount)).toEqual([2]);
});
