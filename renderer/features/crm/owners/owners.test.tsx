import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { makeFakeBridge, signedIn } from '../../../../tests/support/fake-bridge.ts';
import { startTexts } from '../../../app/i18n.ts';
import { clearNotices } from '../../../app/notices.ts';
import { useSession } from '../../../app/session.ts';
import { listenForShortcuts } from '../../../app/shortcuts.ts';
import { queryClient } from '../../../app/use-query.ts';
import { CustomerList } from '../customer-list/customer-list.tsx';
import { askCustomers } from '../customer-list/customer-question.ts';
import { HandOverScreen } from './hand-over-screen.tsx';

const me = signedIn.user.id;
const row = (id: string, ownerId: string | null, ownerName: string | null) => ({
  id,
  code: id,
  name: `Customer ${id}`,
  contactName: null,
  phone: null,
  city: null,
  country: null,
  territoryId: 'north',
  ownerId,
  ownerTeamId: null,
  ownerName,
  currency: 'CNY',
  paymentTermsDays: 30,
});
const rows = [row('A', null, null), row('B', me, 'Zhou Wenbin'), row('C', 'chen', 'Chen Jing')];
const receiver = (id: string, name: string) => ({ kind: 'person', id, code: id, name, customers: 3 });

function show(screenOf: React.ReactNode, permissions: readonly string[]) {
  const bridge = makeFakeBridge({
    queries: {
      'crm.customerList': () => ({ rows, next: null }),
      'crm.receivers': () => [receiver('chen', 'Chen Jing'), receiver('wu', 'Wu Qian')],
      'crm.personName': () => ({ name: 'Liu Yang' }),
      'crm.ownedCustomers': () => ({
        rows: Array.from({ length: 3 }, (_, at) => ({ id: `L${at}`, territoryId: at === 0 ? 'south' : 'north' })),
        next: null,
      }),
      'admin.company': () => ({
        settings: { 'company.utcOffsetMinutes': 480 },
        warehouses: [],
        territories: [
          { id: 'north', code: 'N', name: 'North' },
          { id: 'south', code: 'S', name: 'South' },
        ],
        taxRates: [],
        former: { warehouses: [], territories: [] },
      }),
    },
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  useSession.setState({ session: { ...signedIn, user: { ...signedIn.user, permissions } } });
  render(<QueryClientProvider client={queryClient}>{screenOf}</QueryClientProvider>);
  return bridge;
}
const rep = ['crm.see', 'crm.claimCustomer', 'crm.giveBackCustomer'];
const manager = [...rep, 'crm.assignCustomers'];

beforeEach(() => {
  startTexts('en');
  queryClient.clear();
  clearNotices();
  askCustomers({});
  return listenForShortcuts();
});

it('R66 C claims the customer under the cursor out of the pool, Ctrl+Z gives it back', async () => {
  const bridge = show(<CustomerList />, rep);
  await screen.findByText('Customer A');
  await userEvent.keyboard('c');
  await expect.poll(() => bridge.ran.length).toBe(1);
  expect(bridge.ran[0]).toMatchObject({ name: 'crm.claimCustomer', args: { customerId: 'A' } });
  await userEvent.keyboard('{Control>}z{/Control}');
  await expect.poll(() => bridge.ran.length).toBe(2);
  expect(bridge.ran[1]).toMatchObject({
    name: 'crm.giveBackCustomer',
    args: { customerId: 'A', reason: 'Taken back' },
  });
});

it('R66 B gives an own customer back, and asks why; nothing without a reason, nothing of another', async () => {
  const bridge = show(<CustomerList />, rep);
  await screen.findByText('Customer A');
  await userEvent.keyboard('{ArrowDown}b');
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByRole('button', { name: 'Give back' }).hasAttribute('disabled')).toBe(true);
  await userEvent.type(within(dialog).getByRole('textbox'), 'Too far{Enter}');
  await expect.poll(() => bridge.ran.length).toBe(1);
  expect(bridge.ran[0]).toMatchObject({ name: 'crm.giveBackCustomer', args: { customerId: 'B', reason: 'Too far' } });
});

it('R66 Space marks several, A assigns them together, and undo puts each back to whom it was', async () => {
  const bridge = show(<CustomerList />, manager);
  await screen.findByText('Customer A');
  await userEvent.keyboard(' {ArrowDown}{ArrowDown} ');
  expect(screen.getByRole('button', { name: /Assign 2/ })).toBeTruthy();
  await userEvent.keyboard('a');
  const dialog = await screen.findByRole('dialog');
  await userEvent.type(within(dialog).getByRole('combobox', { name: 'New owner' }), 'wu{Enter}');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Assign' }));
  await expect.poll(() => bridge.ran.length).toBe(1);
  expect(bridge.ran[0]).toMatchObject({
    name: 'crm.assignCustomers',
    args: {
      customers: [{ customerId: 'A' }, { customerId: 'C' }],
      to: { kind: 'person', userId: 'wu' },
      territoryId: null,
    },
  });
  await userEvent.keyboard('{Control>}z{/Control}');
  await expect.poll(() => bridge.ran.length).toBe(3);
  expect(bridge.ran.slice(1)).toMatchObject([
    { args: { customers: [{ customerId: 'A' }], to: { kind: 'pool' } } },
    { args: { customers: [{ customerId: 'C' }], to: { kind: 'person', userId: 'chen' } } },
  ]);
});

it('Space on a key presses the key, and marks nothing', async () => {
  show(<CustomerList />, manager);
  await screen.findByText('Customer A');
  screen.getByRole('button', { name: /Assign/ }).focus();
  await userEvent.keyboard(' ');
  expect(await screen.findByRole('dialog')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Assign 1/ })).toBeNull();
});

it('R66 all customers of a leaver go to one, but those of a territory to another', async () => {
  const bridge = show(<HandOverScreen params={{ userId: 'liu' }} />, manager);
  await screen.findByRole('combobox', { name: 'South' });
  const pick = async (label: string, typed: string) =>
    userEvent.type(screen.getByRole('combobox', { name: label }), `${typed}{Enter}`);
  await pick('All customers to', 'wu');
  await pick('South', 'pool');
  await userEvent.click(screen.getByRole('button', { name: /Hand over/ }));
  await expect.poll(() => bridge.ran.length).toBe(1);
  expect(bridge.ran[0]).toMatchObject({
    name: 'crm.handOverCustomers',
    args: {
      fromUserId: 'liu',
      customers: [{ customerId: 'L0' }, { customerId: 'L1' }, { customerId: 'L2' }],
      receivers: [
        { territoryId: 'south', to: { kind: 'pool' } },
        { territoryId: null, to: { kind: 'person', userId: 'wu' } },
      ],
      isLast: true,
    },
  });
});
