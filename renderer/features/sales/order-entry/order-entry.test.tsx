// Order entry in the whole window, with an in-memory bridge. Nothing here clicks: R111 asks for keys alone. Long because
// every way in which a hand is faster than the screen is a story of its own.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { confirmed, openWindow } from '../../../../tests/support/open-order-window.tsx';
import { creditFacts, hengtong, orderQueries, units, wuhan } from '../../../../tests/support/order-company.ts';

const next = () => screen.getByRole('combobox', { name: /^Next line/ });
const lines = () =>
  within(screen.getByRole('table', { name: 'Order lines' }))
    .getAllByRole('row')
    .slice(1);
const quantityOf = (place: number) =>
  screen.getByRole<HTMLInputElement>('textbox', { name: new RegExp(`^Quantity of line ${place},`) });
const foot = () => screen.getByRole('contentinfo');

async function newOrder(options: Parameters<typeof openWindow>[0] = {}) {
  const bridge = openWindow(options);
  await screen.findByRole('navigation', { name: 'Modules' });
  await userEvent.keyboard('{Control>}{Shift>}o{/Shift}{/Control}');
  await screen.findByRole('heading', { name: 'Order SO-K7-000123' });
  return bridge;
}

async function forHengtong(options: Parameters<typeof openWindow>[0] = {}) {
  const bridge = await newOrder(options);
  await userEvent.keyboard('wh');
  await screen.findByRole('option', { name: /Hengtong/ });
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(document.activeElement).toBe(next()));
  return bridge;
}

it('R111 a ten-line order is taken and confirmed by keys alone', async () => {
  const bridge = await forHengtong({ commands: { 'sales.confirmOrder': confirmed() } });
  const codes = ['A-100', 'A-110', 'B-020', 'B-029', 'D-412', 'A-120', 'A-121', 'A-128', 'A-130', 'C-305'];
  for (const [index, code] of codes.entries()) {
    await userEvent.keyboard(`${code}{Enter}`);
    await waitFor(() => expect(document.activeElement).toBe(quantityOf(index + 1)));
    await userEvent.keyboard(`${index + 2}{Enter}`);
    await waitFor(() => expect(document.activeElement).toBe(next()));
  }
  expect(lines()).toHaveLength(10);
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  expect(await screen.findByText('Order SO-K7-000123 confirmed')).toBeTruthy();
  expect(bridge.ran).toHaveLength(1);
  expect(bridge.ran[0]).toMatchObject({
    name: 'sales.confirmOrder',
    args: { number: 'SO-K7-000123', customerId: hengtong, warehouseId: wuhan, currency: 'CNY', paymentTermsDays: 30 },
  });
  const args = bridge.ran[0]?.args as { lines: { id: string; quantity: number }[] };
  expect(args.lines.map((line) => line.quantity)).toEqual(codes.map((_, index) => units(index + 2)));
  expect(new Set(args.lines.map((line) => line.id)).size).toBe(10);
});

it('R111 twenty scans while products are being looked up all register, in order', async () => {
  const queries = orderQueries('en');
  let held: (() => void)[] = [];
  const slow = (args: Parameters<(typeof queries)['inventory.productList']>[0]) =>
    new Promise((resolve) => {
      held.push(() => resolve(queries['inventory.productList'](args)));
    });
  await forHengtong({ queries: { 'inventory.productList': slow } });
  const barcodes = Array.from({ length: 20 }, (_, scan) => `6901234567${100 + (scan % 11)}`);
  for (const barcode of barcodes) await userEvent.keyboard(`${barcode}{Enter}`);
  await waitFor(() => {
    const waiting = held;
    held = [];
    for (const answer of waiting) answer();
    expect(lines()).toHaveLength(20);
  });
  const shown = lines().map((line) => within(line).getAllByRole('cell')[1]?.textContent);
  const eleven = ['A-100', 'A-110', 'B-020', 'B-029', 'D-412', 'A-120', 'A-121', 'A-128', 'A-130', 'C-305', 'E-077'];
  expect(shown).toEqual([...eleven, ...eleven.slice(0, 9)]);
  await waitFor(() => expect(quantityOf(20).value).toBe('1'));
});

it('R111 a quantity that begins before its line is there is no other for it', async () => {
  const queries = orderQueries('en');
  let answer = () => {};
  const slow = (args: Parameters<(typeof queries)['inventory.productList']>[0]) =>
    new Promise((resolve) => {
      answer = () => resolve(queries['inventory.productList'](args));
    });
  await forHengtong({ queries: { 'inventory.productList': slow } });
  // A line has 1 to begin with, which a cursor that comes to it selects.
  for (const [index, quantity] of ['12', '42'].entries()) {
    await userEvent.keyboard(`B-020{Enter}${quantity[0]}`);
    answer();
    await waitFor(() => expect(document.activeElement).toBe(quantityOf(index + 1)));
    await userEvent.keyboard(`${quantity[1]}{Enter}`);
    expect(quantityOf(index + 1).value).toBe(quantity);
  }
});

