import { QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import type { StockListRow } from '#shared/domains/inventory/queries/stock-list.ts';
import { isOut } from '#shared/domains/inventory/rules/availability.ts';
import { needsReorder } from '#shared/domains/inventory/rules/reorder.ts';
import { makeFakeBridge, signedIn } from '../../../../tests/support/fake-bridge.ts';
import { startTexts } from '../../../app/i18n.ts';
import { loadQueryTables } from '../../../app/query-tables.ts';
import { useSession } from '../../../app/session.ts';
import { useTabs } from '../../../app/tabs.ts';
import { followChanges, queryClient } from '../../../app/use-query.ts';
import { StockList } from './stock-list.tsx';
import { useStockQuestion } from './stock-question.ts';

const product = (code: string, change: Partial<StockListRow> = {}): StockListRow => ({
  id: `${code}:w1`,
  productId: code,
  warehouseId: 'w1',
  code,
  name: `Product ${code}`,
  category: null,
  unit: 'pcs',
  packaging: null,
  barcode: null,
  pictureHash: null,
  discontinued: 0,
  reorderPoint: 100_000,
  maximum: 0,
  onHand: 500_000,
  reserved: 0,
  unsaleable: 0,
  heldForOthers: 0,
  backOrdered: 0,
  incoming: 0,
  incomingDueOn: null,
  shipped: 0,
  ...{ nextExpiryOn: null, tracking: 'none' as const, suggested: 0 },
  ...change,
});

interface Asked {
  readonly search: string;
  readonly withDiscontinued: boolean;
  readonly filter?: 'toOrder' | 'out' | 'expiring' | 'negative' | null;
}

let broken = false;
let products: StockListRow[] = [];
const matching = ({ search, withDiscontinued }: Asked) =>
  products.filter((row) => row.name.toLowerCase().includes(search) && (withDiscontinued || row.discontinued === 0));
const fits = {
  all: () => true,
  toOrder: needsReorder,
  out: (row: StockListRow) => row.discontinued === 0 && isOut(row),
  expiring: (row: StockListRow) => row.nextExpiryOn !== null,
  negative: (row: StockListRow) => row.onHand < 0,
};
let stopFollowing = () => {};

async function show(permissions: readonly string[] = signedIn.user.permissions) {
  const bridge = makeFakeBridge({
    tables: {
      'inventory.stockList': ['stockBalances'],
      'inventory.stockCounts': ['stockBalances'],
      'admin.company': ['settings'],
    },
    queries: {
      'admin.company': () => ({
        settings: { 'company.utcOffsetMinutes': 480 },
        warehouses: [
          { id: 'w1', code: 'W', name: 'Wuhan' },
          { id: 'w2', code: 'C', name: 'Changsha' },
        ],
        territories: [],
        taxRates: [],
        former: { warehouses: [], territories: [] },
      }),
      'inventory.stockList': (asked: Asked) => {
        if (broken) throw new Error('the disk is gone');
        return { rows: matching(asked).filter(fits[asked.filter ?? 'all']), next: null };
      },
      'inventory.productCategories': () => ['Cups', 'Jugs'],
      'inventory.stockLots': () => [
        {
          lotId: 'l1',
          code: 'L2511A',
          warehouseId: 'w1',
          onHand: 360_000,
          receivedOn: '2025-11-22',
          expiresOn: '2026-11-22',
          lifeDaysLeft: -1,
          allocated: 0,
          quarantined: 0,
          blocked: 0,
          ...{ places: [], loose: 0 },
        },
        {
          lotId: 'l2',
          code: 'L2603B',
          warehouseId: 'w1',
          onHand: 140_000,
          receivedOn: '2026-03-14',
          expiresOn: null,
          lifeDaysLeft: null,
          allocated: 0,
          quarantined: 0,
          blocked: 0,
          ...{ places: [], loose: 0 },
        },
      ],
      'inventory.stockMovements': () => ({
        rows: [
          {
            id: 'm2',
            occurredAt: 2,
            cause: 'shipment',
            quantity: -480_000,
            balance: 500_000,
            lotCode: 'L2603B',
            documentId: 's1',
            documentNumber: 'SH-009961',
            documentTable: 'shipments',
            bookedByName: 'He',
          },
          {
            id: 'm1',
            occurredAt: 1,
            cause: 'receipt',
            quantity: 980_000,
            balance: 980_000,
            lotCode: null,
            documentId: null,
            documentNumber: null,
            documentTable: null,
            bookedByName: null,
          },
        ],
        next: { key: 1, id: 'm1' },
      }),
      'inventory.stockCounts': (asked: Asked) => {
        const rows = matching(asked);
        return {
          all: rows.length,
          toOrder: rows.filter(fits.toOrder).length,
          out: rows.filter(fits.out).length,
          expiring: rows.filter(fits.expiring).length,
          negative: rows.filter(fits.negative).length,
        };
      },
    },
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  await loadQueryTables();
  stopFollowing = followChanges();
  useSession.setState({ session: { ...signedIn, user: { ...signedIn.user, permissions } } });
  render(
    <QueryClientProvider client={queryClient}>
      <StockList />
    </QueryClientProvider>,
  );
  return bridge;
}

const codes = () => screen.getAllByRole('row').flatMap((row) => /[A-Z]-\d/.exec(row.textContent ?? '')?.[0] ?? []);

beforeEach(() => {
  startTexts('en');
  queryClient.clear();
  useTabs.setState({ tabs: [], activeId: null });
  useStockQuestion.setState({ search: '', filter: 'all', warehouseId: null, category: null, withDiscontinued: null });
  broken = false;
  products = [
    product('A-1', { reserved: 120_000 }),
    product('B-2', { onHand: 80_000, incoming: 10_000, incomingDueOn: '2026-11-30' }),
    product('C-3', { onHand: 20_000, reserved: 50_000, incoming: 900_000 }),
    product('D-4', { discontinued: 1, onHand: 0 }),
  ];
  return () => stopFollowing();
});

it('R34 days of cover have a column only where goods were seen to leave', async () => {
  products = [product('A-1', { shipped: 90_000 })];
  await show();
  const row = (await screen.findByText('A-1')).closest('[role=row]');
  expect([...(row?.querySelectorAll('.cell-figure') ?? [])].map((cell) => cell.textContent)).toHaveLength(6);
});

it('R20 R34 shows available as on hand less reserved, and what is out or to order', async () => {
  await show();
  const row = (await screen.findByText('A-1')).closest('[role=row]');
  const figures = [...(row?.querySelectorAll('.cell-figure') ?? [])].map((cell) => cell.textContent);
  expect(figures).toEqual(['50', '–', '12', '38', '–']);
  expect(screen.getByText('B-2').closest('[role=row]')?.textContent).toContain('To order');
  expect(screen.getByText('C-3').closest('[role=row]')?.textContent).toMatch(/−3.*Out of stock$/);
});

it('R33 what never lay in a warehouse is marked so there: no figure, no bar, and not as out of stock', async () => {
  products = [product('E-5', { id: 'E-5', warehouseId: null, onHand: 0 }), product('F-6', { onHand: 0 })];
  await show();
  const row = (await screen.findByText('E-5')).closest('[role=row]');
  const figures = [...(row?.querySelectorAll('.cell-figure') ?? [])].map((cell) => cell.textContent);
  expect(figures).toEqual(['–', '–', '–', '–', '–']);
  expect(row?.querySelector('.stock-cover')).toBeNull();
  expect(row?.textContent).toMatch(/Never here$/);
  // It lay here, and nothing of it is left.
  const counted = screen.getByText('F-6').closest('[role=row]');
  expect(counted?.textContent).toMatch(/0.*Out of stock$/);
});

it('hides discontinued products from who sells, until they ask for them', async () => {
  await show();
  await screen.findByText('A-1');
  expect(codes()).toEqual(['A-1', 'B-2', 'C-3']);
  await userEvent.click(screen.getByRole('checkbox', { name: 'Discontinued too' }));
  await screen.findByText('D-4');
});

it('shows the warehouse everything', async () => {
  await show(['inventory.see']);
  expect(await screen.findByText('D-4')).toBeTruthy();
});

it('filters, counts what is behind each filter, and asks for the chosen warehouse', async () => {
  const bridge = await show();
  await screen.findByText('A-1');
  await userEvent.click(await screen.findByText('To order 1'));
  await waitFor(() => expect(codes()).toEqual(['B-2']));
  await userEvent.click(screen.getByText('Out 1'));
  await waitFor(() => expect(codes()).toEqual(['C-3']));
  await userEvent.click(screen.getByText('Negative 0'));
  await waitFor(() => expect(bridge.asked.at(-1)?.args).toMatchObject({ filter: 'negative' }));
  await userEvent.click(screen.getByRole('combobox', { name: 'Warehouse' }));
  await userEvent.click(await screen.findByText('Changsha'));
  await waitFor(() => expect(bridge.asked.at(-1)?.args).toMatchObject({ warehouseId: 'w2' }));
});

it('a row that a sync changed glows once; another search does not', async () => {
  const bridge = await show();
  await screen.findByText('A-1');
  products = products.map((row) => (row.code === 'A-1' ? { ...row, reserved: 130_000 } : row));
  act(() => bridge.change(['stockBalances']));
  await waitFor(() => expect(screen.getByText('A-1').closest('[role=row]')?.className).toContain('glow'));
  expect(screen.getByText('B-2').closest('[role=row]')?.className).not.toContain('glow');
  await waitFor(() => expect(document.querySelector('.data-row.glow')).toBeNull(), { timeout: 5_000 });
  products = products.map((row) => (row.code === 'B-2' ? { ...row, reserved: 10_000 } : row));
  await userEvent.type(screen.getByRole('searchbox'), 'b-2');
  await waitFor(() => expect(codes()).toEqual(['B-2']));
  expect(document.querySelector('.data-row.glow')).toBeNull();
});

it('a list that cannot be read says so and reads again, and offers no import', async () => {
  broken = true;
  await show([...signedIn.user.permissions, 'admin.importData']);
  expect((await screen.findByRole('alert')).textContent).toContain('This could not be read');
  expect(screen.queryByRole('button', { name: 'Import products' })).toBeNull();
  broken = false;
  await userEvent.click(screen.getByRole('button', { name: /Try again/ }));
  expect(await screen.findByText('A-1')).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
});

it('Enter opens a row to its lots, which add up, and its movements, which end at on hand', async () => {
  await show();
  await screen.findByText('A-1');
  await userEvent.keyboard('{Enter}');
  const lots = await screen.findByRole('region', { name: 'Lots' });
  expect(
    within(lots)
      .getAllByRole('row')
      .map((row) => row.textContent),
  ).toEqual(['LotExpiresOn handAllocatedState', 'L2511A22 Nov 202636–Expired', 'L2603B–14–Saleable', '2 lots50–']);
  const movements = screen.getByRole('region', { name: 'Movements' });
  expect(within(movements).getAllByRole('row')[1]?.textContent).toMatch(/ShipmentSH-009961L2603BHe−4850$/);
  await userEvent.click(within(movements).getByRole('button', { name: 'SH-009961' }));
  expect(useTabs.getState().tabs[0]).toMatchObject({ kind: 'shipment', params: { shipmentId: 's1' } });
  useTabs.setState({ tabs: [], activeId: null });
  await userEvent.click(within(movements).getByRole('button', { name: 'All movements' }));
  expect(useTabs.getState().tabs[0]).toMatchObject({ kind: 'product', params: { productId: 'A-1' } });
  screen.getByRole('grid').focus();
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Lots' })).toBeNull());
});

it('too little is seen: the bar below the mark has the colour of what waits', async () => {
  await show();
  await screen.findByText('A-1');
  const toneOf = (code: string) =>
    screen.getByText(code).closest('[role=row]')?.querySelector('.measure-bar')?.className;
  expect([toneOf('A-1'), toneOf('B-2')]).toEqual(['measure-bar measure-neutral', 'measure-bar measure-wait']);
});

it('an empty company is led to the import', async () => {
  products = [];
  await show([...signedIn.user.permissions, 'admin.importData']);
  await userEvent.click(await screen.findByRole('button', { name: 'Import products' }));
  expect(useTabs.getState().tabs[0]).toMatchObject({ kind: 'import', params: { target: 'products' } });
});
