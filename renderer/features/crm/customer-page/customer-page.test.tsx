import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { makeFakeBridge, signedIn } from '../../../../tests/support/fake-bridge.ts';
import { startTexts } from '../../../app/i18n.ts';
import { useSession } from '../../../app/session.ts';
import { listenForShortcuts } from '../../../app/shortcuts.ts';
import { useTabs } from '../../../app/tabs.ts';
import { queryClient } from '../../../app/use-query.ts';
import { CustomerPage } from './customer-page.tsx';

const customer = {
  id: 'c1',
  code: 'HT001',
  name: 'Hengtong',
  contactName: 'Li Hongmei',
  contactTitle: 'Buyer',
  phone: '138 0713 4402',
  email: null,
  address: '688 Jiefang Avenue',
  city: 'Wuhan',
  region: null,
  postalCode: null,
  country: 'China',
  taxNumber: null,
  territoryId: 't',
  currency: 'CNY',
  paymentTermsDays: 30,
};
const order = {
  id: 'o1',
  number: 'SO-K7-000123',
  state: 'open',
  creditHold: 1,
  approvalHold: 0,
  manualHold: 0,
  currency: 'CNY',
  orderedOn: '2026-11-23',
  totalMinor: 1_323_682,
  lineCount: 5,
  backOrderedLines: 0,
};
const credit = {
  currency: 'CNY',
  limitMinor: 5_000_000,
  limitValidUntil: null,
  openOrdersMinor: 2_166_000,
  unbilledMinor: 0,
  receivablesMinor: 3_206_000,
  prepaymentsMinor: 0,
  overdueMinor: 0,
  oldestDueOn: null,
};
const year = {
  lastOrderedOn: '1998-01-01',
  rhythmDays: 16,
  orders: 4,
  netMinor: 11_800_000,
  netBeforeMinor: 10_000_000,
  products: [
    {
      productId: 'p',
      productCode: 'A-100',
      productName: 'Mug',
      unit: 'pcs',
      orders: 4,
      netMinor: 630_000,
      quantities: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    },
  ],
};
const ageing = {
  totals: {
    notDue: 2_794_000,
    upTo30: 412_000,
    upTo60: 0,
    upTo90: 0,
    over90: 0,
    totalMinor: 3_206_000,
    overdueMinor: 412_000,
    customers: 1,
  },
  rows: [],
  next: null,
};
const receivable = {
  id: 'r1',
  documentId: 'd1',
  documentNumber: 'BL-2026-03312',
  documentDate: '2026-10-01',
  dueOn: '2026-10-31',
  amountMinor: 412_000,
  daysOverdue: 24,
};
const contact = { id: 'k1', name: 'Liu Fang', title: 'Accounts', phone: null, email: 'liu@example.com', isPrimary: 0 };

