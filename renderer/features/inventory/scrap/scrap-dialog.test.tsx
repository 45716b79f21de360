import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { makeFakeBridge, signedIn } from '../../../../tests/support/fake-bridge.ts';
import { startTexts } from '../../../app/i18n.ts';
import { useSession } from '../../../app/session.ts';
import { listenForShortcuts } from '../../../app/shortcuts.ts';
import { queryClient } from '../../../app/use-query.ts';
import { ScrapButton } from './scrap-button.tsx';

const heap = {
  ...{ id: 'x1:l1', productId: 'm', productCode: 'A-100', productName: 'Mug', unit: 'pcs', warehouseId: 'w1' },
  ...{ locationId: 'x1', locationCode: 'A-01', lotId: 'l1', lotCode: 'L-1', serialId: null, serialCode: null },
  ...{ onHand: 50_000, condition: 'quarantine' },
};

function show(permissions: readonly string[]) {
  const bridge = makeFakeBridge({
    queries: {
      'admin.company': () => ({
        settings: { 'company.utcOffsetMinutes': 480 },
        warehouses: [{ id: 'w1', code: 'W', name: 'Wuhan' }],
        ...{ territories: [], taxRates: [], former: { warehouses: [], territories: [] } },
      }),
      'inventory.scrapSources': () => [heap],
    },
  });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
  useSession.setState({ session: { ...signedIn, user: { ...signedIn.user, permissions } } });
  render(
    <QueryClientProvider client={queryClient}>
      <ScrapButton productId="m" lotId={null} locationId={null} />
    </QueryClientProvider>,
  );
  return bridge;
}
beforeEach(() => {
  startTexts('en');
  queryClient.clear();
  return listenForShortcuts();
});

it('R113 by the keyboard: what, how much and why; more than lies there is refused', async () => {
  const bridge = show(['inventory.see', 'inventory.scrapStock']);
  await userEvent.keyboard('x');
  const dialog = await screen.findByRole('dialog');
  await within(dialog).findByText('Wuhan · A-01 · L-1 · 5 pcs');
  const quantity = within(dialog).getByRole('textbox', { name: /^Quantity/ });
  await userEvent.type(quantity, '6');
  expect((await within(dialog).findByRole('alert')).textContent).toBe('Only 5 pcs lie there.');
  await userEvent.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'dropped{Enter}');
  expect(bridge.ran).toEqual([]);
  await userEvent.clear(quantity);
  await userEvent.type(quantity, '2{Enter}');
  await waitFor(() =>
    expect(bridge.ran).toMatchObject([
      {
        name: 'inventory.scrapStock',
        args: {
          ...{ warehouseId: 'w1', reason: 'dropped' },
          lines: [{ productId: 'm', lotId: 'l1', locationId: 'x1', condition: 'quarantine', quantity: 20_000 }],
        },
      },
    ]),
  );
});

it('R113 who may not throw goods away has no button for it', () => {
  show(['inventory.see']);
  expect(screen.queryByRole('button', { name: /Scrap/ })).toBeNull();
});
