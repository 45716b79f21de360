import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { permissions } from '#shared/domains/admin/model.ts';
import type { AuditEntry } from '#shared/protocol/audit.ts';
import { makeFakeBridge, signedIn } from '../../../../tests/support/fake-bridge.ts';
import { startTexts } from '../../../app/i18n.ts';
import { useSession } from '../../../app/session.ts';
import { queryClient } from '../../../app/use-query.ts';
import { AuditScreen } from './audit-screen.tsx';

const entry: AuditEntry = {
  ...{ version: 7, commandId: 'c1', name: 'inventory.importProducts', at: 1, receivedAt: 2, userId: 'u1' },
  ...{ userName: 'Zhang Min', deviceCode: 'K7', deviceName: 'Laptop', document: null, party: null, customerId: null },
  ...{ rowId: null, amountMinor: null, currency: null, rows: 1, state: 'applied', reasons: [], moreChanges: 0 },
  permission: 'admin.importData',
  changes: [
    {
      ...{ table: 'products', rowId: 'p1', rowName: 'Mug', column: 'basePrice', kind: 'price', op: 'update' },
      ...{ was: '625000', became: '700000' },
    },
  ],
  approvals: [
    {
      ...{ id: 'a1', kind: 'discount', state: 'approved', documentNumber: 'SO-1', askedByName: 'Chen', askedAt: 1 },
      ...{ decidedByName: 'He Wei', decidedAt: 2, onBehalfOfName: null, note: null, decisionNote: 'regular' },
      byCode: true,
    },
  ],
};

async function show(language: 'en' | 'zh', answers: boolean, told = entry): Promise<void> {
  await startTexts(language);
  const session = { ...signedIn, user: { ...signedIn.user, permissions: [permissions.seeAudit] } };
  const made = makeFakeBridge({ session });
  if (answers) {
    made.sync.searchAudit = async () => ({
      ok: true,
      answer: { entries: [told], next: null, isPartial: false, people: [], devices: [] },
    });
  }
  Object.defineProperty(window, 'satchel', { value: made, configurable: true });
  useSession.setState({ session });
  render(
    <QueryClientProvider client={queryClient}>
      <AuditScreen params={{}} />
    </QueryClientProvider>,
  );
}

beforeEach(() => queryClient.clear());

it('says who changed a price, when, from what to what, and who allowed it', async () => {
  await show('en', true);
  expect((await screen.findAllByText('Zhang Min')).length).toBeGreaterThan(0);
  expect(screen.getByText('62.50')).toBeTruthy();
  expect(screen.getByText('70.00')).toBeTruthy();
  expect(screen.getByText(/He Wei approved .* by a code over the phone · regular/)).toBeTruthy();
});

it('R12 says why, and amounts in the currency of their row', async () => {
  const change = { table: 'creditAccounts', rowId: 'c1', rowName: 'Abroad', op: 'update' } as const;
  await show('en', true, {
    ...entry,
    note: 'a late invoice',
    changes: [{ ...change, column: 'limitMinor', kind: 'amount', was: '500000', became: '600000', currency: 'USD' }],
  });
  expect(await screen.findByText('a late invoice')).toBeTruthy();
  expect(screen.getByText('$5,000.00')).toBeTruthy();
  expect(screen.getByText('$6,000.00')).toBeTruthy();
});

it('names a limit by what it limits, in the person’s language', async () => {
  const change = { table: 'userLimits', rowId: 'l1', rowName: '吴倩 · roundingDown', op: 'update' } as const;
  await show('zh', true, {
    ...entry,
    changes: [{ ...change, column: 'value', kind: 'amount', was: '1000', became: '2000', currency: 'CNY' }],
  });
  expect(await screen.findByRole('heading', { name: '个人额度 吴倩 · 抹零' })).toBeTruthy();
  expect(screen.getByText('¥20.00')).toBeTruthy();
});

it('tells a setting as people read it', async () => {
  const change = { table: 'settings', column: 'value', kind: 'text', op: 'update' } as const;
  const [limit, mode] = ['sales.discountLimit', 'sales.taxRounding'];
  await show('en', true, {
    ...entry,
    changes: [
      { ...change, rowId: limit, rowName: limit, was: '1000', became: '1250' },
      { ...change, rowId: mode, rowName: mode, was: 'perLine', became: 'perDocument' },
    ],
  });
  expect(await screen.findByText('12.5%')).toBeTruthy();
  expect(screen.getByText('Per line')).toBeTruthy();
});

it('says it in Chinese', async () => {
  await show('zh', true);
  expect(await screen.findByText(/He Wei 批准/)).toBeTruthy();
  expect(screen.getByText('变更前')).toBeTruthy();
});

it('R93 without the office it shows what this device knows, and says that it is a part', async () => {
  await show('en', false);
  expect(await screen.findByText(/Partial: only what this device did itself/)).toBeTruthy();
});
