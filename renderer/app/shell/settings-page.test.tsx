import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { type FakeBridge, type FakeBridgeOptions, makeFakeBridge } from '../../../tests/support/fake-bridge.ts';
import { saidNotices } from '../../../tests/support/said-notices.ts';
import { Application } from '../application.tsx';
import { startTexts } from '../i18n.ts';
import { setPreference } from '../preferences.ts';
import { useSession, useStart } from '../session.ts';

async function open(options: FakeBridgeOptions = {}): Promise<FakeBridge> {
  const tabs = [{ kind: 'settings', params: {}, title: null, dirty: false }];
  const bridge = makeFakeBridge({
    drafts: [{ id: 'workspace', kind: 'workspace', updatedAt: 1, body: { tabs, active: 0 } }],
    ...options,
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  render(<Application />);
  await screen.findByRole('heading', { name: 'Settings' });
  return bridge;
}

beforeEach(() => {
  startTexts('en');
  useSession.setState({ session: null });
  useStart.setState({ start: null });
  Object.defineProperty(window, 'satchel', { value: makeFakeBridge(), configurable: true });
  setPreference('startUp', 'last');
  setPreference('keyHints', true);
});

it('works offline by its switch, and hides the keys on buttons', async () => {
  const bridge = await open();
  await userEvent.click(screen.getByRole('switch', { name: 'Work offline' }));
  await waitFor(async () => expect((await bridge.sync.status()).workOffline).toBe(true));
  await userEvent.click(screen.getByRole('switch', { name: 'Show keys on buttons' }));
  expect(document.documentElement.dataset.keyHints).toBe('off');
  expect(localStorage.getItem('satchel.preferences')).toContain('"keyHints":false');
});

it('begins with an empty desk when the person wants it', async () => {
  await open();
  await userEvent.click(screen.getByText('Nothing open'));
  expect(localStorage.getItem('satchel.preferences')).toContain('"startUp":"empty"');
});

it('a reset of the demo says what is lost, unsent work included, and is not the first key', async () => {
  const resetDemo = vi.fn(async () => ({ ok: true as const }));
  await open({ status: { waiting: 2 }, desktop: { start: { resetDemo } } });
  await userEvent.click(await screen.findByRole('button', { name: 'Reset demo…' }));
  const dialog = await screen.findByRole('dialog');
  expect(dialog.textContent).toContain('2 things that have not been sent go too');
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Keep it'));
  await userEvent.keyboard('{Enter}');
  expect(resetDemo).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('button', { name: 'Reset demo…' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Throw away and reset' }));
  expect(resetDemo).toHaveBeenCalledWith({ language: 'en' });
});

it('the demo is left to the three ways, but not with unsent work', async () => {
  const bridge = await open({ status: { waiting: 1 } });
  await userEvent.click(await screen.findByRole('button', { name: 'Leave the demo…' }));
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByRole('button', { name: 'Leave' })).toHaveProperty('disabled', true);
  bridge.setStatus({ waiting: 0 });
  await waitFor(() => expect(within(dialog).getByRole('button', { name: 'Leave' })).toHaveProperty('disabled', false));
  await userEvent.click(within(dialog).getByRole('button', { name: 'Leave' }));
  expect(await screen.findByRole('button', { name: 'Join your company' })).toBeTruthy();
});

it('a backup wants a password of eight characters, twice the same, and tells where it went', async () => {
  await open();
  await userEvent.click(screen.getByRole('button', { name: 'Save a backup…' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.type(within(dialog).getByLabelText('Password'), 'short{Enter}');
  expect((await within(dialog).findByRole('alert')).textContent).toContain('at least 8 characters');
  await userEvent.type(within(dialog).getByLabelText('Password'), ' and longer');
  await userEvent.type(within(dialog).getByLabelText('Once more'), 'something else{Enter}');
  expect((await within(dialog).findByRole('alert')).textContent).toContain('differ');
  await userEvent.clear(within(dialog).getByLabelText('Once more'));
  await userEvent.type(within(dialog).getByLabelText('Once more'), 'short and longer{Enter}');
  await waitFor(() => expect(saidNotices()[0]?.title).toBe('Backup saved'));
});

it('a company of its own has no demo to reset', async () => {
  await open({ demo: false });
  expect(screen.queryByRole('heading', { name: 'Demo company' })).toBeNull();
});