/** The customers' hits come when `answer` is called. */
async function slowCustomers() {
  const queries = orderQueries('en');
  let held: (() => void)[] = [];
  const slow = (args: Parameters<(typeof queries)['crm.customerList']>[0]) =>
    new Promise((resolve) => {
      held.push(() => resolve(queries['crm.customerList'](args)));
    });
  await newOrder({ queries: { 'crm.customerList': slow } });
  return () => {
    for (const answer of held) answer();
    held = [];
  };
}

it('R111 customer, product and quantity are typed without waiting: what comes before the customer is found is no less', async () => {
  const answer = await slowCustomers();
  await userEvent.keyboard('wh{Enter}B-020{Enter}12{Enter}12*bowl{Enter}A-1');
  expect(screen.getByRole('combobox', { name: 'Customer' })).toHaveProperty('value', 'wh');
  answer();
  await waitFor(() => expect(lines()).toHaveLength(2));
  expect(screen.getByRole('combobox', { name: 'Customer' })).toHaveProperty('value', 'Wuhan Hengtong Department Store');
  expect(lines()[0]?.textContent).toContain('B-020');
  expect(quantityOf(1).value).toBe('12');
  expect(quantityOf(2).value).toBe('12');
  await waitFor(() => expect(document.activeElement).toBe(next()));
  expect(next()).toHaveProperty('value', 'A-1');
});

it('R111 the lines that were typed behind a customer whom nobody knows are taken, and the customer is asked for', async () => {
  const answer = await slowCustomers();
  await userEvent.keyboard('nobody{Enter}B-020{Enter}12{Enter}');
  answer();
  await waitFor(() => expect(lines()).toHaveLength(1));
  expect(quantityOf(1).value).toBe('12');
  expect(screen.getByText(/^No customer was found for "nobody"/)).toBeTruthy();
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  expect(await screen.findByText('Choose the customer first')).toBeTruthy();
});

it('a scan that lands in a quantity leaves it as it was and takes the product', async () => {
  await forHengtong();
  await userEvent.keyboard('A-100{Enter}');
  await waitFor(() => expect(document.activeElement).toBe(quantityOf(1)));
  await userEvent.keyboard('6901234567102{Enter}');
  await waitFor(() => expect(lines()).toHaveLength(2));
  expect(quantityOf(1).value).toBe('1');
  expect(lines()[1]?.textContent).toContain('B-020');
});

it('a code that nobody has is told and does not stop the next one', async () => {
  await forHengtong();
  await userEvent.keyboard('6909999999999{Enter}6901234567100{Enter}');
  await waitFor(() => expect(lines()).toHaveLength(1));
  expect(screen.getByText('One code was not found and is not on this order. Check it and type it again.')).toBeTruthy();
  expect(screen.getByText('6909999999999')).toBeTruthy();
});

it('R31 the code on a box takes what is in it: so many boxes, in pieces', async () => {
  await forHengtong();
  await userEvent.keyboard('16901234567102{Enter}');
  await waitFor(() => expect(lines()).toHaveLength(1));
  expect(lines()[0]?.textContent).toContain('B-020');
  expect(quantityOf(1).value).toBe('12');
});

it('the code of a product that is no longer sold is told, and nothing else is taken for it', async () => {
  await forHengtong();
  await userEvent.keyboard('x-001');
  expect((await screen.findByRole('option', { name: /X-001/ })).textContent).toContain('No longer sold');
  await userEvent.keyboard('{Enter}');
  expect(screen.getByText('One product is no longer sold and was left out')).toBeTruthy();
  await userEvent.keyboard('X-001{Enter}6901234567100{Enter}');
  await waitFor(() => expect(lines()).toHaveLength(1));
  expect(lines()[0]?.textContent).toContain('A-100');
});

it('12*code takes product and quantity at once, arrows choose another hit', async () => {
  await forHengtong();
  await userEvent.keyboard('12*bowl');
  await screen.findByRole('option', { name: /A-121/ });
  await userEvent.keyboard('{ArrowDown}{Enter}');
  await waitFor(() => expect(lines()).toHaveLength(1));
  expect(lines()[0]?.textContent).toContain('A-121');
  expect(quantityOf(1).value).toBe('12');
  expect(document.activeElement).toBe(next());
});

