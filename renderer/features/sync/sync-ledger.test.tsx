import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { makeFakeBridge, signedIn } from '../../../tests/support/fake-bridge.ts';
import { ledgerEntry } from '../../../tests/support/ledger-entry.ts';
import { i18n, startTexts } from '../../app/i18n.ts';
import { useNotices } from '../../app/notices.ts';
import { useSession, useSyncStatus } from '../../app/session.ts';
import { listenForShortcuts } from '../../app/shortcuts.ts';
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

async function show(ledger: readonly LedgerEntry[]) {
  const bridge = makeFakeBridge({ ledger, queries: { 'crm.customer': () => ({ name: 'Wuhan Hengtong' }) } });
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
    entry(2, { state: 'rejected', needsAttention: true, reasons }),
    entry(1, {}),
  ]);
  expect(await screen.findByRole('heading', { name: 'Place order' })).toBeTruthy();
  expect(screen.getAllByText(/Your role may not do this/).length).toBeGreaterThan(0);
  expect((await screen.findAllByText('Wuhan Hengtong')).length).toBeGreaterThan(0);
  await userEvent.keyboard('s');
  await waitFor(() => expect(screen.queryByRole('heading', { name: 'Place order' })).toBeNull());
  expect(screen.getAllByRole('row')).toHaveLength(4);
  stop();
});

it('says what an empty ledger is for, and no tab warns of nothing', async () => {
  await show([]);
  expect(await screen.findByText('Nothing has been done on this device yet')).toBeTruthy();
  expect(screen.getAllByRole('tab').map((tab) => tab.textContent?.at(-1))).toEqual(['0', '0', 'l']);
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
  expect(await screen.findByText('Promised on this computer')).toBeTruthy();
  expect(screen.getAllByText(/credit limit of Wuhan Hengtong has expired/)).toHaveLength(3);
  await userEvent.keyboard('o');
  expect(useTabs.getState().tabs.at(-1)).toMatchObject({ kind: 'order', params: { orderId: 'o3' } });
  stop();
});

it('an answer that the device did not foretell is told once, with what is new in it and the way there', async () => {
  useNotices.setState({ notices: [], unseen: 0 });
  useTabs.setState({ tabs: [], activeId: null });
  await show([changed]);
  const stop = tellAnswers();
  await waitFor(() => expect(useNotices.getState().notices).toHaveLength(1));
  const [notice] = useNotices.getState().notices;
  expect(notice).toMatchObject({
    tone: 'wait',
    title: 'SO-K7-000003 was changed by the office',
    text: expect.stringMatching(/^Line 1, Kettle: 60 pcs reserved, 190 pcs on back-order/),
    closed: false,
  });
  notice?.action?.run();
  expect(useTabs.getState().tabs).toMatchObject([{ kind: 'order', params: { orderId: 'o3' } }]);
  await userEvent.click(await screen.findByRole('button', { name: /I have seen it/ }));
  await waitFor(() => expect(useNotices.getState().notices).toMatchObject([{ closed: true }]));
  stop();
});

it('many answers at once are one notice that opens the ledger', async () => {
  useNotices.setState({ notices: [], unseen: 0 });
  await show([1, 2, 3, 4].map((sequence) => ({ ...changed, sequence, commandId: `command ${sequence}` })));
  const stop = tellAnswers();
  await waitFor(() =>
    expect(useNotices.getState().notices).toMatchObject([{ title: '4 answers of the office need you' }]),
  );
  stop();
});

it('an import says how many rows of what it brought', async () => {
  await show([entry(1, { name: 'crm.importCustomers', args: { importId: 'i', rows: Array.from({ length: 50 }) } })]);
  expect(await screen.findByText('50 customers')).toBeTruthy();
});
