import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { LeaseStatus } from '#shared/protocol/bridge.ts';
import { makeFakeBridge } from '../../../tests/support/fake-bridge.ts';
import { startTexts } from '../i18n.ts';
import { useSyncStatus } from '../session.ts';
import { LeaseStrip } from './lease-strip.tsx';

afterEach(cleanup);

async function show(lease: Partial<LeaseStatus>) {
  const bridge = makeFakeBridge({
    status: { lease: { state: 'open', daysLeft: 30, days: 30, renewedAt: Date.UTC(2026, 9, 23), ...lease } },
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  useSyncStatus.setState({ status: await bridge.sync.status() });
  render(<LeaseStrip />);
  return bridge;
}

it('says nothing while there is time', async () => {
  await show({});
  expect(screen.queryByTestId('lease-strip')).toBeNull();
});

it('says quietly how many days are left', async () => {
  startTexts('en');
  await show({ state: 'endsSoon', daysLeft: 3 });
  expect(screen.getByRole('status').textContent).toContain('3 more days to confirm orders');
  expect(screen.queryByRole('button')).toBeNull();
});

it('says plainly what waits once it has ended, and tries when asked, in both languages', async () => {
  startTexts('zh');
  const bridge = await show({ state: 'ended', daysLeft: 0 });
  expect(screen.getByRole('alert').textContent).toContain('需与公司联系一次');
  const sendNow = vi.spyOn(bridge.sync, 'sendNow');
  screen.getByRole('button').click();
  expect(sendNow).toHaveBeenCalledOnce();
  cleanup();
  startTexts('en');
  await show({ state: 'ended', daysLeft: 0 });
  expect(screen.getByRole('alert').textContent).toContain('wait for one contact');
});
