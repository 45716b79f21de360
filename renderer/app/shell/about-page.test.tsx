import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { type FakeBridgeOptions, makeFakeBridge } from '../../../tests/support/fake-bridge.ts';
import { saidNotices } from '../../../tests/support/said-notices.ts';
import { Application } from '../application.tsx';
import { startTexts } from '../i18n.ts';
import { useSession, useStart } from '../session.ts';
import { queryClient } from '../use-query.ts';

async function open(diagnostics: NonNullable<FakeBridgeOptions['desktop']>['diagnostics'] = {}) {
  const bridge = makeFakeBridge({ desktop: { diagnostics } });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  render(<Application />);
  await screen.findByRole('navigation', { name: 'Modules' });
  await userEvent.keyboard('{Control>}k{/Control}diagn{Enter}');
  await screen.findByText('Version 0.1.0');
  return bridge;
}

beforeEach(() => {
  startTexts('en');
  useSession.setState({ session: null });
  useStart.setState({ start: null });
});

it('is found by Ctrl+K and tells versions, sizes, rows and the device', async () => {
  await open();
  const text = screen.getByRole('tabpanel').textContent;
  for (const fact of ['33.2.1', '3.53.1', 'K7', '43 MB', '1,260', "the system's key store"]) {
    expect(text).toContain(fact);
  }
});

it('a sound database is called sound, with what was compared', async () => {
  await open();
  await userEvent.click(screen.getByRole('button', { name: 'Check now' }));
  const told = await screen.findByText(/^Checked: the file/);
  expect(told.textContent).toContain('balances against their entries; 0.8 s');
});

it('each trouble of the database is told in words, with what to do', async () => {
  await open({
    checkDatabase: async () => ({
      ok: true,
      problems: [
        { code: 'diagnostics.searchIncomplete', params: { count: 3, table: 'customers' } },
        { code: 'diagnostics.chainBroken', params: { sequence: 17 } },
      ],
      checked: ['file', 'commandChain', 'search'],
      durationMs: 10,
    }),
  });
  await userEvent.click(screen.getByRole('button', { name: 'Check now' }));
  const told = await screen.findByRole('alert');
  expect(told.textContent).toContain('2 things are wrong');
  expect(told.textContent).toContain('Search does not find 3 rows of customers');
});

it('the log goes where the person chose; a closed dialog says nothing', async () => {
  let path: string | null = null;
  await open({ exportLog: async () => ({ ok: true, path }) });
  await userEvent.click(screen.getByRole('button', { name: 'Export the log…' }));
  expect(saidNotices()).toEqual([]);
  path = 'C:/logs/satchel-log.txt';
  await userEvent.click(await screen.findByRole('button', { name: /Export the log/ }));
  await waitFor(() => expect(saidNotices()[0]?.text).toBe(path));
});

it('the licences open on request; where they cannot, the person is told where they lie', async () => {
  const path = '/opt/Satchel/resources/THIRD-PARTY-LICENSES.txt';
  await open({
    openLicenses: async () => ({ ok: false, reason: { code: 'diagnostics.licensesNotOpened', params: { path } } }),
  });
  await userEvent.click(screen.getByRole('button', { name: 'Show the licences' }));
  await waitFor(() => expect(saidNotices()[0]?.text).toContain(path));
});

it('counts when somebody looks, not again at every change', async () => {
  const read = vi.fn(makeFakeBridge().diagnostics.read);
  const bridge = await open({ read });
  const before = read.mock.calls.length;
  await act(async () => bridge.change(['customers', 'orders']));
  expect(read).toHaveBeenCalledTimes(before);
});

it('rows that could not be counted are not called none, and a refusal is said', async () => {
  const sound = await makeFakeBridge().diagnostics.read();
  const read = vi.fn(async () => ({ ...sound, database: sound.database && { ...sound.database, rows: null } }));
  await open({ read });
  expect(screen.getByText('Rows').parentElement?.textContent).toBe('Rows–');
  read.mockRejectedValue(new Error('gone'));
  await act(() => queryClient.refetchQueries({ queryKey: ['diagnostics.read'] }));
  expect(await screen.findByText('This could not be read')).toBeDefined();
});

it('c copies the facts as text', async () => {
  let copied = '';
  document.execCommand = () => {
    const event = new Event('copy') as ClipboardEvent;
    Object.defineProperty(event, 'clipboardData', {
      value: {
        setData: (_type: string, text: string) => {
          copied = text;
        },
      },
    });
    return document.dispatchEvent(event);
  };
  await open();
  await userEvent.keyboard('c');
  // A key waits until it is clear that no scan begins with it.
  await waitFor(() => expect(copied).toContain('versions.app: 0.1.0'));
  await waitFor(() => expect(saidNotices()[0]?.title).toContain('Copied'));
});
