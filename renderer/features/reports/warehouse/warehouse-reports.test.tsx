import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { strFromU8, unzipSync } from 'fflate';
import { beforeEach, expect, it, vi } from 'vitest';
import { permissions } from '#shared/domains/admin/model.ts';
import { makeFakeBridge, signedIn } from '../../../../tests/support/fake-bridge.ts';
import { startTexts } from '../../../app/i18n.ts';
import { useSession } from '../../../app/session.ts';
import { listenForShortcuts } from '../../../app/shortcuts.ts';
import { useTabs } from '../../../app/tabs.ts';
import { queryClient } from '../../../app/use-query.ts';
import { warehouseReportRights } from '../index.ts';
import { warehouseReports } from './index.ts';
import { WarehouseReport, WarehouseReports } from './warehouse-reports.tsx';

const product = { id: 'mug', code: 'A-100', name: 'Mug', unit: 'box' };
const value = { valueMinor: 123_450 };
const outcome = { lines: 4, filled: 3, late: 0, short: 1, open: 0, rate: 7_500 };
const accuracy = { lines: 4, right: 3, accuracy: 7_500, differenceMinor: 500, valueAccuracy: 9_900 };
const freight = { shipments: 2, orders: 2, freightMinor: 2_000, perOrderMinor: 1_000, goodsMinor: 40_000, share: 500 };
const day = '2026-11-01';
const lot = {
  ...{ ...product, ...value, productId: 'mug', warehouseId: 'w1', lotId: 'l1', lotCode: 'L-1', warehouseName: 'Wuhan' },
  ...{ receivedOn: day, ageDays: 22, expiresOn: '2026-12-01', daysLeft: 8, onHand: 50_000, slice: '14' },
};

/** An answer of each report, with one row. */
const rows: Record<string, readonly object[]> = {
  'inventory.stockAtDate': [{ ...product, ...value, slice: 'Cups', quantity: 30_000, inTransit: 5_000 }],
  'inventory.stockCover': [
    { ...product, ...value, slice: '14', onHand: 1, available: 30_000, incoming: 0, perDay: 2_500, coverDays: 12 },
  ],
  'inventory.slowStock': [
    { ...product, ...value, slice: '60', onHand: 30_000, lastIssueOn: day, idleDays: 45, issued: 10_000, turns: 150 },
  ],
  'inventory.lotAgeing': [{ ...lot, slice: '30' }],
  'inventory.expiryOutlook': [lot],
  'inventory.countAccuracy': [
    {
      id: 'c1',
      number: 'CC-K7-000001',
      warehouseName: 'Wuhan',
      postedOn: day,
      slice: '2026-11',
      ...value,
      ...accuracy,
    },
  ],
  'inventory.fillRate': [{ id: 'u1', code: null, name: 'Hengtong', slice: '', valueMinor: null, ...outcome }],
  'inventory.freightCost': [{ id: 'sf', name: 'SF', slice: '', byMonth: [2_000], ...value, ...freight }],
};
const totals = {
  ...{ totalMinor: 123_450, idleMinor: 123_450, idleCount: 1, lotCount: 1, withoutCost: 0, withoutFreight: 0 },
  ...{ otherCurrencies: [], months: ['2026-11'] },
};

function answerOf(query: string, seesCost: boolean) {
  const own = rows[query] ?? [];
  const isMonthly = /count|fill|freight/.test(query);
  const [first] = own as readonly { readonly slice: string }[];
  return {
    ...totals,
    ...{ rows: own, count: 1, currency: 'CNY', seesCost },
    slices: [{ key: isMonthly ? '2026-11' : first?.slice, count: 1, valueMinor: seesCost ? 123_450 : null }],
    total: query.includes('count') ? accuracy : query.includes('fill') ? outcome : freight,
    byMonth: [{ month: '2026-11', ...(query.includes('count') ? accuracy : outcome) }],
  };
}

