import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import type { UpdateState } from '#shared/protocol/update-bridge.ts';
import { type FakeBridge, type FakeBridgeOptions, makeFakeBridge } from '../../../tests/support/fake-bridge.ts';
import { saidNotices } from '../../../tests/support/said-notices.ts';
import { startTexts } from '../i18n.ts';
import { clearNotices } from '../notices.ts';
import { beginUnfinishedWork } from '../unfinished-work.ts';
import { UpdateSection } from './update-section.tsx';
import { followUpdates } from './update-store.ts';

const ready: UpdateState = { state: 'ready', version: '0.2.0', problem: null };
const titles = () => saidNotices().map((notice) => notice.title);
const shownTitles = () =>
  saidNotices()
    .filter((notice) => !notice.closed)
    .map((notice) => notice.title);

let stop = (): void => {};
async function open(options: FakeBridgeOptions): Promise<FakeBridge> {
  const bridge = makeFakeBridge(options);
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  stop = followUpdates();
  render(<UpdateSection />);
  await screen.findByRole('heading', { name: /Updates|软件更新/ });
  return bridge;
}

beforeEach(() => {
  stop();
  startTexts('en');
  clearNotices();
});

it.each<[UpdateState, string, string | null]>([
  [{ state: 'off', reason: { code: 'updates.noKey', params: {} } }, 'takes no updates', null],
  [{ state: 'none', checkedAt: null, problem: null }, 'Not looked yet', 'Look now'],
  [{ state: 'none', checkedAt: 0, problem: null }, 'This is the newest version', 'Look now'],
  [{ state: 'available', version: '0.2.0', bytes: 107_400_000, problem: null }, 'available (107 MB)', 'Download'],
  [{ state: 'available', version: '0.2.0', bytes: null, problem: null }, '0.2.0 is available.', 'Download'],
  [{ state: 'downloading', version: '0.2.0', percent: 40 }, 'being downloaded', null],
  [ready, 'is ready', 'Restart now'],
  [{ state: 'installing', version: '0.2.0' }, 'being installed', 'Restart now'],
])('says in words where it stands, and offers what can be done: %j', async (update, words, button) => {
  await open({ update });
  expect(screen.getByText(new RegExp(words.replace(/[().]/g, '\\$&')))).toBeDefined();
  if (button === null) expect(screen.queryByRole('button')).toBeNull();
  else expect(screen.getByRole('button').textContent).toBe(button);
});

it('says why the last try went wrong', async () => {
  const problem = { code: 'updates.badSignature', params: {} };
  await open({ update: { state: 'none', checkedAt: 0, problem } });
  expect(screen.getByText(/not signed by the maker/)).toBeDefined();
});

it('says each thing once, without a dialog, and takes back what has been overtaken', async () => {
  const bridge = await open({ update: { state: 'none', checkedAt: null, problem: null } });
  expect(titles()).toEqual([]);
  const available: UpdateState = { state: 'available', version: '0.2.0', bytes: 1, problem: null };
  bridge.setUpdate(available);
  bridge.setUpdate({ ...available, problem: { code: 'updates.unreachable', params: {} } });
  expect(shownTitles()).toEqual(['Satchel 0.2.0 is available']);
  bridge.setUpdate({ state: 'downloading', version: '0.2.0', percent: 1 });
  expect(shownTitles()).toEqual([]);
  bridge.setUpdate(ready);
  expect(shownTitles()).toEqual(['Satchel 0.2.0 is ready']);
  expect(screen.queryByRole('dialog')).toBeNull();
});

it('a feed that is down disturbs nobody', async () => {
  const bridge = await open({ update: { state: 'none', checkedAt: null, problem: null } });
  bridge.setUpdate({ state: 'checking' });
  bridge.setUpdate({ state: 'none', checkedAt: null, problem: { code: 'updates.unreachable', params: {} } });
  expect(titles()).toEqual([]);
});

it('restarts when asked, and not while something on a screen is unfinished', async () => {
  const install = vi.fn(async () => ({ ok: true as const }));
  await open({ update: ready, updateReplies: { install } });
  const restart = () => userEvent.click(screen.getByRole('button', { name: 'Restart now' }));
  const end = beginUnfinishedWork();
  await restart();
  await waitFor(() => expect(titles()).toContain('That did not go through'));
  expect(install).not.toHaveBeenCalled();
  end();
  await restart();
  await waitFor(() => expect(install).toHaveBeenCalledOnce());
});

it('speaks Chinese', async () => {
  startTexts('zh');
  await open({ update: ready });
  expect(screen.getByText('行囊 0.2.0 已准备好，请在方便时重启。')).toBeDefined();
  expect(screen.getByRole('button').textContent).toBe('立即重启');
});
