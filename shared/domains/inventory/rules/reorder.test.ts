import { expect, it } from 'vitest';
import { needsReorder, type ReorderFigures } from './reorder.ts';

const figures = (change: Partial<ReorderFigures>): ReorderFigures => ({
  onHand: 100,
  reserved: 30,
  backOrdered: 0,
  incoming: 0,
  reorderPoint: 70,
  maximum: 0,
  discontinued: 0,
  ...change,
});

it('R34 at the reorder point is time to order, one above is not', () => {
  expect(needsReorder(figures({}))).toBe(true);
  expect(needsReorder(figures({ reserved: 29 }))).toBe(false);
});

it('R34 what open orders wait for is committed too', () => {
  expect(needsReorder(figures({ onHand: 101, backOrdered: 1 }))).toBe(true);
  expect(needsReorder(figures({ onHand: 102, backOrdered: 1 }))).toBe(false);
});

it('R34 goods under way count', () => {
  expect(needsReorder(figures({ incoming: 1 }))).toBe(false);
});

it('R34 what is discontinued is never ordered', () => {
  expect(needsReorder(figures({ onHand: 0, discontinued: 1 }))).toBe(false);
});

it('R34 where nobody set a point or a maximum it is ordered for who waits for it, and not for stock', () => {
  const nothing = figures({ onHand: 30, reorderPoint: 0 });
  expect(needsReorder(nothing)).toBe(false);
  expect(needsReorder({ ...nothing, backOrdered: 1 })).toBe(true);
  expect(needsReorder({ ...nothing, maximum: 50 })).toBe(true);
});
