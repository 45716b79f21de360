// R22 on the product's page: who holds goods where, who waits for them, and what a manager moves.
import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { makeFakeBridge, signedIn } from '../../../../tests/support/fake-bridge.ts';
import { startTexts } from '../../../app/i18n.ts';
import { loadQueryTables } from '../../../app/query-tables.ts';
import { useSession } from '../../../app/session.ts';
import { queryClient } from '../../../app/use-query.ts';
import { ProductHolders } from './product-holders.tsx';

const holding = {
  ...{ id: 'l1:w1', orderId: 'o1', orderLineId: 'l1', number: 'SO-K7-000001', customerName: 'Hengtong' },
  ...{ requestedOn: null, confirmedAt: 1, isHeld: false, warehouseId: 'w1', held: 300_000, onLists: 100_000 },
};
const picked = { ...holding, id: 'l3:w1', orderId: 'o3', orderLineId: 'l3', number: 'SO-K7-000003', onLists: 300_000 };
const waiting = {
  ...{ id: 'l2', orderId: 'o2', number: 'SO-K7-000002', customerName: 'Lake Shop', requestedOn: null },
  backOrdered: 120_000,
};

async function show(permissions: readonly string[]) {
  const bridge = makeFakeBridge({
    queries: {
      'admin.company': () => ({
        ...{ settings: {}, warehouses: [{ id: 'w1', code: 'W', name: 'Wuhan' }], territories: [], taxRates: [] },
        former: { warehouses: [], territories: [] },
      }),
      'sales.productHolders': () => ({ holding: [holding, picked], waiting: [waiting] }),
    },
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  await loadQueryTables();
  useSession.setState({ session: { ...signedIn, user: { ...signedIn.user, permissions } } });
  render(
    <QueryClientProvider client={queryClient}>
      <ProductHolders product={{ id: 'm', unit: 'pcs' }} />
    </QueryClientProvider>,
  );
  return bridge;
}

beforeEach(() => {
  startTexts('en');
  queryClient.clear();
});

it('R22 a reservation says its warehouse, and who waits is said; who has no right moves nothing', async () => {
  await show(['sales.see']);
  const row = (await screen.findByText('SO-K7-000001')).closest('tr');
  expect(row?.textContent).toContain('Wuhan');
  expect((await screen.findByText('SO-K7-000002')).closest('tr')?.textContent).toContain('Waits for 12 pcs');
  expect(screen.queryByRole('button', { name: /Move…/ })).toBeNull();
});

it('R22 a manager moves what no pick list has, at most what the other waits for', async () => {
  const bridge = await show(['sales.see', 'sales.moveReservation']);
  // What is all on a pick list cannot be moved.
  expect(await screen.findAllByRole('button', { name: /Move…/ })).toHaveLength(1);
  await userEvent.click(screen.getByRole('button', { name: /Move…/ }));
  const dialog = await screen.findByRole('dialog');
  expect(dialog.textContent).toContain('20 pcs in Wuhan are held for Hengtong');
  const field = within(dialog).getByRole('textbox', { name: 'Qty' });
  expect(field).toHaveProperty('value', '12');
  await userEvent.clear(field);
  await userEvent.type(field, '13');
  expect(within(dialog).getByRole('alert').textContent).toBe('More than 0 and at most 12 pcs.');
  await userEvent.clear(field);
  await userEvent.type(field, '5{Enter}');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'sales.moveReservation',
    args: {
      ...{ fromOrderId: 'o1', fromLineId: 'l1', toOrderId: 'o2', toLineId: 'l2', warehouseId: 'w1' },
      quantity: 50_000,
    },
  });
});
