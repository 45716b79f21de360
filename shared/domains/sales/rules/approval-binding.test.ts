import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bindingOf } from './approval-binding.ts';

const order = { customerId: 'c', currency: 'CNY', paymentTermsDays: 30 };
const line = {
  productId: 'p',
  quantity: 10_000,
  unitPrice: 90_0000,
  listPrice: 100_0000,
  discount: 500,
  taxRate: 1_300,
};
const sealed = (...lines: readonly string[]) => createHash('sha256').update(lines.join('\n')).digest('hex');

describe('R9 what a word binds', () => {
  it('R9 words that stand go on binding: what an order of before has is bound as it was', () => {
    const asItWas = sealed('discount', 'c', 'CNY', 'p 10000 900000 1000000 500 1300');
    expect(bindingOf('discount', order, [line])).toBe(asItWas);
    const none = { unitRatio: 1, secondDiscount: 0, promotionDiscount: 0, promotionMinor: 0, lineKind: 'goods' };
    const nothingOff = { documentDiscountMinor: 0, roundedOffMinor: 0 };
    expect(bindingOf('discount', { ...order, ...nothingOff }, [{ ...line, ...none }])).toBe(asItWas);
  });

  it.each([
    ['unitRatio', 12],
    ['secondDiscount', 300],
    ['promotionDiscount', 2_000],
    ['promotionMinor', 150],
    ['lineKind', 'gift'],
  ])('R9 R41 a word about prices binds the %s of a line', (name, figure) => {
    const named = sealed('discount', 'c', 'CNY', `p 10000 900000 1000000 500 1300 ${name}=${figure}`);
    expect(bindingOf('discount', order, [{ ...line, [name]: figure }])).toBe(named);
  });

  it.each(['documentDiscountMinor', 'roundedOffMinor'])('R9 R41 a word about prices binds the %s', (name) => {
    const named = sealed('discount', 'c', 'CNY', `${name}=50`, 'p 10000 900000 1000000 500 1300');
    expect(bindingOf('discount', { ...order, [name]: 50 }, [line])).toBe(named);
  });

  it('R55 a word about credit binds who owes, in which currency, for how long', () => {
    const discounted = { ...order, documentDiscountMinor: 50, roundedOffMinor: 7 };
    expect(bindingOf('credit', discounted, [line])).toBe(sealed('credit', 'c', 'CNY', '30'));
  });
});
