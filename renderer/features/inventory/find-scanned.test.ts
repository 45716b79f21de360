import { beforeEach, expect, it } from 'vitest';
import { makeFakeBridge } from '../../../tests/support/fake-bridge.ts';
import { findScanned } from './find-scanned.ts';

const reading = { text: '', gtin: null, lot: null, serial: null, expiresOn: null, producedOn: null, count: null };
const product = { id: 'p', code: 'A-100', name: 'Mug', unit: 'pcs', unitName: 'box', unitRatio: 24 };
const lot = { id: 'l', code: 'L-23', productName: 'Mug' };
let answer: object = {};

beforeEach(() => {
  const bridge = makeFakeBridge({ queries: { 'inventory.scanned': () => answer } });
  Object.defineProperty(window, 'satchel', { value: bridge, configurable: true });
});

const found = async (typed: string) => (await findScanned(typed, 6)).map(({ code, note }) => [code, note]);

it('a box is found by its code, a parcel by its label; a product that its own list finds is not told twice', async () => {
  const documents = [
    { kind: 'parcel', id: 's', number: 'DN-K7-000001-1' },
    { kind: 'shipment', id: 's', number: 'DN-K7-000001' },
  ];
  answer = { reading, products: [product, { ...product, unitRatio: 1 }], lots: [lot], serials: [], documents };
  expect(await found('16901028075760')).toEqual([
    ['A-100', 'box'],
    ['DN-K7-000001-1', undefined],
  ]);
});

it('a code with elements leads to its lot first; a word is no scan', async () => {
  answer = {
    reading: { ...reading, lot: 'L-23' },
    products: [{ ...product, unitRatio: 1 }],
    lots: [lot],
    serials: [],
    documents: [],
  };
  expect((await found('0106901028075763'))[0]).toEqual(['L-23', undefined]);
  expect(await found('ceramic mug')).toEqual([]);
  expect(await found('mug')).toEqual([]);
});
