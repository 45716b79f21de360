import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { type FakeBridge, type FakeBridgeOptions, makeFakeBridge } from '../../../../tests/support/fake-bridge.ts';
import { Application } from '../../../app/application.tsx';
import { startTexts } from '../../../app/i18n.ts';
import { setPreference } from '../../../app/preferences.ts';
import { useSession, useStart } from '../../../app/session.ts';
import { useRestored } from '../restored.ts';

const nobody = { state: 'signedOut', server: null, known: [], demo: [], setAside: null } as const;
const unchosen = { choice: 'none', server: null, demo: { state: 'off' } } as const;

function open(options: FakeBridgeOptions = {}): FakeBridge {
  const bridge = makeFakeBridge({ session: nobody, start: unchosen, ...options });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  render(<Application />);
  return bridge;
}

const way = (name: string) => screen.findByRole('button', { name });
const focused = () => document.activeElement?.getAttribute('data-way');

beforeEach(() => {
  startTexts('en');
  useSession.setState({ session: null });
  useStart.setState({ start: null });
  useRestored.setState({ restored: null });
  Object.defineProperty(window, 'satchel', { value: makeFakeBridge(), configurable: true });
  setPreference('language', 'en');
});

it('asks how to begin; the arrows step, and the language changes at once', async () => {
  open();
  await way('Try the demo company');
  await waitFor(() => expect(focused()).toBe('demo'));
  await userEvent.keyboard('{ArrowDown}');
  expect(focused()).toBe('join');
  await userEvent.keyboard('{ArrowUp}{ArrowUp}');
  expect(focused()).toBe('restore');
  await userEvent.click(screen.getByText('简体中文'));
  expect(await screen.findByRole('heading', { name: '从哪里开始？' })).toBeTruthy();
});

it('the demo is made step by step, told in words, until its people stand there', async () => {
  const tryDemo = vi.fn(async () => ({ ok: true as const }));
  const bridge = open({ desktop: { start: { tryDemo } } });
  await way('Try the demo company');
  await userEvent.keyboard('{Enter}');
  expect(tryDemo).toHaveBeenCalledWith({ language: 'en' });
  act(() => bridge.setStart({ choice: 'demo', demo: { state: 'building' } }));
  expect(await screen.findByRole('heading', { name: 'The demo company is being prepared' })).toBeTruthy();
  const now = () => document.querySelector('[aria-current=step]')?.textContent;
  expect(now()).toContain('a year of orders');
  act(() => bridge.setStart({ demo: { state: 'starting' } }));
  expect(now()).toContain('own server');
  act(() => {
    bridge.setStart({ demo: { state: 'ready' } });
    bridge.setSession({
      ...nobody,
      demo: [{ login: 'zhou', password: 'demo', name: 'Zhou Wenbin', roleCode: 'rep' }],
    });
  });
  expect(document.activeElement).toBe(await way('Sign in as Zhou Wenbin, sales rep'));
});

it('while a new demo is made after a reset, nobody signs in to the old one', async () => {
  const demo = [{ login: 'zhou', password: 'demo', name: 'Zhou Wenbin', roleCode: 'rep' }];
  const bridge = open({
    session: { ...nobody, demo },
    start: { choice: 'demo', server: null, demo: { state: 'building' } },
  });
  expect(await screen.findByRole('heading', { name: 'The demo company is being prepared' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Zhou Wenbin/ })).toBeNull();
  act(() => bridge.setStart({ demo: { state: 'ready' } }));
  expect(await way('Sign in as Zhou Wenbin, sales rep')).toBeTruthy();
});

it('a demo that does not start says why and leaves two ways on', async () => {
  const known = [
    {
      login: 'zhou',
      name: 'Zhou Wenbin',
      companyName: 'Demo',
      server: 'http://127.0.0.1:1',
      hasUnsent: true,
      unsentCount: 3,
      sends: 'atSignIn' as const,
      sentAt: null,
      isClosed: false,
      isLocked: false,
    },
  ];
  open({
    session: { ...nobody, known },
    start: {
      choice: 'demo',
      server: null,
      demo: { state: 'failed', reason: { code: 'start.demoFailed', params: {} } },
    },
  });
  expect((await screen.findByRole('alert')).textContent).toContain('could not be started');
  await userEvent.click(await way('Sign in all the same'));
  expect(await screen.findByText('3 not sent yet')).toBeTruthy();
  await userEvent.click(await way('Begin differently…'));
  expect(await way('Try the demo company')).toBeTruthy();
});

it('joins a company by its address, with https:// added; a refusal keeps what was typed', async () => {
  const joinCompany = vi.fn(async ({ server }: { server: string }) =>
    server.includes('wrong')
      ? { ok: false as const, reason: { code: 'session.notACompanyServer', params: { server } } }
      : { ok: true as const },
  );
  const bridge = open({ desktop: { start: { joinCompany } } });
  await way('Join your company');
  await userEvent.keyboard('2');
  const field = await screen.findByLabelText('Server');
  expect(document.activeElement).toBe(field);
  await userEvent.type(field, 'wrong.example.com{Enter}');
  expect((await screen.findByRole('alert')).textContent).toContain('no Satchel server at https://wrong.example.com');
  expect(field).toHaveProperty('value', 'wrong.example.com');
  await userEvent.clear(field);
  await userEvent.type(field, 'http://127.0.0.1:7420{Enter}');
  expect(joinCompany).toHaveBeenLastCalledWith({ server: 'http://127.0.0.1:7420' });
  act(() => {
    bridge.setStart({ choice: 'company', server: 'http://127.0.0.1:7420' });
    bridge.setSession({ ...nobody, server: 'http://127.0.0.1:7420' });
  });
  expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByLabelText('User'));
});

