import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { ledgerEntry } from '../../../../tests/support/ledger-entry.ts';
import { confirmed, openWindow } from '../../../../tests/support/open-order-window.tsx';
import { hengtong, productId, units, uuid, wuhan } from '../../../../tests/support/order-company.ts';
import { openTab } from '../../../app/tabs.ts';

const commandId = uuid(800);
const line = { quantity: units(7), unitPrice: units(60), listPrice: units(62.5), discount: 0 };
const rejected = ledgerEntry(3, {
  commandId,
  name: 'sales.confirmOrder',
  subject: { document: 'SO-K7-000100' },
  args: {
    orderId: uuid(500),
    customerId: hengtong,
    warehouseId: wuhan,
    requestedOn: '2026-12-01',
    paymentTermsDays: 60,
    lines: [{ ...line, productId: productId('A-100') }],
  },
  state: 'rejected',
  reasons: [{ code: 'sales.amountTooLarge', params: { context: 'line', line: 1, limitMinor: 100, currency: 'CNY' } }],
  needsAttention: true,
});

it('R101 a rejected order is mended and sent again: its reason stands there, and the new command names the old', async () => {
  const bridge = openWindow({ ledger: [rejected], commands: { 'sales.confirmOrder': confirmed() } });
  await screen.findByRole('navigation', { name: 'Modules' });
  act(() => void openTab('orderEntry', { amends: commandId }));
  expect(await screen.findByText('In place of order SO-K7-000100, which the office rejected')).toBeTruthy();
  const quantity = screen.getByRole<HTMLInputElement>('textbox', { name: /^Quantity of line 1, A-100/ });
  expect(quantity.value).toBe('7');
  await waitFor(() => expect(document.activeElement).toBe(quantity));
  await userEvent.keyboard('5{Control>}{Enter}{/Control}');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'sales.confirmOrder',
    args: { customerId: hengtong, paymentTermsDays: 60 },
    options: { replaces: commandId },
  });
});

it('the price that was agreed is kept when the list has another one since, and that is said', async () => {
  const sent = { ...line, unitPrice: units(60), listPrice: units(60), productId: productId('A-100') };
  const args = { ...(rejected.args as object), lines: [sent] };
  openWindow({ ledger: [{ ...rejected, args }] });
  await screen.findByRole('navigation', { name: 'Modules' });
  act(() => void openTab('orderEntry', { amends: commandId }));
  const price = await screen.findByRole<HTMLInputElement>('textbox', { name: /^Price of line 1, A-100/ });
  expect(price.value).toBe('60.00');
  expect(await screen.findByText(/the list price is 62\.50 now\. Your price of 60\.00 is kept/)).toBeTruthy();
});

it('what was begun in its place is opened again, not begun twice', async () => {
  const bridge = openWindow({ ledger: [rejected] });
  await screen.findByRole('navigation', { name: 'Modules' });
  act(() => void openTab('orderEntry', { amends: commandId }));
  await screen.findByText(/^In place of order/);
  act(() => void openTab('sync'));
  act(() => void openTab('orderEntry', { amends: commandId }));
  await waitFor(async () => expect(await bridge.drafts.list('order')).toHaveLength(1));
});

it('without a network an order says that it is safe here; its page says so too, and when the office has it', async () => {
  let entry = ledgerEntry(4, { name: 'sales.confirmOrder', args: { orderId: uuid(500) }, state: 'waiting' });
  const bridge = openWindow({ status: { network: 'offline', waiting: 1 } });
  bridge.sync.entryAbout = async () => entry;
  await screen.findByRole('navigation', { name: 'Modules' });
  act(() => void openTab('order', { orderId: uuid(500) }));
  expect(await screen.findByText('Saved on this laptop, goes to the office when there is signal')).toBeTruthy();
  entry = { ...entry, state: 'applied', answeredAt: Date.now() };
  act(() => bridge.setStatus({ network: 'online', waiting: 0 }));
  expect(await screen.findByText(/^At the office since/)).toBeTruthy();
});
