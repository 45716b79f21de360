import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import type { ToldRow } from '#shared/protocol/ledger-bridge.ts';
import { makeFakeBridge, signedIn } from '../../../tests/support/fake-bridge.ts';
import { ledgerEntry } from '../../../tests/support/ledger-entry.ts';
import { startTexts } from '../../app/i18n.ts';
import { useSession } from '../../app/session.ts';
import { listenForShortcuts } from '../../app/shortcuts.ts';
import { queryClient } from '../../app/use-query.ts';
import { SyncLedger } from './sync-ledger.tsx';

const base = { rowId: 'r', currency: null, isNew: false, isGone: false, values: [] };
const rows: readonly ToldRow[] = [
  {
    ...base,
    table: 'customers',
    title: 'Wuhan Hengtong',
    values: [
      { field: 'phone', kind: 'text', was: '027-1', mine: '027-2', now: '027-3' },
      { field: 'paymentTermsDays', kind: 'days', was: 30, mine: 30, now: 1 },
      { field: 'address', kind: 'text', was: null, mine: null, now: '88 Jiefang Road' },
    ],
  },
  {
    ...base,
    table: 'orders',
    title: 'SO-K7-000001',
    currency: 'JPY',
    isNew: true,
    values: [
      { field: 'state', kind: 'word', was: null, mine: 'open', now: 'cancelled' },
      { field: 'totalMinor', kind: 'amount', was: null, mine: 12_000, now: 9_000 },
      { field: 'creditHold', kind: 'yesNo', was: null, mine: 0, now: 1 },
      { field: 'requestedOn', kind: 'date', was: null, mine: '2026-11-27', now: '2026-11-30' },
    ],
  },
  {
    ...base,
    table: 'orderLines',
    title: 'Thermos jug',
    isNew: true,
    values: [
      { field: 'reserved', kind: 'quantity', was: null, mine: 600_000, now: 380_000 },
      { field: 'unitPrice', kind: 'price', was: null, mine: 125_000, now: 130_000 },
      { field: 'discount', kind: 'percent', was: null, mine: 500, now: 0 },
    ],
  },
  { ...base, table: 'products', title: 'Old mug', isGone: true },
];

function show(language: 'en' | 'zh', state: 'rejected' | 'waiting' = 'rejected', told = rows): void {
  startTexts(language);
  const ledger = [ledgerEntry(1, { state, needsAttention: state === 'rejected' })];
  const values = { 'command 1': told };
  Object.defineProperty(window, 'satchel', { value: makeFakeBridge({ ledger, values }), configurable: true });
  useSession.setState({ session: signedIn });
  render(
    <QueryClientProvider client={queryClient}>
      <SyncLedger />
    </QueryClientProvider>,
  );
}
const cells = (name: string) =>
  within(screen.getByRole('table', { name }))
    .getAllByRole('row')
    .map((row) => [...row.children].map((cell) => cell.textContent?.trim()));

let stop = () => {};
beforeEach(() => {
  stop();
  stop = listenForShortcuts();
});

it('says by row what was found, what was made of it and what the office has', async () => {
  show('en');
  await screen.findByRole('table', { name: 'Customer Wuhan Hengtong' });
  expect(cells('Customer Wuhan Hengtong')).toEqual([
    ['Field', 'Found', 'You made it', 'Office now'],
    ['Phone', '027-1', '027-2', '027-3'],
    ['Days to pay', '30 days', '30 days', '1 day'],
    ['Address', 'none', 'none', '88 Jiefang Road'],
  ]);
  expect(cells('Order SO-K7-000001')).toEqual([
    ['Field', 'You entered', 'Office now'],
    ['State', 'Open', 'Cancelled'],
    ['Total with tax', expect.stringMatching(/12,000$/), expect.stringMatching(/9,000$/)],
    ['Credit hold', 'no', 'yes'],
    ['Requested for', '27 Nov 2026', '30 Nov 2026'],
  ]);
  expect(cells('Line: Thermos jug').slice(1)).toEqual([
    ['Reserved', '60', '38'],
    ['Price', '12.50', '13.00'],
    ['Discount', '5%', '0%'],
  ]);
  const ofFigures = (name: string) => screen.getByRole('table', { name }).classList.contains('values-figures');
  expect(['Customer Wuhan Hengtong', 'Order SO-K7-000001', 'Line: Thermos jug'].map(ofFigures)).toEqual([
    false,
    false,
    true,
  ]);
  expect(screen.getByRole('heading', { name: 'Product Old mug' }).nextSibling?.textContent).toContain(
    'The office does not have this',
  );
});

it('the same in Chinese', async () => {
  show('zh');
  await screen.findByRole('table', { name: '客户 Wuhan Hengtong' });
  expect(cells('客户 Wuhan Hengtong')).toEqual([
    ['项目', '原来', '您改成', '公司现在'],
    ['电话', '027-1', '027-2', '027-3'],
    ['账期', '30 天', '30 天', '1 天'],
    ['地址', '无', '无', '88 Jiefang Road'],
  ]);
  expect(cells('订单 SO-K7-000001')[1]).toEqual(['状态', '进行中', '已取消']);
});

it('a key opens and closes it, and has the focus there; while it waits it says who changed it', async () => {
  show('en', 'waiting', rows.slice(0, 1));
  const summary = await screen.findByText("The office's values and yours", { exact: false });
  const details = summary.closest('details');
  expect(details?.open).toBe(true);
  expect(screen.getByText(/Others changed this at the office/)).toBeTruthy();
  await userEvent.keyboard('v');
  expect(details?.open).toBe(false);
  expect(document.activeElement).toBe(summary);
  await userEvent.keyboard('v');
  expect(details?.open).toBe(true);
});

it('where nothing differs it is not there', async () => {
  show('en', 'rejected', []);
  await screen.findAllByText('Rejected');
  expect(document.querySelector('.entry-values')).toBeNull();
});
