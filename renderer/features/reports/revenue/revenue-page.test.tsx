import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import type { RevenueByMonth } from '#shared/domains/reports/queries/revenue-by-month.ts';
import { monthsBetween } from '#shared/domains/reports/rules/months.ts';
import { makeFakeBridge, signedIn } from '../../../../tests/support/fake-bridge.ts';
import { startTexts } from '../../../app/i18n.ts';
import { useSession } from '../../../app/session.ts';
import { listenForShortcuts } from '../../../app/shortcuts.ts';
import { useTabs } from '../../../app/tabs.ts';
import { queryClient } from '../../../app/use-query.ts';
import { revenueCsv } from './revenue-csv.ts';
import { RevenuePage } from './revenue-page.tsx';

interface Asked {
  readonly from: string;
  readonly to: string;
}

const byMonth = (months: readonly string[], minor: number) => months.map((_, at) => (at === 0 ? minor : 0));

function reportOf({ from, to }: Asked): RevenueByMonth {
  const months = monthsBetween(from, to);
  const product = (id: string, productName: string, netMinor: number) => ({
    productId: id,
    productCode: id.toUpperCase(),
    productName,
    unit: 'box',
    quantity: 10_000,
    netMinor,
    byMonth: byMonth(months, netMinor),
  });
  return {
    currency: 'CNY',
    months,
    products: [product('mug', 'Mug', 600_000), product('jug', '=Jug', 300_000)],
    rest: { productCount: 3, netMinor: 100_000, byMonth: byMonth(months, 100_000) },
    total: { netMinor: 1_000_000, byMonth: byMonth(months, 1_000_000) },
    otherCurrencies: ['USD'],
  };
}

function show() {
  const bridge = makeFakeBridge({
    queries: {
      'admin.company': () => ({
        settings: { 'company.utcOffsetMinutes': 480, 'company.currency': 'CNY' },
        warehouses: [],
        territories: [
          { id: 't1', code: 'H', name: 'Hubei' },
          { id: 't2', code: 'N', name: 'Hunan' },
        ],
        taxRates: [],
        former: { warehouses: [], territories: [] },
      }),
      'reports.revenueByMonth': reportOf,
      'reports.revenueOrders': () => ({
        rows: [
          {
            id: 'o1',
            number: 'SO-K7-000123',
            customerName: 'Hengtong',
            orderedOn: '2026-11-02',
            confirmedAt: 1,
            netMinor: 300_000,
          },
        ],
        next: null,
      }),
    },
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  useSession.setState({ session: signedIn });
  render(
    <QueryClientProvider client={queryClient}>
      <RevenuePage />
    </QueryClientProvider>,
  );
  return bridge;
}

const lines = () => within(screen.getByRole('grid')).getAllByRole('row');

beforeEach(() => {
  startTexts('en');
  queryClient.clear();
  useTabs.setState({ tabs: [], activeId: null });
  return listenForShortcuts();
});

it('shows the best products, the rest and the sum of all, each with its share', async () => {
  const bridge = show();
  await screen.findByText('Mug');
  expect(lines().map((row) => row.lastElementChild?.textContent)).toEqual(['Share', '60%', '30%', '10%', '100%']);
  expect(lines().at(-1)?.textContent).toMatch(/^Total10,000/);
  expect(screen.getByText('Orders in USD are not in these figures')).toBeTruthy();
  await userEvent.click(screen.getByText('24 months'));
  await waitFor(() => expect(bridge.asked.at(-1)?.args).toMatchObject({ limitProducts: 10 }));
  await waitFor(() => expect(within(screen.getByRole('grid')).getAllByRole('columnheader')).toHaveLength(28));
});

it('while another period is on its way, the figures of the one before cannot be saved under its name', async () => {
  const bridge = show();
  await screen.findByText('Mug');
  const save = screen.getByRole('button', { name: /CSV|Save/i });
  expect(save).toHaveProperty('disabled', false);
  let answer = () => {};
  const { query } = bridge;
  Object.assign(bridge, {
    query: async (name: string, args: unknown) => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return query(name, args);
    },
  });
  await userEvent.click(screen.getByText('24 months'));
  await waitFor(() => expect(save).toHaveProperty('disabled', true));
  answer();
  await waitFor(() => expect(save).toHaveProperty('disabled', false));
});

it('the arrows reach every figure, the chart follows the line, Enter opens the orders behind it', async () => {
  const bridge = show();
  await screen.findByText('Mug');
  screen.getByRole('grid').focus();
  await userEvent.keyboard('{ArrowDown}{Home}');
  expect(await screen.findByRole('heading', { name: '=Jug' })).toBeTruthy();
  await userEvent.keyboard('{Enter}');
  const behind = await screen.findByRole('complementary', { name: 'Orders behind the figure' });
  const revenue = bridge.asked.filter(({ name }) => name === 'reports.revenueByMonth');
  const [from] = revenue.map(({ args }) => (args as Asked).from);
  expect(bridge.asked.at(-1)).toMatchObject({
    name: 'reports.revenueOrders',
    args: { from, to: from, productId: 'jug', territoryId: null, currency: 'CNY' },
  });
  await userEvent.click(await within(behind).findByText('SO-K7-000123'));
  expect(useTabs.getState().tabs[0]).toMatchObject({ kind: 'order', params: { orderId: 'o1' } });
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull());
  screen.getByRole('grid').focus();
  await userEvent.keyboard('{ArrowDown}{Enter}');
  expect(screen.queryByRole('complementary')).toBeNull();
});

it('the file has every figure with its decimals; a name that would run as a formula does not', () => {
  const csv = revenueCsv(reportOf({ from: '2026-10', to: '2026-11' }), {
    code: 'SKU',
    name: 'Product',
    rest: 'others',
    total: 'Total',
  });
  expect(csv.slice(1).trim().split('\r\n')).toEqual([
    'SKU,Product,2026-10,2026-11,Total CNY',
    'MUG,Mug,6000.00,0.00,6000.00',
    "JUG,'=Jug,3000.00,0.00,3000.00",
    ',others,1000.00,0.00,1000.00',
    ',Total,10000.00,0.00,10000.00',
  ]);
});
