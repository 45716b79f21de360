import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import type { OrderListRow } from '#shared/domains/sales/queries/order-list.ts';
import type { FakeBridgeOptions } from '../../../../tests/support/fake-bridge.ts';
import { ledgerEntry } from '../../../../tests/support/ledger-entry.ts';
import { openWindow } from '../../../../tests/support/open-order-window.tsx';
import {
  creditFacts,
  hengtong,
  orderDocument,
  orderRow,
  productId,
  units,
  uuid,
  wuhan,
} from '../../../../tests/support/order-company.ts';
import { orderTags } from '../../../ui/order-tags.tsx';
import { taxByRate } from '../../../ui/tax-by-rate.ts';

const orderId = uuid(500);

async function openOrder(change: Partial<OrderListRow> = {}, options: FakeBridgeOptions = {}) {
  let order: OrderListRow | null = orderRow(0, 'en', change);
  const bridge = openWindow({
    ...options,
    queries: { 'sales.order': () => (order ? orderDocument(order, 'en') : null), ...options.queries },
    drafts: [
      {
        id: uuid(710),
        kind: 'workspace',
        updatedAt: 1,
        body: { tabs: [{ kind: 'order', params: { orderId }, title: null, dirty: false }], active: 0 },
      },
    ],
  });
  await screen.findByRole('navigation', { name: 'Modules' });
  return { bridge, become: (next: Partial<OrderListRow>) => (order = orderRow(0, 'en', next)) };
}

it('shows what was agreed and how far it is, and nothing to type', async () => {
  await openOrder({ approvalHold: 1, backOrderedLines: 1 });
  await screen.findByRole('heading', { name: 'Order SO-K7-000123' });
  const [, mug, jug] = within(screen.getByRole('table', { name: 'Order lines' })).getAllByRole('row');
  expect(mug?.textContent).toContain('reserved 24');
  expect(jug?.textContent).toContain('back-order 14 · reserved 10');
  expect(screen.getByText(/The sales manager at the office decides on its prices/)).toBeTruthy();
  expect(screen.getByRole('contentinfo').textContent).toContain('3 lines, 1 back-ordered');
  expect(within(screen.getByRole('tabpanel')).queryAllByRole('textbox')).toEqual([]);
});

/** The order with lines as they were agreed beyond the limit. */
function heldDocument(change: Partial<OrderListRow>) {
  const document = orderDocument(orderRow(0, 'en', { backOrderedLines: 1, ...change }), 'en');
  const agreed = [{ discount: 1_500 }, { unitPrice: units(80), priceSource: 'manual' as const, discount: 500 }, {}];
  return { ...document, lines: document.lines.map((line, index) => ({ ...line, ...agreed[index] })) };
}

it('R9 the order says which lines wait for approval, what was given and what the limit is', async () => {
  await openOrder({}, { queries: { 'sales.order': () => heldDocument({ approvalHold: 1 }) } });
  const panel = await screen.findByRole('complementary', { name: 'About this order' });
  expect(within(panel).getByText('More than 10% below the list price:')).toBeTruthy();
  expect(
    within(panel)
      .getAllByRole('listitem')
      .map((item) => item.textContent),
  ).toEqual([
    'Line 1, Ceramic mug 350 ml, white: discount 15%',
    'Line 2, Stainless thermos jug 1.5 L: price 80.00 instead of 89.00, discount 5%',
  ]);
  const [, mug, jug, box] = within(screen.getByRole('table', { name: 'Order lines' })).getAllByRole('row');
  expect(mug?.textContent).toContain('Waits for approval');
  expect(mug?.textContent).toContain('beyond your limit of 10%');
  expect(jug?.textContent).toContain('manual · list 89.00 · limit 10%');
  expect(box?.textContent).toContain('Price list');
});

it('R9 an order held for a price list or tax rate that changed says so', async () => {
  await openOrder({ approvalHold: 1 });
  expect(await screen.findByText(/The price list or the tax rate was another one/)).toBeTruthy();
});

it('R54 R55 the order says how far beyond the limit the customer is, counted once', async () => {
  const facts = { ...creditFacts, openOrdersMinor: 7_000_000, oldestDueOn: null };
  await openOrder({ creditHold: 1 }, { queries: { 'billing.creditStatus': () => facts } });
  expect(
    await screen.findByText(/^The customer is ¥22,060.00 beyond the credit limit of ¥80,000.00, this order included/),
  ).toBeTruthy();
});

