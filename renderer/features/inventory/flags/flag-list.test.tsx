// What books and shelf do not agree about, as people settle it: what is said of it, and the keys that do something about it.
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { beforeEach, expect, it } from 'vitest';
import { beginScreens, showScreen } from '../../../../tests/support/show-screen.tsx';
import { useTabs } from '../../../app/tabs.ts';
import { FlagList } from './flag-list.tsx';

const all = ['inventory.see', 'inventory.count', 'inventory.explainFlag'];
const audit = { createdAt: 1, createdBy: 'x', updatedAt: 1, updatedBy: 'x', deletedAt: null };
const doneWithoutRight = { id: 'd1:doneWithoutRight:m', kind: 'doneWithoutRight', quantity: 20_000 };
const pickedShort = {
  ...{
    id: 'pk:pickedShort:m',
    kind: 'pickedShort',
    quantity: 30_000,
    documentId: 'pk',
    documentNumber: 'PK-K7-000004',
  },
  ...{ documentTable: 'pickLists', lotId: 'l', lotCode: 'L-23', locationId: 'a', locationCode: 'A-03-2' },
  ...{ wanted: 120_000, found: 90_000 },
};
const found = {
  ...{ id: 'd1:belowZero:m', warehouseId: 'w1', kind: 'belowZero', productId: 'm', productName: 'Mug', lotId: null },
  ...{ serialId: null, documentId: 'd1', documentNumber: 'DN-K7-000001', quantity: -20_000, occurredAt: 1 },
  ...{ unit: 'pcs', byName: 'Zhou', documentTable: 'shipments', lotCode: null, locationId: null, locationCode: null },
  ...{ wanted: null, found: null, tracking: 'none' },
  ...{ state: 'open', explanation: null, explainedAt: null, explainedByName: null, ...audit },
};

const damaged = (['none', 'serial'] as const).map((tracking) => ({
  ...{ ...found, ...pickedShort, id: `pk:pickedDamaged:${tracking}`, kind: 'pickedDamaged', tracking },
  productName: tracking === 'serial' ? 'Phone' : 'Glass',
}));

const show = (screenOf: ReactNode, permissions: readonly string[] = all) =>
  showScreen(screenOf, permissions, {
    'inventory.stockFlagList': () => ({
      rows: [found, { ...found, ...doneWithoutRight }, { ...found, ...pickedShort }, ...damaged],
      next: null,
    }),
  });

beforeEach(() => beginScreens());

it('R33 a difference says what to do, and is explained in words', async () => {
  const bridge = await show(<FlagList />);
  await userEvent.click(await screen.findByText('Below zero'));
  expect(await screen.findByText(/More left than the books held/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: /Explain/ }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.type(within(dialog).getByRole('textbox', { name: 'What it was' }), 'opening count was short{Enter}');
  await waitFor(() =>
    expect(bridge.ran).toMatchObject([
      { name: 'inventory.explainFlag', args: { flagId: found.id, explanation: 'opening count was short' } },
    ]),
  );
});

it('R113 what was done without the right names who did it', async () => {
  await show(<FlagList />);
  await userEvent.click(await screen.findByText('Done without the right'));
  expect(await screen.findByText(/Zhou had no right to this when the office heard of it/)).toBeTruthy();
});

it('R28 goods that a picker did not find say where and how many, and are counted with one key', async () => {
  const bridge = await show(<FlagList />);
  const row = (await screen.findByText('Not found when picked')).closest('[role=row]');
  expect(row?.textContent).toContain('Mug · L-23 · A-03-2');
  await userEvent.click(screen.getByText('Not found when picked'));
  expect(await screen.findByText(/A-03-2, Mug L-23: 12 pcs expected, 9 found, says Zhou\./)).toBeTruthy();
  await userEvent.keyboard('c');
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'inventory.startCount',
    args: {
      ...{ warehouseId: 'w1', basis: 'chosen', zoneId: null, productIds: ['m'] },
      note: 'Not found: Mug L-23, A-03-2 (PK-K7-000004)',
    },
  });
  expect(useTabs.getState().tabs.map(({ kind }) => kind)).toContain('stockCount');
});

it('R28 whoever may not count is offered no count, nor where a look at the shelf tells nothing', async () => {
  await show(<FlagList />, ['inventory.see', 'inventory.explainFlag']);
  await userEvent.click(await screen.findByText('Not found when picked'));
  expect(await screen.findByRole('button', { name: /Explain/ })).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Count it/ })).toBeNull();
  cleanup();
  await show(<FlagList />);
  await userEvent.click(await screen.findByText('Done without the right'));
  expect(await screen.findByRole('button', { name: /Explain/ })).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Count it/ })).toBeNull();
});

it('R28 that nobody told which pieces they are is said of goods with numbers alone', async () => {
  await show(<FlagList />);
  await userEvent.click(await screen.findByText(/^Glass · L-23/));
  expect(await screen.findByText(/Glass L-23: 3 pcs damaged/)).toBeTruthy();
  expect(document.body.textContent).not.toMatch(/which pieces they are/);
  await userEvent.click(screen.getByText(/^Phone · L-23/));
  expect(await screen.findByText(/unless nobody told which pieces they are/)).toBeTruthy();
});

it('a pick list’s number leads to its page', async () => {
  await show(<FlagList />);
  const [number] = await screen.findAllByRole('button', { name: 'PK-K7-000004' });
  await userEvent.click(number as HTMLElement);
  expect(useTabs.getState().tabs).toMatchObject([{ kind: 'pickList', params: { pickListId: 'pk' } }]);
});