it('a bare figure or sign takes no product that merely has it in its name, and says what it was looked up as', async () => {
  await forHengtong();
  for (const figure of ['1.5', '4.5', '2.5', '-5']) {
    await userEvent.keyboard(`${figure}{Enter}`);
    expect(await screen.findByText(new RegExp(`^No SKU or barcode begins with "${figure}"`))).toBeTruthy();
  }
  expect(screen.queryAllByRole('option')).toEqual([]);
  expect(screen.queryAllByRole('textbox', { name: /^Quantity/ })).toEqual([]);
  await userEvent.keyboard('690123456710{ArrowDown}{Enter}');
  await waitFor(() => expect(lines()[0]?.textContent).toContain('A-110'));
});

it('the field that has the cursor stays in sight when pasted lines push it down', async () => {
  const seen: Element[] = [];
  const scroll = vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(function (this: Element) {
    if (screen.queryAllByRole('textbox', { name: /^Quantity/ }).length === 40) seen.push(this);
  });
  await forHengtong();
  await userEvent.paste(Array.from({ length: 40 }, () => 'A-100\t1').join('\n'));
  await waitFor(() => expect(lines()).toHaveLength(40));
  expect(document.activeElement).toBe(next());
  expect(seen).toContain(next());
  scroll.mockRestore();
});

it('three hundred pasted lines are looked up at once', async () => {
  const bridge = await forHengtong();
  const before = bridge.asked.length;
  await userEvent.paste(
    Array.from({ length: 300 }, (_, row) => `${row % 2 ? 'a-100' : '6901234567110'}\t1`).join('\n'),
  );
  await waitFor(() => expect(lines()).toHaveLength(300));
  const asked = bridge.asked.slice(before).filter(({ name }) => name.startsWith('inventory.products'));
  expect(asked.filter(({ name }) => name === 'inventory.productsByCodes')).toHaveLength(1);
});

it('lines pasted from Excel come in, and what was not found is named', async () => {
  await forHengtong();
  await userEvent.paste('SKU\tQty\tPrice\nA-100\t48\t60.00\nZZ-9\t3\nB-020\t10\nX-001\t2\nA-110\tmany');
  await waitFor(() => expect(lines()).toHaveLength(2));
  expect(screen.getByText('3 of 5 pasted lines were not taken: correct them and paste them again')).toBeTruthy();
  expect(screen.getByText('Line 3: ZZ-9 – no product has this SKU or barcode')).toBeTruthy();
  expect(screen.getByText('Line 5: X-001 – no longer sold')).toBeTruthy();
  expect(screen.getByText(/^Line 6: A-110.* – the quantity cannot be read$/)).toBeTruthy();
  expect(lines()[0]?.textContent).toContain('Manual price');
  await userEvent.keyboard('{Control>}z{/Control}');
  await waitFor(() => expect(screen.queryAllByRole('textbox', { name: /^Quantity of/ })).toHaveLength(0));
});

it('R22 a short line offers its ways out in place, and Alt+1 splits it', async () => {
  await forHengtong();
  await userEvent.keyboard('B-020{Enter}');
  await waitFor(() => expect(document.activeElement).toBe(quantityOf(1)));
  await userEvent.keyboard('60');
  expect(await screen.findByText('available 38, 22 short')).toBeTruthy();
  expect(await screen.findByRole('button', { name: /Ship all from Changsha/ })).toBeTruthy();
  expect(foot().textContent).toContain('1 line, 1 short');
  await userEvent.keyboard('{Alt>}1{/Alt}');
  await waitFor(() => expect(lines()).toHaveLength(2));
  expect([quantityOf(1).value, quantityOf(2).value]).toEqual(['38', '22']);
  expect(lines()[1]?.textContent).toContain('back-order 22');
  expect(screen.queryByRole('button', { name: /Split/ })).toBeNull();
});

it('R21 a short line says when all of it can be promised, or that nobody knows', async () => {
  const asked: unknown[] = [];
  const answer = (firstOn: string | null) => ({ days: [], onDay: 0, firstOn, late: null });
  await forHengtong({
    queries: {
      'inventory.promises': (args) => {
        asked.push(args);
        return answer((args as { wanted: number }).wanted > 700_000 ? null : '2099-11-30');
      },
    },
  });
  await userEvent.keyboard('B-020{Enter}');
  await waitFor(() => expect(document.activeElement).toBe(quantityOf(1)));
  await userEvent.keyboard('60');
  expect(await screen.findByText(/38 now, 22 from 30 Nov 2099/)).toBeTruthy();
  expect(asked.at(-1)).toMatchObject({ wanted: 600_000, on: null });
  await userEvent.keyboard('{Backspace}{Backspace}99');
  expect(await screen.findByText(/38 now, 61 without a date: too little is on order/)).toBeTruthy();
});

