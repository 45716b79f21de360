import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import type { SyncStatus } from '#shared/protocol/bridge.ts';
import { makeFakeBridge } from '../../../tests/support/fake-bridge.ts';
import { startTexts } from '../i18n.ts';
import { useSyncStatus } from '../session.ts';
import { SyncPill } from './sync-pill.tsx';

afterEach(cleanup);

async function show(status: Partial<SyncStatus>, language: 'en' | 'zh' = 'en') {
  startTexts(language);
  const bridge = makeFakeBridge({ status });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  useSyncStatus.setState({ status: await bridge.sync.status() });
  render(<SyncPill />);
  return bridge;
}
const pill = () => screen.getByTestId('sync-pill');
const signInAgain = { code: 'session.signInAgain', params: {} };

it('what keeps work from the office is never a green Online: the pill names it, its panel has the key', async () => {
  const bridge = await show({ network: 'online', waiting: 1, trouble: signInAgain });
  expect(pill().className).toContain('sync-wait');
  expect(pill().textContent).toContain('Not sent: sign in again');
  expect(pill().textContent).not.toMatch(/Online|all synced/);
  await userEvent.click(pill());
  expect(document.body.textContent).not.toContain('What you do is sent by itself');
  let isLeft = false;
  Object.assign(bridge.session, {
    async signOut() {
      isLeft = true;
      return { ok: true };
    },
  });
  await userEvent.click(await screen.findByTestId('sign-in-again'));
  expect(isLeft).toBe(true);
});

it('while it is tried again with the same trouble, the pill stays with it', async () => {
  await show({ network: 'syncing', trouble: { code: 'sync.unheardOf', params: {} } });
  expect(pill().textContent).toContain('Sync has trouble');
});

it.each([
  ['en', 'No answer from the office', '3 waiting, saved here'],
  ['zh', '公司没有应答', '3 条待发送，已存本机'],
] as const)(
  'a line that swallows everything is told so, with what waits here (%s)',
  async (language, word, waiting) => {
    await show({ network: 'offline', silent: true, waiting: 3 }, language);
    expect(pill().textContent).toContain(word);
    expect(pill().textContent).toContain(waiting);
  },
);
