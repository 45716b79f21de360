import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { saidNotices } from '../../../../tests/support/said-notices.ts';
import { beginScreens, showScreen } from '../../../../tests/support/show-screen.tsx';
import { QuarantineButton } from './quarantine-button.tsx';

const heap = {
  ...{ id: 'x1:l1', productId: 'm', productCode: 'A-100', productName: 'Mug', unit: 'pcs', warehouseId: 'w1' },
  ...{ locationId: 'x1', locationCode: 'Q-01', isApart: true, lotId: 'l1', lotCode: 'L-1', serialId: null },
  ...{ serialCode: null, quarantined: 50_000, supplierId: 's1', supplierName: 'Porcelain' },
};
const suggestion = {
  ...{ locationId: 'a1', code: 'A-01', rack: null, bay: null, level: null, why: 'empty', onHand: 0 },
};

const show = (permissions: readonly string[]) =>
  showScreen(<QuarantineButton productId="m" lotId={null} locationId={null} />, permissions, {
    'inventory.quarantinedGoods': () => [heap],
    'inventory.putAwayAdvice': () => ({ shelves: [], suggestions: [suggestion] }),
    'inventory.suppliersOfReceipts': () => [{ supplierId: 's1', supplierName: 'Porcelain' }],
  });

beforeEach(() => beginScreens());

it('R20 freed by the keyboard: what, how much and why; more than is set apart is refused', async () => {
  const bridge = await show(['inventory.see', 'inventory.settleQuarantine']);
  await userEvent.keyboard('q');
  const dialog = await screen.findByRole('dialog');
  await within(dialog).findByText('Wuhan · Q-01 · L-1 · 5 pcs');
  const quantity = within(dialog).getByRole('textbox', { name: /^Quantity/ });
  await userEvent.type(quantity, '6');
  expect((await within(dialog).findByRole('alert')).textContent).toBe('Only 5 pcs are set apart there.');
  await userEvent.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'looked at{Enter}');
  expect(bridge.ran).toEqual([]);
  await userEvent.clear(quantity);
  await userEvent.type(quantity, '2{Enter}');
  await waitFor(() =>
    expect(bridge.ran).toMatchObject([
      {
        name: 'inventory.freeQuarantine',
        args: {
          ...{ warehouseId: 'w1', reason: 'looked at' },
          lines: [{ productId: 'm', lotId: 'l1', fromLocationId: 'x1', toLocationId: null, quantity: 20_000 }],
        },
      },
    ]),
  );
});

it('R26 sent back to whom it came from, with the reason', async () => {
  const bridge = await show(['inventory.see', 'inventory.settleQuarantine']);
  await userEvent.keyboard('q');
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(within(dialog).getByText('Send back'));
  await waitFor(() =>
    expect(within(dialog).getByRole('combobox', { name: /^Supplier/ })).toHaveProperty('value', 'Porcelain'),
  );
  await userEvent.type(within(dialog).getByRole('textbox', { name: /^Quantity/ }), '5');
  await userEvent.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'cracked{Enter}');
  await waitFor(() =>
    expect(bridge.ran).toMatchObject([
      {
        name: 'inventory.sendBack',
        args: {
          ...{ warehouseId: 'w1', supplierId: 's1', supplierName: 'Porcelain', reason: 'cracked' },
          lines: [{ productId: 'm', lotId: 'l1', locationId: 'x1', quantity: 50_000 }],
        },
      },
    ]),
  );
});

it('R104 what was freed or sent back is taken back by Ctrl+Z, by those who may', async () => {
  const bridge = await show([
    'inventory.see',
    'inventory.settleQuarantine',
    'inventory.moveStock',
    'inventory.reverseReceipt',
  ]);
  await userEvent.keyboard('q');
  const dialog = await screen.findByRole('dialog');
  await within(dialog).findByText('Wuhan · Q-01 · L-1 · 5 pcs');
  await userEvent.type(within(dialog).getByRole('textbox', { name: /^Quantity/ }), '2');
  await userEvent.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'looked at{Enter}');
  await waitFor(() => expect(saidNotices()[0]?.action?.keys).toBe('mod+z'));
  await userEvent.keyboard('{Control>}z{/Control}');
  await waitFor(() => expect(saidNotices()[0]?.title).toBe('Mug: 2 pcs set apart again'));
  expect(bridge.ran[1]).toMatchObject({
    name: 'inventory.moveStock',
    args: {
      moves: [
        {
          ...{ productId: 'm', lotId: 'l1', quantity: 20_000, fromLocationId: null, toLocationId: 'x1' },
          ...{ fromCondition: 'saleable', toCondition: 'quarantine' },
        },
      ],
    },
  });
  await userEvent.keyboard('q');
  const again = await screen.findByRole('dialog');
  await userEvent.click(within(again).getByText('Send back'));
  await waitFor(() =>
    expect(within(again).getByRole('combobox', { name: /^Supplier/ })).toHaveProperty('value', 'Porcelain'),
  );
  await userEvent.type(within(again).getByRole('textbox', { name: /^Quantity/ }), '5');
  await userEvent.type(within(again).getByRole('textbox', { name: 'Reason' }), 'cracked{Enter}');
  await waitFor(() => expect(bridge.ran).toHaveLength(3));
  await waitFor(() => expect(saidNotices()[0]?.action?.keys).toBe('mod+z'));
  await userEvent.keyboard('{Control>}z{/Control}');
  await waitFor(() => expect(saidNotices()[0]?.title).toContain('not sent back after all'));
  const [, , sent, reversed] = bridge.ran as { name: string; args: { receiptId?: string } }[];
  expect(reversed).toMatchObject({ name: 'inventory.reverseReceipt', args: { receiptId: sent?.args.receiptId } });
});

it('R113 who may not settle it has no button for it', async () => {
  await show(['inventory.see', 'inventory.scrapStock']);
  expect(screen.queryByRole('button', { name: /Quarantine/ })).toBeNull();
});
