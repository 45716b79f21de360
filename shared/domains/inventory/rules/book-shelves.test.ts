import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shelvesOf } from './book-shelves.ts';

const movement = fc.record({
  productId: fc.constantFrom('p1', 'p2'),
  lotId: fc.constantFrom(null, 'l1', 'l2'),
  locationId: fc.constantFrom(null, 'a', 'b'),
  quantity: fc.integer({ min: -5, max: 9 }),
});
type Movement = typeof movement extends fc.Arbitrary<infer Value> ? Value : never;

/** Sums as triggers keep them: a movement with an empty key counts into no balance. */
function sums(movements: readonly Movement[], keys: readonly (keyof Movement)[]) {
  const found = new Map<string, Record<string, string | number>>();
  for (const each of movements) {
    if (keys.some((key) => each[key] === null)) continue;
    const id = keys.map((key) => each[key]).join(':');
    const row = found.get(id) ?? { ...Object.fromEntries(keys.map((key) => [key, String(each[key])])), onHand: 0 };
    found.set(id, { ...row, onHand: Number(row.onHand) + each.quantity });
  }
  return [...found.values()] as never[];
}

it('R28 R33 the shelves that balances tell are those that the movements made', () => {
  fc.assert(
    fc.property(fc.array(movement, { maxLength: 30 }), (movements) => {
      const shelves = shelvesOf({
        products: sums(movements, ['productId']),
        lots: sums(movements, ['productId', 'lotId']),
        places: sums(movements, ['productId', 'locationId']),
        lotsAtPlaces: sums(movements, ['productId', 'lotId', 'locationId']),
      });
      const wanted = new Map<string, number>();
      for (const { productId, lotId, locationId, quantity } of movements) {
        const id = `${productId} ${lotId} ${locationId}`;
        wanted.set(id, (wanted.get(id) ?? 0) + quantity);
      }
      const told = shelves.map(({ productId, lotId, locationId, onHand }) => [
        `${productId} ${lotId} ${locationId}`,
        onHand,
      ]);
      expect(new Map(told as [string, number][])).toEqual(
        new Map([...wanted].filter(([, quantity]) => quantity !== 0)),
      );
    }),
  );
});
