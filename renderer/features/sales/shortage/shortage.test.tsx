/** A shortage as a person meets it: in the sync ledger and on the order's page, settled by keys alone. */
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import type { OrderChange } from '#shared/domains/sales/queries/order-changes.ts';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import type { FakeBridgeOptions } from '../../../../tests/support/fake-bridge.ts';
import { openWindow } from '../../../../tests/support/open-order-window.tsx';
import { changsha, orderDocument, orderRow, productId, units, uuid } from '../../../../tests/support/order-company.ts';

// A browser has it; jsdom does not.
beforeEach(() => Object.assign(window.document, { execCommand: () => true }));

const orderId = uuid(500);
const jugLine = uuid(601);
const madeAt = Date.parse('2026-11-20T02:47:00Z');

const shortStock = (change: object = {}) => ({
  code: 'inventory.shortStock',
  params: {
    line: 2,
    lineId: jugLine,
    product: 'Stainless thermos jug 1.5 L',
    unit: 'pcs',
    warehouse: 'Wuhan',
    wanted: units(24),
    reserved: units(10),
    backOrdered: units(14),
    availableSeen: units(24),
    officeTaken: units(14),
    officeBy1: 'Chen Jing',
    officeAt1: madeAt - 16 * 60_000,
    officeQuantity1: units(14),
    ...change,
  },
});

const entry = (reason = shortStock()): LedgerEntry => ({
  commandId: 'command 1',
  sequence: 1,
  name: 'sales.confirmOrder',
  version: 2,
  args: { orderId, dataAsOf: madeAt - 60_000 },
  subject: { document: 'SO-K7-000123', party: 'Wuhan Hengtong' },
  part: null,
  issuedAt: madeAt,
  state: 'adjusted',
  reasons: [reason],
  unshown: null,
  foretold: [],
  sentAt: madeAt + 20 * 60_000,
  triedAt: null,
  answeredAt: madeAt + 21 * 60_000,
  needsAttention: true,
  replacedBy: null,
  replaces: null,
  droppedAt: null,
  takenBack: false,
});

const document = () => orderDocument(orderRow(0, 'en', { backOrderedLines: 1 }), 'en');
const tab = (kind: string, params: object) => ({
  id: uuid(710),
  kind: 'workspace',
  updatedAt: 1,
  body: { tabs: [{ kind, params, title: null, dirty: false }], active: 0 },
});

async function openLedger(reason = shortStock(), options: FakeBridgeOptions = {}) {
  const bridge = openWindow({
    ledger: [entry(reason)],
    ...options,
    queries: { 'sales.order': document, 'sales.orderChanges': () => [], ...options.queries },
    drafts: [tab('sync', {})],
    status: { needsAttention: 1 },
  });
  return bridge;
}

async function openOrder(options: FakeBridgeOptions = {}) {
  const bridge = openWindow({
    ...options,
    queries: { 'sales.order': document, 'sales.orderChanges': () => [], ...options.queries },
    drafts: [tab('order', { orderId })],
  });
  await screen.findByText('Line 2: 14 pcs on back-order');
  return bridge;
}

it('R35 says who sold them first, what stands and what waits, and sets the promise against now', async () => {
  await openLedger();
  expect(await screen.findByRole('heading', { name: '14 of 24 pcs were promised to someone else first' })).toBeTruthy();
  const told = screen.getByText(/^You confirmed 24 pcs Stainless thermos jug 1.5 L for/).textContent;
  expect(told).toMatch(
    /without signal\. Chen Jing confirmed 14 pcs of the same goods at \d\d:\d\d, and that order reached the office first/,
  );
  expect(told).toMatch(/Your order stands\. 10 pcs are yours, 14 pcs wait for the delivery of 30 Nov\.$/);
  const rows = within(screen.getByRole('table', { name: '' })).getAllByRole('row');
  expect(rows.map((row) => row.textContent)).toEqual([
    expect.stringContaining('B-020 Stainless thermos jug 1.5 L'),
    'Reserved in Wuhan2410',
    'On back-order014',
    'Arrives at the customer27 Nov27 Nov and 30 Nov',
    expect.stringMatching(/^Order total with VAT.*unchanged$/),
  ]);
  expect(screen.getAllByRole('radio').map((radio) => radio.parentElement?.textContent)).toEqual([
    '1Keep them on back-order10 on 27 Nov, 14 from 30 Novno cost',
    '2Send them from Changsha500 available thereprice unchanged',
    '3Cut the line to 10The customer gets a new confirmation−¥1,407.98',
    '4Propose a substitute',
  ]);
});

