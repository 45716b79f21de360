import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { makeFakeBridge, signedIn } from '../../../../tests/support/fake-bridge.ts';
import { startTexts } from '../../../app/i18n.ts';
import { useSession } from '../../../app/session.ts';
import { useTabs } from '../../../app/tabs.ts';
import { queryClient } from '../../../app/use-query.ts';
import { OrderHistory } from '../order-page/order-history.tsx';
import { FreedPanel } from './freed-panel.tsx';

const freed = {
  ...{ id: 'c1', orderId: 'o1', orderNumber: 'SO-K7-000123', customerName: 'Hengtong', kind: 'reservationFreed' },
  ...{ position: 2, productName: 'Jug', unit: 'pcs', quantity: 80_000, quantityBefore: 80_000, quantityAfter: 80_000 },
  ...{ warehouseName: 'Wuhan', newProductName: null, changedAt: 1, changedByName: '', deviceCode: '' },
  ...{ totalBeforeMinor: 5, totalAfterMinor: 5, currency: 'CNY' },
};

function show(rows: readonly object[]) {
  const bridge = makeFakeBridge({ queries: { 'sales.freedOrders': () => rows, 'sales.orderChanges': () => rows } });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  useSession.setState({ session: signedIn });
  useTabs.setState({ tabs: [], activeId: null });
  const { container } = render(
    <QueryClientProvider client={queryClient}>
      <FreedPanel />
      <OrderHistory orderId="o1" />
    </QueryClientProvider>,
  );
  return container;
}
beforeEach(() => {
  startTexts('en');
  queryClient.clear();
});

it('R22 the seller sees whose goods were freed, and comes to the order; its history says why', async () => {
  show([freed]);
  await userEvent.click(await screen.findByText('SO-K7-000123 Hengtong'));
  await waitFor(() => expect(useTabs.getState().tabs).toMatchObject([{ kind: 'order', params: { orderId: 'o1' } }]));
  expect(
    await screen.findByText(
      'Line 2, Jug: 8 pcs in Wuhan are free for others, since the order was on hold for too long',
    ),
  ).toBeTruthy();
});

it('R22 where nothing was freed nothing is said', async () => {
  const container = show([]);
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  expect(container.textContent).toBe('');
});
