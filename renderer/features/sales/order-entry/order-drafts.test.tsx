// What happens to a draft: saved, restored, confirmed once, kept when it is refused.
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import type { CommandReply } from '#shared/protocol/bridge.ts';
import type { FakeBridge, FakeBridgeOptions } from '../../../../tests/support/fake-bridge.ts';
import { confirmed, draftBody, openWindow } from '../../../../tests/support/open-order-window.tsx';
import {
  draftLine,
  orderDocument,
  orderQueries,
  orderRow,
  productRow,
  units,
  uuid,
  wuhan,
} from '../../../../tests/support/order-company.ts';

import { readOrderDraft } from './order-draft.ts';

const draftId = uuid(700);
const confirmKey = '{Control>}{Enter}{/Control}';

/** Starts Satchel with a draft in an open tab, as after a crash. */
async function withDraft(body: object, options: FakeBridgeOptions = {}): Promise<FakeBridge> {
  const tabs = [{ kind: 'orderEntry', params: { draftId }, title: null, dirty: true }];
  const bridge = openWindow({
    ...options,
    drafts: [
      { id: draftId, kind: 'order', updatedAt: 1, body },
      { id: uuid(710), kind: 'workspace', updatedAt: 1, body: { tabs, active: 0 } },
    ],
  });
  await screen.findByRole('heading', { name: /^Order SO-K7-/ });
  return bridge;
}

const twoLines = () => draftBody([draftLine(1, 'A-100', 48, { discount: 500 }), draftLine(2, 'B-020', 10)]);
const drafts = async (bridge: FakeBridge) => bridge.drafts.list('order');
/** How many lines the one kept draft has. */
async function keptLines(bridge: FakeBridge): Promise<number> {
  const [draft] = await drafts(bridge);
  return readOrderDraft(draft?.body)?.lines.length ?? 0;
}
const confirmations = (bridge: FakeBridge) => bridge.ran.filter(({ name }) => name === 'sales.confirmOrder');

const openTitles = () => screen.getAllByRole('tab').map((tab) => tab.querySelector('.ellipsis')?.textContent);

it('R103 a draft comes back after a crash with everything that was typed', async () => {
  await withDraft(twoLines());
  expect(screen.getByRole('heading', { name: 'Order SO-K7-000107' })).toBeTruthy();
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: /^Quantity of line 1/ }).value).toBe('48');
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: /^Discount of line 1/ }).value).toBe('5%');
  expect(screen.getByRole<HTMLInputElement>('combobox', { name: 'Customer' }).value).toContain('Hengtong');
});

it('R103 every change is saved by itself', async () => {
  const bridge = await withDraft(twoLines());
  await userEvent.keyboard('3*D-412{Enter}');
  await waitFor(async () => {
    expect(await keptLines(bridge)).toBe(3);
  });
});

it('what is not saved yet is saved when the window loses the focus', async () => {
  const bridge = await withDraft(twoLines());
  await userEvent.keyboard('3*D-412{Enter}');
  await screen.findByRole('textbox', { name: /^Quantity of line 3/ });
  act(() => void window.dispatchEvent(new Event('blur')));
  expect(await keptLines(bridge)).toBe(3);
});

it('closing the tab keeps the draft; an empty one goes', async () => {
  const bridge = await withDraft(twoLines());
  await userEvent.keyboard('{Control>}{Delete}{/Control}{ArrowUp}{Control>}{Delete}{/Control}');
  await waitFor(() => expect(screen.queryByRole('textbox', { name: /^Quantity of line 2/ })).toBeNull());
  await userEvent.keyboard('{Control>}w{/Control}');
  await waitFor(() => expect(openTitles()).toEqual(['Today']));
  expect(await keptLines(bridge)).toBe(1);
});

it('a draft that became an order before the crash shows the order', async () => {
  const row = orderRow(0, 'en', { id: draftId, number: 'SO-K7-000107' });
  const bridge = await withDraft(twoLines(), { queries: { 'sales.order': () => orderDocument(row, 'en') } });
  expect(await screen.findByRole('complementary', { name: 'About this order' })).toBeTruthy();
  expect(await drafts(bridge)).toEqual([]);
});