it('R55 a hold that would not come today says so, an overdue one names the days', async () => {
  let facts = { ...creditFacts, limitMinor: 100_000_000, oldestDueOn: null as string | null };
  const { bridge } = await openOrder({ creditHold: 1 }, { queries: { 'billing.creditStatus': () => facts } });
  expect(await screen.findByText('Credit is sufficient by now.')).toBeTruthy();
  facts = { ...facts, oldestDueOn: '2020-01-01' };
  act(() => bridge.change(['exposureEntries']));
  expect(await screen.findByText(/days overdue; orders are held after 30/)).toBeTruthy();
});

it('R6 a cancelled order has nothing back-ordered any more', async () => {
  await openOrder({}, { queries: { 'sales.order': () => heldDocument({ state: 'cancelled', approvalHold: 1 }) } });
  await screen.findByRole('heading', { name: 'Order SO-K7-000123' });
  expect(screen.getByRole('contentinfo').textContent).not.toContain('back-order');
  const table = screen.getByRole('table', { name: 'Order lines' });
  expect(table.textContent).not.toContain('back-order');
  expect(table.textContent).not.toContain('Waits for approval');
  expect(screen.queryByText(/below the list price/)).toBeNull();
});

it('R6 an open order is cancelled by its key, says so, and can be copied to a new one', async () => {
  const { bridge, become } = await openOrder();
  await screen.findByRole('heading', { name: 'Order SO-K7-000123' });
  await userEvent.keyboard('{Control>}{Shift>}{Delete}{/Shift}{/Control}');
  expect(await screen.findByText('Order SO-K7-000123 cancelled')).toBeTruthy();
  expect(bridge.ran).toEqual([{ name: 'sales.cancelOrder', args: { orderId } }]);
  become({ state: 'cancelled' });
  act(() => bridge.change(['orders']));
  expect(await screen.findByText(/Its goods and its credit are free again/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Cancel order' })).toBeNull();
  await userEvent.keyboard('{Control>}d{/Control}');
  await screen.findByText('Draft');
  await waitFor(() => expect(screen.getAllByRole('textbox', { name: /^Quantity of line/ })).toHaveLength(3));
  expect(await bridge.drafts.list('order')).toHaveLength(1);
});

it('R6 a refusal is told, and the order stays as it is', async () => {
  await openOrder(
    {},
    {
      commands: {
        'sales.cancelOrder': () => ({
          state: 'rejected',
          reason: { code: 'sales.orderShipped', params: { number: 'SO-K7-000123' } },
        }),
      },
    },
  );
  await screen.findByRole('heading', { name: 'Order SO-K7-000123' });
  await userEvent.keyboard('{Control>}{Shift>}{Delete}{/Shift}{/Control}');
  expect(await screen.findByText(/Goods of order SO-K7-000123 have been shipped/)).toBeTruthy();
});

it('R101 a rejected order is taken up again as it was sent, with one key', async () => {
  const row = orderRow(0, 'en', { state: 'rejected' });
  const line = { quantity: units(7), unitPrice: units(60), listPrice: units(62.5), discount: 0 };
  await openOrder(
    { state: 'rejected' },
    {
      queries: { 'sales.order': () => ({ order: orderDocument(row, 'en').order, lines: [] }) },
      ledger: [
        ledgerEntry(3, {
          commandId: uuid(800),
          name: 'sales.confirmOrder',
          args: {
            orderId,
            customerId: hengtong,
            warehouseId: wuhan,
            requestedOn: '2026-12-01',
            paymentTermsDays: 60,
            lines: [
              { ...line, productId: productId('A-100') },
              { ...line, productId: uuid(999) },
            ],
          },
          state: 'rejected',
          reasons: [],
          foretold: [],
          answeredAt: 0,
          needsAttention: true,
        }),
      ],
    },
  );
  await screen.findByText(/could not accept this order/);
  await screen.findByText(/Copy it to a new order to correct it/);
  await userEvent.keyboard('{Control>}d{/Control}');
  const quantity = await screen.findByRole<HTMLInputElement>('textbox', { name: /^Quantity of line 1, A-100/ });
  expect(quantity.value).toBe('7');
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: /^Price of line 1/ }).value).toBe('60.00');
  expect(screen.getByRole<HTMLInputElement>('combobox', { name: 'Customer' }).value).toContain('Hengtong');
  expect(screen.getByText('One product is no longer sold and was left out')).toBeTruthy();
});

