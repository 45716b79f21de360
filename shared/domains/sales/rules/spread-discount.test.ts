import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divideHalfUp } from '../../../kernel/money.ts';
import { spreadDiscount } from './spread-discount.ts';

/** Lines that can bear their net. */
const lines = (...nets: number[]) => nets.map((netMinor) => ({ netMinor, mostMinor: netMinor }));
const sum = (shares: readonly number[]) => shares.reduce((all, share) => all + share, 0);

describe('R45 what is taken off a document', () => {
  it('R45 is spread by net', () => {
    expect(spreadDiscount(400, lines(1_000, 2_000, 1_000))).toEqual([100, 200, 100]);
  });

  it('R45 the largest line takes the remainder, also one below zero', () => {
    expect(spreadDiscount(99, lines(1_000, 2_000, 1_000))).toEqual([25, 49, 25]);
    expect(spreadDiscount(10, lines(1_000, 1_000, 1_001))).toEqual([3, 3, 4]);
  });

  it('R45 of several largest lines the first', () => {
    expect(spreadDiscount(100, lines(1_000, 1_000, 1_000))).toEqual([34, 33, 33]);
    expect(spreadDiscount(200, lines(1_000, 1_000, 1_000))).toEqual([66, 67, 67]);
  });

  it('R45 a line that comes to nothing bears nothing', () => {
    expect(spreadDiscount(31, lines(0, 1_000, 0, 2_000))).toEqual([0, 10, 0, 21]);
    expect(spreadDiscount(0, lines(0, 0))).toEqual([0, 0]);
    expect(spreadDiscount(0, [])).toEqual([]);
  });

  it('R45 what the largest line cannot bear goes to the next largest', () => {
    expect(spreadDiscount(3, lines(1, 1, 1, 1, 1, 1, 1, 1, 1, 1))).toEqual([1, 1, 1, 0, 0, 0, 0, 0, 0, 0]);
    expect(spreadDiscount(5, lines(1, 1, 1, 1, 1, 1, 1, 1, 1, 1))).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    // Spread by net, off what is paid with tax: the second line has less of it than its net's share.
    const mixed = [
      { netMinor: 10_000, mostMinor: 11_300 },
      { netMinor: 10_000, mostMinor: 10_000 },
    ];
    expect(spreadDiscount(21_300, mixed)).toEqual([11_300, 10_000]);
  });

  it('R45 a line of the other sign bears nothing', () => {
    expect(spreadDiscount(50, lines(-1_000, 1_000, 2_000))).toEqual([0, 17, 33]);
  });

  it('R45 the shares sum to the whole, and none is more than its line or against it', () => {
    const nets = fc.array(fc.oneof(fc.nat(3), fc.nat(100_000)), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(nets, fc.nat(1_000_000), fc.constantFrom(1, -1), (sizes, part, sign) => {
        const whole = sum(sizes);
        const amount = whole === 0 ? 0 : (part % (whole + 1)) * sign;
        const bearing = lines(...sizes.map((size) => size * sign));
        const shares = spreadDiscount(amount, bearing);
        expect(sum(shares) - amount).toBe(0);
        shares.forEach((share, index) => {
          expect(share * sign).toBeGreaterThanOrEqual(0);
          expect(share * sign).toBeLessThanOrEqual(sizes[index] ?? 0);
        });
      }),
    );
  });

  it('R45 every line but the largest gives its own share, half up', () => {
    // Enough for the largest of thirty to give what they have rounded up, little enough for each line to bear.
    const amounts = fc.integer({ min: 600, max: 900 });
    const nets = fc.array(fc.integer({ min: 1_000, max: 100_000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(nets, amounts, (sizes, amount) => {
        const whole = BigInt(sum(sizes));
        const largest = sizes.indexOf(Math.max(...sizes));
        spreadDiscount(amount, lines(...sizes)).forEach((share, index) => {
          if (index === largest) return;
          expect(share).toBe(divideHalfUp(BigInt(amount) * BigInt(sizes[index] ?? 0), whole));
        });
      }),
    );
  });
});