function show(
  options: { found?: boolean; permissions?: readonly string[]; contacts?: readonly (typeof contact)[] } = {},
) {
  const bridge = makeFakeBridge({
    queries: {
      'crm.customer': () => (options.found === false ? null : customer),
      'admin.company': () => ({
        settings: { 'company.utcOffsetMinutes': 480, 'billing.overdueHoldDays': 30 },
        warehouses: [],
        territories: [{ id: 't', code: 'H', name: 'Hubei' }],
        taxRates: [],
        former: { warehouses: [], territories: [] },
      }),
      'crm.customerHolding': () => ({
        ownerId: null,
        ownerTeamId: null,
        ownerName: null,
        heldSince: null,
        isMine: false,
        history: [],
      }),
      'billing.creditStatus': () => credit,
      'sales.orderList': () => ({ rows: [order], next: null }),
      'sales.customerYear': () => year,
      'billing.receivablesAgeing': () => ageing,
      'billing.openReceivables': () => [receivable],
      'crm.customerContacts': () => options.contacts ?? [],
    },
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  const permissions = options.permissions ?? signedIn.user.permissions;
  useSession.setState({ session: { ...signedIn, user: { ...signedIn.user, permissions } } });
  render(
    <QueryClientProvider client={queryClient}>
      <CustomerPage params={{ customerId: 'c1' }} />
    </QueryClientProvider>,
  );
  return bridge;
}

const openTabs = () => useTabs.getState().tabs.map(({ kind, params }) => ({ kind, params }));

beforeEach(() => {
  startTexts('en');
  queryClient.clear();
  useTabs.setState({ tabs: [], activeId: null });
  return listenForShortcuts();
});

it('R54 R55 shows what is owed, that a next order would be held, last orders and usual products', async () => {
  show();
  expect(await screen.findByRole('heading', { name: 'Hengtong' })).toBeTruthy();
  expect(await screen.findByText('Over the limit')).toBeTruthy();
  const panel = screen.getByRole('complementary');
  expect(within(panel).getByText('Left').nextElementSibling?.textContent).toBe('−3,720.00');
  expect(within(panel).getByText('Li Hongmei').parentElement?.textContent).toBe(
    'Li HongmeiBuyer138 0713 4402first contact',
  );
  expect(await screen.findByText('SO-K7-000123')).toBeTruthy();
  expect((await screen.findByText('Mug')).closest('tr')?.textContent).toBe('A-100Mug6,300+171%');
});

it('says how the customer is doing: silent against the own rhythm, the year against the one before, what is owed by age', async () => {
  show({ contacts: [contact] });
  const note = await screen.findByText('every 16 days');
  expect(note.querySelector('.state-shape')).toBeTruthy();
  expect(screen.getByText('Last 12 months').parentElement?.textContent).toBe('Last 12 months¥118,000+18% on last year');
  expect((await screen.findByText('BL-2026-03312')).parentElement?.textContent).toBe(
    'BL-2026-03312 24 days late4,120.00',
  );
  expect([...document.querySelectorAll('.stacked-bar > span')].map((part) => part.className)).toEqual([
    'age-0',
    'age-1',
  ]);
  expect((await screen.findByText('Liu Fang')).parentElement?.textContent).toBe('Liu FangAccounts–liu@example.com');
});

it('an address runs from the country down to the door in Chinese, from the door up in English', async () => {
  show();
  expect(await screen.findByText('688 Jiefang Avenue, Wuhan, China')).toBeTruthy();
  cleanup();
  startTexts('zh');
  show();
  expect(await screen.findByText('China Wuhan 688 Jiefang Avenue')).toBeTruthy();
});

it('the next order has the focus when nothing else has it', async () => {
  show();
  const newOrder = await screen.findByRole('button', { name: /New order/ });
  await waitFor(() => expect(document.activeElement).toBe(newOrder));
});

it('O takes an order for this customer, a row opens its order', async () => {
  show();
  await userEvent.click(await screen.findByText('SO-K7-000123'));
  await userEvent.keyboard('o');
  expect(openTabs()).toEqual([
    { kind: 'order', params: { orderId: 'o1' } },
    { kind: 'orderEntry', params: { customerId: 'c1' } },
  ]);
});

it('hides credit and the order from who may not, and asks for neither', async () => {
  const bridge = show({ permissions: ['crm.see'] });
  await screen.findByRole('heading', { name: 'Hengtong' });
  expect(screen.queryByText('Credit used')).toBeNull();
  expect(screen.queryByRole('button', { name: 'New order' })).toBeNull();
  const asked = new Set(bridge.asked.map(({ name }) => name));
  expect(asked.has('billing.creditStatus') || asked.has('sales.orderList')).toBe(false);
});

it('says when the customer is no longer here, and leads to the list', async () => {
  show({ found: false });
  await userEvent.click(await screen.findByRole('button', { name: 'All customers' }));
  expect(openTabs()).toEqual([{ kind: 'customerList', params: {} }]);
});
