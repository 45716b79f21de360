import { QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { permissions } from '#shared/domains/admin/model.ts';
import { makeFakeBridge, signedIn } from '../../../tests/support/fake-bridge.ts';
import { startTexts } from '../i18n.ts';
import { useSession } from '../session.ts';
import { listenForShortcuts } from '../shortcuts.ts';
import { queryClient } from '../use-query.ts';
import { useFoldedGroups } from './folded-groups.ts';
import { Side } from './side.tsx';

let stopListening = () => {};
beforeEach(() => {
  localStorage.clear();
  useFoldedGroups.setState({}, true);
  startTexts('en');
  stopListening = listenForShortcuts();
});
afterEach(() => stopListening());

function show(rights: readonly string[]): void {
  Object.defineProperty(window, 'satchel', { value: makeFakeBridge(), configurable: true });
  const user = { ...signedIn.user, permissions: [...signedIn.user.permissions, ...rights] };
  useSession.setState({ session: { ...signedIn, user } });
  render(
    <QueryClientProvider client={queryClient}>
      <Side />
    </QueryClientProvider>,
  );
}

const company = [permissions.manageCompany, permissions.managePeople];
const lines = (group: HTMLElement) =>
  within(group)
    .getAllByRole('button')
    .map((item) => item.textContent);

it('what the company is looked after with stands together, and only for who may', () => {
  show(company);
  expect(lines(screen.getByRole('group', { name: 'Administration' }))).toEqual(['Administration', 'Company', 'People']);
});

it('nobody else has the heading, and one place alone has none either', () => {
  show([permissions.manageCompany]);
  expect(screen.queryByRole('group', { name: 'Administration' })).toBeNull();
  expect(screen.getByRole('button', { name: 'Company' })).toBeTruthy();
});

it('a group folds, says so, and is as it was left when the person comes back; another person has it as it comes', async () => {
  show(company);
  const heading = screen.getByRole('button', { name: 'Administration' });
  await userEvent.click(heading);
  expect(heading.getAttribute('aria-expanded')).toBe('false');
  expect(screen.queryByRole('button', { name: 'Company' })).toBeNull();
  expect(JSON.parse(localStorage.getItem('satchel.menu') ?? '')).toEqual({
    'zhou@Northwind': { administration: true },
  });
  act(() => {
    const { session } = useSession.getState();
    if (session?.state === 'signedIn')
      useSession.setState({ session: { ...session, user: { ...session.user, login: 'chen' } } });
  });
  expect(screen.getByRole('button', { name: 'Company' })).toBeTruthy();
});

it('one key leads to the menu, arrows through it, and it goes round', async () => {
  show(company);
  const items = screen.getAllByRole('button');
  await userEvent.keyboard('{F6}');
  expect(document.activeElement).toBe(items[0]);
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  expect(document.activeElement).toBe(items[2]);
  await userEvent.keyboard('{Home}{ArrowUp}');
  expect(document.activeElement).toBe(items.at(-1));
});

it('left leads to the heading and folds, right opens and leads in', async () => {
  show(company);
  screen.getByRole('button', { name: 'People' }).focus();
  const heading = screen.getByRole('button', { name: 'Administration' });
  await userEvent.keyboard('{ArrowLeft}');
  expect(document.activeElement).toBe(heading);
  await userEvent.keyboard('{ArrowLeft}');
  expect(heading.getAttribute('aria-expanded')).toBe('false');
  await userEvent.keyboard('{ArrowRight}{ArrowRight}');
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Company' }));
});

it("letters lead to what begins with them once a key led to the menu, and are the screen's after a click", async () => {
  show(company);
  const isAt = (name: string) =>
    vi.waitFor(() => expect(document.activeElement?.getAttribute('data-name')).toBe(name), { timeout: 10_000 });
  await userEvent.keyboard('{F6}pe');
  await isAt('People');
  await userEvent.click(screen.getByRole('button', { name: 'Today' }));
  await userEvent.keyboard('c');
  await isAt('Today');
});

it('hanzi are found by initials', async () => {
  show(company);
  await act(() => startTexts('zh'));
  await userEvent.keyboard('{F6}ry');
  await vi.waitFor(() => expect(document.activeElement?.getAttribute('data-name')).toBe('人员与权限'), {
    timeout: 10_000,
  });
});
