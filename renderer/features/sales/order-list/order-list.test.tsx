import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { type FakeBridgeOptions, signedIn } from '../../../../tests/support/fake-bridge.ts';
import { draftBody, openWindow } from '../../../../tests/support/open-order-window.tsx';
import { draftLine, orderQueries, orderRow, uuid } from '../../../../tests/support/order-company.ts';
import { askOrders } from './order-question.ts';

beforeEach(() => askOrders({}));

const rows = () =>
  within(screen.getByRole('grid', { name: 'Orders' }))
    .getAllByRole('row')
    .slice(1);

async function openList(options: FakeBridgeOptions = {}) {
  const tabs = [{ kind: 'orderList', params: {}, title: null, dirty: false }];
  const bridge = openWindow({
    ...options,
    drafts: [...(options.drafts ?? []), { id: uuid(710), kind: 'workspace', updatedAt: 1, body: { tabs, active: 0 } }],
  });
  await screen.findByRole('heading', { name: 'Orders' });
  return bridge;
}

const draft = { id: uuid(700), kind: 'order', updatedAt: 1, body: draftBody([draftLine(1, 'A-100', 48)]) };

it('drafts of this device stand above the orders, and Enter opens them', async () => {
  await openList({ drafts: [draft] });
  await waitFor(() => expect(rows().length).toBeGreaterThan(5));
  expect(rows()[0]?.textContent).toContain('SO-K7-000107');
  expect(rows()[0]?.textContent).toContain('Draft');
  expect(rows()[0]?.textContent).toContain('Wuhan');
  expect(rows()[0]?.textContent).toContain('3,390.00');
  expect(rows()[2]?.textContent).toContain('Credit hold');
  await userEvent.keyboard('{Enter}');
  expect(await screen.findByRole('heading', { name: 'Order SO-K7-000107' })).toBeTruthy();
});

it('filters ask the device, search goes over drafts too', async () => {
  const bridge = await openList({ drafts: [draft] });
  await userEvent.click(screen.getByText('Held'));
  await waitFor(() => expect(rows()).toHaveLength(2));
  expect(bridge.asked.at(-1)).toMatchObject({ name: 'sales.orderList', args: { filter: 'held', cursor: null } });
  await userEvent.click(screen.getByText('Drafts 1'));
  await waitFor(() => expect(rows()).toHaveLength(1));
  await userEvent.keyboard('/');
  await waitFor(() => expect(document.activeElement?.getAttribute('type')).toBe('search'));
  await userEvent.keyboard('nothing like it');
  expect(await screen.findByText('No matching order')).toBeTruthy();
});

it('a list that cannot be read says so and reads again, and does not look empty', async () => {
  let broken = true;
  const answer = orderQueries('en')['sales.orderList'];
  await openList({
    queries: {
      'sales.orderList': (asked: Parameters<typeof answer>[0]) => {
        if (broken) throw new Error('the disk is gone');
        return answer(asked);
      },
    },
  });
  expect(await screen.findByText('This could not be read')).toBeTruthy();
  expect(screen.queryByText('No orders yet')).toBeNull();
  broken = false;
  await userEvent.click(screen.getByRole('button', { name: /Try again/ }));
  await waitFor(() => expect(rows().length).toBeGreaterThan(3));
});

it('an empty list says what it is for and offers the first order', async () => {
  const permissions = [...signedIn.user.permissions, 'admin.importData'];
  await openList({
    session: { ...signedIn, user: { ...signedIn.user, permissions } },
    queries: { 'sales.orderList': () => ({ rows: [], next: null }) },
  });
  expect(await screen.findByText('No orders yet')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Import open orders' })).toBeTruthy();
  await userEvent.keyboard('n');
  expect(await screen.findByRole('heading', { name: 'Order SO-K7-000123' })).toBeTruthy();
});

it('an order that came by sync glows once, one from this device does not', async () => {
  const before = orderQueries('en')['sales.orderList']({ search: '', filter: null }).rows.slice(0, 3);
  let all = before;
  const bridge = await openList({ queries: { 'sales.orderList': () => ({ rows: all, next: null }) } });
  await waitFor(() => expect(rows()).toHaveLength(3));
  expect(document.querySelectorAll('.glow')).toHaveLength(0);
  const now = Date.parse('2026-11-23T06:00:00Z');
  all = [
    orderRow(90, 'en', { number: 'SO-WH-000009', confirmedAt: now + 1 }),
    orderRow(91, 'en', { number: 'SO-K7-000200', confirmedAt: now }),
    ...before,
  ];
  act(() => bridge.change(['orders']));
  await waitFor(() => expect(rows()).toHaveLength(5));
  await waitFor(() => expect(document.querySelector('.glow')?.textContent).toContain('SO-WH-000009'));
  expect(document.querySelectorAll('.glow')).toHaveLength(1);
});

it('shows the day of the order with its person, and marks an open order whose day is past', async () => {
  const one = (row: Parameters<typeof orderRow>[2]) => orderRow(90, 'en', { orderedOn: '1998-05-06', ...row });
  const list = [
    one({ id: uuid(590), number: 'OLD-1', requestedOn: '1998-05-20' }),
    one({ id: uuid(591), number: 'OLD-2', requestedOn: '1998-05-20', state: 'closed' }),
    one({ id: uuid(592), number: 'OLD-3', requestedOn: null }),
  ];
  await openList({ queries: { 'sales.orderList': () => ({ rows: list, next: null }) } });
  await waitFor(() => expect(rows()).toHaveLength(3));
  expect(rows()[0]?.textContent).toContain('6 May 1998');
  expect(rows().map((row) => row.querySelector('.late-day .state-shape') !== null)).toEqual([true, false, false]);
});
