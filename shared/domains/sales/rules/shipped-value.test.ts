import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shippedValue } from './shipped-value.ts';

it('R54 a part of a line is worth its part, half up; more than was ordered no more than the line', () => {
  const line = { quantity: 30_000, netMinor: 1_000, taxMinor: 130 };
  expect(shippedValue(line, 10_000)).toBe(377);
  expect(shippedValue(line, 30_000)).toBe(1_130);
  expect(shippedValue(line, 90_000)).toBe(1_130);
  expect(shippedValue(line, 0)).toBe(0);
});

it('R54 shipments in parts sum to the line exactly', () => {
  const amounts = fc.record({
    quantity: fc.integer({ min: 1, max: 1e9 }),
    netMinor: fc.nat(1e9),
    taxMinor: fc.nat(1e9),
  });
  fc.assert(
    fc.property(amounts, fc.array(fc.nat(1e6), { maxLength: 8 }), (line, parts) => {
      let shipped = 0;
      let sum = 0;
      for (const part of [...parts, line.quantity]) {
        sum += shippedValue(line, shipped + part) - shippedValue(line, shipped);
        shipped += part;
      }
      expect(sum).toBe(line.netMinor + line.taxMinor);
    }),
  );
});
