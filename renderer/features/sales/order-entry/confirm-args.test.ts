import { expect, it } from 'vitest';
import { firstProblem } from './confirm-args.ts';
import { changeDraft, type DraftAction, emptyOrderDraft } from './order-draft.ts';
import { cellBeside } from './use-grid-focus.ts';

const mug = { id: 'mug', code: 'A-100', name: 'Mug', unit: 'box', taxCode: 'standard', basePrice: 625_000 };
const customer = { id: 'c', name: 'Hengtong', currency: 'CNY', paymentTermsDays: 30 };
const problemAfter = (...actions: DraftAction[]) =>
  firstProblem(actions.reduce(changeDraft, emptyOrderDraft('SO-K7-000123', 'entry')));
const pick: DraftAction = { type: 'pickCustomer', customer };
const from: DraftAction = { type: 'setWarehouse', warehouseId: 'w' };
const add = (quantity: number, count = 1): DraftAction => ({
  type: 'addLines',
  lines: Array.from({ length: count }, () => ({ product: mug, quantity })),
});

it('problems are told from the top of the screen down', () => {
  expect(problemAfter()).toEqual({ kind: 'noCustomer' });
  expect(problemAfter(pick)).toEqual({ kind: 'noWarehouse' });
  expect(problemAfter(pick, from)).toEqual({ kind: 'noLines' });
  expect(problemAfter(pick, from, add(10_000), add(0))).toEqual({ kind: 'noQuantity', key: 2, place: 2 });
  expect(problemAfter(pick, from, add(10_000, 301))).toEqual({ kind: 'tooManyLines' });
  expect(problemAfter(pick, from, add(10_000, 300))).toBeNull();
});

it('arrows walk the cells of the lines, and below the last one into the next line', () => {
  expect(cellBeside([3, 5], 3, 'price', 'down')).toBe('5:price');
  expect(cellBeside([3, 5], 5, 'price', 'down')).toBe('next');
  expect(cellBeside([3, 5], 3, 'price', 'up')).toBeNull();
  expect(cellBeside([3, 5], 3, 'quantity', 'left')).toBe('3:row');
  expect(cellBeside([3, 5], 3, 'discount', 'right')).toBeNull();
});
