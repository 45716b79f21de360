import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dailyDemand, reorderPointOf, suggestedOrder } from './replenishment.ts';

it('R34 daily demand is shipped plus unmet, days without stock left out', () => {
  expect(dailyDemand({ shipped: 900, unmet: 0, stockOutDays: 0 })).toBe(10);
  expect(dailyDemand({ shipped: 800, unmet: 100, stockOutDays: 0 })).toBe(10);
  expect(dailyDemand({ shipped: 900, unmet: 0, stockOutDays: 45 })).toBe(20);
  expect(dailyDemand({ shipped: 0, unmet: 50, stockOutDays: 90 })).toBe(0);
});

it('R34 the reorder point covers the lead time and the safety stock', () => {
  expect(reorderPointOf({ shipped: 900, unmet: 0, stockOutDays: 0 }, 7, 30)).toBe(100);
});

const figures = { onHand: 50, incoming: 20, reserved: 6, backOrdered: 4, reorderPoint: 60, maximum: 200, multiple: 0 };

it('R34 at the reorder point it fills up to the maximum, above it nothing', () => {
  expect(suggestedOrder(figures)).toBe(140);
  expect(suggestedOrder({ ...figures, onHand: 51 })).toBe(0);
});

it('R34 rounds up to the order multiple', () => {
  expect(suggestedOrder({ ...figures, multiple: 24 })).toBe(144);
  expect(suggestedOrder({ ...figures, multiple: 70 })).toBe(140);
});

it('R34 whatever is ordered lifts the projection above the reorder point, by less than a multiple too much', () => {
  const n = fc.integer({ min: 0, max: 10_000 });
  fc.assert(
    fc.property(n, n, n, n, n, n, n, (onHand, incoming, reserved, backOrdered, reorderPoint, extra, multiple) => {
      const maximum = reorderPoint + extra;
      const order = suggestedOrder({ onHand, incoming, reserved, backOrdered, reorderPoint, maximum, multiple });
      const projected = onHand + incoming - reserved - backOrdered;
      if (projected > reorderPoint) {
        expect(order).toBe(0);
        return;
      }
      expect(projected + order).toBeGreaterThanOrEqual(maximum);
      expect(projected + order).toBeLessThan(maximum + Math.max(1, multiple));
      if (multiple > 0) expect(order % multiple).toBe(0);
    }),
  );
});