it('R9 a price beyond the limit says that it waits; clearing it brings back the list price', async () => {
  await forHengtong();
  await userEvent.keyboard('3*D-412{Enter}');
  await waitFor(() => expect(lines()).toHaveLength(1));
  await userEvent.keyboard('{ArrowUp}{ArrowRight}');
  const price = screen.getByRole<HTMLInputElement>('textbox', { name: /^Price of line 1/ });
  expect(document.activeElement).toBe(price);
  await userEvent.keyboard('45.5');
  expect(within(lines()[0] as HTMLElement).getByText('Waits for approval')).toBeTruthy();
  expect(screen.getByText('manual · list 53.00 · limit 10%')).toBeTruthy();
  expect(screen.getByText('Will wait for approval')).toBeTruthy();
  expect(screen.getByText(/^Line 1, Glass food box.*Credit is sufficient\.$/)).toBeTruthy();
  await userEvent.keyboard('{Control>}a{/Control}{Backspace}{Enter}');
  expect(price.value).toBe('53.00');
  expect(screen.queryByText('Will wait for approval')).toBeNull();
});

it('R55 the panel says before confirming that the order will be held, and by how much', async () => {
  await forHengtong();
  await userEvent.keyboard('400*A-110{Enter}');
  expect(await screen.findByText('Will go on credit hold')).toBeTruthy();
  const overMinor = creditFacts.receivablesMinor + creditFacts.openOrdersMinor + 3_209_200 - 8_000_000;
  const over = `¥${(overMinor / 100).toLocaleString('en', { minimumFractionDigits: 2 })}`;
  expect(
    screen.getByText(`The order takes the customer ${over} beyond the credit limit.`, { exact: false }),
  ).toBeTruthy();
});

it('no limit set is said, and holds nothing', async () => {
  await forHengtong({
    queries: { 'billing.creditStatus': () => ({ ...creditFacts, limitMinor: null, oldestDueOn: null }) },
  });
  await userEvent.keyboard('400*A-110{Enter}');
  expect(await screen.findByText('no limit set')).toBeTruthy();
  expect(screen.queryByText('Will go on credit hold')).toBeNull();
});

it('Ctrl+R repeats the newest order at the prices of today', async () => {
  await forHengtong();
  await screen.findByText('Last orders');
  await userEvent.keyboard('{Control>}r{/Control}');
  await waitFor(() => expect(lines()).toHaveLength(3));
  expect(lines().map((line) => line.textContent?.includes('Price list'))).toEqual([true, true, true]);
});

it('Ctrl+Delete removes a line, Ctrl+Z brings it back where it stood', async () => {
  await forHengtong();
  await userEvent.keyboard('5*A-100{Enter}');
  await waitFor(() => expect(lines()).toHaveLength(1));
  await userEvent.keyboard('6*A-110{Enter}');
  await waitFor(() => expect(lines()).toHaveLength(2));
  await userEvent.keyboard('{ArrowUp}{ArrowUp}{Control>}{Delete}{/Control}');
  await waitFor(() => expect(lines()).toHaveLength(1));
  expect(document.activeElement).toBe(quantityOf(1));
  await userEvent.keyboard('{Control>}z{/Control}');
  await waitFor(() => expect(lines()).toHaveLength(2));
  expect(lines()[0]?.textContent).toContain('A-100');
  expect(quantityOf(1).value).toBe('5');
});

it('figures follow when stock arrives by sync', async () => {
  let onHand = units(83);
  const queries = orderQueries('en');
  const bridge = await forHengtong({
    queries: {
      'inventory.productsById': (args: { ids: string[]; warehouseId: string }) =>
        queries['inventory.productsById'](args).map((row) => ({ ...row, onHand })),
    },
  });
  await userEvent.keyboard('60*B-020{Enter}');
  expect(await screen.findByText('available 38, 22 short')).toBeTruthy();
  onHand = units(200);
  bridge.change(['stockBalances']);
  expect(await screen.findByText(/^available 155 · reserved 45/)).toBeTruthy();
});

it('the captions of the head name their fields, in every tab its own', async () => {
  await forHengtong();
  for (const caption of ['Customer', 'Requested', 'Warehouse', 'Payment']) {
    expect(screen.getByText(caption, { selector: 'label' })).toBeTruthy();
    expect(screen.getByLabelText(caption, { selector: 'input' })).toBeTruthy();
  }
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  expect(ids).toHaveLength(new Set(ids).size);
});
