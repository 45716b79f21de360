import { expect, it } from 'vitest';
import { isWholeTrace } from './whole-trace.ts';

const at = (warehouseId: string, quantity: number) => ({ warehouseId, quantity });
const has = (warehouseId: string, onHand: number) => ({ warehouseId, onHand });

it('R82 a trace is whole where the movements of every warehouse come to what it has', () => {
  expect(isWholeTrace([has('a', 2), has('b', 0)], [at('a', 5), at('a', -3), at('b', 3), at('b', -3)])).toBe(true);
});

it('R93 it is not where the movements of a warehouse are missing, though nothing is left there', () => {
  expect(isWholeTrace([has('a', 0), has('b', 0)], [at('a', 3), at('a', -3)])).toBe(false);
  expect(isWholeTrace([has('a', 0)], [])).toBe(false);
  expect(isWholeTrace([has('a', 2)], [at('a', 3)])).toBe(false);
  expect(isWholeTrace([], [])).toBe(true);
});
