import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { saidNotices } from '../../../../tests/support/said-notices.ts';
import { beginScreens, showScreen } from '../../../../tests/support/show-screen.tsx';
import { GiveBackDialog } from './quota-dialogs.tsx';

const quota = {
  ...{ id: 'q1', userId: 'u-he', userName: 'He', warehouseId: 'w1', productId: 'm', productCode: 'A-100' },
  ...{ productName: 'Mug', unit: 'pcs', granted: 50_000, left: 50_000, validUntil: '2026-12-31', deviceCode: 'K7' },
  ...{ createdAt: 1, createdBy: 'x', updatedAt: 1, updatedBy: 'x', deletedAt: null },
};

beforeEach(() => beginScreens());

const giveBack = async (permissions: readonly string[]) => {
  const bridge = await showScreen(<GiveBackDialog quota={quota} onClose={() => {}} />, permissions, {
    'inventory.holderDevices': () => [],
    'admin.devices': () => [],
  });
  const quantity = within(await screen.findByRole('dialog')).getByRole('textbox', { name: 'Quantity' });
  await userEvent.clear(quantity);
  await userEvent.type(quantity, '2{Enter}');
  await waitFor(() => expect(saidNotices()[0]?.title).toBe('2 pcs of Mug given back'));
  return bridge;
};

it('R104 what was given back is given anew as it was held, by whoever grants it', async () => {
  const bridge = await giveBack(['inventory.see', 'inventory.manageQuotas']);
  await userEvent.keyboard('{Control>}z{/Control}');
  await waitFor(() => expect(bridge.ran).toHaveLength(2));
  expect(bridge.ran[1]).toMatchObject({
    name: 'inventory.grantQuota',
    args: { userId: 'u-he', productId: 'm', quantity: 20_000, validUntil: '2026-12-31', deviceCode: 'K7' },
  });
});

it('R104 who only holds it is offered no undo that would be refused', async () => {
  await giveBack(['inventory.see']);
  expect(saidNotices()[0]?.action).toBeNull();
});
