// What was rejected on another computer of the person: told here with its way on, and seen here for all of them.
import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { makeFakeBridge, signedIn } from '../../../tests/support/fake-bridge.ts';
import { ledgerEntry } from '../../../tests/support/ledger-entry.ts';
import { startTexts } from '../../app/i18n.ts';
import { useSession, useSyncStatus } from '../../app/session.ts';
import { listenForShortcuts } from '../../app/shortcuts.ts';
import { queryClient } from '../../app/use-query.ts';
import { SyncLedger } from './sync-ledger.tsx';

const rejected = (change: Partial<LedgerEntry> = {}): LedgerEntry =>
  ledgerEntry(-7, {
    name: 'sales.confirmOrder',
    args: { number: 'SO-B2-000004' },
    subject: { document: 'SO-B2-000004', party: 'Wuhan Hengtong' },
    state: 'rejected',
    reasons: [{ code: 'kernel.notPermitted', params: { permission: 'x' } }],
    answeredAt: Date.now(),
    needsAttention: true,
    otherDevice: { code: 'B2', name: 'Laptop of Li' },
    ...change,
  });

async function show(entry: LedgerEntry) {
  const bridge = makeFakeBridge({ ledger: [entry] });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  bridge.sync.onStatus((status) => useSyncStatus.setState({ status }));
  bridge.setStatus({ needsAttention: 1, rejected: 1 });
  useSession.setState({ session: signedIn });
  render(
    <QueryClientProvider client={queryClient}>
      <SyncLedger />
    </QueryClientProvider>,
  );
}

beforeEach(() => {
  startTexts('en');
  queryClient.clear();
});

it('says where it was made and why it is told here, and is seen by one key, not dropped', async () => {
  const stop = listenForShortcuts();
  await show(rejected());
  expect(await screen.findByText(/^You made this on Laptop of Li \(B2\), and the office's answer/)).toBeTruthy();
  expect(screen.getByText('Made on')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Let go/ })).toBeNull();
  expect(screen.queryByText('Number on this laptop')).toBeNull();
  // It can be corrected and sent again from here.
  expect(screen.getByRole('button', { name: /Correct and send again/ })).toBeTruthy();
  expect(screen.getByRole('button', { name: /I have seen it/ })).toBeTruthy();
  await userEvent.keyboard('s');
  await waitFor(() => expect(screen.queryByText('nothing is lost; each waits for one decision')).toBeNull());
  stop();
});

it('names a computer without a name by its code, also in Chinese', async () => {
  startTexts('zh');
  await show(rejected({ otherDevice: { code: 'B2', name: '' } }));
  expect(await screen.findByText(/^这是您在 B2 上录入的/)).toBeTruthy();
});

it('says that the administrator has what a closed computer handed over, and offers nothing to do with it', async () => {
  const { subject, args } = rejected();
  await show(
    rejected({
      subject,
      args,
      state: 'sent',
      reasons: [],
      answeredAt: null,
      needsAttention: false,
      heldSince: Date.now(),
    }),
  );
  expect(await screen.findByText(/^You made this on Laptop of Li \(B2\). That computer was closed/)).toBeTruthy();
  expect(screen.getAllByText('With the administrator').length).toBeGreaterThan(0);
  expect(screen.queryByRole('button', { name: /Open|Let go|Take back|I have seen it|Correct/ })).toBeNull();
});
