import fc from 'fast-check';
import { expect, it } from 'vitest';
import { recountOrder } from './recount-order.ts';

const terms = { currency: 'CNY', priceMode: 'taxExclusive', taxRounding: 'perLine' } as const;
const nothingOff = { documentDiscountMinor: 0, roundedOffMinor: 0 };
const none = { netMinor: 0, taxMinor: 0 };
const line = (id: string, pieces: number, amounts: { netMinor: number; taxMinor: number }, backOrdered = 0) => ({
  id,
  quantity: pieces * 10_000,
  unitPrice: 89_0000,
  discount: 0,
  taxRate: 1_300,
  backOrdered,
  ...nothingOff,
  ...amounts,
});

it('R42 R44 a cut line counts for what is left of it, the others stay as they were stored', () => {
  const lines = [
    line('a', 38, { netMinor: 534_000, taxMinor: 69_420 }),
    line('b', 1, { netMinor: 8_900, taxMinor: 1_157 }, 10_000),
  ];
  expect(recountOrder(lines, terms)).toEqual({
    head: {
      netMinor: 347_100,
      taxMinor: 45_123,
      totalMinor: 392_223,
      ...nothingOff,
      lineCount: 2,
      backOrderedLines: 1,
    },
    changed: [{ id: 'a', netMinor: 338_200, taxMinor: 43_966, ...nothingOff }],
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

const sumOf = (
  rows: readonly { readonly [Key in 'netMinor' | 'documentDiscountMinor' | 'roundedOffMinor']: number }[],
) => ({
  netMinor: rows.reduce((sum, row) => sum + row.netMinor, 0),
  documentDiscountMinor: rows.reduce((sum, row) => sum + row.documentDiscountMinor, 0),
  roundedOffMinor: rows.reduce((sum, row) => sum + row.roundedOffMinor, 0),
});

it('R41 R45 of a cut order a percentage is less, and what was agreed as an amount stays: both spread over what is left', () => {
  // 8,900 each: 5 % off 20 pieces, and 抹零 of 0.45.
  const asked = { ...terms, documentDiscount: 500, documentDiscountMinor: 8_900, roundedOffMinor: 45 };
  const before = recountOrder([line('a', 12, none), line('b', 8, none)], asked);
  expect(before.head).toMatchObject({ documentDiscountMinor: 8_900, roundedOffMinor: 45 });
  expect(sumOf(before.changed)).toEqual({
    netMinor: before.head.netMinor,
    documentDiscountMinor: 8_900,
    roundedOffMinor: 45,
  });
  const stored = [line('a', 12, none), line('b', 8, none)].map((each, at) => ({ ...each, ...before.changed[at] }));
  const cut = stored.map((each) => (each.id === 'b' ? { ...each, quantity: 20_000 } : each));
  const after = recountOrder(cut, { ...asked, ...before.head });
  expect(after.head).toMatchObject({ documentDiscountMinor: 6_230, roundedOffMinor: 45 });
  expect(after.changed.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(sumOf(after.changed)).toMatchObject({ documentDiscountMinor: 6_230, roundedOffMinor: 45 });
});

it('R41 nothing is taken off that is not there any more', () => {
  const asked = { ...terms, documentDiscountMinor: 20_000, roundedOffMinor: 50 };
  const { head } = recountOrder([line('a', 1, none)], asked);
  expect(head).toMatchObject({
    netMinor: 0,
    taxMinor: 0,
    totalMinor: 0,
    documentDiscountMinor: 8_900,
    roundedOffMinor: 0,
  });
});

it('R41 R45 what stands is counted to the same again', () => {
  const discounts = fc.constantFrom(0, 250, 1_000);
  const amounts = fc.integer({ min: 0, max: 3_000 });
  const order = fc.record({
    pieces: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }),
    documentDiscount: discounts,
    documentDiscountMinor: amounts,
    roundedOffMinor: amounts,
    priceMode: fc.constantFrom('taxExclusive' as const, 'taxInclusive' as const),
    taxRounding: fc.constantFrom('perLine' as const, 'perDocument' as const),
  });
  fc.assert(
    fc.property(order, ({ pieces, ...asked }) => {
      const lines = pieces.map((count, at) => line(String(at), count, none));
      const first = recountOrder(lines, { ...asked, currency: 'CNY' });
      const changed = new Map(first.changed.map((each) => [each.id, each]));
      const stored = lines.map((each) => ({ ...each, ...changed.get(each.id) }));
      expect(recountOrder(stored, { ...asked, ...first.head, currency: 'CNY' })).toEqual({
        head: first.head,
        changed: [],
      });
    }),
  );
});
