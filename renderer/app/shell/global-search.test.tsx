// The search of the header over what can be done: each thing once.
import { QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { makeFakeBridge, signedIn } from '../../../tests/support/fake-bridge.ts';
import { startTexts } from '../i18n.ts';
import { loadQueryTables } from '../query-tables.ts';
import { useSession } from '../session.ts';
import { queryClient } from '../use-query.ts';
import { GlobalSearch } from './global-search.tsx';

it('a work mode that also stands in the menu is found once', async () => {
  startTexts('en');
  Object.defineProperty(window, 'satchel', { value: makeFakeBridge({ queries: {} }), configurable: true });
  await loadQueryTables();
  const permissions = ['inventory.see', 'inventory.moveStock', 'inventory.receiveGoods'];
  useSession.setState({ session: { ...signedIn, user: { ...signedIn.user, permissions } } });
  render(
    <QueryClientProvider client={queryClient}>
      <GlobalSearch />
    </QueryClientProvider>,
  );
  await userEvent.type(screen.getByRole('combobox'), 'put away');
  const hits = within(await screen.findByRole('listbox')).getAllByRole('option');
  expect(hits.map((hit) => hit.querySelector('.hit-name')?.textContent)).toEqual(['Put away']);
});

it.each([
  ['en', 'suggest', 'Order suggestions'],
  ['en', 'what to order', 'Order suggestions'],
  ['zh', '补货', '补货建议'],
  ['zh', '采购建议', '补货建议'],
] as const)('R34 in %s what to order is found by "%s", under its own title', async (language, typed, title) => {
  startTexts(language);
  Object.defineProperty(window, 'satchel', { value: makeFakeBridge({ queries: {} }), configurable: true });
  await loadQueryTables();
  const permissions = ['inventory.purchase', 'inventory.seeSuppliers'];
  useSession.setState({ session: { ...signedIn, user: { ...signedIn.user, permissions } } });
  render(
    <QueryClientProvider client={queryClient}>
      <GlobalSearch />
    </QueryClientProvider>,
  );
  await userEvent.type(screen.getByRole('combobox'), typed);
  const hits = within(await screen.findByRole('listbox')).getAllByRole('option');
  expect(hits.map((hit) => hit.querySelector('.hit-name')?.textContent)).toContain(title);
});

it('a scan that comes while the search has a former one stands in its place, and is not added to it', async () => {
  startTexts('en');
  Object.defineProperty(window, 'satchel', { value: makeFakeBridge({ queries: {} }), configurable: true });
  await loadQueryTables();
  useSession.setState({ session: signedIn });
  render(
    <QueryClientProvider client={queryClient}>
      <GlobalSearch />
    </QueryClientProvider>,
  );
  const field = screen.getByRole<HTMLInputElement>('combobox');
  let at = 10_000;
  const scan = (text: string) => {
    at += 3_000;
    for (const key of [...text, 'Enter']) {
      at += 5;
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
      Object.defineProperty(event, 'timeStamp', { value: at });
      act(() => void (document.activeElement ?? document.body).dispatchEvent(event));
    }
  };
  scan('999991');
  expect(field.value).toBe('999991');
  expect(document.activeElement).toBe(field);
  scan('L261104-16');
  expect(field.value).toBe('L261104-16');
});
