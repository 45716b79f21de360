import { expect, it } from 'vitest';
import { tabulateRevenue } from './tabulate-revenue.ts';

const cell = (productId: string, month: number, netMinor: number, quantity = 10_000) => ({
  productId,
  month,
  netMinor,
  quantity,
});
const cells = [
  cell('mug', 0, 100),
  cell('jug', 0, 300),
  cell('mug', 2, 250, 20_000),
  cell('box', 1, 40),
  cell('pan', 2, 40),
];

it('puts the best product first and the others into one line', () => {
  expect(tabulateRevenue(cells, 3, 2)).toEqual({
    products: [
      { productId: 'mug', quantity: 30_000, netMinor: 350, byMonth: [100, 0, 250] },
      { productId: 'jug', quantity: 10_000, netMinor: 300, byMonth: [300, 0, 0] },
    ],
    rest: { productCount: 2, netMinor: 80, byMonth: [0, 40, 40] },
    total: { netMinor: 730, byMonth: [400, 40, 290] },
  });
});

it('orders equal products by id, whatever order the cells came in', () => {
  const order = (given: typeof cells) => tabulateRevenue(given, 3, 4).products.map((each) => each.productId);
  expect(order(cells)).toEqual(['mug', 'jug', 'box', 'pan']);
  expect(order([...cells].reverse())).toEqual(['mug', 'jug', 'box', 'pan']);
});

it('has nothing in the rest when all products fit, and a zero for each month without a sale', () => {
  expect(tabulateRevenue(cells, 3, 10).rest).toEqual({ productCount: 0, netMinor: 0, byMonth: [0, 0, 0] });
  expect(tabulateRevenue([], 2, 10)).toEqual({
    products: [],
    rest: { productCount: 0, netMinor: 0, byMonth: [0, 0] },
    total: { netMinor: 0, byMonth: [0, 0] },
  });
});
