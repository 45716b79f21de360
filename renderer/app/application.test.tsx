import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { type FakeBridge, type FakeBridgeOptions, makeFakeBridge, signedIn } from '../../tests/support/fake-bridge.ts';
import { ledgerEntry } from '../../tests/support/ledger-entry.ts';
import { Application } from './application.tsx';
import { i18n, startTexts } from './i18n.ts';
import { setPreference } from './preferences.ts';
import { useSession, useSyncStatus } from './session.ts';

function start(options: FakeBridgeOptions = {}): FakeBridge {
  const bridge = makeFakeBridge(options);
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  render(<Application />);
  return bridge;
}

const signedOut = {
  state: 'signedOut',
  server: 'http://127.0.0.1:1',
  known: [],
  demo: [{ login: 'zhou', password: 'demo', name: 'Zhou Wenbin', roleCode: 'rep' }],
  setAside: { code: 'session.databaseSetAside', params: { path: '/tmp/zhou.damaged' } },
} as const;
const ofCompany = { choice: 'company', server: 'http://127.0.0.1:1', demo: { state: 'off' } } as const;

beforeEach(() => {
  startTexts('en');
  useSession.setState({ session: null });
  useSyncStatus.setState({ status: null });
  Object.defineProperty(window, 'satchel', { value: makeFakeBridge(), configurable: true });
  setPreference('language', 'en');
});

it('signs in by one click as a person of the demo, says what was set aside, and out again', async () => {
  const bridge = start({ session: signedOut, start: ofCompany });
  expect(await screen.findByText(/kept, unchanged, at \/tmp\/zhou\.damaged/)).toBeTruthy();
  const zhou = screen.getByRole('button', { name: 'Sign in as Zhou Wenbin, sales rep' });
  expect(document.activeElement).toBe(zhou);
  await userEvent.click(zhou);
  expect(await screen.findByRole('navigation', { name: 'Modules' })).toBeTruthy();
  await act(async () => void (await bridge.session.signOut()));
  expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeTruthy();
});

it.each([
  ['session.demoReset', 'The demo company is a new one'],
  ['session.promisesMissing', 'Entries are missing on this computer'],
  ['session.databaseSetAside', 'A damaged file was set aside'],
] as const)('what happened to a file is told by its own title: %s', async (code, title) => {
  start({ session: { ...signedIn, setAside: { code, params: { path: '/tmp/zhou.damaged' } } } });
  expect(await screen.findByText(title)).toBeTruthy();
});

it('someone of a company is there beside the demo person who signs in by the same name', async () => {
  const at = (server: string, companyName: string) => ({ login: 'zhou', name: 'Zhou', companyName, server });
  const known = [
    {
      ...at('http://127.0.0.1:1', 'Demo Trading'),
      hasUnsent: false,
      unsentCount: 0,
      sends: 'atSignIn' as const,
      sentAt: null,
      isClosed: false,
      isLocked: false,
    },
    {
      ...at('https://satchel.hengtong.example', 'Hengtong'),
      hasUnsent: true,
      unsentCount: 3,
      sends: 'atSignIn' as const,
      sentAt: null,
      isClosed: false,
      isLocked: false,
    },
  ];
  start({ session: { ...signedOut, known }, start: ofCompany });
  expect(await screen.findByText('Hengtong')).toBeTruthy();
  expect(screen.queryByText('Demo Trading')).toBeNull();
  expect(screen.getByRole('button', { name: /Zhou Wenbin/ }).textContent).not.toMatch(/unsent|waiting|not sent/i);
});

it('a wrong password is told beside the form, and what was typed stays', async () => {
  start({ session: { ...signedOut, demo: [], setAside: null }, start: ofCompany });
  await userEvent.type(await screen.findByLabelText('User'), 'zhou');
  await userEvent.type(screen.getByLabelText('Password'), 'wrong{Enter}');
  expect((await screen.findByRole('alert')).textContent).toContain('User or password is wrong');
  expect(screen.getByLabelText('User')).toHaveProperty('value', 'zhou');
});

const halfway = {
  rows: 52_840,
  totalRows: 310_200,
  table: 'customers',
  tableRows: 12_400,
  tableTotalRows: 100_000,
  bytes: 3_400_000,
  secondsLeft: 38,
};

