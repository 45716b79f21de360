import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LoadProgress, SyncStatus } from '#shared/protocol/bridge.ts';
import { makeFakeBridge } from '../../../tests/support/fake-bridge.ts';
import { EmptyList } from '../../ui/load-progress.tsx';
import { i18n, startTexts } from '../i18n.ts';
import { useSyncStatus } from '../session.ts';
import { LoadStrip } from './load-strip.tsx';
import { SyncPill } from './sync-pill.tsx';

const load: LoadProgress = {
  purpose: 'first',
  rows: 105_468,
  totalRows: 310_200,
  table: 'customers',
  tableRows: 12_400,
  tableTotalRows: 100_000,
  bytes: 3_400_000,
  secondsLeft: 38,
};

beforeEach(() => startTexts('en'));
afterEach(cleanup);

async function show(status: Partial<SyncStatus>) {
  const bridge = makeFakeBridge({ status });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  useSyncStatus.setState({ status: await bridge.sync.status() });
  bridge.sync.onStatus((next) => useSyncStatus.setState({ status: next }));
  render(
    <>
      <LoadStrip />
      <SyncPill />
      <EmptyList>No customers at all</EmptyList>
    </>,
  );
  return bridge;
}
const strip = () => screen.queryByTestId('load-strip');
const pill = () => screen.getByTestId('sync-pill');

it('a first load says over all documents that lists are not complete, and goes by itself', async () => {
  const bridge = await show({ network: 'syncing', dataAsOf: null, firstLoad: { rows: 105_468 }, loading: load });
  expect(strip()?.textContent).toContain('Lists and totals are not complete yet');
  expect(strip()?.textContent).toContain('12,400 of 100,000 customers · 40 s left · 3.2 MB loaded');
  expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('34');
  expect(pill().textContent).toContain('34% loaded');
  expect(pill().textContent).not.toContain('no data yet');
  // An empty list is no statement yet.
  expect(screen.queryByText('No customers at all')).toBeNull();
  expect(screen.getByText('Not loaded yet')).toBeTruthy();
  act(() => bridge.setStatus({ network: 'online', dataAsOf: Date.now(), firstLoad: null, loading: null }));
  expect(strip()).toBeNull();
  expect(pill().textContent).toContain('all synced');
  expect(screen.getByText('No customers at all')).toBeTruthy();
});

it.each([
  ['scopes', 'new data 34%', 'appears at once', '全部到齐后一次显示'],
  ['tables', 'update 34%', 'can be used meanwhile', '其间一切照常可用'],
  ['heal', 'reloading 34%', 'What you have not sent stays', '未发送的内容不受影响'],
] as const)('%s beside complete data: only the pill says so, and its panel why', async (purpose, short, why, zh) => {
  await show({ network: 'syncing', loading: { ...load, purpose } });
  expect(strip()).toBeNull();
  expect(screen.getByText('No customers at all')).toBeTruthy();
  expect(pill().textContent).toContain(short);
  await userEvent.click(pill());
  expect((await screen.findByText('12,400 of 100,000 customers · 40 s left · 3.2 MB loaded')).textContent).toBeTruthy();
  expect(document.body.textContent).toContain(why);
  await act(() => i18n.changeLanguage('zh'));
  expect(document.body.textContent).toContain('客户 12,400 / 100,000 · 约剩 40 秒 · 已收 3.2 MB');
  expect(document.body.textContent).toContain(zh);
});

it('where everything is replaced it says that what is shown is of before', async () => {
  await show({ network: 'syncing', loading: { ...load, purpose: 'all' } });
  expect(strip()?.textContent).toContain('you see what was here before');
});
