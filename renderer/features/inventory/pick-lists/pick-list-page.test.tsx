// A pick list in the office: who walked it, what was taken, what was missing and why, and the ways on from there.
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { beginScreens, companyOf, showScreen } from '../../../../tests/support/show-screen.tsx';
import { useTabs } from '../../../app/tabs.ts';
import { PickListPage } from './pick-list-page.tsx';

const audit = { createdAt: 1, createdBy: 'x', updatedAt: 1, updatedBy: 'x', deletedAt: null };
const head = {
  ...{ id: 'pk1', number: 'PK-K7-000002', warehouseId: 'w1', state: 'claimed', orderCount: 2, lineCount: 2 },
  ...{ releasedAt: 1, releasedByName: 'He', claimedBy: 'u', claimedByName: 'Zhou', claimedDeviceCode: 'W1' },
  ...{ claimedAt: 2, pickedAt: null, note: null, ...audit },
};
const line = (id: string, change: object = {}) => ({
  ...{ id, pickListId: 'pk1', warehouseId: 'w1', position: 1, orderId: `o${id}`, orderLineId: 'ol' },
  ...{ orderNumber: `SO-K7-00000${id}`, customerName: 'Hengtong', productId: 'm', productCode: 'A-100' },
  ...{ productName: `Mug ${id}`, unit: 'pcs', lotId: null, lotCode: null, expiresOn: null, locationId: 'a' },
  ...{ locationCode: 'A-03-2', serialId: null, serialCode: null, quantity: 120_000, allocated: 0, picked: 120_000 },
  ...{ packed: 0, shipped: 0, shortReason: null, ...audit, ...change },
});
const short = line('2', { picked: 70_000, shortReason: 'damaged' });

beforeEach(() => beginScreens());

const show = (permissions: readonly string[], state = 'claimed') =>
  showScreen(<PickListPage params={{ pickListId: 'pk1' }} />, permissions, {
    'admin.company': () => companyOf('Wuhan'),
    'inventory.pickList': () => ({ head: { ...head, state }, lines: [line('1'), short] }),
  });

it('R24 tells who walks it at which computer, and of each line what was taken and why less', async () => {
  await show(['inventory.see', 'sales.see']);
  expect((await screen.findByText('Mug 1')).closest('[role=row]')?.textContent).toMatch(/A-03-2.*12pcs12/);
  expect(screen.getByText('Mug 2').closest('[role=row]')?.textContent).toMatch(/12pcs7.*damaged/i);
  expect(document.body.textContent).toMatch(/Zhou · W1/);
  expect(screen.queryByRole('button', { name: /Pick it/ })).toBeNull();
});

it('leads to its orders, and to the shelves while it is to be picked by who may', async () => {
  await show(['inventory.see', 'sales.see', 'inventory.recordPick']);
  await userEvent.click(await screen.findByRole('button', { name: 'SO-K7-000002' }));
  await userEvent.click(screen.getByRole('button', { name: /Pick it/ }));
  expect(useTabs.getState().tabs.map(({ kind, params }) => [kind, params])).toEqual([
    ['order', { orderId: 'o2' }],
    ['pick', { pickListId: 'pk1' }],
  ]);
});

it('a list that is picked has no way to the shelves any more', async () => {
  await show(['inventory.see', 'inventory.recordPick'], 'picked');
  await screen.findByText('Mug 1');
  expect(screen.queryByRole('button', { name: /Pick it/ })).toBeNull();
});
