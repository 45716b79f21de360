import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { makeFakeBridge, signedIn } from '../../../../tests/support/fake-bridge.ts';
import { startTexts } from '../../../app/i18n.ts';
import { useSession } from '../../../app/session.ts';
import { listenForShortcuts } from '../../../app/shortcuts.ts';
import { useTabs } from '../../../app/tabs.ts';
import { queryClient } from '../../../app/use-query.ts';
import { CustomerList } from './customer-list.tsx';
import { askCustomers } from './customer-question.ts';

const customer = (code: string, name: string) => ({
  id: code,
  code,
  name,
  contactName: null,
  phone: '138 0713 4402',
  city: 'Wuhan',
  country: 'China',
  territoryId: 't',
  ownerId: null,
  ownerTeamId: null,
  ownerName: null,
  currency: 'CNY',
  paymentTermsDays: 30,
});
const all = [customer('HT001', 'Hengtong'), customer('YL014', 'Yuelu Living')];

type Rows = readonly ReturnType<typeof customer>[];

function show(given: Rows | (() => Rows), permissions: readonly string[] = []) {
  const rows = () => (typeof given === 'function' ? given() : given);
  const bridge = makeFakeBridge({
    queries: {
      'crm.customerList': ({ search }: { search: string }) => ({
        rows: rows().filter((row) => row.name.toLowerCase().includes(search.toLowerCase())),
        next: null,
      }),
    },
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  const user = { ...signedIn.user, permissions: [...signedIn.user.permissions, ...permissions] };
  useSession.setState({ session: { ...signedIn, user } });
  render(
    <QueryClientProvider client={queryClient}>
      <CustomerList />
    </QueryClientProvider>,
  );
  return bridge;
}

it('a list that cannot be read says so and reads again, and offers no import', async () => {
  let broken = true;
  show(() => {
    if (broken) throw new Error('the disk is gone');
    return all;
  }, ['admin.importData']);
  expect((await screen.findByRole('alert')).textContent).toContain('This could not be read');
  expect(screen.queryByRole('button', { name: /Import/ })).toBeNull();
  broken = false;
  await userEvent.click(screen.getByRole('button', { name: /Try again/ }));
  expect(await screen.findByText('Hengtong')).toBeTruthy();
});

const openTabs = () => useTabs.getState().tabs.map(({ kind, params }) => ({ kind, params }));

beforeEach(() => {
  startTexts('en');
  queryClient.clear();
  askCustomers({});
  useTabs.setState({ tabs: [], activeId: null });
  return listenForShortcuts();
});

it('shows what is needed to know and reach a customer, and opens one by keys', async () => {
  show(all);
  expect(await screen.findByText('Hengtong')).toBeTruthy();
  expect(screen.getAllByRole('columnheader').map((head) => head.textContent)).toEqual([
    'Code',
    'Name',
    'Contact',
    'Phone',
    'City',
    'Owner',
    'Payment terms',
  ]);
  await userEvent.keyboard('{ArrowDown}{Enter}');
  expect(openTabs()).toEqual([{ kind: 'customer', params: { customerId: 'YL014' } }]);
});

it('O takes an order for the customer under the cursor', async () => {
  show(all);
  await screen.findByText('Hengtong');
  await userEvent.keyboard('{ArrowDown}o');
  expect(openTabs()).toEqual([{ kind: 'orderEntry', params: { customerId: 'YL014' } }]);
});

it('/ goes to the search, Enter opens the first hit', async () => {
  const bridge = show(all);
  await screen.findByText('Hengtong');
  await userEvent.keyboard('/yue');
  expect(await screen.findByText('Yuelu Living')).toBeTruthy();
  await expect.poll(() => screen.queryByText('Hengtong')).toBeNull();
  expect(bridge.asked.at(-1)).toEqual({
    name: 'crm.customerList',
    args: { search: 'yue', held: 'all', cursor: null, limit: 200 },
  });
  await userEvent.keyboard('{Enter}');
  expect(openTabs()).toEqual([{ kind: 'customer', params: { customerId: 'YL014' } }]);
});

it('an empty list says what it is for and offers the import to who may', async () => {
  show([], ['admin.importData']);
  await userEvent.click(await screen.findByRole('button', { name: 'Import customers' }));
  expect(openTabs()).toEqual([{ kind: 'import', params: { target: 'customers' } }]);
});

it('an empty list tells others who can fill it', async () => {
  show([]);
  expect(await screen.findByText(/A colleague who may import/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Import customers' })).toBeNull();
});
