// What the office rejected of the company's records and people stands in its form again, and is sent in its place.
import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { beforeEach, expect, it } from 'vitest';
import { permissions } from '#shared/domains/admin/model.ts';
import type { CompanyBook } from '#shared/domains/admin/queries/company-book.ts';
import { makeFakeBridge, signedIn } from '../../../../tests/support/fake-bridge.ts';
import { ledgerEntry } from '../../../../tests/support/ledger-entry.ts';
import { companyFacts } from '../../../../tests/support/order-company.ts';
import { InPlaceOf } from '../../../app/amending.tsx';
import { startTexts } from '../../../app/i18n.ts';
import { useSession } from '../../../app/session.ts';
import { queryClient } from '../../../app/use-query.ts';
import { PersonForm } from '../people/person-form.tsx';
import { CompanyScreen } from './company-screen.tsx';

const book: CompanyBook = {
  ...{ entities: [], territories: [], warehouses: [], series: [], settings: [], periods: [], taxRates: [] },
  currencies: [{ id: 'usd', code: 'USD', active: 1 }],
  exchangeRates: [],
  terms: [{ id: 'n1', code: 'EOM30', name: 'Month-end', kind: 'monthEnd', days: 30, active: 1 }],
  holidays: [],
};

function show(name: string, args: object, screenOf: ReactNode) {
  const entry = ledgerEntry(7, { name, args, state: 'rejected', reasons: [{ code: 'unknown', params: {} }] });
  const bridge = makeFakeBridge({
    queries: {
      'admin.companyBook': () => book,
      'admin.company': () => companyFacts('en'),
      'admin.heldOrders': () => ({}),
    },
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  const rights = [permissions.manageCompany, permissions.manageRates, permissions.managePeople];
  useSession.setState({ session: { ...signedIn, user: { ...signedIn.user, permissions: rights } } });
  render(
    <QueryClientProvider client={queryClient}>
      <InPlaceOf entry={entry}>{screenOf}</InPlaceOf>
    </QueryClientProvider>,
  );
  return bridge;
}
const section = (name: string) => <CompanyScreen params={{ section: name }} />;
const save = () => userEvent.click(screen.getByRole('button', { name: /^Save/ }));
const options = { replaces: 'command 7' };

beforeEach(async () => {
  queryClient.clear();
  await startTexts('en');
});

it('payment terms that stand keep their row; a new tax rate is a new one', async () => {
  const terms = { id: 'n1', code: 'EOM30', name: 'End of month', kind: 'monthEnd', days: 45, active: 1 };
  const bridge = show('billing.savePaymentTerms', terms, section('terms'));
  expect(await screen.findByDisplayValue('45')).toBeTruthy();
  expect(screen.getByText('In place of what the office rejected')).toBeTruthy();
  await save();
  await waitFor(() => expect(bridge.ran).toEqual([{ name: 'billing.savePaymentTerms', args: terms, options }]));
});

it('a tax rate', async () => {
  const bridge = show(
    'billing.addTaxRate',
    { id: 'r9', code: 'standard', rate: 1_250, validFrom: '2027-01-01' },
    section('tax'),
  );
  expect(await screen.findByDisplayValue('12.5')).toBeTruthy();
  await save();
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({ args: { code: 'standard', rate: 1_250, validFrom: '2027-01-01' }, options });
});

it('an exchange rate, in the row of its currency', async () => {
  const args = { id: 'x9', currency: 'USD', validFrom: '2026-11-01', rate: 7_079_600 };
  const bridge = show('billing.setExchangeRate', args, section('currencies'));
  expect(await screen.findByDisplayValue('7.0796')).toBeTruthy();
  await save();
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'billing.setExchangeRate',
    args: { currency: 'USD', validFrom: '2026-11-01', rate: 7_079_600 },
    options,
  });
});

it('a person, with the places that they were to see', async () => {
  const identity = { login: 'li', name: 'Li Hua', phone: '139', email: null, roleId: 'r1' };
  const args = { userId: 'u9', ...identity, scopes: [{ id: 's9', scope: 'territory:*' }] };
  const role = { id: 'r1', code: 'rep', name: 'Rep', rights: [], limits: [] };
  const found = { people: [], roles: [role], teams: [] } as unknown as Parameters<typeof PersonForm>[0]['found'];
  const bridge = show('admin.addPerson', args, <PersonForm found={found} person={null} />);
  const login = await screen.findByDisplayValue('li');
  await userEvent.type(login, '2');
  await userEvent.click(screen.getByRole('button', { name: /^Add/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'admin.addPerson',
    args: { ...identity, login: 'li2', scopes: [{ scope: 'territory:*' }] },
    options,
  });
});
