// The warehouse that a screen begins with, and the keys of its lists: where the person worked last, of each person the own.
import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeFakeBridge, signedIn } from '../../../../tests/support/fake-bridge.ts';
import { startTexts } from '../../../app/i18n.ts';
import { setPreference, usePreferences } from '../../../app/preferences.ts';
import { loadQueryTables } from '../../../app/query-tables.ts';
import { useSession } from '../../../app/session.ts';
import { listenForShortcuts } from '../../../app/shortcuts.ts';
import { useTabs } from '../../../app/tabs.ts';
import { queryClient } from '../../../app/use-query.ts';
import { StartCount } from '../counts/start-count.tsx';
import { Suggestions } from '../purchases/suggestions.tsx';
import { TransferEntry } from '../transfers/transfer-entry.tsx';
import { ReleaseQueue } from './release-queue.tsx';

const all = ['inventory.see', 'inventory.seeSuppliers', 'inventory.purchase', 'inventory.releaseOrders'];
const places = [
  { id: 'w1', code: 'W', name: 'Wuhan', hasPlaces: false },
  { id: 'w2', code: 'C', name: 'Changsha', hasPlaces: false },
];
const held = { creditHold: 0, approvalHold: 0, manualHold: 0 };
const order = {
  ...{ id: 'o1', number: 'SO-K7-000001', customerName: 'Hengtong', backOrderedLines: 0, shipComplete: 0, lineCount: 1 },
  ...{ requestedOn: null, promisedOn: null, confirmedAt: 1, shipState: 'none', ...held },
};
/** Set by a test that needs more. */
let queue = [order];
const suggestion = {
  ...{ id: 'm:w2', productId: 'm', warehouseId: 'w2', code: 'A-100', name: 'Mug', unit: 'pcs', onHand: 50_000 },
  ...{ incoming: 0, committed: 20_000, reorderPoint: 60_000, maximum: 200_000, multiple: 0, safetyStock: 0 },
  ...{ leadDays: 7, demandADay: 5_000, stockOutDays: 2, suggested: 170_000, supplierId: 's1', supplierName: 'P' },
};

async function show(screenOf: ReactNode, asked: string[] = [], userId = signedIn.user.id) {
  const ask = (name: string) => (args: unknown) => {
    asked.push(`${name} ${(args as { warehouseId: string | null }).warehouseId}`);
    return name === 'release' ? queue : [suggestion];
  };
  const bridge = makeFakeBridge({
    queries: {
      'admin.company': () => ({
        ...{ settings: { 'company.utcOffsetMinutes': 480 }, warehouses: places, territories: [], taxRates: [] },
        former: { warehouses: [], territories: [] },
      }),
      'inventory.workplaces': () => places,
      'inventory.releaseQueue': ask('release'),
      'inventory.orderSuggestions': ask('suggest'),
      'inventory.supplierList': () => [{ id: 's1', code: 'V1', name: 'P', currency: 'CNY', leadDays: 7 }],
      'inventory.zonesToCount': () => [],
      'inventory.goodsToCount': () => ({ rows: [], stranger: { code: 'B-2', name: 'Jug' } }),
    },
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  await loadQueryTables();
  useSession.setState({ session: { ...signedIn, user: { ...signedIn.user, id: userId, permissions: all } } });
  render(<QueryClientProvider client={queryClient}>{screenOf}</QueryClientProvider>);
  return bridge;
}

let endShortcuts: () => void;
afterEach(() => endShortcuts());

beforeEach(() => {
  queue = [order];
  startTexts('en');
  endShortcuts = listenForShortcuts();
  queryClient.clear();
  useTabs.setState({ tabs: [], activeId: null });
  usePreferences.setState({ workWarehouseId: null, workWarehouses: {} });
});

it('the queue begins with the warehouse that was worked in last, of each person the own', async () => {
  const asked: string[] = [];
  await show(<ReleaseQueue />, asked);
  await waitFor(() => expect(asked).toEqual(['release w1']));
  await userEvent.click(screen.getByRole('combobox', { name: 'Warehouse' }));
  await userEvent.click(await screen.findByText('Changsha'));
  await waitFor(() => expect(asked).toEqual(['release w1', 'release w2']));
  cleanup();
  queryClient.clear();
  await show(<ReleaseQueue />, asked, 'somebody-else');
  await waitFor(() => expect(asked.at(-1)).toBe('release w1'));
  cleanup();
  queryClient.clear();
  await show(<ReleaseQueue />, asked);
  await waitFor(() => expect(asked).toHaveLength(4));
  expect(asked.at(-1)).toBe('release w2');
});

it('suggestions and a new transfer are for the own warehouse; goods come from another', async () => {
  await show(null);
  setPreference('workWarehouseId', 'w2');
  const asked: string[] = [];
  await show(<Suggestions />, asked);
  await waitFor(() => expect(asked).toEqual(['suggest w2']));
  cleanup();
  await show(<TransferEntry />);
  const field = async (label: string) => (await screen.findByLabelText(label)).closest('.document-field');
  await waitFor(async () => expect((await field('To'))?.textContent).toContain('Changsha'));
  expect((await field('From'))?.textContent).toContain('Wuhan');
});

it('Ctrl+Enter releases and orders while the focus is in the table', async () => {
  const bridge = await show(<ReleaseQueue />);
  await screen.findByText('SO-K7-000001');
  screen.getByRole('grid').focus();
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({ name: 'inventory.releaseOrders', args: { orderIds: ['o1'] } });
  expect(useTabs.getState().tabs).toEqual([]);
  cleanup();
  const buying = await show(<Suggestions />);
  await screen.findByText('A-100');
  screen.getByRole('grid').focus();
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(buying.ran).toHaveLength(1));
  expect(buying.ran[0]).toMatchObject({ name: 'inventory.orderSuggested' });
});

it('Ctrl+Enter releases and orders while the focus is in the field of the warehouse, and opens no list', async () => {
  for (const [shown, code, name] of [
    [<ReleaseQueue key="release" />, 'SO-K7-000001', 'inventory.releaseOrders'],
    [<Suggestions key="suggest" />, 'A-100', 'inventory.orderSuggested'],
  ] as const) {
    const bridge = await show(shown);
    await screen.findByText(code);
    const field = screen.getByRole('combobox', { name: 'Warehouse' });
    await userEvent.click(field);
    await userEvent.click(await screen.findByText('Changsha', { selector: '.ant-select-item-option-content' }));
    await screen.findByText(code);
    field.focus();
    await waitFor(() => expect(field.getAttribute('aria-expanded')).toBe('false'));
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(bridge.ran.map((each) => each.name)).toEqual([name]));
    expect(field.getAttribute('aria-expanded')).toBe('false');
    cleanup();
    queryClient.clear();
  }
});

