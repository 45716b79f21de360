// Long because each state of a command in the ledger is told from one window.
import { QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { type FakeBridgeOptions, makeFakeBridge, signedIn } from '../../../tests/support/fake-bridge.ts';
import { ledgerEntry } from '../../../tests/support/ledger-entry.ts';
import { saidNotices } from '../../../tests/support/said-notices.ts';
import { i18n, startTexts } from '../../app/i18n.ts';
import { useNotices } from '../../app/notices.ts';
import { useSession, useSyncStatus } from '../../app/session.ts';
import { addShortcut, listenForShortcuts } from '../../app/shortcuts.ts';
import { useTabs } from '../../app/tabs.ts';
import { queryClient } from '../../app/use-query.ts';
import { SyncLedger } from './sync-ledger.tsx';
import { tellAnswers } from './tell-answers.ts';

const entry = (sequence: number, change: Partial<LedgerEntry>): LedgerEntry =>
  ledgerEntry(sequence, { args: { number: `SO-K7-00000${sequence}`, customerId: 'c1' }, ...change });

beforeEach(() => {
  startTexts('en');
  i18n.addResourceBundle('en', 'translation', { commands: { test: { placeOrder: 'Place order' } } }, true);
  queryClient.clear();
});

async function show(ledger: readonly LedgerEntry[], details: FakeBridgeOptions['details'] = {}) {
  const bridge = makeFakeBridge({
    ledger,
    details,
    queries: { 'crm.customer': () => ({ name: 'Wuhan Hengtong' }), 'sales.order': () => null },
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  bridge.sync.onStatus((status) => useSyncStatus.setState({ status }));
  bridge.setStatus({ needsAttention: ledger.filter((each) => each.needsAttention).length });
  useSession.setState({ session: signedIn });
  render(
    <QueryClientProvider client={queryClient}>
      <SyncLedger />
    </QueryClientProvider>,
  );
  return bridge;
}

it('puts first what needs the person, says why in words, and takes it away when it was seen', async () => {
  const stop = listenForShortcuts();
  const reasons = [{ code: 'kernel.notPermitted', params: { permission: 'x' } }];
  await show([
    entry(3, { state: 'waiting' }),
    entry(2, { state: 'adjusted', needsAttention: true, reasons }),
    entry(1, {}),
  ]);
  expect(await screen.findByRole('heading', { name: /^Place order · SO-K7-000002/ })).toBeTruthy();
  expect(screen.getByText('nothing is lost; each waits for one decision')).toBeTruthy();
  expect(screen.getAllByText(/Your role may not do this/).length).toBeGreaterThan(0);
  expect((await screen.findAllByText('Wuhan Hengtong')).length).toBeGreaterThan(0);
  await userEvent.keyboard('s');
  await waitFor(() => expect(screen.queryByText('nothing is lost; each waits for one decision')).toBeNull());
  expect(screen.getAllByRole('row')).toHaveLength(4);
  stop();
});

it('says what an empty ledger is for, and no tab warns of nothing', async () => {
  await show([]);
  expect(await screen.findByText('Nothing done today on this laptop')).toBeTruthy();
  expect(screen.getAllByRole('tab').map((tab) => tab.textContent?.at(-1))).toEqual(Array(7).fill('0'));
  expect(document.querySelector('.ledger-tab .state-shape')).toBeNull();
});

const shortStock = {
  code: 'inventory.shortStock',
  params: { line: 1, product: 'Kettle', unit: 'pcs', reserved: 600_000, backOrdered: 1_900_000 },
};
const foretold = { code: 'billing.limitExpired', params: { customer: 'Wuhan Hengtong' } };
const changed = entry(3, {
  args: { orderId: 'o3', number: 'SO-K7-000003' },
  state: 'adjusted',
  reasons: [foretold, shortStock],
  foretold: [foretold],
  needsAttention: true,
});

it('the panel sets what was promised against what the office made of it, and its key opens the document', async () => {
  const stop = listenForShortcuts();
  await show([changed, entry(1, {})]);
  expect(await screen.findByText('Told on this laptop when you made it')).toBeTruthy();
  expect(screen.getAllByText(/credit limit of Wuhan Hengtong has expired/)).toHaveLength(2);
  expect(screen.getByTitle('Credit hold: limit expired · 190 pcs on back-order').textContent).toBe(
    'Credit hold: limit expired+1',
  );
  await userEvent.keyboard('o');
  expect(useTabs.getState().tabs.at(-1)).toMatchObject({ kind: 'order', params: { orderId: 'o3' } });
  stop();
});

it('an answer that the device did not foretell is told once, with what is new in it and the way there', async () => {
  useNotices.setState({ notices: [], unseen: 0 });
  useTabs.setState({ tabs: [], activeId: null });
  await show([changed]);
  const stop = tellAnswers();
  await waitFor(() => expect(saidNotices()).toHaveLength(1));
  const [notice] = saidNotices();
  expect(notice).toMatchObject({
    tone: 'wait',
    title: 'SO-K7-000003 was changed by the office',
    text: expect.stringMatching(/^Line 1, Kettle: 60 pcs reserved, 190 pcs on back-order/),
    closed: false,
  });
  notice?.action?.run();
  expect(useTabs.getState().tabs).toMatchObject([{ kind: 'order', params: { orderId: 'o3' } }]);
  await userEvent.click(await screen.findByRole('button', { name: /I have seen it/ }));
  await waitFor(() => expect(saidNotices()).toMatchObject([{ closed: true }]));
  stop();
});

it('many answers at once are one notice that opens the ledger', async () => {
  useNotices.setState({ notices: [], unseen: 0 });
  await show([1, 2, 3, 4].map((sequence) => ({ ...changed, sequence, commandId: `command ${sequence}` })));
  const stop = tellAnswers();
  await waitFor(() => expect(saidNotices()).toMatchObject([{ title: '4 answers of the office need you' }]));
  stop();
});

it('an import says how many rows of what it brought, and which part it is', async () => {
  await show([
    entry(1, {
      name: 'crm.importCustomers',
      args: { importId: 'i', rows: Array.from({ length: 50 }) },
      part: { at: 2, of: 5 },
    }),
  ]);
  expect((await screen.findAllByText('50 customers · part 2 of 5')).length).toBeGreaterThan(1);
});

it('names stand as they were when the row has left, and the whole ledger is counted by states', async () => {
  const subject = { document: 'SO-K7-000123', party: 'Wuhan Hengtong', amountMinor: 1_240_000, currency: 'CNY' };
  await show([
    entry(4, { name: 'sales.confirmOrder', args: {}, subject, state: 'waiting' }),
    entry(3, { state: 'failed' }),
    entry(2, { state: 'rejected', droppedAt: 5 }),
    entry(1, { issuedAt: Date.now() - 5 * 86_400_000 }),
  ]);
  expect(
    await screen.findByRole('heading', { name: 'Order SO-K7-000123 for Wuhan Hengtong, ¥12,400.00' }),
  ).toBeTruthy();
  expect(screen.getByText(/safe here. It goes to the office by itself as soon as there is signal/)).toBeTruthy();
  expect(screen.getAllByRole('tab').map((tab) => tab.textContent)).toEqual([
    'Today3',
    'Need you0',
    'Waiting1',
    'Sent0',
    'Applied1',
    'Adjusted0',
    'Rejected1',
    'Looked into1',
  ]);
  expect(screen.getByText('Dropped')).toBeTruthy();
});

it('text is looked for in the whole ledger, also of other days', async () => {
  await show([
    entry(2, { subject: { document: 'SO-1', party: 'Hengtong' } }),
    entry(1, { subject: { document: 'SO-2', party: 'Yuelu' }, issuedAt: Date.now() - 9 * 86_400_000 }),
  ]);
  await screen.findAllByText('Hengtong');
  await userEvent.type(screen.getByRole('searchbox', { name: /Find in the ledger/ }), 'yue');
  expect(await screen.findAllByText('Yuelu')).toHaveLength(2);
  expect(screen.queryByText('Hengtong')).toBeNull();
  expect(screen.getAllByRole('tab')[0]?.textContent).toBe('Found1');
});

it('a rejected command is let go of with what hangs on it, after it was said', async () => {
  const stop = listenForShortcuts();
  const rejected = entry(2, { state: 'rejected', needsAttention: true, reasons: [foretold] });
  const dependant = entry(3, { state: 'rejected', subject: { document: 'SO-9' } });
  await show([dependant, rejected], { 'command 2': { dependants: [dependant] } });
  expect(await screen.findByText('Hangs on it')).toBeTruthy();
  await userEvent.keyboard('d');
  const dialog = await screen.findByRole('dialog');
  expect(dialog.textContent).toContain('This hangs on it, was rejected too, and goes with it');
  expect(dialog.textContent).toContain('SO-9');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Let go' }));
  expect((await screen.findAllByText('Dropped')).length).toBeGreaterThan(0);
  stop();
});

it('what waits is taken back with one key; where nothing takes it back, that is said', async () => {
  const stop = listenForShortcuts();
  const bridge = await show([entry(2, { state: 'waiting' }), entry(1, { state: 'waiting', subject: { party: 'Y' } })], {
    'command 2': { withdrawal: 'can' },
  });
  await screen.findByText('Y');
  await screen.findByRole('button', { name: /Take back/ });
  await userEvent.keyboard('w');
  await waitFor(() => expect(bridge.withdrawn).toEqual(['command 2']));
  await userEvent.keyboard('j');
  expect(await screen.findByText(/cannot be taken back before it is sent/)).toBeTruthy();
  stop();
});

it('says in its header how far a load is', async () => {
  const bridge = await show([]);
  const load = { rows: 12_400, totalRows: 100_000, table: null, tableRows: 0, tableTotalRows: 0 };
  act(() => bridge.setStatus({ loading: { ...load, purpose: 'scopes', bytes: 3_400_000, secondsLeft: 38 } }));
  expect(screen.getByRole('banner').textContent).toContain('12,400 of 100,000 rows · 40 s left · 3.2 MB loaded');
  act(() => bridge.setStatus({ loading: null }));
  expect(screen.getByRole('banner').textContent).not.toContain('left');
});

it('keys go on from where the mouse was: Enter after a click on a row or a tab runs what is chosen', async () => {
  const stop = listenForShortcuts();
  const reasons = [{ code: 'kernel.notPermitted', params: { permission: 'x' } }];
  const needs = { state: 'adjusted' as const, needsAttention: true, reasons };
  await show([entry(2, { subject: { party: 'Second' } }), entry(1, { ...needs, subject: { party: 'First' } })]);
  const ran: string[] = [];
  const end = addShortcut('enter', () => ran.push('enter'));
  await userEvent.click((await screen.findAllByText('First'))[0] as HTMLElement);
  await userEvent.keyboard('{Enter}');
  expect(ran).toHaveLength(1);
  await userEvent.click(screen.getByRole('tab', { name: /Need you/ }));
  expect(document.activeElement?.getAttribute('role')).toBe('grid');
  await userEvent.keyboard('{Enter}');
  expect(ran).toHaveLength(2);
  screen.getByRole('button', { name: /Export ledger/ }).focus();
  await userEvent.keyboard('{Enter}');
  expect(ran).toHaveLength(2);
  end();
  stop();
});

it('J goes through all that need the person, also those that are not among the first, and then on', async () => {
  const stop = listenForShortcuts();
  const reasons = [{ code: 'kernel.notPermitted', params: { permission: 'x' } }];
  const needing = [7, 6, 5, 4, 3, 2].map((sequence) =>
    entry(sequence, { state: 'adjusted', needsAttention: true, reasons }),
  );
  await show([...needing, entry(1, { subject: { document: 'last' } })]);
  expect(await screen.findByText('1 of 6')).toBeTruthy();
  for (const place of [2, 3, 4, 5, 6]) {
    await userEvent.keyboard('j');
    expect(await screen.findByText(`${place} of 6`)).toBeTruthy();
    expect(screen.getByRole('button', { name: /I have seen it/ })).toBeTruthy();
  }
  expect(screen.getByRole('heading', { name: /SO-K7-000002/ })).toBeTruthy();
  await userEvent.keyboard('j');
  expect(await screen.findByText('7 of 7')).toBeTruthy();
  expect(screen.getByRole('heading', { name: /last/ })).toBeTruthy();
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Sync');
  stop();
});

it('a search that hides what needs the person says so and goes away by one key, or when the ledger is asked for anew', async () => {
  const reasons = [{ code: 'kernel.notPermitted', params: { permission: 'x' } }];
  const changedOne = entry(1, { state: 'adjusted', needsAttention: true, reasons, subject: { party: 'Yuelu' } });
  await show([entry(2, { subject: { party: 'Hengtong' } }), changedOne]);
  const search = await screen.findByRole('searchbox', { name: /Find in the ledger/ });
  await userEvent.type(search, 'heng');
  expect(await screen.findByText('1 that needs you is hidden by what you look for.')).toBeTruthy();
  await userEvent.type(search, 'xyz');
  expect(await screen.findByText('Nothing found')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Show all that need you' }));
  expect((await screen.findAllByText('Yuelu')).length).toBeGreaterThan(0);
  expect((search as HTMLInputElement).value).toBe('');
  expect(screen.queryByText(/is hidden by/)).toBeNull();
});

it('a day is taken away by keys, and an empty day says that it is the day', async () => {
  await show([entry(2, {})]);
  const day = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Day' });
  await userEvent.type(day, '2026-01-05{Enter}');
  expect(
    await screen.findByText('Nothing of this kind was done on this laptop on the day that is chosen.'),
  ).toBeTruthy();
  await userEvent.clear(day);
  await userEvent.keyboard('{Enter}');
  await userEvent.tab();
  await waitFor(() => expect(screen.queryByText('Nothing found')).toBeNull());
  expect(day.value).toBe('');
});

it('who works offline by choice reads that nothing goes until that is switched off', async () => {
  const bridge = await show([entry(2, { state: 'waiting' })]);
  act(() => bridge.setStatus({ workOffline: true, network: 'offline' }));
  expect(await screen.findByText(/goes to the office once you switch Work offline off/)).toBeTruthy();
});

it('what cannot be sent until somebody signs in says so on top, in its row and in its panel', async () => {
  const bridge = await show([entry(1, { state: 'waiting', sentAt: 5, triedAt: 5 })]);
  act(() => bridge.setStatus({ waiting: 1, trouble: { code: 'session.signInAgain', params: {} } }));
  expect(await screen.findByText('1 waits and cannot be sent for now')).toBeTruthy();
  expect(screen.getByTestId('sign-in-again').textContent).toBe('Sign in again');
  expect(screen.getByText('Not sent: sign in again')).toBeTruthy();
  expect(screen.getByText(/cannot take it for now: Another copy of this database/)).toBeTruthy();
  expect(document.body.textContent).not.toContain('sent again by itself');
});

it('what was adjusted exactly as foretold is applied, as told, with no difference', async () => {
  const reasons = [{ code: 'kernel.notPermitted', params: { permission: 'x' } }];
  await show([entry(1, { state: 'adjusted', isAsTold: true, reasons, foretold: reasons })]);
  expect((await screen.findAllByText('As told: Your role may not do this')).length).toBeGreaterThan(0);
  expect(screen.getByText(/exactly as this laptop told you/)).toBeTruthy();
  expect(document.body.textContent).not.toContain('differences');
});

it('what was taken back and then rejected is told so, not as let go of', async () => {
  await show([entry(1, { state: 'rejected', droppedAt: 5, takenBack: true })]);
  expect((await screen.findAllByText('Taken back')).length).toBeGreaterThan(0);
  expect(screen.getByText(/You took it back on this laptop/)).toBeTruthy();
  expect(screen.queryByText(/let go of it/)).toBeNull();
});

it('what waits and is not in the lists says that it is safe, why, and whom to tell; a key looks at it', async () => {
  const stop = listenForShortcuts();
  const unshown = { code: 'device.replayBroke', params: { errorId: 'command 2' } };
  const bridge = await show([entry(2, { state: 'waiting', needsAttention: true, unshown }), entry(1, {})], {
    'command 2': { withdrawal: 'unshown' },
  });
  const region = await screen.findByRole('region', { name: 'Not in the lists for now' });
  expect(region.textContent).toContain('goes to the office like everything else');
  expect(region.textContent).toContain('command 2');
  expect(region.textContent).toContain('Your administrator is told');
  expect(screen.getAllByText('Not shown').length).toBeGreaterThan(0);
  expect(await screen.findByText(/cannot be taken back while this laptop does not show it/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: /^Open/ })).toBeNull();
  expect(screen.getByRole('button', { name: /Copy report/ })).toBeTruthy();
  await userEvent.keyboard('s');
  await waitFor(async () => expect((await bridge.sync.status()).needsAttention).toBe(0));
  stop();
});

it('a notice tells of what is not in the lists, and leads to the ledger', async () => {
  const unshown = { code: 'device.replayBroke', params: { errorId: 'command 2' } };
  const ledger = [entry(2, { state: 'waiting', needsAttention: true, unshown })];
  const bridge = makeFakeBridge({ ledger });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  useTabs.setState({ tabs: [], activeId: null });
  useNotices.setState({ notices: [], unseen: 0 });
  useSyncStatus.setState({ status: await bridge.sync.status() });
  const stop = tellAnswers();
  bridge.sync.onStatus((status) => useSyncStatus.setState({ status }));
  bridge.setStatus({ needsAttention: 1, unshown: 1 });
  await waitFor(() =>
    expect(saidNotices().map(({ title }) => title)).toEqual(['SO-K7-000002 is not in the lists for now']),
  );
  stop();
});

const rejected = (name: string, args: object, change: Partial<LedgerEntry> = {}) =>
  entry(2, {
    name,
    args,
    state: 'rejected',
    needsAttention: true,
    reasons: [{ code: 'unknown', params: {} }],
    ...change,
  });

it('a rejected command says what to do, opens as it was typed, and leads to where it is seen', async () => {
  const stop = listenForShortcuts();
  useTabs.setState({ tabs: [], activeId: null });
  await show([rejected('inventory.saveSupplier', { supplierId: 's1', fields: {} })]);
  useSession.setState({
    session: {
      ...signedIn,
      user: { ...signedIn.user, permissions: ['inventory.seeSuppliers', 'inventory.purchase'] },
    },
  });
  expect(await screen.findByText(/Open it as you typed it, put right what is named above/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: /Go to: Suppliers/ }));
  expect(useTabs.getState().tabs.map(({ kind }) => kind)).toEqual(['supplierList']);
  stop();
});

it('a rejected deed is done again as it was, in place of the rejected one', async () => {
  const stop = listenForShortcuts();
  const args = { lotId: 'l1', isBlocked: true };
  const bridge = await show([rejected('inventory.blockLot', args)]);
  expect(await screen.findByText(/Open the lot to see how it stands now, then do it again/)).toBeTruthy();
  await userEvent.keyboard('g');
  await waitFor(() =>
    expect(bridge.ran).toEqual([{ name: 'inventory.blockLot', args, options: { replaces: 'command 2' } }]),
  );
  stop();
});

it('a rejected entry of a dialog opens over the ledger, filled, and names what it replaces', async () => {
  const stop = listenForShortcuts();
  const args = { id: 'c9', code: 'SF', name: 'SF Express', phone: null, trackingUrl: null, isOwn: false, active: true };
  const bridge = await show([rejected('inventory.saveCarrier', args)]);
  await screen.findByText(/Open it as you typed it/);
  await userEvent.keyboard('a');
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByText('In place of what the office rejected')).toBeTruthy();
  const code = within(dialog).getByDisplayValue('SF');
  await userEvent.clear(code);
  await userEvent.type(code, 'SFX{Enter}');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toEqual({
    name: 'inventory.saveCarrier',
    args: { ...args, code: 'SFX' },
    options: { replaces: 'command 2' },
  });
  stop();
});

it.each([
  ['en', /cannot be taken back before it is sent.*take the receipt back on its page/],
  ['zh', /发送前无法撤回.*请在入库单页冲销/],
])('what no step takes back says in %s how it is done by hand', async (language, words) => {
  await show([entry(2, { name: 'inventory.receiveGoods', args: { receiptId: 'r1' }, state: 'waiting' })], {
    'command 2': { withdrawal: 'none' },
  });
  await i18n.changeLanguage(language);
  expect(await screen.findByText(words)).toBeTruthy();
});
