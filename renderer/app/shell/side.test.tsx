import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { permissions } from '#shared/domains/admin/model.ts';
import { makeFakeBridge, signedIn } from '../../../tests/support/fake-bridge.ts';
import { startTexts } from '../i18n.ts';
import { useSession } from '../session.ts';
import { listenForShortcuts } from '../shortcuts.ts';
import { queryClient } from '../use-query.ts';
import { Side } from './side.tsx';

let stopListening = () => {};
beforeEach(() => {
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

it('what the company is looked after with stands together, and only for who may', () => {
  show([permissions.manageCompany, permissions.managePeople]);
  const group = screen.getByRole('group', { name: 'Administration' });
  expect(
    within(group)
      .getAllByRole('button')
      .map((item) => item.textContent),
  ).toEqual(['Company', 'People']);
});

it('nobody else has the heading', () => {
  show([]);
  expect(screen.queryByRole('group')).toBeNull();
});

it('one key leads to the menu, arrows through it, and it goes round', async () => {
  show([permissions.manageCompany]);
  const items = screen.getAllByRole('button');
  await userEvent.keyboard('{F6}');
  expect(document.activeElement).toBe(items[0]);
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  expect(document.activeElement).toBe(items[2]);
  await userEvent.keyboard('{Home}{ArrowUp}');
  expect(document.activeElement).toBe(items.at(-1));
});
