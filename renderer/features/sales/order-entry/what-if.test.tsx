// Other terms are tried before the order is changed, by keys alone; a quantity names its unit.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { signedIn } from '../../../../tests/support/fake-bridge.ts';
import { openWindow } from '../../../../tests/support/open-order-window.tsx';
import { orderQueries, units } from '../../../../tests/support/order-company.ts';

const next = () => screen.getByRole('combobox', { name: /^Next line/ });
const quantityOf = (place: number) =>
  screen.getByRole<HTMLInputElement>('textbox', { name: new RegExp(`^Quantity of line ${place},`) });
const lineOf = (place: number) => quantityOf(place).closest('tr');
const foot = () => screen.getByRole('contentinfo');

async function forHengtong(options: Parameters<typeof openWindow>[0] = {}) {
  const bridge = openWindow(options);
  await screen.findByRole('navigation', { name: 'Modules' });
  await userEvent.keyboard('{Control>}{Shift>}o{/Shift}{/Control}');
  await screen.findByRole('heading', { name: 'Order SO-K7-000123' });
  await userEvent.keyboard('wh');
  await screen.findByRole('option', { name: /Hengtong/ });
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(document.activeElement).toBe(next()));
  return bridge;
}

interface Asked {
  readonly wanted: readonly { readonly productId: string }[];
}

const promised = {
  'inventory.promisesOf': ({ wanted }: Asked) =>
    wanted.map(({ productId }) => ({
      ...{ productId, onDay: units(38), wholeOn: '2099-11-30', someOn: '2099-11-20' },
    })),
};

it('Alt+W shows what other terms make of total, margin and days, and Enter takes them over', async () => {
  const { user } = signedIn;
  await forHengtong({
    session: { ...signedIn, user: { ...user, permissions: [...user.permissions, 'inventory.seeCost'] } },
    queries: {
      ...promised,
      'inventory.productCosts': ({ productIds }: { productIds: readonly string[] }) =>
        productIds.map((productId) => ({ productId, averageCost: 30_0000, currency: 'CNY' })),
    },
  });
  await userEvent.keyboard('B-020{Enter}');
  await waitFor(() => expect(document.activeElement).toBe(quantityOf(1)));
  await userEvent.keyboard('60{Enter}');
  // 5,340.00 net, 1,800.00 of cost.
  await waitFor(() => expect(foot().textContent).toContain('Margin 66.29%'));
  expect(lineOf(1)?.textContent).toContain('margin 66.29%');
  await userEvent.keyboard('{Alt>}w{/Alt}');
  const dialog = await screen.findByRole('dialog', { name: 'What if …' });
  const row = (name: RegExp) => within(dialog).getByRole('row', { name });
  await userEvent.keyboard('10%');
  await waitFor(() => expect(row(/^Total with tax/).textContent).toContain('5,430.78'));
  expect(row(/^Total with tax/).textContent).toContain('6,034.20');
  expect(row(/^Margin \D*3,540/).textContent).toContain('3,006.00');
  expect(row(/^First goods go/).textContent).toContain('30 Nov 2099');
  await userEvent.click(within(dialog).getByRole('checkbox'));
  await waitFor(() => expect(row(/^First goods go/).textContent).toContain('20 Nov 2099'));
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: /^Off the order/ }).value).toBe('10%');
  expect([quantityOf(1).value, quantityOf(2).value]).toEqual(['38', '22']);
});

it('R47 whoever may not see cost sees no margin, neither in the lines nor in what if', async () => {
  await forHengtong({ queries: promised });
  await userEvent.keyboard('3*D-412{Enter}');
  await screen.findByText(/1 line/);
  await userEvent.keyboard('{Alt>}w{/Alt}');
  const dialog = await screen.findByRole('dialog', { name: 'What if …' });
  expect(within(dialog).getByRole('row', { name: /^Total with tax/ })).toBeTruthy();
  expect(dialog.textContent).not.toMatch(/margin/i);
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(foot().textContent).not.toMatch(/margin/i);
});

it('R31 a quantity is typed with its unit, and Escape brings both back', async () => {
  const base = orderQueries('en')['sales.priceBook'];
  await forHengtong({
    queries: {
      'sales.priceBook': (args: Parameters<typeof base>[0]) => ({
        ...base(args),
        units: args.productIds.map((productId) => ({ productId, name: 'carton', ratio: 12 })),
      }),
    },
  });
  await userEvent.keyboard('B-020{Enter}');
  await waitFor(() => expect(document.activeElement).toBe(quantityOf(1)));
  await screen.findByRole('button', { name: /carton|Alt/ });
  await userEvent.keyboard('3 carton{Enter}');
  await waitFor(() => expect(lineOf(1)?.textContent).toContain('carton'));
  expect(quantityOf(1).value).toBe('3');
  // 36 pieces at 89.00.
  await waitFor(() => expect(lineOf(1)?.textContent).toContain('3,204.00'));
  quantityOf(1).focus();
  await userEvent.keyboard('5 pcs');
  await waitFor(() => expect(lineOf(1)?.textContent).toContain('445.00'));
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(lineOf(1)?.textContent).toContain('3,204.00'));
});
