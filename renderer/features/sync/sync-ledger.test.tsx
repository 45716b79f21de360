import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import type { LedgerEntry } from '#shared/protocol/bridge.ts';
import { makeFakeBridge, signedIn } from '../../../tests/support/fake-bridge.ts';
import { i18n, startTexts } from '../../app/i18n.ts';
import { useSession, useSyncStatus } from '../../app/session.ts';
import { listenForShortcuts } from '../../app/shortcuts.ts';
import { queryClient } from '../../app/use-query.ts';
import { SyncLedger } from './sync-ledger.tsx';

const entry = (sequence: number, change: Partial<LedgerEntry>): LedgerEntry => ({
  commandId: `command ${sequence}`,
  sequence,
  name: 'test.placeOrder',
  version: 1,
  args: { number: `SO-K7-00000${sequence}`, customerId: 'c1' },
  issuedAt: Date.now(),
  state: 'applied',
  reasons: [],
  answeredAt: null,
  needsAttention: false,
  ...change,
});

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

it('says what an empty ledger is for', async () => {
  await show([]);
  expect(await screen.findByText('Nothing has been done on this device yet')).toBeTruthy();
});
