// Long because each section of the company is tried in the one screen.
import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { permissions } from '#shared/domains/admin/model.ts';
import type { CompanyBook } from '#shared/domains/admin/queries/company-book.ts';
import { makeFakeBridge, signedIn } from '../../../../tests/support/fake-bridge.ts';
import { companyFacts } from '../../../../tests/support/order-company.ts';
import { startTexts } from '../../../app/i18n.ts';
import { clearNotices, offerUndo, useNotices, wordsOf } from '../../../app/notices.ts';
import { useSession } from '../../../app/session.ts';
import { listenForShortcuts } from '../../../app/shortcuts.ts';
import { queryClient } from '../../../app/use-query.ts';
import { CompanyScreen } from './company-screen.tsx';

const nothing = { address: null, phone: null, bankName: null, bankAccount: null, logoHash: null };
const book: CompanyBook = {
  entities: [
    {
      id: 'e1',
      code: 'MAIN',
      name: 'Rivertown',
      taxNumber: null,
      ...nothing,
      baseCurrency: 'CNY',
      isDefault: 1,
      active: 1,
    },
  ],
  territories: [{ id: 't1', code: 'HB', name: 'Hubei', outOfUseSince: null }],
  warehouses: [],
  series: [{ id: 's1', kind: 'order', prefix: 'XS', numbering: 'device', digits: 5 }],
  settings: [{ id: 'crm.poolDays', value: '45', changedAt: 1, changedBy: 'Zhang Min' }],
  periods: [
    {
      id: 'p1',
      legalEntityId: 'e1',
      month: '2020-01',
      state: 'closed',
      changedAt: 1,
      changedBy: 'u',
      changedByName: 'Zhang Min',
    },
  ],
  taxRates: [{ id: 'r1', code: 'standard', rate: 1_300, validFrom: '2019-04-01' }],
  currencies: [],
  exchangeRates: [],
  terms: [{ id: 'n1', code: 'EOM30', name: 'Month-end', kind: 'monthEnd', days: 30, active: 1 }],
  holidays: [],
};

interface Ran {
  readonly name: string;
  readonly args: unknown;
}

