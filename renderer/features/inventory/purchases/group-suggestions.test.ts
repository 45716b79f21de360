import { expect, it } from 'vitest';
import type { SuggestionRow } from '#shared/domains/inventory/queries/order-suggestions.ts';
import { groupSuggestions } from './group-suggestions.ts';

const row = (id: string, supplierId: string | null, warehouseId = 'w1') =>
  ({ id, supplierId, warehouseId }) as SuggestionRow;
const told = (rows: readonly SuggestionRow[], otherwise: string | null) =>
  groupSuggestions(rows, otherwise).map((group) => [
    group.supplierId,
    group.warehouseId,
    group.rows.map(({ id }) => id).join(''),
  ]);

it('R34 an order for each supplier and warehouse; what nobody brings goes to whom the person chose, or stays', () => {
  const rows = [row('a', 's1'), row('b', 's2'), row('c', 's1', 'w2'), row('d', 's1'), row('e', null)];
  expect(told(rows, null)).toEqual([
    ['s1', 'w1', 'ad'],
    ['s2', 'w1', 'b'],
    ['s1', 'w2', 'c'],
  ]);
  expect(told(rows, 's2')).toContainEqual(['s2', 'w1', 'be']);
});

it('more lines than an order takes are two orders', () => {
  const rows = Array.from({ length: 201 }, (_, index) => row(String(index), 's1'));
  expect(groupSuggestions(rows, null).map((group) => group.rows.length)).toEqual([200, 1]);
});