it('what left at once was made with signal, however old the data was', async () => {
  const atOnce = { ...entry(), args: { orderId, dataAsOf: madeAt - 3_600_000 }, sentAt: madeAt + 2_000 };
  await openLedger(shortStock(), { ledger: [atOnce] });
  const told = await screen.findByText(/^You confirmed 24 pcs/);
  expect(told.textContent).not.toMatch(/without signal/);
});

async function arrivesWith(requestedOn: string | null) {
  const { order, lines } = document();
  await openLedger(shortStock(), { queries: { 'sales.order': () => ({ order: { ...order, requestedOn }, lines }) } });
  const label = await screen.findByText('Arrives at the customer');
  return label.closest('tr')?.textContent;
}

it('a delivery that comes before the day asked for is told as in time, and nothing as late', async () => {
  expect(await arrivesWith('2026-12-02')).toBe('Arrives at the customer2 Decunchanged');
  expect(screen.getByText(/14 pcs wait for the delivery of 30 Nov, in time for 2 Dec\.$/)).toBeTruthy();
  expect(screen.getByText('all 24 on 2 Dec, if the delivery of 30 Nov comes as announced')).toBeTruthy();
});

it('without a day that was asked for it says what goes now and what follows', async () => {
  expect(await arrivesWith(null)).toBe('Arrives at the customerNo day agreed10 now, 14 from 30 Nov');
});

it('R35 of several colleagues each is named, and nobody where only the stock was less', async () => {
  await openLedger(
    shortStock({ officeBy2: 'Li Wei', officeAt2: madeAt - 60_000, officeQuantity2: units(3), officeOthers: 2 }),
  );
  expect(
    await screen.findByText(
      /Chen Jing confirmed 14 pcs of the same goods at .* and Li Wei confirmed 3 pcs of the same goods .*, 2 more colleagues/,
    ),
  ).toBeTruthy();
});

it('R35 names nobody where the office named nobody', async () => {
  await openLedger({
    code: 'inventory.shortStock',
    params: {
      line: 2,
      product: 'Jug',
      unit: 'pcs',
      reserved: units(10),
      backOrdered: units(14),
      officeTaken: units(14),
    },
  } as never);
  expect(await screen.findByRole('heading', { name: '14 of 24 pcs are not there after all' })).toBeTruthy();
  expect(screen.getByText(/fewer were left than this computer knew/)).toBeTruthy();
});

it.each([
  ['{Enter}', { choice: 'keepBackOrder' }],
  ['2{Enter}', { choice: 'otherWarehouse', warehouseId: changsha, availableSeen: units(500) }],
  ['3{Enter}', { choice: 'cutLine' }],
])('settles by keys alone: %s', async (keys, decision) => {
  const bridge = await openLedger();
  await screen.findByRole('heading', { name: /promised to someone else first/ });
  await userEvent.keyboard(keys);
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'sales.settleShortage',
    args: { orderId, lines: [{ lineId: jugLine, backOrderedSeen: units(14), ...decision }] },
  });
  expect(await screen.findByText(/The message for the customer is on the clipboard/)).toBeTruthy();
});

