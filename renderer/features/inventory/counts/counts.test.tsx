// What is counted is asked first; every line of a count says on Enter what is known of it.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { beginScreens, companyOf, showScreen } from '../../../../tests/support/show-screen.tsx';
import { usePreferences } from '../../../app/preferences.ts';
import { CountPage } from './count-page.tsx';
import { StartCount } from './start-count.tsx';

const audit = { createdAt: 1, createdBy: 'x', updatedAt: 1, updatedBy: 'x', deletedAt: null };
const zone = { id: 'z1', code: 'A', name: 'Racks' };
const head = {
  ...{ id: 'c1', number: 'CC-K7-000001', warehouseId: 'w1', state: 'open', basis: 'all', lineCount: 3, note: null },
  ...{ startedAt: 1, startedByName: 'Zhang', postedAt: null, postedByName: null, ...audit },
};
const line = (id: string, name: string, change: object = {}) => ({
  ...{ id, countId: 'c1', warehouseId: 'w1', position: 1, productId: id, productCode: id, productName: name },
  ...{ unit: 'pcs', lotId: null, lotCode: null, locationId: null, locationCode: null, zoneId: null, state: 'counted' },
  ...{ counted: 100_000, countedAt: 1, countedBy: 'u-he', countedByName: 'He', book: 100_000, barcode: null },
  ...{ firstCounted: null, firstCountedByName: null, reason: null, pieces: null, missing: [], ...audit, ...change },
});
const all = ['inventory.see', 'inventory.count', 'inventory.postCount'];

const show = (screenOf: React.ReactNode, count: { head: object; lines: readonly object[] } | null = null) =>
  showScreen(screenOf, all, {
    'admin.company': () => companyOf('Wuhan', 'Changsha'),
    'inventory.workplaces': () => [
      { id: 'w1', code: 'W', name: 'Wuhan', hasPlaces: true, placeExample: 'A-01-01' },
      { id: 'w2', code: 'C', name: 'Changsha', hasPlaces: false, placeExample: null },
    ],
    'inventory.zonesToCount': (args) => ((args as { warehouseId: string }).warehouseId === 'w1' ? [zone] : []),
    'inventory.stockCount': () => count,
  });

beforeEach(() => {
  beginScreens();
  usePreferences.setState({ workWarehouseId: null, workWarehouses: {} });
});

it('R28 a new count asks first where, then what of it; a zone is counted by keys alone', async () => {
  const bridge = await show(<StartCount onClose={() => {}} />);
  const dialog = await screen.findByRole('dialog');
  await waitFor(() => expect(document.activeElement).toBe(within(dialog).getByRole('combobox', { name: 'Warehouse' })));
  await waitFor(() => expect(within(dialog).getByRole('radio', { name: 'A zone' })).toHaveProperty('disabled', false));
  await userEvent.tab();
  expect(document.activeElement).toBe(within(dialog).getByRole('radio', { name: 'Everything' }));
  await userEvent.keyboard('{ArrowRight}');
  expect(await within(dialog).findByText('A Racks')).toBeTruthy();
  await userEvent.click(within(dialog).getByRole('button', { name: /Start/ }));
  await waitFor(() => expect(bridge.ran).toHaveLength(1));
  expect(bridge.ran[0]).toMatchObject({
    name: 'inventory.startCount',
    args: { warehouseId: 'w1', basis: 'zone', zoneId: 'z1', productIds: null },
  });
});

it('R28 where there are no zones it is said, and chosen goods have to be chosen', async () => {
  usePreferences.setState({ workWarehouseId: 'w2' });
  await show(<StartCount onClose={() => {}} />);
  const dialog = await screen.findByRole('dialog');
  expect(await within(dialog).findByText(/Changsha has no zones/)).toBeTruthy();
  expect(within(dialog).getByRole('radio', { name: 'A zone' })).toHaveProperty('disabled', true);
  await userEvent.click(within(dialog).getByText('Chosen products'));
  expect(within(dialog).getByRole('button', { name: /Start/ })).toHaveProperty('disabled', true);
});

it('R28 Enter says of any line who counted it and when, and of one that differs why', async () => {
  const reason = { counted: 70_000, reason: 'fell off the lorry', state: 'posted' };
  const posted = { ...head, state: 'posted', postedAt: 2, postedByName: 'Zhang Min' };
  const lines = [line('m', 'Mug'), line('j', 'Jug', reason)];
  await show(<CountPage params={{ countId: 'c1' }} />, { head: posted, lines });
  const row = (name: string) => screen.findByRole('row', { name: new RegExp(name) });
  await userEvent.click(await row('Mug'));
  expect(await screen.findByText('It agrees with the books.')).toBeTruthy();
  await userEvent.click(await row('Jug'));
  expect(screen.getByText('Why it differs')).toBeTruthy();
  expect(screen.getByText('fell off the lorry')).toBeTruthy();
  expect(screen.getByText(/Zhang Min/)).toBeTruthy();
});

it('R28 Enter on a line that nobody has counted goes to its field', async () => {
  await show(<CountPage params={{ countId: 'c1' }} />, {
    ...{
      head,
      lines: [line('m', 'Mug', { state: 'open', counted: null, countedAt: null, countedBy: null, book: null })],
    },
  });
  (await screen.findByRole('grid')).focus();
  await userEvent.keyboard('{Enter}');
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Counted of Mug' }));
});
