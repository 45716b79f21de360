import { describe, expect, it } from 'vitest';
import {
  decideReturnQuantity,
  decideReturnScan,
  foldReturn,
  lastGoods,
  partsToTakeBack,
  type ReturnEntry,
  type SentGoods,
} from './return-work.ts';
import type { Scanned } from './scanned.ts';

const UNIT = 10_000;
const tea: SentGoods = {
  id: '1',
  productId: 'tea',
  productCode: 'T-1',
  productName: 'Tea',
  unit: 'box',
  lotId: 'a',
  lotCode: 'L-A',
  serialId: null,
  serialCode: null,
  quantity: 6 * UNIT,
  returned: 2 * UNIT,
};
const lines: readonly SentGoods[] = [
  tea,
  { ...tea, id: '2', quantity: 3 * UNIT, returned: 0 },
  { ...tea, id: '3', lotId: 'b', lotCode: 'L-B', quantity: 5 * UNIT, returned: 0 },
  {
    ...{ ...tea, id: '4', productId: 'lamp', productCode: 'P-1', productName: 'Lamp', lotId: null, lotCode: null },
    ...{ serialId: 's', serialCode: 'S-1', quantity: UNIT, returned: 0 },
  },
];
const nothing = {
  ...{ gtin: null, lot: null, serial: null, expiresOn: null, producedOn: null, count: null, damage: null },
} as const;
const scan = (change: Partial<Scanned> = {}, reading: Partial<Scanned['reading']> = {}): Scanned => ({
  reading: { ...nothing, text: '690', ...reading },
  ...{ products: [], lots: [], serials: [], locations: [], documents: [] },
  ...change,
});
const product = (unitRatio: number | null = 1, id = 'tea') => ({
  ...({ id, code: 'T-1', name: 'Tea', unit: 'box', tracking: 'lot', shelfLifeDays: null, discontinued: 0 } as const),
  ...{ unitName: 'box', unitRatio },
});
const lot = (id: string, code: string) => ({
  ...{ id, productId: 'tea', productCode: 'T-1', productName: 'Tea', code, expiresOn: null, blocked: 0 as const },
});
const serial = (id: string) => ({
  ...{ id, productId: 'lamp', productCode: 'P-1', productName: 'Lamp', code: `code ${id}`, lotId: null },
  ...({ state: 'shipped', warehouseId: null, locationId: null } as const),
});
const start = foldReturn(lines, []);
const whyOf = (found: Scanned, state = start) => {
  const decision = decideReturnScan(state, found);
  return decision.kind === 'refused' ? decision.why : decision.kind;
};

describe('goods that come back', () => {
  it('R52 of a lot no more comes back than left and has not come back yet, over all its lines', () => {
    const first = decideReturnScan(start, scan({ products: [product(5)], lots: [lot('a', 'L-A')] }));
    expect(first).toMatchObject({ kind: 'taken', entry: { lineIds: ['1', '2'], quantity: 5 * UNIT } });
    const state = foldReturn(lines, first.kind === 'taken' ? [first.entry] : []);
    expect(state.lines.map(({ returning, left }) => [returning / UNIT, left / UNIT])).toEqual([
      [4, 0],
      [1, 2],
      [0, 5],
      [0, 1],
    ]);
    const more = scan({ products: [product(3)], lots: [lot('a', 'L-A')] });
    expect(decideReturnScan(state, more)).toMatchObject({
      why: 'tooMuch',
      params: { quantity: 3 * UNIT, left: 2 * UNIT, sent: 9 * UNIT, returned: 7 * UNIT },
    });
  });

  it('R52 what left with no such lot, number or product is refused in words of its own', () => {
    expect(whyOf(scan({ products: [product()] }))).toBe('needsLot');
    expect(whyOf(scan({ products: [product()] }, { lot: 'L-X' }))).toBe('wrongLot');
    expect(whyOf(scan({ lots: [lot('z', 'L-Z')] }))).toBe('wrongLot');
    expect(whyOf(scan({ lots: [lot('other desk', 'L-A')] }))).toBe('taken');
    expect(whyOf(scan({ products: [product(null)] }))).toBe('unknownPack');
    expect(whyOf(scan({ products: [product(1, 'cup')] }))).toBe('notSent');
    expect(whyOf(scan({ products: [product(1, 'lamp')] }))).toBe('needsSerial');
    expect(whyOf(scan({ serials: [serial('t')] }))).toBe('wrongSerial');
    expect(whyOf(scan({ products: [product(1, 'lamp')] }, { serial: 'S-9' }))).toBe('wrongSerial');
    expect(whyOf(scan({ documents: [{ kind: 'order', id: '1', number: 'SO-1' }] }))).toBe('otherDocument');
    expect(whyOf(scan({}, { damage: 'checkDigit' as never }))).toBe('damaged');
    expect(whyOf(scan({}, { gtin: '0690' }))).toBe('foreign');
    expect(whyOf(scan())).toBe('unknown');
  });

  it('R29 a piece comes back once', () => {
    const found = scan({ serials: [serial('s')] });
    const decision = decideReturnScan(start, found);
    expect(decision).toMatchObject({ kind: 'taken', entry: { lineIds: ['4'], quantity: UNIT } });
    const state = foldReturn(lines, decision.kind === 'taken' ? [decision.entry] : []);
    expect(whyOf(found, state)).toBe('serialTwice');
    expect(decideReturnQuantity(state, UNIT)).toBeNull();
  });

  it('R53 what is scanned goes where its reason says, and each reason is a line', () => {
    const goods = (quantity: number): ReturnEntry => ({ kind: 'goods', lineIds: ['3'], quantity, text: null });
    const entries: ReturnEntry[] = [goods(UNIT), { kind: 'reason', reason: 'damaged' }, goods(UNIT), goods(UNIT)];
    const state = foldReturn(lines, entries, 'refused');
    expect(partsToTakeBack(state).map(({ line, ...part }) => [line.id, part])).toEqual([
      ['3', { reason: 'refused', quantity: UNIT, condition: 'saleable' }],
      ['3', { reason: 'damaged', quantity: 2 * UNIT, condition: 'quarantine' }],
    ]);
    expect(lastGoods(state)).toMatchObject({ quantity: 2 * UNIT, most: 4 * UNIT });
    expect(decideReturnQuantity(state, 5 * UNIT)).toBeNull();
    const typed = decideReturnQuantity(state, 4 * UNIT);
    const after = foldReturn(lines, typed ? [...entries, typed] : [], 'refused');
    expect(after.lines[2]).toMatchObject({ returning: 5 * UNIT, left: 0 });
  });

  it('lines that are gone count for nothing; what was scanned beyond what is left is kept', () => {
    const entry: ReturnEntry = { kind: 'goods', lineIds: ['gone', '3'], quantity: 7 * UNIT, text: null };
    expect(foldReturn(lines, [entry]).lines[2]).toMatchObject({ returning: 7 * UNIT, left: 0 });
    expect(lastGoods(foldReturn([], [entry]))).toBeNull();
    expect(decideReturnQuantity(start, UNIT)).toBeNull();
  });
});
