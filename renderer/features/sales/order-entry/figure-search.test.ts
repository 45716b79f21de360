import { expect, it } from 'vitest';
import { productRow, wuhan } from '../../../../tests/support/order-company.ts';
import { isFigure, takeableHits } from './figure-search.ts';

const jug = productRow('B-020', 'en', wuhan);
const numbered = { ...productRow('A-100', 'en', wuhan), code: '25-1', barcode: '4006381333931' };

it('a figure or a sign fits a SKU or barcode that it is or begins, never a name', () => {
  for (const typed of ['2.5', '-5', '1.5', '5', '.', '12*', '１.５']) {
    expect(isFigure(typed)).toBe(true);
    expect(takeableHits([jug, numbered], typed)).toEqual([]);
  }
  expect(takeableHits([jug, numbered], '25')).toEqual([numbered]);
  expect(takeableHits([jug, numbered], '4006381333931')).toEqual([numbered]);
  expect(takeableHits([jug, numbered], ' 4 006381 333931')).toEqual([numbered]);
  expect(takeableHits([jug, numbered], ' 400638 ')).toEqual([numbered]);
  expect(takeableHits([jug, numbered], '6901234567102')).toEqual([jug]);
});

it('what holds a letter is searched as it is', () => {
  expect(isFigure('1.5L')).toBe(false);
  expect(isFigure('陶')).toBe(false);
  expect(isFigure(' ')).toBe(false);
  expect(takeableHits([jug], 'thermos')).toEqual([jug]);
});