it('joins by the link of an invitation, with a password typed twice and a name for the computer', async () => {
  const joinCompany = vi.fn(async (_request: object) => ({ ok: true as const }));
  const join = vi.spyOn(open({ desktop: { start: { joinCompany } } }).session, 'join');
  await way('Join your company');
  await userEvent.keyboard('2');
  await userEvent.click(await screen.findByLabelText('Server'));
  await userEvent.paste('Here it is: satchel://join?server=https%3A%2F%2Ferp.example.com&code=ABCDEFGH23');
  expect(screen.getByLabelText('Server')).toHaveProperty('value', 'https://erp.example.com');
  expect(screen.getByLabelText('One-time code')).toHaveProperty('value', 'ABCDE-FGH23');
  await userEvent.type(screen.getByLabelText('Your password'), 'long enough');
  await userEvent.type(screen.getByLabelText('Password again'), 'something else{Enter}');
  expect((await screen.findByRole('alert')).textContent).toContain('not the same');
  expect(join).not.toHaveBeenCalled();
  await userEvent.clear(screen.getByLabelText('Password again'));
  await userEvent.type(screen.getByLabelText('Password again'), 'long enough');
  await userEvent.type(screen.getByLabelText('Computer name'), 'Van 3{Enter}');
  const server = 'https://erp.example.com';
  expect(join).toHaveBeenCalledWith({ server, code: 'ABCDEFGH23', password: 'long enough', deviceName: 'Van 3' });
  expect(joinCompany).toHaveBeenCalledWith({ server });
});

it('Esc goes back from the field of the address', async () => {
  open();
  await way('Join your company');
  await userEvent.keyboard('2');
  await screen.findByLabelText('Server');
  await userEvent.keyboard('x{Escape}');
  await way('Join your company');
  expect(focused()).toBe('join');
});

it('what is no address is sent as it was typed', async () => {
  const joinCompany = vi.fn(async () => ({ ok: true as const }));
  open({ desktop: { start: { joinCompany } } });
  await way('Join your company');
  await userEvent.keyboard('2');
  await userEvent.type(await screen.findByLabelText('Server'), 'not an address{Enter}');
  expect(joinCompany).toHaveBeenLastCalledWith({ server: 'not an address' });
});

it('goes back to the three ways, to the one that was left', async () => {
  open();
  await way('Restore a backup');
  await userEvent.keyboard('3');
  await screen.findByRole('button', { name: 'Choose the file…' });
  await userEvent.keyboard('{Escape}');
  await way('Restore a backup');
  expect(focused()).toBe('restore');
});

it('a restored person of the demo signs in without a password, and has the focus', async () => {
  const person = (login: string, name: string) => ({ login, password: 'demo', name, roleCode: 'rep' });
  useRestored.setState({
    restored: {
      ok: true,
      login: 'chen',
      name: 'Chen Jing',
      companyName: 'Demo',
      server: 'http://127.0.0.1:7420',
      savedAt: 0,
      waiting: 0,
    },
  });
  open({
    session: {
      ...nobody,
      server: 'http://127.0.0.1:7420',
      demo: [person('zhou', 'Zhou Wenbin'), person('chen', 'Chen Jing')],
    },
    start: { choice: 'demo', server: null, demo: { state: 'ready' } },
  });
  expect((await screen.findByRole('status')).textContent).toContain('no password is needed');
  expect(document.activeElement).toBe(await way('Sign in as Chen Jing, sales rep'));
});

it('a file that is no backup is named in its row', async () => {
  const reason = { code: 'backup.notABackup', params: { path: '/pictures/photo.jpg' } };
  open({ desktop: { backup: { choose: async () => ({ ok: false, reason }) } } });
  await way('Restore a backup');
  await userEvent.keyboard('3');
  await userEvent.click(await way('Choose the file…'));
  expect(await screen.findByText('photo.jpg')).toBeTruthy();
  expect(await way('Another file…')).toBeTruthy();
});

it('restores a backup by file and password, and says whose it is where they sign in', async () => {
  const bridge = open();
  await way('Restore a backup');
  await userEvent.keyboard('3');
  await userEvent.click(await way('Choose the file…'));
  const password = screen.getByLabelText('Its password');
  expect(document.activeElement).toBe(password);
  expect(screen.getByText('zhou.satchel-backup')).toBeTruthy();
  await userEvent.type(password, 'wrong{Enter}');
  expect((await screen.findByRole('alert')).textContent).toContain('does not open the backup');
  await userEvent.clear(password);
  await userEvent.type(password, 'a long password{Enter}');
  act(() => bridge.setStart({ choice: 'company', server: 'http://127.0.0.1:7420' }));
  const told = await screen.findByRole('status');
  expect(told.textContent).toContain('Restored: the data of Zhou Wenbin, Northwind');
  expect(told.textContent).toContain('1 thing that has not been sent');
  expect(screen.getByLabelText('User')).toHaveProperty('value', 'zhou');
});