it('Ctrl+Enter twice confirms once; the tab becomes the order, Ctrl+Z cancels it (R104)', async () => {
  let standing: 'none' | 'open' | 'cancelled' = 'none';
  const queries = orderQueries('en');
  const bridge = await withDraft(twoLines(), {
    queries: {
      ...queries,
      'sales.order': ({ id }: { id: string }) => {
        if (id !== draftId || standing === 'none') return null;
        return orderDocument(orderRow(0, 'en', { id, number: 'SO-K7-000107', state: standing }), 'en');
      },
    },
    commands: {
      'sales.confirmOrder': () => {
        standing = 'open';
        return confirmed({ number: 'SO-K7-000107', backOrderedLines: 1, approvalHold: 1 })();
      },
      'sales.cancelOrder': () => {
        standing = 'cancelled';
        return { state: 'applied', result: {}, commandId: uuid(703), sequence: 2 };
      },
    },
  });
  await screen.findByText(/^available 38/);
  await userEvent.keyboard(confirmKey + confirmKey);
  expect(
    await screen.findByText('Order SO-K7-000107 confirmed · 1 line back-ordered · waits for approval'),
  ).toBeTruthy();
  expect(confirmations(bridge)).toHaveLength(1);
  expect(confirmations(bridge)[0]?.args).toMatchObject({
    orderId: draftId,
    lines: [
      { quantity: units(48), discount: 500, taxRate: 1_300, listPrice: units(62.5) },
      { productId: productRow('B-020', 'en', wuhan).id },
    ],
  });
  expect(await drafts(bridge)).toEqual([]);
  await waitFor(() => expect(openTitles()).toEqual(['Today', 'Order SO-K7-000107']));
  expect(await screen.findByRole('complementary', { name: 'About this order' })).toBeTruthy();
  expect(screen.queryByRole('textbox', { name: /^Quantity/ })).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Order SO-K7-000107' }));
  await userEvent.keyboard('{Control>}z{/Control}');
  expect(await screen.findByText('Order SO-K7-000107 cancelled')).toBeTruthy();
  expect(screen.getByText(/open again as a new draft. The number SO-K7-000107 stays cancelled/)).toBeTruthy();
  expect(await screen.findByRole('heading', { name: 'Order SO-K7-000123' })).toBeTruthy();
  const again = async () => (await drafts(bridge)).map(({ body }) => readOrderDraft(body));
  expect(await again()).toMatchObject([
    { number: 'SO-K7-000123', requestedOn: '2026-11-27', paymentTermsDays: 30, lines: [{}, {}, {}] },
  ]);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('combobox', { name: /^Next line/ })));
  act(() => bridge.change(['orders']));
  await userEvent.click(screen.getByRole('tab', { name: /SO-K7-000107/ }));
  expect(await screen.findByText(/Its goods and its credit are free again/)).toBeTruthy();
});

it('a rejection keeps everything, says why, and puts the cursor where it can be mended', async () => {
  const replies: CommandReply[] = [
    { state: 'rejected', reason: { code: 'inventory.productGone', params: { line: 2 } } },
    { state: 'rejected', reason: { code: 'crm.customerGone', params: {} } },
  ];
  const bridge = await withDraft(twoLines(), {
    commands: { 'sales.confirmOrder': () => replies.shift() ?? confirmed()() },
  });
  await userEvent.keyboard(confirmKey);
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('Everything you typed is still here');
  expect(alert.textContent).toContain(
    'The product on line 2 no longer exists. Remove the line, or take another product.',
  );
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: /^Quantity of line 2/ }));
  expect(await drafts(bridge)).toHaveLength(1);
  await userEvent.keyboard(confirmKey);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('combobox', { name: 'Customer' })));
  expect(confirmations(bridge)).toHaveLength(2);
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: /^Quantity of line 1/ }).value).toBe('48');
});

it('problems are told before anything is sent, with the cursor on the first', async () => {
  const bridge = await withDraft({ ...twoLines(), customerId: null, customerName: null });
  await userEvent.keyboard(confirmKey);
  expect(await screen.findByText('Choose the customer first')).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByRole('combobox', { name: 'Customer' }));
  await userEvent.keyboard('wh');
  await screen.findByRole('option', { name: /Hengtong/ });
  await userEvent.keyboard('{Enter}{ArrowUp}0');
  await userEvent.keyboard(confirmKey);
  expect(await screen.findByText(/^Line 2 has no quantity/)).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: /^Quantity of line 2/ }));
  expect(bridge.ran).toEqual([]);
});

it('what is half typed is not left behind by confirming', async () => {
  const bridge = await withDraft(twoLines());
  await userEvent.keyboard('A-12');
  await userEvent.keyboard(confirmKey);
  expect(await screen.findByText('"A-12" in the next line is not on the order yet')).toBeTruthy();
  await userEvent.keyboard('{Escape}{Escape}{ArrowUp}12x');
  await userEvent.keyboard(confirmKey);
  expect(await screen.findByText('Line 2, Quantity: "12x" cannot be read')).toBeTruthy();
  const quantity = screen.getByRole('textbox', { name: /^Quantity of line 2/ });
  expect(document.activeElement).toBe(quantity);
  expect(quantity.getAttribute('aria-invalid')).toBe('true');
  expect(bridge.ran).toEqual([]);
});

