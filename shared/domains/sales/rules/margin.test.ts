import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CostedPart, marginOf } from './margin.ts';

const UNIT = 10_000;

it('R47 margin is net less what the goods cost, and its share of the net', () => {
  const mugs = { netMinor: 300_000, quantity: 48 * UNIT, averageCost: 45_0000 };
  expect(marginOf([mugs], 'CNY')).toEqual({ marginMinor: 84_000, rate: 2_800, uncosted: 0 });
  const below = { ...mugs, netMinor: 200_000 };
  expect(marginOf([below], 'CNY')).toEqual({ marginMinor: -16_000, rate: -800, uncosted: 0 });
});

it('R47 what nobody bought yet is in neither figure, and is counted', () => {
  const known = { netMinor: 10_000, quantity: UNIT, averageCost: 80_0000 };
  const unknown = { netMinor: 50_000, quantity: UNIT, averageCost: null };
  expect(marginOf([known, unknown], 'CNY')).toEqual({ marginMinor: 2_000, rate: 2_000, uncosted: 1 });
  expect(marginOf([unknown], 'CNY')).toBeNull();
  expect(marginOf([], 'CNY')).toBeNull();
});

it('R47 what is given away has a margin and no share', () => {
  const free = { netMinor: 0, quantity: 2 * UNIT, averageCost: 5_0000 };
  expect(marginOf([free], 'CNY')).toEqual({ marginMinor: -1_000, rate: null, uncosted: 0 });
});

it('R47 the margin of a document is the sum of its lines’ margins', () => {
  const part: fc.Arbitrary<CostedPart> = fc.record({
    netMinor: fc.integer({ min: 0, max: 10_000_000 }),
    quantity: fc.integer({ min: 0, max: 1_000 * UNIT }),
    averageCost: fc.option(fc.integer({ min: 0, max: 1_000 * UNIT })),
  });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
      const whole = marginOf(parts, 'CNY');
      const each = parts.map((one) => marginOf([one], 'CNY'));
      expect(whole?.marginMinor ?? 0).toBe(each.reduce((sum, one) => sum + (one?.marginMinor ?? 0), 0));
      expect(each.filter((one) => one === null)).toHaveLength(whole?.uncosted ?? parts.length);
    }),
  );
});
