import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { availableQuantity, splitByAvailability } from './availability.ts';

describe('R20 available', () => {
  it('R20 on hand minus what is reserved; nothing without a balance', () => {
    expect(availableQuantity({ onHand: 1_520_000, reserved: 120_000, unsaleable: 0, heldForOthers: 0 })).toBe(
      1_400_000,
    );
    expect(availableQuantity(undefined)).toBe(0);
  });
});

describe('R22 reserving', () => {
  it.each([
    [600_000, 380_000, { reserved: 380_000, backOrdered: 220_000 }],
    [600_000, 600_000, { reserved: 600_000, backOrdered: 0 }],
    [600_000, -50_000, { reserved: 0, backOrdered: 600_000 }],
  ])('R22 asked %d of %d', (asked, available, expected) => {
    expect(splitByAvailability(asked, available)).toEqual(expected);
  });

  it('R22 the back-order is exactly the difference, never below zero', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: -1e9, max: 1e9 }), (asked, available) => {
        const { reserved, backOrdered } = splitByAvailability(asked, available);
        expect(reserved + backOrdered).toBe(asked);
        expect(Math.min(reserved, backOrdered)).toBeGreaterThanOrEqual(0);
        expect(reserved).toBeLessThanOrEqual(Math.max(0, available));
      }),
    );
  });
});