it('Space marks orders that are released together; without marks all that can go are', async () => {
  queue = ['o1', 'o2', 'o3'].map((id) => ({ ...order, id, number: `SO-K7-${id}` }));
  const bridge = await show(<ReleaseQueue />);
  await screen.findByText('SO-K7-o3');
  screen.getByRole('grid').focus();
  await userEvent.keyboard(' {ArrowDown}{ArrowDown} ');
  expect(screen.getAllByLabelText('Marked')).toHaveLength(2);
  expect(screen.getByRole('button', { name: /Release 2 marked/ })).toBeTruthy();
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({ args: { orderIds: ['o1', 'o3'] } });
  await waitFor(() => expect(screen.queryByLabelText('Marked')).toBeNull());
  await userEvent.keyboard(' ');
  expect(screen.getAllByLabelText('Marked')).toHaveLength(1);
  await userEvent.keyboard('{Escape}');
  expect(screen.getByRole('button', { name: /Release 3 orders/ })).toBeTruthy();
});

it('the queue shows what is requested until a day, and releases no more than it shows', async () => {
  queue = [
    { ...order, id: 'o1', number: 'SO-1', requestedOn: '2026-11-20' },
    { ...order, id: 'o2', number: 'SO-2', requestedOn: '2026-11-25' },
    { ...order, id: 'o3', number: 'SO-3' },
  ] as unknown as typeof queue;
  const bridge = await show(<ReleaseQueue />);
  await screen.findByText('SO-3');
  const field = screen.getByRole('textbox', { name: 'Due until' });
  await userEvent.type(field, '2026-11-24{Enter}');
  await waitFor(() => expect(screen.queryByText('SO-2')).toBeNull());
  expect(screen.queryByText('SO-3')).toBeNull();
  expect(field).toHaveProperty('value', '24 Nov 2026');
  await userEvent.click(screen.getByRole('button', { name: /Release 1 order/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({ args: { orderIds: ['o1'] } });
});

it('R28 a product that never was in the warehouse is refused in words', async () => {
  await show(<StartCount onClose={() => undefined} />);
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(await within(dialog).findByText('Chosen products'));
  await userEvent.type(await within(dialog).findByRole('combobox', { name: /SKU/ }), 'B-2{Enter}');
  expect(await screen.findByText(/B-2 Jug was never in Wuhan/)).toBeTruthy();
});