it('a figure that cannot be read says what is expected, stays to be mended, and is led to when confirming', async () => {
  const bridge = await withDraft(twoLines());
  await userEvent.keyboard('{ArrowUp}{ArrowUp}{ArrowRight}abc');
  const price = screen.getByRole<HTMLInputElement>('textbox', { name: /^Price of line 1/ });
  const expected = 'A price is a figure such as 12.50; left empty it is the list price.';
  expect(document.getElementById(price.getAttribute('aria-describedby') ?? '')?.textContent).toBe(expected);
  await userEvent.keyboard('{Enter}');
  expect(document.activeElement).toBe(price);
  await userEvent.keyboard('{ArrowDown}');
  expect(price.value).toBe('abc');
  await userEvent.keyboard(confirmKey);
  expect(await screen.findByText('Line 1, Price: "abc" cannot be read')).toBeTruthy();
  expect(screen.getByText(`${expected} Escape brings back what stood there before.`)).toBeTruthy();
  expect(document.activeElement).toBe(price);
  await userEvent.keyboard('{Escape}');
  expect(price.value).toBe('62.50');
  expect(bridge.ran).toEqual([]);
});

it('quantity 0 is not taken without a word', async () => {
  await withDraft(twoLines());
  await userEvent.keyboard('{ArrowUp}0{Enter}');
  const quantity = screen.getByRole('textbox', { name: /^Quantity of line 2/ });
  expect(document.activeElement).toBe(quantity);
  expect(screen.getByRole('alert').textContent).toMatch(/^Nothing is ordered with quantity 0/);
  await userEvent.keyboard('3{Enter}');
  expect(document.activeElement).toBe(screen.getByRole('combobox', { name: /^Next line/ }));
  expect(screen.queryByRole('alert')).toBeNull();
});

it('R103 what is half typed for the next line is kept with the draft', async () => {
  const bridge = await withDraft(twoLines());
  await userEvent.keyboard('12*ther');
  await waitFor(async () => {
    const [draft] = await drafts(bridge);
    expect(readOrderDraft(draft?.body)?.nextText).toBe('12*ther');
  });
  await userEvent.keyboard('{Enter}');
  await screen.findByRole('textbox', { name: /^Quantity of line 3/ });
  await waitFor(async () => {
    const [draft] = await drafts(bridge);
    expect(readOrderDraft(draft?.body)?.nextText).toBe('');
  });
});

it('R103 half a line comes back after a crash', async () => {
  await withDraft({ ...twoLines(), nextText: '12*ther' });
  expect(screen.getByRole<HTMLInputElement>('combobox', { name: /^Next line/ }).value).toBe('12*ther');
});

it('several drafts are written side by side, each with its own number', async () => {
  const bridge = await withDraft(twoLines());
  await userEvent.keyboard('{Control>}{Shift>}o{/Shift}{/Control}');
  expect(await screen.findByRole('heading', { name: 'Order SO-K7-000123' })).toBeTruthy();
  await userEvent.keyboard('wh');
  await screen.findByRole('option', { name: /Hengtong/ });
  await userEvent.keyboard('{Enter}');
  await waitFor(async () => expect(await drafts(bridge)).toHaveLength(2));
  expect(openTitles()).toEqual(['Today', 'Order SO-K7-000107', 'Order SO-K7-000123']);
});

it('R103 a draft that could not be kept is said, stays open, and is kept by trying again', async () => {
  const bridge = await withDraft(twoLines());
  const { save } = bridge.drafts;
  const full = { ok: false, reason: { code: 'device.diskFull', params: {} } } as const;
  Object.assign(bridge.drafts, { save: async () => full });
  await userEvent.keyboard('3*D-412{Enter}');
  expect(await screen.findByText(/The disk of this computer is full/)).toBeTruthy();
  await userEvent.keyboard('{Control>}s{/Control}');
  await userEvent.keyboard('{Control>}w{/Control}');
  expect(screen.queryByText(/saved/i)).toBeNull();
  expect(screen.getByRole('tab', { name: /SO-K7-000107/ })).toBeTruthy();
  expect(await keptLines(bridge)).toBe(2);
  Object.assign(bridge.drafts, { save });
  await userEvent.click(screen.getByRole('button', { name: /Try again/ }));
  await waitFor(async () => expect(await keptLines(bridge)).toBe(3));
  await waitFor(() => expect(screen.queryByText(/The disk of this computer is full/)).toBeNull());
});