function show(rights: readonly string[], section?: string): Ran[] {
  const ran: Ran[] = [];
  const run = (name: string) => (args: unknown) => {
    ran.push({ name, args });
    return { state: 'applied' as const, commandId: 'c', sequence: null, result: null };
  };
  const names = [
    'admin.changeSettings',
    'admin.saveTerritory',
    'admin.setTerritoryUse',
    'admin.saveLegalEntity',
    'admin.setHolidays',
    'admin.closePeriod',
    'admin.reopenPeriod',
    'admin.saveDocumentSeries',
    'billing.addTaxRate',
    'inventory.saveWarehouse',
  ];
  const bridge = makeFakeBridge({
    queries: {
      'admin.companyBook': () => book,
      'admin.company': () => companyFacts('en'),
      'admin.heldOrders': () => ({}),
    },
    keepFile: (content) =>
      content === btoa('a logo')
        ? { ok: true, hash: 'a'.repeat(64) }
        : { ok: false, reason: { code: 'files.noPicture', params: {} } },
    commands: Object.fromEntries(names.map((name) => [name, run(name)])),
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  useSession.setState({ session: { ...signedIn, user: { ...signedIn.user, permissions: [...rights] } } });
  render(
    <QueryClientProvider client={queryClient}>
      <CompanyScreen params={section === undefined ? {} : { section }} />
    </QueryClientProvider>,
  );
  return ran;
}

beforeEach(async () => {
  queryClient.clear();
  clearNotices();
  await startTexts('en');
  return listenForShortcuts();
});

const everything = [permissions.manageCompany, permissions.managePeriods, permissions.manageRates];
const section = (name: string) => screen.getByRole('button', { name });

it('goes through the sections by the arrows, and into the list and its form by Enter', async () => {
  show(everything);
  const user = userEvent.setup();
  await screen.findByText('Rivertown');
  expect(document.activeElement).toBe(section('Legal entities'));
  await user.keyboard('{ArrowDown}');
  expect(document.activeElement).toBe(section('Territories'));
  await user.keyboard('{Enter}{Enter}');
  const form = await screen.findByRole('form', { name: 'Hubei' });
  expect(within(form).getByDisplayValue('HB')).toBe(document.activeElement);
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('form')).toBeNull();
});

it('a new row says what is missing, and is saved by a key', async () => {
  const ran = show(everything, 'territories');
  const user = userEvent.setup();
  await screen.findByText('Hubei');
  await user.keyboard('{Alt>}n{/Alt}');
  await user.keyboard('{Control>}s{/Control}');
  expect(await screen.findByText('Fill this in.')).toBeDefined();
  expect(ran).toEqual([]);
  await user.type(screen.getByLabelText('Code'), 'HN');
  await user.type(screen.getByLabelText('Name'), 'Hunan');
  await user.keyboard('{Control>}s{/Control}');
  await waitFor(() =>
    expect(ran).toMatchObject([{ name: 'admin.saveTerritory', args: { code: 'HN', name: 'Hunan' } }]),
  );
  await waitFor(() => expect(screen.queryByRole('form')).toBeNull());
});

it('settings show who changed them, are typed as percentages, and only what differs is sent', async () => {
  const ran = show(everything, 'settings');
  const user = userEvent.setup();
  expect(await screen.findByText(/Zhang Min/)).toBeDefined();
  const tolerance = screen.getByLabelText('Receiving above the purchased quantity');
  expect((tolerance as HTMLInputElement).value).toBe('5');
  await user.clear(tolerance);
  expect(screen.getByText(/does not fit/)).toBeDefined();
  await user.type(tolerance, '7.5');
  await user.keyboard('{Control>}s{/Control}');
  await waitFor(() =>
    expect(ran).toEqual([
      { name: 'admin.changeSettings', args: { changes: [{ key: 'inventory.receiptTolerance', value: '750' }] } },
    ]),
  );
});

it('an amount is typed in the company’s currency, and sent in its minor units', async () => {
  const ran = show(everything, 'settings');
  const user = userEvent.setup();
  const large = await screen.findByLabelText('Amount beyond which an order needs approval (0: none)');
  expect((large as HTMLInputElement).value).toBe('0');
  await user.clear(large);
  await user.type(large, '50,000.505');
  expect(screen.getByText(/does not fit/)).toBeDefined();
  await user.clear(large);
  await user.type(large, '50,000.5');
  await user.keyboard('{Control>}s{/Control}');
  await waitFor(() =>
    expect(ran).toEqual([
      { name: 'admin.changeSettings', args: { changes: [{ key: 'sales.largeOrderMinor', value: '5000050' }] } },
    ]),
  );
});

it('R12 the next month closes by one key', async () => {
  const ran = show(everything, 'periods');
  await screen.findByRole('button', { name: /Close 2020-02/ });
  const user = userEvent.setup();
  await user.keyboard('{Alt>}c{/Alt}');
  await waitFor(() =>
    expect(ran).toMatchObject([{ name: 'admin.closePeriod', args: { legalEntityId: 'e1', month: '2020-02' } }]),
  );
});

it('R12 a closed month opens again once the person was asked why; nothing has to be said', async () => {
  const ran = show(everything, 'periods');
  await screen.findByRole('button', { name: /Open 2020-01 again/ });
  const user = userEvent.setup();
  const reopen = async (why: string) => {
    await user.keyboard('{Alt>}r{/Alt}');
    await user.type(await screen.findByLabelText('Why (may stay empty)'), `${why}{Enter}`);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  };
  await reopen('a late invoice');
  await reopen('');
  const args = { legalEntityId: 'e1', month: '2020-01', periodId: expect.any(String) };
  expect(ran).toEqual([
    { name: 'admin.reopenPeriod', args: { ...args, reason: 'a late invoice' } },
    { name: 'admin.reopenPeriod', args },
  ]);
});

it('who may not change the company sees it, and nothing to change it by', async () => {
  show([permissions.managePeriods], 'series');
  expect(await screen.findByText(/^XS-.+-00001$/)).toBeDefined();
  await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}');
  await screen.findByText('No warehouse yet');
  expect(screen.queryByRole('button', { name: /New/ })).toBeNull();
  expect(screen.queryByRole('button', { name: /Save/ })).toBeNull();
});

it('a logo is chosen, kept, and saved with the entity; what is no picture says so', async () => {
  const ran = show(everything);
  const user = userEvent.setup();
  await user.click(await screen.findByText('Rivertown'));
  await user.keyboard('{Enter}');
  const form = await screen.findByRole('form', { name: 'Rivertown' });
  const input = form.querySelector<HTMLInputElement>('input[type="file"]');
  if (!input) throw new Error('there is no file to choose');
  await user.upload(input, new File(['a page'], 'logo.png', { type: 'image/png' }));
  expect(await within(form).findByText(/no PNG or JPEG/)).toBeDefined();
  await user.upload(input, new File([new Uint8Array(600 * 1024)], 'large.png', { type: 'image/png' }));
  expect(await within(form).findByText(/600 KB/)).toBeDefined();
  await user.upload(input, new File(['a logo'], 'logo.png', { type: 'image/png' }));
  await waitFor(() => expect(form.querySelector('img')?.getAttribute('src')).toBeDefined());
  await within(form).findByRole('button', { name: /Remove/ });
  await user.keyboard('{Control>}s{/Control}');
  await waitFor(() =>
    expect(ran).toMatchObject([{ name: 'admin.saveLegalEntity', args: { id: 'e1', logoHash: 'a'.repeat(64) } }]),
  );
});