it('a substitute is found by typing and takes its own price; without one it is asked for', async () => {
  const bridge = await openLedger();
  await screen.findByRole('heading', { name: /promised to someone else first/ });
  await userEvent.keyboard('4');
  const field = await screen.findByRole<HTMLInputElement>('combobox', { name: 'Substitute product' });
  await waitFor(() => expect(window.document.activeElement).toBe(field));
  expect(field.value).toBe('');
  await userEvent.keyboard('{Enter}');
  expect(screen.queryByText(/That did not go through/)).toBeNull();
  expect(bridge.ran).toEqual([]);
  expect(window.document.activeElement).toBe(field);
  await userEvent.keyboard('A-110');
  await screen.findByRole('option');
  await userEvent.keyboard('{Enter}');
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]?.args).toMatchObject({
    lines: [
      {
        choice: 'substitute',
        substitute: {
          productId: productId('A-110'),
          quantity: units(14),
          unitPrice: units(71),
          listPrice: units(71),
          taxRate: 1_300,
          availableSeen: units(66),
        },
      },
    ],
  });
});

it('what somebody has decided meanwhile needs nobody any more', async () => {
  const kept = { orderLineId: jugLine, kind: 'backOrderKept', changedAt: madeAt + 1 } as OrderChange;
  await openLedger(shortStock(), { queries: { 'sales.orderChanges': () => [kept] } });
  await screen.findByRole('button', { name: /I have seen it/ });
  expect(screen.queryByRole('radio')).toBeNull();
});

it('R22 the order’s own page offers the same ways, by Alt and the figure, and tells a refusal', async () => {
  let answer: 'ok' | 'refused' = 'refused';
  const bridge = await openOrder({
    commands: {
      'sales.settleShortage': () =>
        answer === 'ok'
          ? { state: 'applied', result: {}, commandId: 'c', sequence: 1 }
          : { state: 'rejected', reason: { code: 'sales.lineGone', params: { number: 'SO-K7-000123' } } },
    },
  });
  await userEvent.keyboard('{Alt>}3{/Alt}');
  expect(
    await screen.findByText(/A line of order SO-K7-000123 that you decided about is no longer there/),
  ).toBeTruthy();
  answer = 'ok';
  await userEvent.keyboard('{Alt>}1{/Alt}');
  expect(await screen.findByText('SO-K7-000123: 14 pcs Stainless thermos jug 1.5 L stay on back-order')).toBeTruthy();
  expect(bridge.ran.map(({ args }) => (args as { lines: { choice: string }[] }).lines[0]?.choice)).toEqual([
    'cutLine',
    'keepBackOrder',
  ]);
});

it('R10 the order’s page says who decided what, and asks no more about what is kept', async () => {
  let changes: Partial<OrderChange>[] = [];
  const bridge = await openOrder({
    queries: { 'sales.orderChanges': () => changes },
    tables: { 'sales.orderChanges': ['orderChanges'] },
  });
  const common = {
    orderLineId: jugLine,
    position: 2,
    productName: 'Jug',
    unit: 'pcs',
    quantity: units(14),
    currency: 'CNY',
  };
  const by = {
    changedAt: madeAt,
    changedByName: 'Zhou Wenbin',
    deviceCode: 'K7',
    totalBeforeMinor: 0,
    totalAfterMinor: 0,
  };
  changes = [
    { id: 'a', kind: 'backOrderKept', ...common, ...by },
    {
      id: 'b',
      kind: 'lineCut',
      ...common,
      ...by,
      quantityBefore: units(30),
      quantityAfter: units(24),
      totalAfterMinor: -100,
    },
  ];
  act(() => bridge.change(['orderChanges']));
  expect(await screen.findByText('Line 2, Jug: 14 pcs kept on back-order')).toBeTruthy();
  expect(screen.getByText('Line 2, Jug: cut from 30 to 24 pcs')).toBeTruthy();
  expect(screen.getByText(/Zhou Wenbin K7 −¥1.00/)).toBeTruthy();
  await waitFor(() => expect(screen.queryByText('Line 2: 14 pcs on back-order')).toBeNull());
});