it('the first load counts rows, and lets the person begin before its end', async () => {
  const bridge = start({ status: { firstLoad: { rows: 1200 } } });
  expect(await screen.findByText('1,200 rows so far')).toBeTruthy();
  act(() => bridge.setStatus({ firstLoad: { rows: 2400 } }));
  expect(screen.getByText('2,400 rows so far')).toBeTruthy();
  act(() => bridge.setStatus({ loading: { ...halfway, purpose: 'first' } }));
  expect(screen.getByText('12,400 of 100,000 customers')).toBeTruthy();
  expect(screen.getByText('40 s left · 3.2 MB loaded')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: /Start now/ }));
  expect(await screen.findByRole('navigation', { name: 'Modules' })).toBeTruthy();
});

it('a device that cannot be opened says why and tries again by Enter, until it opens', async () => {
  const bridge = makeFakeBridge();
  let opens = false;
  const reason = { code: 'device.cannotOpen', params: { errorId: 'e-17' } };
  const state = async () => (opens ? bridge.session.state() : { state: 'failed' as const, reason });
  const value = { ...bridge, session: { ...bridge.session, state } };
  Object.defineProperty(window, 'satchel', { value, configurable: true });
  render(<Application />);
  expect((await screen.findByRole('alert')).textContent).toContain('e-17');
  await userEvent.keyboard('{Enter}');
  expect(await screen.findByRole('heading', { name: 'Satchel cannot open its data' })).toBeTruthy();
  opens = true;
  await userEvent.keyboard('{Enter}');
  expect(await screen.findByRole('navigation', { name: 'Modules' })).toBeTruthy();
});

it('a call that breaks at the start is no blank window, and neither are tabs that cannot be read', async () => {
  const bridge = makeFakeBridge();
  let trouble = true;
  const breaks = async () => {
    if (trouble) throw new Error('broken');
    return bridge.session.state();
  };
  const value = { ...bridge, session: { ...bridge.session, state: breaks } };
  Object.defineProperty(window, 'satchel', { value, configurable: true });
  const list = vi.spyOn(bridge.drafts, 'list').mockRejectedValueOnce(new Error('broken'));
  render(<Application />);
  await screen.findByRole('heading', { name: 'Satchel cannot open its data' });
  trouble = false;
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(list).toHaveBeenCalled());
  await userEvent.click(await screen.findByRole('button', { name: /Try again/ }));
  expect(await screen.findByRole('navigation', { name: 'Modules' })).toBeTruthy();
});

it('says the truth about the network: state, what waits, how old the data is', async () => {
  const bridge = start({ status: { network: 'offline', waiting: 3, dataAsOf: new Date().setHours(0, 0, 0, 0) } });
  const pill = await screen.findByTestId('sync-pill');
  expect(pill.textContent).toBe('Offline3 waitingdata as of 00:00');
  act(() => bridge.setStatus({ network: 'online', waiting: 0, dataAsOf: Date.now() }));
  expect(pill.textContent).toBe('Onlineall synced');
  await userEvent.click(pill);
  await userEvent.click(await screen.findByRole('switch', { name: 'Work offline' }));
  await waitFor(() => expect(pill.textContent).toContain('Offline by choice'));
});

it('the network keeps its own state; what needs the person has the worst of theirs', async () => {
  const bridge = start({ status: { needsAttention: 2, rejected: 0 } });
  const pill = await screen.findByTestId('sync-pill');
  const shapes = () => [...pill.querySelectorAll('.state-shape')].map((each) => each.classList.item(1));
  expect(pill.textContent).toMatch(/^Online2 /);
  expect(shapes()).toEqual(['state-done', 'state-wait']);
  act(() => bridge.setStatus({ rejected: 1 }));
  expect(shapes()).toEqual(['state-done', 'state-late']);
  act(() => bridge.setStatus({ network: 'offline' }));
  expect(shapes()).toEqual(['state-wait', 'state-late']);
});

it('opens settings as a tab, switches the language at once, and closes the tab by its key', async () => {
  start();
  await userEvent.click(await screen.findByRole('button', { name: 'Settings' }));
  expect(await screen.findByRole('tab', { name: 'Settings', selected: true })).toBeTruthy();
  const panel = await screen.findByRole('tabpanel');
  await userEvent.click(await within(panel).findByText('简体中文'));
  expect(await screen.findByRole('tab', { name: '设置' })).toBeTruthy();
  expect(document.documentElement.lang).toBe('zh-CN');
  await userEvent.keyboard('{Control>}w{/Control}');
  await waitFor(() =>
    expect(screen.getAllByRole('tab').map((tab) => tab.textContent)).toEqual([i18n.t('today.title')]),
  );
});

