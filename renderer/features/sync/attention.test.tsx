// A feature tells an answer, the ledger gives it heading, table, choices and keys.
import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import type { ActionReply } from '#shared/protocol/bridge.ts';
import { makeFakeBridge, signedIn } from '../../../tests/support/fake-bridge.ts';
import { ledgerEntry } from '../../../tests/support/ledger-entry.ts';
import type { AttentionPartProps } from '../../app/attention.ts';
import { startTexts } from '../../app/i18n.ts';
import { useNotices } from '../../app/notices.ts';
import { useSession, useSyncStatus } from '../../app/session.ts';
import { listenForShortcuts } from '../../app/shortcuts.ts';
import { queryClient } from '../../app/use-query.ts';
import { SyncLedger } from './sync-ledger.tsx';

const done: string[] = [];
let answer: ActionReply = { ok: true };
const settled = new Set<unknown>();

function Telling({ reason, children }: AttentionPartProps) {
  if (settled.has(reason.params.line)) return children('settled');
  const choice = (id: string) => ({
    id,
    label: `${id} ${reason.params.line}`,
    detail: 'as it is',
    cost: 'no cost',
    run: async () => {
      done.push(`${id} ${reason.params.line}`);
      return answer;
    },
  });
  return children({
    title: `Line ${reason.params.line} is short`,
    explanation: 'A colleague was first.',
    subject: 'B-020 Jug',
    rows: [
      { label: 'Reserved', promised: '60', now: '38', isChanged: true },
      { label: 'Total', promised: '9,416.29', now: '9,416.29', isChanged: false },
    ],
    question: 'What should happen with the rest',
    choices: [choice('keep'), { ...choice('move'), hindrance: 'nothing there' }, choice('cut')],
  });
}

vi.mock(import('../../app/features.ts'), async (original) => ({
  ...(await original()),
  findAttentionPart: (code) =>
    code === 'test.short'
      ? { codes: [code], component: Object.assign(Telling, { preload: async () => {} }) }
      : undefined,
}));

const short = (line: number) => ({ code: 'test.short', params: { line } });
const entry = ledgerEntry(1, {
  name: 'sales.confirmOrder',
  state: 'adjusted',
  reasons: [short(1), short(2), short(3)],
  foretold: [short(3)],
  answeredAt: Date.now(),
  needsAttention: true,
});

function show() {
  const bridge = makeFakeBridge({ ledger: [entry] });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  bridge.sync.onStatus((status) => useSyncStatus.setState({ status }));
  bridge.setStatus({ needsAttention: 1 });
  useSession.setState({ session: signedIn });
  render(
    <QueryClientProvider client={queryClient}>
      <SyncLedger />
    </QueryClientProvider>,
  );
  return bridge;
}

let stop = () => {};
beforeEach(() => {
  startTexts('en');
  queryClient.clear();
  done.length = 0;
  settled.clear();
  answer = { ok: true };
  stop();
  stop = listenForShortcuts();
});

it('sets the promise against what holds, by lines, with the safest way chosen, and goes on to the next line', async () => {
  show();
  expect(await screen.findByRole('heading', { name: 'Line 1 is short' })).toBeTruthy();
  const rows = within(screen.getByRole('table')).getAllByRole('row').slice(1);
  expect(rows.map((row) => row.textContent)).toEqual(['Reserved6038', 'Total9,416.29unchanged']);
  expect(screen.getByRole('radio', { name: /^keep 1/, checked: true })).toBeTruthy();
  expect(screen.getByText('nothing there')).toBeTruthy();
  await userEvent.keyboard('2{Enter}');
  await screen.findByRole('heading', { name: 'Line 2 is short' });
  expect(done).toEqual(['keep 1']);
  await userEvent.keyboard('3{Enter}');
  await waitFor(() => expect(screen.queryByRole('heading', { name: 'Line 2 is short' })).toBeNull());
  expect(done).toEqual(['keep 1', 'cut 2']);
  await waitFor(() => expect(useSyncStatus.getState().status?.needsAttention).toBe(0));
});

it('what was chosen for one line is not chosen for the next: there the safest is', async () => {
  show();
  await screen.findByRole('heading', { name: 'Line 1 is short' });
  await userEvent.keyboard('3{Enter}');
  await screen.findByRole('heading', { name: 'Line 2 is short' });
  expect(screen.getByRole('radio', { name: /^keep 2/, checked: true })).toBeTruthy();
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(done).toEqual(['cut 1', 'keep 2']));
});

it('passes over what is settled, and stays when a way out was refused', async () => {
  settled.add(1);
  answer = { ok: false, reason: { code: 'kernel.notPermitted', params: { permission: 'x' } } };
  useNotices.setState({ notices: [], unseen: 0 });
  show();
  await screen.findByRole('heading', { name: 'Line 2 is short' });
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(useNotices.getState().notices).toHaveLength(1));
  expect(screen.getByRole('heading', { name: 'Line 2 is short' })).toBeTruthy();
  expect(useSyncStatus.getState().status?.needsAttention).toBe(1);
});
