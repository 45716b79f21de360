import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ApprovalRow } from '#shared/domains/admin/queries/approval-list.ts';
import { makeFakeBridge, signedIn } from '../../../tests/support/fake-bridge.ts';
import { startTexts } from '../../app/i18n.ts';
import { useSession } from '../../app/session.ts';
import { clearTabs, useTabs } from '../../app/tabs.ts';
import { queryClient } from '../../app/use-query.ts';
import { useApprovalQuestion } from './approval-question.ts';
import { DecidedPanel } from './decided-panel.tsx';

const word = (place: number, change: Partial<ApprovalRow>): ApprovalRow => ({
  id: `order-${place}:discount:1`,
  documentType: 'order',
  documentId: `order-${place}`,
  documentNumber: `SO-K7-00000${place}`,
  kind: 'discount',
  customerName: `Customer ${place}`,
  amountMinor: 100_00,
  currency: 'CNY',
  limitKind: 'discount',
  limitValue: 1_500,
  state: 'approved',
  note: null,
  askedAt: 0,
  askedBy: signedIn.user.id,
  askedByName: 'Zhou Wenbin',
  decidedAt: Date.now(),
  decidedByName: 'Zhang Min',
  decisionNote: null,
  byCode: 0,
  codeCheckedAt: null,
  validUntil: null,
  ...change,
});

function show(rows: readonly ApprovalRow[]) {
  const bridge = makeFakeBridge({ queries: { 'admin.decidedForMe': () => rows } });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  useSession.setState({ session: signedIn });
  queryClient.clear();
  return render(
    <QueryClientProvider client={queryClient}>
      <DecidedPanel />
    </QueryClientProvider>,
  );
}

beforeEach(() => startTexts('en'));
afterEach(() => {
  cleanup();
  clearTabs();
  localStorage.clear();
});

it('R9 tells what was decided, each with its reason; what came since the last look stands out', async () => {
  const hourAgo = Date.now() - 3_600_000;
  show([word(1, { decidedAt: hourAgo })]);
  expect(await screen.findByText('1 since you looked')).toBeTruthy();
  cleanup();
  show([
    word(2, { state: 'refused', decisionNote: 'Too little margin', decidedAt: Date.now() + 60_000 }),
    word(1, { decidedAt: hourAgo }),
  ]);
  expect(await screen.findByText('1 since you looked')).toBeTruthy();
  expect(screen.getByText('Customer 2').className).toContain('strong');
  expect(screen.getByText('Customer 1').className).not.toContain('strong');
  expect(screen.getByText('Too little margin')).toBeTruthy();
  expect(screen.getByText('Refused')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: /Customer 2/ }));
  expect(useTabs.getState().tabs.at(-1)).toMatchObject({ kind: 'order', params: { orderId: 'order-2' } });
  await userEvent.click(screen.getByRole('button', { name: /Decided for you/ }));
  expect(useApprovalQuestion.getState().filter).toBe('decided');
});

it('says nothing where nothing was decided', async () => {
  const { container } = show([]);
  await Promise.resolve();
  expect(container.textContent).toBe('');
});