it('R101 a rejected order that another device has sent says where it was written, and copies nothing', async () => {
  const { order } = orderDocument(orderRow(0, 'en', { state: 'rejected', customerName: '' }), 'en');
  const stub = { ...order, customerCode: '', shipTo: null, note: null, importKey: null, deviceCode: 'B2' };
  await openOrder({}, { queries: { 'sales.order': () => ({ order: stub, lines: [] }) } });
  const panel = await screen.findByRole('complementary', { name: 'About this order' });
  expect(panel.textContent).toContain('in the sync ledger of device B2, where it was taken: ask Zhou Wenbin');
  expect(within(panel).queryByText('Code')).toBeNull();
  expect(screen.queryByRole('table', { name: 'Order lines' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Copy to a new order' })).toBeNull();
  await userEvent.keyboard('{Control>}d{/Control}');
  expect(screen.queryByText('Draft')).toBeNull();
});

it('an order that this device does not hold says so', async () => {
  await openOrder({}, { queries: { 'sales.order': () => null } });
  expect(await screen.findByText('This order is not on this device')).toBeTruthy();
});

it('R5 holds and back-orders stand beside the life of an order, and end with it', () => {
  const order = { state: 'open', creditHold: 0, approvalHold: 0, manualHold: 0, backOrderedLines: 0 } as const;
  expect(orderTags(order).map(({ word }) => word)).toEqual(['open']);
  expect(orderTags({ ...order, creditHold: 1, backOrderedLines: 2 }).map(({ word }) => word)).toEqual([
    'creditHold',
    'backOrdered',
  ]);
  expect(orderTags({ ...order, state: 'cancelled', creditHold: 1 }).map(({ word }) => word)).toEqual(['cancelled']);
});

it('R44 stored tax is added by rate, highest first', () => {
  const line = (taxRate: number, taxMinor: number) => ({ taxRate, taxMinor });
  expect(taxByRate([line(900, 5), line(1_300, 7), line(900, 1)])).toEqual([line(1_300, 7), line(900, 6)]);
});

it('an order that the office rejected is shown as it was entered, by its number, though no row of it is here', async () => {
  const line = {
    id: uuid(510),
    productId: productId('A-100'),
    quantity: units(60),
    unitPrice: units(70),
    listPrice: units(76),
    discount: 0,
    taxRate: 1_300,
  };
  const rejected = ledgerEntry(1, {
    name: 'sales.confirmOrder',
    args: { orderId, number: 'SO-K7-000555', warehouseId: wuhan, currency: 'CNY', lines: [line] },
    subject: { document: 'SO-K7-000555', party: 'Wuhan Hengtong' },
    state: 'rejected',
    reasons: [{ code: 'kernel.notPermitted', params: { permission: 'x' } }],
    needsAttention: true,
  });
  await openOrder({}, { ledger: [rejected], queries: { 'sales.order': () => null } });
  expect(await screen.findByRole('heading', { name: 'Order SO-K7-000555' })).toBeTruthy();
  expect(screen.getByText(/As you entered it\. The office did not accept it/)).toBeTruthy();
  expect(screen.getByText(/Your role may not do this/)).toBeTruthy();
  const [, first] = within(screen.getByRole('table', { name: 'Order lines' })).getAllByRole('row');
  expect(first?.textContent).toContain('4,200.00');
  expect(screen.getByRole('button', { name: /Correct and send again/ })).toBeTruthy();
  expect(screen.queryByText('This order is not on this device')).toBeNull();
  await waitFor(() => expect(screen.getByRole('tab', { name: /SO-K7-000555/ })).toBeTruthy());
});

it('what was done to an order offline is told before the order itself: the office does not know of it', async () => {
  const [made, cancelled] = [
    ledgerEntry(1, { name: 'sales.confirmOrder', args: { orderId }, state: 'applied', answeredAt: 5 }),
    ledgerEntry(2, { name: 'sales.cancelOrder', args: { orderId }, state: 'waiting', answeredAt: null }),
  ];
  const { bridge } = await openOrder({ state: 'cancelled' }, { ledger: [cancelled, made] });
  const told = await screen.findByTestId('office-state');
  await waitFor(() =>
    expect(told.textContent).toMatch(/^Cancel order: saved on this laptop at .*, not at the office yet/),
  );
  act(() => bridge.setStatus({ waiting: 1, trouble: { code: 'session.signInAgain', params: {} } }));
  await waitFor(() => expect(screen.getByTestId('office-state').textContent).toContain('Not sent: sign in again'));
});

it('an order that came through as foretold says so, and no changes', async () => {
  const made = ledgerEntry(1, { name: 'sales.confirmOrder', args: { orderId }, state: 'adjusted', isAsTold: true });
  await openOrder({ creditHold: 1 }, { ledger: [made] });
  expect((await screen.findByTestId('office-state')).textContent).toMatch(/^At the office since .*, as told here$/);
});

it('R6 a cancelled order says who cancelled it, and when', async () => {
  const cancelled = { byName: 'Zhang Min', at: Date.UTC(2026, 10, 23, 7, 10) };
  await openOrder({}, { queries: { 'sales.order': () => ({ ...heldDocument({ state: 'cancelled' }), cancelled }) } });
  expect(await screen.findByText(/^Zhang Min cancelled it at /)).toBeTruthy();
});
