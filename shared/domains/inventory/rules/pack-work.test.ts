import { describe, expect, it } from 'vitest';
import {
  decidePackQuantity,
  decidePackScan,
  foldPack,
  linesToShip,
  type PackEntry,
  type PackedGoods,
  weightOf,
} from './pack-work.ts';
import { type Scanned, tellLot } from './scanned.ts';

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
  it('R25 a case that was picked in parts is packed by one scan of it: over the lines of its lot', () => {
    const parts = ['1', '2', '3'].map((id) => ({ ...goods, id, quantity: 6 * UNIT }));
    const box = { products: [{ ...product, unitRatio: 12 }] };
    const first = decidePackScan(foldPack(parts, []), scan(box));
    expect(first).toMatchObject({ kind: 'packed', line: { id: '1' }, quantity: 12 * UNIT });
    if (first.kind !== 'packed') return;
    const state = foldPack(parts, [first.entry]);
    expect(linesToShip(state).map(({ line, parcel, quantity }) => [line.id, parcel, quantity / UNIT])).toEqual([
      ['1', 1, 6],
      ['2', 1, 6],
    ]);
    expect(foldPack(parts, [first.entry, { kind: 'nextParcel' }]).parcel).toBe(2);
    expect(decidePackScan(state, scan(box))).toMatchObject({ why: 'tooMuch', params: { left: 6 * UNIT } });
    const lots = parts.map((each, at) => (at === 0 ? { ...each, lotId: 'b', lotCode: 'L-B' } : each));
    const ofA = { ...box, lots: [lot('a', 'L-A')] };
    const second = decidePackScan(foldPack(lots, []), scan(ofA));
    expect(second).toMatchObject({ line: { id: '2' }, entry: { others: [{ lineId: '3', quantity: 6 * UNIT }] } });
    expect(decidePackScan(foldPack(lots.slice(0, 2), []), scan(ofA))).toMatchObject({ why: 'tooMuch' });
  });

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

  it('R25 F4 a typed quantity is the total of the goods in the open parcel, over the lines that they were picked for', () => {
    const parts = ['1', '2'].map((id) => ({ ...goods, id, quantity: 6 * UNIT }));
    const before: PackEntry[] = [pack('1', 1), pack('1', 1)];
    const typed = decidePackQuantity(foldPack(parts, before), 10 * UNIT);
    expect(typed).toMatchObject({ quantity: 4 * UNIT, others: [{ lineId: '2', quantity: 4 * UNIT }] });
    if (!typed) return;
    expect(foldPack(parts, [...before, typed]).last).toMatchObject({ quantity: 10 * UNIT, left: 2 * UNIT });
    // In the next box they begin anew.
    const next = foldPack(parts, [...before, typed, { kind: 'nextParcel' }, pack('2', 1)]);
    expect(next.last).toMatchObject({ quantity: UNIT, left: UNIT });
    expect(decidePackQuantity(next, 3 * UNIT)).toBeNull();
    expect(decidePackQuantity(next, UNIT)).toBeNull();
  });

  it('R25 a scan of the goods fills the lines that were picked; the lot on the label says which', () => {
    const empty = foldPack(lines, []);
    const alone = foldPack([goods, { ...goods, id: '3' }], []);
    expect(decidePackScan(alone, scan({ products: [product] }))).toMatchObject({ kind: 'packed', line: { id: '1' } });
    const ofLot = scan({ products: [product], lots: [lot('b', 'L-B')] }, { count: 1 });
    expect(decidePackScan(empty, ofLot)).toMatchObject({ kind: 'packed', line: { id: '2' } });
  });

  it('R25 R29 where two lots were picked a code without one counts for none before it was told which', () => {
    const bare = scan({ products: [product] });
    const asked = decidePackScan(foldPack(lines, []), bare);
    expect(asked).toMatchObject({ kind: 'whichLot', lines: [{ lotId: 'a' }, { lotId: 'b' }] });
    const first = decidePackScan(foldPack(lines, []), tellLot(bare, lot('a', 'L-A')));
    if (first.kind !== 'packed') throw new Error(`${first.kind}`);
    const told = [first.entry];
    expect(first).toMatchObject({ line: { id: '1' }, entry: { isLotTold: true } });
    expect(decidePackScan(foldPack(lines, told), bare)).toMatchObject({ kind: 'packed', line: { id: '1' } });
    expect(decidePackScan(foldPack(lines, [...told, pack('1', 2)]), bare).kind).toBe('whichLot');
    expect(decidePackScan(foldPack(lines, [...told, pack('1', 2), pack('2', 1)]), bare)).toMatchObject({
      why: 'tooMuch',
    });
    expect(decidePackScan(foldPack(lines, []), tellLot(bare, lot('c', 'L-C')))).toMatchObject({ why: 'wrongLot' });
  });

  it.each([
    ['another lot', scan({ products: [product], lots: [lot('c', 'L-C')] }), 'wrongLot'],
    ['a lot that nobody received', scan({ products: [product] }, { lot: 'L-Z' }), 'wrongLot'],
    [
      'a label with a lot of other goods',
      scan({ products: [product], lots: [{ ...lot('x', 'L-X'), productId: 'pot' }] }, { lot: 'L-X' }),
      'wrongLot',
    ],
    [
      'a place',
      scan({ locations: [{ id: 'l', warehouseId: 'w', zoneId: 'z', code: 'A-1', walkOrder: 1, active: 1 }] }),
      'place',
    ],
    ['too many', scan({ products: [product], lots: [lot('a', 'L-A')] }, { count: 4 }), 'tooMuch'],
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