it('lists the keys that work by ?', async () => {
  start();
  await screen.findByRole('navigation', { name: 'Modules' });
  await userEvent.keyboard('?');
  const list = await screen.findByRole('dialog');
  expect(within(list).getByText('Search everything')).toBeTruthy();
});

it.each(['{F1}', '{Control>}/{/Control}'])(
  'lists the keys by %s too, where a field has the focus, by groups',
  async (keys) => {
    start();
    await screen.findByRole('navigation', { name: 'Modules' });
    await userEvent.click(screen.getByRole('combobox'));
    await userEvent.keyboard(keys);
    const list = await screen.findByRole('dialog');
    expect(within(list).getByRole('region', { name: 'Everywhere' }).textContent).toContain('?F1Ctrl /');
    expect(within(list).getByRole('region', { name: 'Tabs' }).textContent).toContain('Close the tab');
  },
);

it('the header lists the keys by a click', async () => {
  start();
  await userEvent.click(await screen.findByRole('button', { name: i18n.t('shortcuts.title') }));
  expect(await screen.findByRole('dialog')).toBeTruthy();
});

it('the focus is never nowhere: the start page has it, and Ctrl+K gives it back at the second Escape', async () => {
  start();
  await screen.findByRole('navigation', { name: 'Modules' });
  const begin = await screen.findByRole('button', { name: 'New order' });
  await waitFor(() => expect(document.activeElement).toBe(begin));
  await userEvent.keyboard('{Control>}k{/Control}zzz{Escape}');
  expect(document.activeElement).toBe(screen.getByRole('combobox'));
  await userEvent.keyboard('{Escape}');
  expect(document.activeElement).toBe(begin);
  await userEvent.keyboard('{Control>},{/Control}');
  await screen.findByRole('tab', { name: 'Settings' });
  await userEvent.keyboard('{Control>}w{/Control}');
  await waitFor(() => expect(document.activeElement).toBe(begin));
});

it('Ctrl+K finds a place by its name, Enter opens it, and the keys go there', async () => {
  start();
  await screen.findByRole('navigation', { name: 'Modules' });
  await userEvent.keyboard('{Control>}k{/Control}sync{Enter}');
  expect(await screen.findByRole('tab', { name: 'Sync', selected: true })).toBeTruthy();
  expect(document.activeElement).not.toBe(screen.getByRole('combobox'));
});

it('Ctrl+K brings the group of a whole code to the front, whatever else begins so', async () => {
  const page = (row: object) => () => ({ rows: [row], next: null });
  start({
    queries: {
      'crm.customerList': page({ id: 'c', code: 'A-1001', name: 'Anqing Lifeng', city: null }),
      'inventory.productList': page({ id: 'p', code: 'A-100', name: 'Ceramic mug', unit: 'box', pictureHash: null }),
    },
  });
  await screen.findByRole('navigation', { name: 'Modules' });
  await userEvent.keyboard('{Control>}k{/Control}a100');
  const hits = await screen.findAllByRole('option');
  expect(hits[0]?.textContent).toContain('Ceramic mug');
});

it('Ctrl+K tells of a rejected order once: by the ledger, which knows its customer, not by its stub', async () => {
  const row = (id: string, number: string, customerName: string, state: string) => ({
    ...{ id, number, customerName, state, orderedOn: '2026-11-23' },
  });
  const rejected = { state: 'rejected', subject: { document: 'SO-K7-000002', party: 'Wuhan Hengtong' } } as const;
  start({
    ledger: [ledgerEntry(1, rejected)],
    queries: {
      'sales.orderList': () => ({
        rows: [row('o1', 'SO-K7-000002', '', 'rejected'), row('o2', 'SO-K7-000021', 'Xiaogan Wanjiale', 'rejected')],
        next: null,
      }),
    },
  });
  await screen.findByRole('navigation', { name: 'Modules' });
  await userEvent.keyboard('{Control>}k{/Control}so-k7-0000');
  const hits = await screen.findAllByRole('option');
  expect(hits.map((hit) => hit.textContent)).toEqual([
    expect.stringMatching(/SO-K7-000021.*Xiaogan Wanjiale/),
    expect.stringMatching(/SO-K7-000002.*Wuhan Hengtong/),
  ]);
});
