import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import type { ApprovalDetail } from '#shared/domains/admin/queries/approval.ts';
import { makeFakeBridge, signedIn } from '../../../tests/support/fake-bridge.ts';
import { companyFacts, creditFacts, orderDocument, orderRow, units } from '../../../tests/support/order-company.ts';
import { startTexts } from '../../app/i18n.ts';
import { useSession } from '../../app/session.ts';
import { listenForShortcuts } from '../../app/shortcuts.ts';
import { clearTabs, openTab } from '../../app/tabs.ts';
import { queryClient } from '../../app/use-query.ts';
import { ApprovalPage } from './approval-page.tsx';

const audit = { createdAt: 0, createdBy: 'u', updatedAt: 0, updatedBy: 'u', deletedAt: null } as const;
const { order, lines } = orderDocument(orderRow(2, 'en', { approvalHold: 1 }), 'en');

const word: ApprovalDetail['word'] = {
  ...audit,
  id: `${order.id}:discount:1`,
  documentType: 'order',
  documentId: order.id,
  documentNumber: order.number,
  kind: 'discount',
  customerId: order.customerId,
  customerName: order.customerName,
  warehouseId: order.warehouseId,
  amountMinor: order.totalMinor,
  currency: 'CNY',
  limitKind: 'discount',
  limitValue: 1_800,
  state: 'asked',
  reasons: JSON.stringify([
    { code: 'sales.discountBeyondLimit', params: { limit: 1_000, line: 1, product: 'Ceramic mug' } },
  ]),
  note: 'They buy every month',
  fingerprint: '',
  askedAt: Date.parse('2026-11-20T02:00:00Z'),
  askedBy: 'zhou',
  askedByName: 'Zhou Wenbin',
  decidedAt: null,
  decidedBy: null,
  decidedByName: null,
  onBehalfOf: null,
  decisionNote: null,
  byCode: 0,
  validUntil: null,
  codeCheckedAt: null,
  wrongCodes: 0,
};

const detail: ApprovalDetail = {
  word,
  order,
  lines: lines.map((line, place) => ({
    ...line,
    discount: place === 0 ? 1_800 : 0,
    floorPrice: place === 0 ? units(55) : null,
    unitCost: place === 2 ? null : units(40),
  })),
  seesCost: true,
  earlier: [],
  may: { may: true, onBehalfOf: null },
  deputyOf: null,
};

function show(change: Partial<ApprovalDetail> = {}) {
  const bridge = makeFakeBridge({
    queries: {
      'admin.approval': () => ({ ...detail, ...change }),
      'admin.company': () => companyFacts('en'),
      'billing.creditStatus': () => creditFacts,
    },
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  const user = { ...signedIn.user, permissions: [...signedIn.user.permissions, 'billing.see'] };
  useSession.setState({ session: { ...signedIn, user } });
  render(
    <QueryClientProvider client={queryClient}>
      <ApprovalPage params={{ approvalId: word.id }} />
    </QueryClientProvider>,
  );
  return bridge;
}

beforeEach(() => {
  queryClient.clear();
  clearTabs();
  startTexts('en');
  openTab('approvalList');
  return listenForShortcuts();
});

it('R9 shows what it is about, and one key with a reason says yes', async () => {
  const bridge = show();
  expect(await screen.findByText(/more than 10% below the list price/)).toBeTruthy();
  expect(screen.getByText('They buy every month')).toBeTruthy();
  expect(screen.getByText(/Margin .*; costs of 1 line are not known/)).toBeTruthy();
  await userEvent.keyboard('a');
  await userEvent.keyboard('{Enter}');
  expect((await screen.findByRole('alert')).textContent).toContain('Write a reason');
  expect(bridge.ran).toEqual([]);
  await userEvent.keyboard('Buys every month{Enter}');
  await waitFor(() =>
    expect(bridge.ran).toMatchObject([
      {
        name: 'admin.decideApproval',
        args: { approvalId: word.id, decision: 'approve', reason: 'Buys every month', validUntil: null },
      },
    ]),
  );
});

it('R57 a release from credit hold says until when', async () => {
  const bridge = show({ word: { ...word, kind: 'credit', limitKind: 'creditRelease' } });
  await screen.findByRole('button', { name: /Release/ });
  await userEvent.keyboard('a');
  await userEvent.keyboard('Paid today{Enter}');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  const [decided] = bridge.ran.map(({ args }) => args as { readonly validUntil: number });
  expect((decided?.validUntil ?? 0) - Date.now()).toBeGreaterThan(6 * 86_400_000);
});

it('who may not decide is told why, and has no keys for it', async () => {
  show({ may: { may: false, because: 'beyondLimit', limit: 1_000 } });
  expect(await screen.findByText(/Your limit is 10%/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Approve/ })).toBeNull();
});

it('what was decided says by whom and why', async () => {
  show({ word: { ...word, state: 'refused', decidedByName: 'Zhang Min', decisionNote: 'Too low', decidedAt: 1 } });
  expect(await screen.findByText('Zhang Min refused it')).toBeTruthy();
  expect(screen.getByText('Too low')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Refuse/ })).toBeNull();
});