function show(name: string, seesCost = true) {
  const answers = Object.keys(rows).map((query) => [query, () => answerOf(query, seesCost)] as const);
  const behind = [
    {
      id: 'm1',
      occurredAt: 0,
      cause: 'shipment',
      quantity: -10_000,
      documentNumber: 'DN-7',
      number: 'DN-7',
      orderNumber: 'DN-7',
    },
  ];
  const pages = ['movementsBehind', 'countDifferences', 'fillRateLines', 'freightShipments'].map(
    (query) =>
      [
        `inventory.${query}`,
        () => ({ rows: behind.map((row) => ({ ...lineOf(query), ...row })), next: null }),
      ] as const,
  );
  const bridge = makeFakeBridge({
    queries: {
      ...Object.fromEntries([...answers, ...pages]),
      'inventory.reportReach': () => ({ warehouses: [{ id: 'w1', name: 'Wuhan' }], isPartial: true }),
      'inventory.productCategories': () => ['Cups', 'Jugs'],
      'admin.company': () => ({
        settings: { 'company.utcOffsetMinutes': 480, 'company.currency': 'CNY' },
        ...{ warehouses: [], territories: [], taxRates: [], former: { warehouses: [], territories: [] } },
      }),
    },
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  useSession.setState({ session: signedIn });
  render(
    <QueryClientProvider client={queryClient}>
      <WarehouseReport params={{ report: name }} />
    </QueryClientProvider>,
  );
  return bridge;
}

const lineOf = (query: string): object =>
  query === 'countDifferences'
    ? { name: 'DN-7', locationCode: null, book: 1, counted: 2, difference: 1 }
    : {
        name: 'Mug',
        dueOn: day,
        firstQuantity: 0,
        asked: 1,
        outcome: 'short',
        shippedOn: day,
        customerName: 'H',
        freightMinor: 5,
      };

beforeEach(() => {
  startTexts('en');
  queryClient.clear();
  useTabs.setState({ tabs: [], activeId: null });
  return listenForShortcuts();
});

it('every report is found by its name from anywhere, by whoever may see it', () => {
  const rights = warehouseReports.map(({ name, permission }) => [name, permission]);
  expect(Object.entries(warehouseReportRights)).toEqual(rights);
});

it.each(Object.keys(warehouseReportRights))(
  '%s: figures, chart, table, and Enter opens what stands behind',
  async (name) => {
    const bridge = show(name);
    const chart = await screen.findByRole('listbox');
    const grid = screen.getByRole('grid');
    expect(within(grid).getAllByRole('row')).toHaveLength(2);
    // Each heading, figure and explanation has its text.
    expect(document.body.textContent).not.toContain('reports.');
    expect(screen.getByText('partial: Wuhan alone')).toBeTruthy();
    expect(within(chart).getAllByRole('option').length).toBeGreaterThan(0);
    grid.focus();
    await userEvent.keyboard('{Enter}');
    const panel = await screen.findByRole('complementary', { name: 'Behind the figure' });
    await within(panel).findByText('DN-7');
    expect(document.body.textContent).not.toContain('reports.');
    const report = warehouseReports.find((each) => each.name === name);
    expect(bridge.asked.at(-1)?.name).toBe(report?.behind.query);
  },
);

it('R47 who may not see cost has no column, no figure and no bar of value', async () => {
  show('stockAtDate', false);
  const grid = await screen.findByRole('grid');
  await within(grid).findByText('Mug');
  expect(screen.queryByText('Value')).toBeNull();
  expect(screen.queryByText('Stock value')).toBeNull();
  expect(screen.getByRole('option').textContent).toBe('Cups · 1 product');
  expect(document.body.textContent).not.toMatch(/¥|1,234/);
});

it('the arrows say each bar, Enter keeps its rows alone, and once more shows all', async () => {
  const bridge = show('expiryOutlook');
  const chart = await screen.findByRole('listbox');
  chart.focus();
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(bridge.asked.at(-1)?.args).toMatchObject({ slice: '14', withinDays: 90 }));
  expect(await screen.findByRole('heading', { name: '8–14' })).toBeTruthy();
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(screen.queryByRole('heading', { name: '8–14' })).toBeNull());
});

it('an Excel file has every row with figures as numbers, the units and the total', async () => {
  const bridge = show('stockAtDate');
  await within(await screen.findByRole('grid')).findByText('Mug');
  const saved: Blob[] = [];
  vi.stubGlobal(
    'URL',
    Object.assign(URL, {
      createObjectURL: (blob: Blob) => {
        saved.push(blob);
        return 'blob:report';
      },
      revokeObjectURL: () => {},
    }),
  );
  await userEvent.keyboard('{Control>}e{/Control}');
  await waitFor(() => expect(saved).toHaveLength(1));
  expect(bridge.asked.at(-1)?.args).toMatchObject({ limitRows: 20_000, slice: null });
  const parts = unzipSync(new Uint8Array(await (saved[0] ?? new Blob()).arrayBuffer()));
  const sheet = strFromU8(parts['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
  const cells = [...sheet.matchAll(/<(?:t|v)[^>]*>([^<]*)<\/(?:t|v)>/g)].map(([, text]) => text);
  expect(cells).toContain('Stock at a date');
  const row = ['A-100', 'Mug', 'Cups', '3', 'box', '0.5', '1234.5'];
  expect(cells.slice(-10)).toEqual(['Value (CNY)', ...row, 'Total', '1234.5']);
  vi.unstubAllGlobals();
});

it('R47 who may not see cost reads nothing of value, nor of an average; in transit nothing is a dash', async () => {
  rows['inventory.stockAtDate'] = [
    { ...product, valueMinor: null, slice: 'Cups', quantity: 30_000, inTransit: 0 },
    { ...product, id: 'jug', code: 'B-020', valueMinor: null, slice: 'Cups', quantity: 10_000, inTransit: 5_000 },
  ];
  show('stockAtDate', false);
  const grid = await screen.findByRole('grid', { name: 'Stock at a date' });
  await within(grid).findByText('B-020');
  const cells = within(grid)
    .getAllByRole('row')
    .map((row) =>
      within(row)
        .queryAllByRole('gridcell')
        .map((cell) => cell.textContent),
    )
    .filter((texts) => texts.length > 0);
  expect(cells.map((texts) => texts.at(-1))).toEqual(['–', '0.5']);
  expect(document.body.textContent).not.toMatch(/value|average|worth/i);
});

it('R47 the list of reports says nothing of value to who may not see it', () => {
  const bridge = makeFakeBridge({});
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  const without = { ...signedIn, user: { ...signedIn.user, permissions: [permissions.seeStockReports] } };
  useSession.setState({ session: without });
  render(
    <QueryClientProvider client={queryClient}>
      <WarehouseReports />
    </QueryClientProvider>,
  );
  expect(screen.getByText('Stock at a date')).toBeTruthy();
  expect(document.body.textContent).not.toMatch(/value|worth|freight/i);
});
