import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { signedIn } from '../../../../tests/support/fake-bridge.ts';
import { openWindow } from '../../../../tests/support/open-order-window.tsx';
import { useTabs } from '../../../app/tabs.ts';

async function searchWith(permissions: readonly string[]) {
  openWindow({
    session: { ...signedIn, user: { ...signedIn.user, permissions } },
    queries: { 'crm.customerList': () => ({ rows: [], next: null }) },
  });
  await userEvent.keyboard('{Control>}{Shift>}o{/Shift}{/Control}');
  await userEvent.type(await screen.findByRole('combobox', { name: 'Customer' }), 'wu');
}

it('a company without customers is told so, and who may import them begins there', async () => {
  await searchWith([...signedIn.user.permissions, 'admin.importData']);
  expect(await screen.findByText('There are no customers yet.')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Import customers' }));
  expect(useTabs.getState().tabs.at(-1)).toMatchObject({ kind: 'import', params: { target: 'customers' } });
});

it('who may not import them is told whom to ask', async () => {
  await searchWith(signedIn.user.permissions);
  expect(await screen.findByText(/Ask your administrator to import them/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Import customers' })).toBeNull();
});
