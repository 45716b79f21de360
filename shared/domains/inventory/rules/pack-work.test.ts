import { describe, expect, it } from 'vitest';
import { decidePackScan, foldPack, linesToShip, type PackEntry, type PackedGoods, weightOf } from './pack-work.ts';
import type { Scanned } from './scanned.ts';

const UNIT = 10_000;
const goods: PackedGoods = {
  id: '1',
  productId: 'tea',
  productCode: 'T-1',
  productName: 'Tea',
  unit: 'box',
  weightGrams: 250,
  lotId: 'a',
  lotCode: 'L-A',
  serialId: null,
  serialCode: null,
  quantity: 3 * UNIT,
};
const lines = [goods, { ...goods, id: '2', lotId: 'b', lotCode: 'L-B', quantity: UNIT }];
const nothing = {
  gtin: null,
  lot: null,
  serial: null,
  expiresOn: null,
  producedOn: null,
  count: null,
  damage: null,
} as const;
const product = {
  id: 'tea',
  code: 'T-1',
  name: 'Tea',
  unit: 'box',
  tracking: 'lot',
  shelfLifeDays: null,
  discontinued: 0,
  unitName: 'box',
  unitRatio: 1,
} as const;
const scan = (change: Partial<Scanned> = {}, reading: Partial<Scanned['reading']> = {}): Scanned => ({
  reading: { ...nothing, text: '690', ...reading },
  products: [],
  lots: [],
  serials: [],
  locations: [],
  documents: [],
  ...change,
});
const lot = (id: string, code: string) => ({
  id,
  productId: 'tea',
  productCode: 'T-1',
  productName: 'Tea',
  code,
  expiresOn: null,
  blocked: 0 as const,
});
const pack = (lineId: string, pieces: number): PackEntry => ({
  kind: 'pack',
  lineId,
  text: null,
  quantity: pieces * UNIT,
});

describe('R25 packing', () => {
  it('R25 an order may go when packed is picked, lot by lot; over as many parcels as it takes', () => {
    const entries: PackEntry[] = [pack('1', 2), { kind: 'nextParcel' }, { kind: 'nextParcel' }, pack('1', 1)];
    expect(foldPack(lines, entries)).toMatchObject({ parcel: 2, isWhole: false });
    const whole = foldPack(lines, [...entries, pack('2', 1), { kind: 'weight', grams: 1_200 }]);
    expect(whole).toMatchObject({ isWhole: true, weightGrams: 1_200 });
    expect(linesToShip(whole).map(({ line, parcel, quantity }) => [line.id, parcel, quantity / UNIT])).toEqual([
      ['1', 1, 2],
      ['1', 2, 1],
      ['2', 2, 1],
    ]);
    expect(weightOf(whole)).toBe(1_000);
    expect(foldPack([], []).isWhole).toBe(false);
  });

  it('R25 a scan of the goods fills the lines that were picked; the lot on the label says which', () => {
    const empty = foldPack(lines, []);
    expect(decidePackScan(empty, scan({ products: [product] }))).toMatchObject({ kind: 'packed', line: { id: '1' } });
    const ofLot = scan({ products: [product], lots: [lot('b', 'L-B')] }, { count: 1 });
    expect(decidePackScan(empty, ofLot)).toMatchObject({ kind: 'packed', line: { id: '2' } });
    const full = foldPack(lines, [pack('1', 3)]);
    expect(decidePackScan(full, scan({ products: [product] }))).toMatchObject({ kind: 'packed', line: { id: '2' } });
  });

  it.each([
    ['another lot', scan({ products: [product], lots: [lot('c', 'L-C')] }), 'wrongLot'],
    ['too many', scan({ products: [product] }, { count: 4 }), 'tooMuch'],
    ['other goods', scan({ products: [{ ...product, id: 'pot', code: 'P', name: 'Pot' }] }), 'wrongProduct'],
    ['a box nobody wrote down', scan({ products: [{ ...product, unitRatio: null }] }), 'unknownPack'],
    ['a smudged code', scan({}, { damage: 'checkDigit' }), 'damaged'],
    ['foreign goods', scan({}, { gtin: '06901234567892' }), 'foreign'],
    ['no code of ours', scan(), 'unknown'],
    ['a paper', scan({ documents: [{ kind: 'order', id: 'o', number: 'SO-1' }] }), 'otherDocument'],
  ])('R25 refused: %s', (_, found, why) => {
    expect(decidePackScan(foldPack(lines, []), found)).toMatchObject({ kind: 'refused', why });
  });

  it('R29 of numbered pieces only those that were picked are packed, each once', () => {
    const pieces = [{ ...goods, lotId: null, lotCode: null, serialId: 's1', serialCode: 'S-1', quantity: UNIT }];
    const serial = { id: 's1', productId: 'tea', productCode: 'T-1', productName: 'Tea', code: 'S-1', lotId: null };
    const here = { ...serial, state: 'inStock' as const, warehouseId: 'w', locationId: null };
    const empty = foldPack(pieces, []);
    expect(decidePackScan(empty, scan({ products: [product] }))).toMatchObject({ why: 'needsSerial' });
    expect(decidePackScan(empty, scan({ serials: [here] }))).toMatchObject({ kind: 'packed' });
    expect(decidePackScan(empty, scan({ serials: [{ ...here, id: 's2', code: 'S-2' }] }))).toMatchObject({
      why: 'wrongSerial',
    });
    expect(decidePackScan(foldPack(pieces, [pack('1', 1)]), scan({ serials: [here] }))).toMatchObject({
      why: 'tooMuch',
    });
  });
});
