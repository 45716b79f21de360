import { expect, it } from 'vitest';
import { recountOrder } from './recount-order.ts';

const terms = { currency: 'CNY', priceMode: 'taxExclusive', taxRounding: 'perLine' } as const;
const line = (id: string, pieces: number, amounts: { netMinor: number; taxMinor: number }, backOrdered = 0) => ({
  id,
  quantity: pieces * 10_000,
  unitPrice: 89_0000,
  discount: 0,
  taxRate: 1_300,
  backOrdered,
  ...amounts,
});

it('R42 R44 a cut line counts for what is left of it, the others stay as they were stored', () => {
  const lines = [
    line('a', 38, { netMinor: 534_000, taxMinor: 69_420 }),
    line('b', 1, { netMinor: 8_900, taxMinor: 1_157 }, 10_000),
  ];
  expect(recountOrder(lines, terms)).toEqual({
    head: { netMinor: 347_100, taxMinor: 45_123, totalMinor: 392_223, lineCount: 2, backOrderedLines: 1 },
    changed: [{ id: 'a', netMinor: 338_200, taxMinor: 43_966 }],
  });
});

it('R44 rounded per document, a change of one line moves the tax of those after it, and lines sum to the head', () => {
  const cents = (id: string, price: number, taxMinor: number) => ({
    ...line(id, 1, { netMinor: price, taxMinor }),
    unitPrice: price * 100,
  });
  const lines = [cents('a', 4, 0), cents('b', 4, 1), cents('c', 4, 1)];
  const { head, changed } = recountOrder(lines, { ...terms, taxRounding: 'perDocument' });
  expect(head).toMatchObject({ netMinor: 12, taxMinor: 2, totalMinor: 14 });
  const taxes = lines.map(({ id, taxMinor }) => changed.find((each) => each.id === id)?.taxMinor ?? taxMinor);
  expect(taxes).toEqual([1, 0, 1]);
});
