import { describe, expect, it } from 'vitest';
import { needsApproval } from './approval.ts';

describe('R9 a discount beyond the limit waits for approval', () => {
  const list = { unitPrice: 100_0000, listPrice: 100_0000, discount: 0 };

  it.each([
    ['the list price', list, false],
    ['exactly the limit as a percentage', { ...list, discount: 1_000 }, false],
    ['one basis point more', { ...list, discount: 1_001 }, true],
    ['exactly the limit as a typed price', { ...list, unitPrice: 90_0000 }, false],
    ['a ten-thousandth less', { ...list, unitPrice: 89_9999 }, true],
    ['half as a price, half as a percentage', { ...list, unitPrice: 95_0000, discount: 600 }, true],
    ['above the list', { ...list, unitPrice: 120_0000 }, false],
    ['a product without a price', { unitPrice: 0, listPrice: 0, discount: 0 }, false],
  ])('R9 %s', (_, price, expected) => {
    expect(needsApproval(price, 1_000)).toBe(expected);
  });
});
