import { expect, it } from 'vitest';
import type { LineFigures } from './draft-figures.ts';
import { shortLineWays } from './short-line-ways.ts';

const figures = (productId: string, quantity: number, available: number): LineFigures => ({
  line: {
    key: 1,
    productId,
    code: productId,
    name: productId,
    unit: 'pcs',
    taxCode: 'standard',
    quantity,
    manualPrice: null,
    soldUnit: null,
    unitRatio: 1,
    secondDiscount: 0,
    isSample: false,
    listPrice: 10_000,
    discount: 0,
    backOrderKept: false,
  },
  unitPrice: 10_000,
  taxRate: 1_300,
  netMinor: 0,
  offMinor: 0,
  waitsForApproval: false,
  stock: null,
  available,
  short: quantity - available,
  sameAsLine: null,
  isIncomingLate: false,
  listPrice: 0,
  price: null,
});
const at = (warehouseId: string, productId: string, onHand: number, reserved = 0) => ({
  warehouseId,
  productId,
  onHand,
  reserved,
  unsaleable: 0,
  heldForOthers: 0,
});
const jug = figures('jug', 60, 38);
const mug = figures('mug', 48, 48);

it('splits where something is there, and can always wait', () => {
  expect(shortLineWays(jug, [jug], 'here', [])).toEqual([
    { kind: 'split', now: 38, later: 22 },
    { kind: 'backOrder', later: 22 },
  ]);
  expect(shortLineWays(figures('jug', 60, 0), [jug], 'here', [])).toEqual([{ kind: 'backOrder', later: 60 }]);
});

it('offers another warehouse only when it covers every line of the order', () => {
  const ways = shortLineWays(jug, [mug, jug], 'here', [
    at('here', 'jug', 900),
    at('half', 'jug', 100),
    at('all', 'jug', 100, 20),
    at('all', 'mug', 48),
  ]);
  expect(ways[1]).toEqual({ kind: 'warehouse', warehouseId: 'all', available: 80 });
});

it('two lines of one product need their sum elsewhere', () => {
  const stock = [at('there', 'jug', 100)];
  expect(shortLineWays(jug, [jug, figures('jug', 40, 0)], 'here', stock).map(({ kind }) => kind)).toContain(
    'warehouse',
  );
  expect(shortLineWays(jug, [jug, figures('jug', 41, 0)], 'here', stock).map(({ kind }) => kind)).not.toContain(
    'warehouse',
  );
});
