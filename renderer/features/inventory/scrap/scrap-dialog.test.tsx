import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { beginScreens, showScreen } from '../../../../tests/support/show-screen.tsx';
import { ScrapButton } from './scrap-button.tsx';

const heap = {
  ...{ id: 'x1:l1', productId: 'm', productCode: 'A-100', productName: 'Mug', unit: 'pcs', warehouseId: 'w1' },
  ...{ locationId: 'x1', locationCode: 'A-01', lotId: 'l1', lotCode: 'L-1', serialId: null, serialCode: null },
  ...{ onHand: 50_000, condition: 'quarantine' },
};

const show = (permissions: readonly string[]) =>
  showScreen(<ScrapButton productId="m" lotId={null} locationId={null} />, permissions, {
    'inventory.scrapSources': () => [heap],
  });

beforeEach(() => beginScreens());

it('R113 by the keyboard: what, how much and why; more than lies there is refused', async () => {
  const bridge = await show(['inventory.see', 'inventory.scrapStock']);
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

it('R113 who may not throw goods away has no button for it', async () => {
  await show(['inventory.see']);
  expect(screen.queryByRole('button', { name: /Scrap/ })).toBeNull();
});