it('a territory goes out of use by a key', async () => {
  const ran = show(everything, 'territories');
  const user = userEvent.setup();
  await user.click(await screen.findByText('Hubei'));
  await user.keyboard('{Enter}');
  await screen.findByRole('form', { name: 'Hubei' });
  await user.keyboard('{Alt>}u{/Alt}');
  await waitFor(() => expect(ran).toEqual([{ name: 'admin.setTerritoryUse', args: { id: 't1', inUse: 0 } }]));
  await waitFor(() => expect(screen.queryByRole('form')).toBeNull());
});

it('a year without holidays is named, and the notice brings it', async () => {
  const ran = show(everything, 'holidays');
  const user = userEvent.setup();
  const year = new Date().getUTCFullYear();
  expect((await screen.findAllByText(/is not entered yet/)).length).toBeGreaterThan(0);
  await user.keyboard('{Alt>}i{/Alt}');
  const text = `国务院办公厅关于${year}年部分节假日安排的通知\n一、元旦：1月1日（周四）至3日（周六）放假，共3天。1月4日（周日）上班。`;
  await user.click(screen.getByRole('textbox', { name: 'Paste days' }));
  await user.paste(text);
  await user.keyboard('{Control>}s{/Control}');
  await waitFor(() =>
    expect(ran).toMatchObject([
      {
        name: 'admin.setHolidays',
        args: { days: [{ day: `${year}-01-01` }, {}, {}, { day: `${year}-01-04`, kind: 'workday' }] },
      },
    ]),
  );
});

const told = () =>
  useNotices
    .getState()
    .notices.filter(({ closed }) => !closed)
    .map(({ title, action }) => [wordsOf(title), action !== null]);

it('a saved form says so in place of what was said before, whose undo ends', async () => {
  const ran = show(everything, 'warehouses');
  const undo = vi.fn();
  offerUndo({ label: '2026-10 is closed', run: undo });
  const user = userEvent.setup();
  await screen.findByText('No warehouse yet');
  await user.keyboard('{Alt>}n{/Alt}');
  await user.type(screen.getByLabelText('Code'), 'EAST');
  await user.type(screen.getByLabelText('Name'), 'East');
  await user.keyboard('{Control>}s{/Control}');
  await waitFor(() => expect(told()).toEqual([['Saved – Warehouses: East', false]]));
  await user.keyboard('{Control>}z{/Control}');
  expect(undo).not.toHaveBeenCalled();
  expect(ran).toHaveLength(1);
});

it('a row that was changed is put back by Ctrl+Z', async () => {
  const ran = show(everything, 'territories');
  const user = userEvent.setup();
  await user.click(await screen.findByText('Hubei'));
  await user.keyboard('{Enter}');
  await user.type(await screen.findByLabelText('Name'), ' North');
  await user.keyboard('{Control>}s{/Control}');
  await waitFor(() => expect(told()).toEqual([['Saved – Territories: Hubei North', true]]));
  await user.keyboard('{Control>}z{/Control}');
  await waitFor(() =>
    expect(ran).toMatchObject([{ args: { name: 'Hubei North' } }, { args: { id: 't1', code: 'HB', name: 'Hubei' } }]),
  );
});

it('office time is chosen as clocks say it, and stored in minutes', async () => {
  const ran = show(everything, 'settings');
  const user = userEvent.setup();
  await user.click(await screen.findByLabelText('Office time'));
  await user.click(await screen.findByTitle('UTC−10:00'));
  await user.keyboard('{Control>}s{/Control}');
  await waitFor(() =>
    expect(ran).toMatchObject([{ args: { changes: [{ key: 'company.utcOffsetMinutes', value: '-600' }] } }]),
  );
  await user.keyboard('{Control>}z{/Control}');
  await waitFor(() => expect(ran[1]).toMatchObject({ args: { changes: [{ value: '480' }] } }));
});

it('a tax rate offers the known codes, and takes a new one', async () => {
  const ran = show(everything, 'tax');
  const user = userEvent.setup();
  await screen.findByText('Standard rate');
  await user.keyboard('{Alt>}n{/Alt}');
  const code = screen.getByRole('combobox', { name: /Tax code/ });
  await user.type(code, 'redu');
  await user.click(await screen.findByText('reduced · Reduced rate'));
  expect((code as HTMLInputElement).value).toBe('reduced');
  await user.clear(code);
  await user.type(code, 'luxury');
  await user.type(screen.getByLabelText(/^Rate/), '20');
  await user.type(screen.getByLabelText(/from/i), '2199-01-01');
  await user.keyboard('{Control>}s{/Control}');
  await waitFor(() =>
    expect(ran).toMatchObject([{ name: 'billing.addTaxRate', args: { code: 'luxury', rate: 2_000 } }]),
  );
});
