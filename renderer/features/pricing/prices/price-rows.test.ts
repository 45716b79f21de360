// What is typed and pasted of prices, and what a command is sent.
import { expect, it } from 'vitest';
import { doubles, PRICES_AT_ONCE, readPaste, type TypedPrice, toArgs, unitNamed } from './price-rows.ts';

const row = (change: Partial<TypedPrice> = {}): TypedPrice => ({
  ...{ id: 'r1', productId: 'p1', code: 'A-100', name: 'Mug', baseUnit: 'box', soldUnit: null, unitRatio: 1 },
  ...{ from: '', price: '12.5', validFrom: '2026-11-23', validUntil: null, priority: 0, replacesId: null },
  ...change,
});

it('lines of a sheet: code and price; unit, quantity and days where they stand there too', () => {
  const text = [
    'Code\tUnit\tFrom\tPrice',
    'A-100\t62.50',
    'A-100\t100\t60',
    'A-110\tcarton\t1\t1,400.00\t2026-12-01\t2026-12-31',
    'B-020\t2026/12/1\t89',
  ].join('\n');
  const nothing = { unit: null, validFrom: null, validUntil: null };
  expect(readPaste(text)).toEqual({
    prices: [
      { code: 'A-100', ...nothing, from: '', price: '62.50' },
      { code: 'A-100', ...nothing, from: '100', price: '60' },
      {
        ...{ code: 'A-110', unit: 'carton', from: '1', price: '1,400.00' },
        ...{ validFrom: '2026-12-01', validUntil: '2026-12-31' },
      },
      { code: 'B-020', ...nothing, from: '', price: '89', validFrom: '2026-12-01' },
    ],
    unread: 0,
  });
  expect(readPaste('A-100;62.50\nA-101;\n;3')).toMatchObject({ prices: [{ code: 'A-100' }], unread: 2 });
});

it('R31 a unit is found by its name; one that the product has not is none', () => {
  const product = { id: 'p1', unit: 'box' };
  const units = [{ id: 'u1', productId: 'p1', name: 'carton', ratio: 24 }];
  expect(unitNamed(null, product, units)).toEqual({ soldUnit: null, unitRatio: 1 });
  expect(unitNamed('box', product, units)).toEqual({ soldUnit: null, unitRatio: 1 });
  expect(unitNamed('carton', product, units)).toEqual({ soldUnit: 'carton', unitRatio: 24 });
  expect(unitNamed('pallet', product, units)).toBeUndefined();
});

it('what is no figure, or ends before it begins, is not sent; the same price twice is told', () => {
  expect(toArgs(row())).toMatchObject({ unitPrice: 125_000, minQuantity: 0, replacesId: null });
  expect(toArgs(row({ price: '' }))).toBeNull();
  expect(toArgs(row({ price: '-1' }))).toBeNull();
  expect(toArgs(row({ from: 'many' }))).toBeNull();
  expect(toArgs(row({ validUntil: '2026-11-22' }))).toBeNull();
  const rows = [row(), row({ id: 'r2', from: '10' }), row({ id: 'r3', from: '10.0' })];
  expect([...doubles(rows)]).toEqual(['r3']);
});

it('what is sent at once fits into the arguments of one command', () => {
  const id = '01930000-0000-7000-8000-000000000001';
  const whole = row({ id, productId: id, replacesId: id, soldUnit: '箱', unitRatio: 1_000, validUntil: '2027-12-31' });
  const prices = Array.from({ length: PRICES_AT_ONCE }, () => ({ ...toArgs(whole), currency: 'CNY', note: null }));
  expect(new TextEncoder().encode(JSON.stringify({ customerId: id, prices })).length).toBeLessThan(65_536);
});
