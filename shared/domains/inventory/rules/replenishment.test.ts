import fc from 'fast-check';
import { expect, it } from 'vitest';
import { needsReorder } from './reorder.ts';
import { coverQuantity, dailyDemand, isStalePoint, reorderPointOf, suggestedOrder } from './replenishment.ts';

it('R34 daily demand is shipped plus unmet, days without stock left out', () => {
  expect(dailyDemand({ shipped: 900, unmet: 0, stockOutDays: 0 })).toBe(10);
  expect(dailyDemand({ shipped: 800, unmet: 100, stockOutDays: 0 })).toBe(10);
  expect(dailyDemand({ shipped: 900, unmet: 0, stockOutDays: 45 })).toBe(20);
  expect(dailyDemand({ shipped: 0, unmet: 50, stockOutDays: 90 })).toBe(0);
});

const piece = 10_000;

it('R34 the reorder point covers the lead time and the safety stock', () => {
  const demand = { shipped: 900 * piece, unmet: 0, stockOutDays: 0 };
  expect(reorderPointOf(demand, { leadDays: 7, safetyStock: 30 * piece, step: piece })).toBe(100 * piece);
});

it('R34 a computed point is what can be counted: pieces are rounded up to whole ones, kilograms to grams', () => {
  // 26 in 90 days are 0.2889 a day.
  const demand = { shipped: 26 * piece, unmet: 0, stockOutDays: 0 };
  const rule = { leadDays: 60, safetyStock: 0 };
  expect(reorderPointOf(demand, { ...rule, step: piece })).toBe(18 * piece);
  expect(reorderPointOf(demand, { ...rule, step: 10 })).toBe(173_340);
});

it('R34 a point that is reckoned anew stays where it differs by less than a twentieth', () => {
  expect([isStalePoint(100, 104), isStalePoint(100, 105), isStalePoint(100, 96), isStalePoint(100, 95)]).toEqual([
    ...[false, true, false, true],
  ]);
  expect([isStalePoint(0, 1), isStalePoint(5, 0), isStalePoint(0, 0)]).toEqual([true, true, false]);
});

const figures = {
  ...{ onHand: 50, incoming: 20, reserved: 6, backOrdered: 4, reorderPoint: 60, maximum: 200, multiple: 0 },
  ...{ cover: 0, step: 1 },
};

it('R34 at the reorder point it fills up to the maximum, above it nothing', () => {
  expect(suggestedOrder(figures)).toBe(140);
  expect(suggestedOrder({ ...figures, onHand: 51 })).toBe(0);
});

it('R34 rounds up to the order multiple', () => {
  expect(suggestedOrder({ ...figures, multiple: 24 })).toBe(144);
  expect(suggestedOrder({ ...figures, multiple: 70 })).toBe(140);
});

it('R34 without a maximum it fills to just above the point, also when it is exactly there', () => {
  expect(suggestedOrder({ ...figures, maximum: 0 })).toBe(1);
  expect(suggestedOrder({ ...figures, maximum: 60, onHand: 40 })).toBe(11);
  expect(suggestedOrder({ ...figures, maximum: 0, multiple: 24 })).toBe(24);
  expect(suggestedOrder({ ...figures, maximum: 0, onHand: 51 })).toBe(0);
});

it('R34 a maximum that is not above the point says nothing: it is filled to last until another order could be there', () => {
  const short = { ...figures, cover: 45 };
  expect(suggestedOrder({ ...short, maximum: 0 })).toBe(45);
  expect(suggestedOrder({ ...short, maximum: 40 })).toBe(45);
  expect(suggestedOrder({ ...short, maximum: 60, onHand: 40 })).toBe(55);
  expect(suggestedOrder({ ...short, maximum: 0, multiple: 24 })).toBe(48);
  // One that is above it is the person's word.
  expect(suggestedOrder({ ...short, maximum: 70 })).toBe(10);
  // And what nobody set a point for is for those who wait.
  expect(suggestedOrder({ ...short, incoming: 0, onHand: 7, reorderPoint: 0, maximum: 0 })).toBe(3);
  expect(coverQuantity(3.6 * piece, { leadDays: 10, step: piece })).toBe(36 * piece);
  expect(coverQuantity(3.6 * piece, { leadDays: 1, step: piece })).toBe(26 * piece);
  expect(coverQuantity(0, { leadDays: 10, step: piece })).toBe(0);
});

it('R34 what nobody set a point for is ordered for who waits for it, and no more', () => {
  const nothing = { ...figures, incoming: 0, reorderPoint: 0, maximum: 0 };
  expect(suggestedOrder({ ...nothing, onHand: 10 })).toBe(0);
  expect(suggestedOrder({ ...nothing, onHand: 7 })).toBe(3);
});

it('R34 marked and suggested are the same, and what is ordered lifts it above the point by less than a multiple too much', () => {
  const n = fc.integer({ min: 0, max: 300 });
  const none = fc.oneof(fc.constant(0), n);
  fc.assert(
    fc.property(
      n,
      n,
      n,
      none,
      none,
      none,
      n,
      (onHand, incoming, reserved, backOrdered, reorderPoint, extra, multiple) => {
        const maximum = extra === 0 ? 0 : reorderPoint + extra;
        const now = { onHand, incoming, reserved, backOrdered, reorderPoint, maximum, discontinued: 0 as const };
        const order = suggestedOrder({ ...now, multiple, cover: 0, step: 1 });
        expect(order > 0).toBe(needsReorder(now));
        if (order === 0) return;
        expect(needsReorder({ ...now, incoming: incoming + order })).toBe(false);
        const upTo = reorderPoint === 0 && maximum === 0 ? 0 : Math.max(maximum, reorderPoint + 1);
        const after = onHand + incoming - reserved - backOrdered + order;
        expect(after).toBeGreaterThanOrEqual(upTo);
        expect(after).toBeLessThan(upTo + Math.max(1, multiple));
        if (multiple > 0) expect(order % multiple).toBe(0);
      },
    ),
    { numRuns: 1_000 },
  );
});
