import { expect, it } from 'vitest';
import {
  looksLikeCode,
  parseDiscount,
  parseEntryText,
  parseFieldQuantity,
  parsePrice,
  parseQuantityIn,
} from './entry-text.ts';

it('a quantity may stand before or behind the product', () => {
  expect(parseEntryText('A-100')).toEqual({ search: 'A-100', quantity: null });
  expect(parseEntryText('12*A-100')).toEqual({ search: 'A-100', quantity: 120_000 });
  expect(parseEntryText(' tcw × 1.5 ')).toEqual({ search: 'tcw', quantity: 15_000 });
  expect(parseEntryText('6*8 box')).toEqual({ search: '8 box', quantity: 60_000 });
  expect(parseEntryText('0*A-100')).toEqual({ search: '0*A-100', quantity: null });
  expect(parseEntryText('a*b*c')).toEqual({ search: 'a*b*c', quantity: null });
});

it('a barcode in a quantity is told from a quantity by its text alone', () => {
  expect(looksLikeCode('6901234567892')).toBe(true);
  expect(looksLikeCode('69,012,345')).toBe(true);
  expect(looksLikeCode('B-020')).toBe(true);
  expect(looksLikeCode('1,200')).toBe(false);
  expect(looksLikeCode('12.5')).toBe(false);
  expect(looksLikeCode('9999999')).toBe(false);
  expect(looksLikeCode('abc')).toBe(false);
});

it('figures that cannot be read or are slips are none', () => {
  expect(parseFieldQuantity('1,200.5')).toBe(12_005_000);
  expect(parseFieldQuantity('0')).toBe(0);
  expect(parseFieldQuantity('-1')).toBeNull();
  expect(parseFieldQuantity('1.23456')).toBeNull();
  expect(parseFieldQuantity('1000001')).toBeNull();
  expect(parsePrice('¥1,250.50')).toBe(12_505_000);
  expect(parsePrice('45.5元')).toBe(455_000);
  expect(parsePrice('')).toBeNull();
  expect(parsePrice('10000001')).toBeNull();
});

it('R31 a quantity is typed with its unit, or with as much of the name as tells it from the others', () => {
  const units = [
    { name: '箱', ratio: 24 },
    { name: '托', ratio: 960 },
  ];
  expect(parseQuantityIn('48', '个', units)).toEqual({ count: 480_000, unit: null });
  expect(parseQuantityIn('48箱', '个', units)).toEqual({ count: 480_000, unit: units[0] });
  expect(parseQuantityIn(' 2 托 ', '个', units)).toEqual({ count: 20_000, unit: units[1] });
  expect(parseQuantityIn('48个', '个', units)).toEqual({ count: 480_000, unit: { name: null, ratio: 1 } });
  expect(parseQuantityIn('48瓶', '个', units)).toBeNull();
  const english = [
    { name: 'box', ratio: 24 },
    { name: 'bag', ratio: 6 },
  ];
  expect(parseQuantityIn('3 bo', 'pc', english)).toEqual({ count: 30_000, unit: english[0] });
  expect(parseQuantityIn('3 B', 'pc', english)).toBeNull();
  expect(parseQuantityIn('3 Box', 'pc', english)).toEqual({ count: 30_000, unit: english[0] });
  expect(parseQuantityIn('box', 'pc', english)).toBeNull();
  expect(parseQuantityIn('B-020', 'pc', english)).toBeNull();
});

it('R41 a discount is typed as percent taken off or, in Chinese, as what remains', () => {
  expect(parseDiscount('5')).toBe(500);
  expect(parseDiscount('12.5 %')).toBe(1_250);
  expect(parseDiscount('95折')).toBe(500);
  expect(parseDiscount('9.5折')).toBe(500);
  expect(parseDiscount('8 折')).toBe(2_000);
  expect(parseDiscount('')).toBe(0);
  expect(parseDiscount('101')).toBeNull();
  expect(parseDiscount('120折')).toBeNull();
  expect(parseDiscount('-5')).toBeNull();
});
