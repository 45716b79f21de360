import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ONE_UNIT } from '../../../kernel/money.ts';
import { decidePickScan, decideTypedQuantity, type PickDecision } from './pick-scan.ts';
import { foldPick, type PickEntry, type PickLine } from './pick-work.ts';
import { readScan } from './read-scan.ts';
import { type Scanned, type ScannedLot, type ScannedProduct, type ScannedSerial, tellLot } from './scanned.ts';

const rules = { today: '2026-11-23', tolerance: 0, warehouseId: 'w1' };
const mug: PickLine = {
  id: 'a',
  productId: 'p1',
  productCode: 'A-110',
  productName: 'Mug',
  unit: 'box',
  tracking: 'lot',
  lotId: 'l1',
  lotCode: 'L1',
  expiresOn: '2026-12-31',
  locationId: 'x1',
  locationCode: 'A-03-12',
  quantity: 12 * ONE_UNIT,
};
const bowl: PickLine = {
  ...mug,
  id: 'b',
  productId: 'p2',
  productCode: 'A-120',
  productName: 'Bowl',
  lotId: 'l2',
  lotCode: 'L2',
  locationId: 'x2',
  locationCode: 'A-04-07',
};
const clock: PickLine = {
  ...mug,
  id: 'c',
  productId: 'p3',
  productCode: 'C-1',
  productName: 'Clock',
  tracking: 'serial',
  lotId: null,
  lotCode: null,
  expiresOn: null,
  locationId: null,
  locationCode: null,
  quantity: 2 * ONE_UNIT,
};

const product = (id: string, change: Partial<ScannedProduct> = {}): ScannedProduct => ({
  id,
  code: id,
  name: `Product ${id}`,
  unit: 'box',
  tracking: 'lot',
  shelfLifeDays: null,
  discontinued: 0,
  unitName: 'box',
  unitRatio: 1,
  ...change,
});
const lot = (id: string, productId: string, change: Partial<ScannedLot> = {}): ScannedLot => ({
  id,
  productId,
  productCode: productId,
  productName: `Product ${productId}`,
  code: id.toUpperCase(),
  expiresOn: '2026-12-31',
  blocked: 0,
  ...change,
});
const piece = (id: string, change: Partial<ScannedSerial> = {}): ScannedSerial => ({
  id,
  productId: 'p3',
  productCode: 'C-1',
  productName: 'Clock',
  code: id.toUpperCase(),
  lotId: null,
  state: 'inStock',
  warehouseId: 'w1',
  locationId: null,
  ...change,
});
const scan = (text: string, found: Partial<Scanned> = {}): Scanned => ({
  reading: readScan(text, 2026),
  products: [],
  lots: [],
  serials: [],
  locations: [],
  documents: [],
  ...found,
});
const code = '6901234567892';
const withLot = (lotCode: string) => `]C10106901234567892${lotCode}`;
/** Whoever holds the carton has said that it is the lot of the line. */
const toldLots = (lines: readonly PickLine[]): PickEntry[] =>
  lines.slice(0, 1).map((line) => ({ kind: 'lot', lineId: line.id, ...line }));
const decide = (found: Scanned, entries: readonly PickEntry[] = [], lines = [mug, bowl]): PickDecision =>
  decidePickScan(foldPick(lines, [...toldLots(lines), ...entries]), found, rules);
const took = (decision: PickDecision) => (decision.kind === 'taken' ? decision.entry.quantity / ONE_UNIT : decision);
const why = (decision: PickDecision) => (decision.kind === 'refused' ? decision.why : decision.kind);
const taken = (decision: PickDecision): PickEntry => {
  if (decision.kind !== 'taken') throw new Error(`${decision.kind} was no taking`);
  return decision.entry;
};

describe('R24 right goods', () => {
  it('one scan is one base unit, a box its pieces, a count what it says', () => {
    expect(took(decide(scan(code, { products: [product('p1')] })))).toBe(1);
    expect(took(decide(scan(code, { products: [product('p1', { unitRatio: 6 })] })))).toBe(6);
    expect(took(decide(scan(`${withLot('3002')}`, { products: [product('p1', { unitRatio: 6 })] })))).toBe(12);
  });

  it('the label of its lot says the goods too', () => {
    expect(took(decide(scan('L1', { lots: [lot('l1', 'p1'), lot('l7', 'p7', { code: 'L1' })] })))).toBe(1);
  });

  it('a place: the right one, one of another line, one with nothing to take, one elsewhere', () => {
    const place = (id: string, warehouseId = 'w1') => ({
      locations: [{ id, warehouseId, zoneId: 'z', code: `PLACE-${id}`, walkOrder: 1, active: 1 as const }],
    });
    expect(decide(scan('A', place('x1')))).toEqual({ kind: 'rightPlace', place: 'PLACE-x1' });
    expect(decide(scan('A', place('x2')))).toMatchObject({ kind: 'moved', entry: { kind: 'goTo', lineId: 'b' } });
    expect(why(decide(scan('A', place('x9'))))).toBe('wrongPlace');
    expect(why(decide(scan('A', place('x1', 'w2'))))).toBe('foreignPlace');
  });
});

describe('R24 what is refused, and for what reason', () => {
  it.each([
    ['wrongProduct', scan(code, { products: [product('p9')] })],
    ['comesLater', scan(code, { products: [product('p2')] })],
    ['unknownPack', scan('16901234567899', { products: [product('p1', { unitRatio: null })] })],
    ['unknown', scan('ZZZ')],
    ['foreign', scan('4006381333931')],
    ['damaged', scan('6901234567893')],
    ['damaged', scan(']C1010690')],
    ['lotOfOther', scan('L-23', { lots: [lot('l23', 'p9')] })],
    ['otherDocument', scan('PO-K7-1', { documents: [{ kind: 'purchaseOrder', id: 'd', number: 'PO-K7-1' }] })],
    ['wrongLot', scan(withLot('10L8'), { products: [product('p1')], lots: [lot('l8', 'p1')] })],
    ['unknownLot', scan(withLot('10L0'), { products: [product('p1')] })],
    ['lotOfOther', scan(withLot('10L7'), { products: [product('p1')], lots: [lot('l7', 'p7')] })],
    ['lotBlocked', scan(withLot('10L1'), { products: [product('p1')], lots: [lot('l1', 'p1', { blocked: 1 })] })],
    ['lotExpired', scan(withLot('17261122'), { products: [product('p1')] })],
    [
      'lotExpired',
      scan(withLot('10L1'), { products: [product('p1')], lots: [lot('l1', 'p1', { expiresOn: '2026-11-22' })] }),
    ],
  ] as const)('%s', (expected, found) => {
    expect(why(decide(found))).toBe(expected);
  });

  it('goods of a line that is done are no strangers to the list', () => {
    const again = scan(code, { products: [product('p1')] });
    const all = { ...taken(decide(again)), quantity: mug.quantity } as PickEntry;
    expect(why(decide(again, [all]))).toBe('alreadyPicked');
  });

  it('R30 on the last day of a lot it still goes out', () => {
    expect(took(decide(scan(withLot('17261123'), { products: [product('p1')] })))).toBe(1);
    const last = lot('l1', 'p1', { expiresOn: '2026-11-23' });
    expect(took(decide(scan(withLot('10L1'), { products: [product('p1')], lots: [last] })))).toBe(1);
  });

  it('more than was ordered and its tolerance is refused, and says how many may still be taken', () => {
    const half: PickEntry = {
      kind: 'take',
      lineId: 'a',
      text: null,
      quantity: 8 * ONE_UNIT,
      serialId: null,
      serialCode: null,
    };
    const box = scan(code, { products: [product('p1', { unitRatio: 6 })] });
    expect(decide(box, [half])).toMatchObject({ why: 'tooMuch', params: { left: 4 * ONE_UNIT } });
    const state = foldPick([mug], [...toldLots([mug]), half]);
    expect(decidePickScan(state, box, { ...rules, tolerance: 2_000 }).kind).toBe('taken');
  });

  it('when all is done nothing more is taken', () => {
    const short: PickEntry = { kind: 'short', lineId: 'a', reason: 'notFound' };
    expect(why(decide(scan(code, { products: [product('p1')] }), [short], [mug]))).toBe('allDone');
  });

  it('whatever is scanned how often, a line never holds more than was ordered', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 7 })), (ratios) => {
        let entries: PickEntry[] = [];
        for (const unitRatio of ratios) {
          const decision = decide(scan(code, { products: [product('p1', { unitRatio })] }), entries, [mug]);
          if (decision.kind === 'taken') entries = [...entries, decision.entry];
        }
        expect(foldPick([mug], entries).lines[0]?.total).toBeLessThanOrEqual(mug.quantity);
      }),
    );
  });
});

describe('R25 R29 a code that says no lot', () => {
  const bare = scan(code, { products: [product('p1', { unitRatio: 6 })] });
  const decideBare = (entries: readonly PickEntry[] = [], line = mug) =>
    decidePickScan(foldPick([line, bowl], entries), bare, rules);

  it('counts for no lot before it was told which: by a label, by the one who holds it, once for the line', () => {
    expect(decideBare()).toMatchObject({ kind: 'whichLot', at: { line: { id: 'a' } } });
    const label = taken(decidePickScan(foldPick([mug], []), scan('L1', { lots: [lot('l1', 'p1')] }), rules));
    expect(took(decideBare([label]))).toBe(6);
    const answered = decidePickScan(foldPick([mug], []), tellLot(bare, lot('l1', 'p1')), rules);
    expect(took(answered)).toBe(6);
    expect(took(decideBare([taken(answered)]))).toBe(6);
    expect(
      decideBare([
        { ...taken(answered), lineId: 'b' },
        { kind: 'goTo', lineId: 'a', text: null },
      ]).kind,
    ).toBe('whichLot');
  });

  it('told to be another lot it is refused, and asked for again', () => {
    const other = decidePickScan(foldPick([mug], []), tellLot(bare, lot('l8', 'p1')), rules);
    expect(other).toMatchObject({ kind: 'refused', why: 'wrongLot', params: { lot: 'L8', expected: 'L1' } });
    expect(decideBare().kind).toBe('whichLot');
  });

  it('of goods without lots nobody asks', () => {
    expect(took(decideBare([], { ...mug, tracking: 'none', lotId: null, lotCode: null }))).toBe(6);
  });
});

describe('R29 pieces with a number', () => {
  const at = (found: Scanned, entries: readonly PickEntry[] = []) => decide(found, entries, [clock]);
  const goods = { products: [product('p3', { tracking: 'serial' })] };

  it('the goods alone do not say which piece; the number does, alone or in one code', () => {
    expect(why(at(scan(code, goods)))).toBe('needsSerial');
    expect(at(scan('S1', { serials: [piece('s1')] }))).toMatchObject({ entry: { serialId: 's1', quantity: ONE_UNIT } });
    expect(at(scan(withLot('21S1'), { ...goods, serials: [piece('s1')] }))).toMatchObject({
      entry: { serialId: 's1' },
    });
  });

  it('a piece is taken once; one that is elsewhere, of other goods, unknown, or more than one is refused', () => {
    const first = taken(at(scan('S1', { serials: [piece('s1')] })));
    expect(why(at(scan('S1', { serials: [piece('s1')] }), [first]))).toBe('serialTwice');
    expect(why(at(scan('S2', { serials: [piece('s2', { warehouseId: 'w2' })] })))).toBe('serialNotHere');
    expect(why(at(scan('S2', { serials: [piece('s2', { state: 'shipped', warehouseId: null })] })))).toBe(
      'serialNotHere',
    );
    expect(why(at(scan('S9', { serials: [piece('s9', { productId: 'p9' })] })))).toBe('serialOfOther');
    expect(why(at(scan(withLot('21S7'), goods)))).toBe('serialNotHere');
    const two = scan(`]C1010690123456789221S1\u001d302`, { ...goods, serials: [piece('s1')] });
    expect(why(at(two))).toBe('onePieceOnly');
  });
});

it('F4 a quantity is typed after a scan: the total of the line, up to what was ordered, never of numbered pieces', () => {
  const first: PickEntry = {
    kind: 'take',
    lineId: 'a',
    text: code,
    quantity: ONE_UNIT,
    serialId: null,
    serialCode: null,
  };
  const stateOf = (line: PickLine, entries: PickEntry[]) => {
    const [state] = foldPick([line], entries).way;
    if (!state) throw new Error('nothing is at hand');
    return state;
  };
  expect(decideTypedQuantity(stateOf(mug, []), ONE_UNIT, rules)).toMatchObject({ why: 'scanFirst' });
  const twelve = decideTypedQuantity(stateOf(mug, [first, first]), 12 * ONE_UNIT, rules);
  expect(twelve).toMatchObject({ entry: { quantity: 10 * ONE_UNIT } });
  if (!('entry' in twelve)) return;
  expect(foldPick([mug], [first, first, twelve.entry]).lines[0]?.total).toBe(12 * ONE_UNIT);
  expect(decideTypedQuantity(stateOf(mug, [first]), 13 * ONE_UNIT, rules)).toMatchObject({
    why: 'tooMuch',
    left: 11 * ONE_UNIT,
  });
  // A case was scanned and is not full: fewer than were scanned.
  const box: PickEntry = { ...first, quantity: 6 * ONE_UNIT };
  const five = decideTypedQuantity(stateOf(mug, [box]), 5 * ONE_UNIT, rules);
  expect(five).toMatchObject({ entry: { quantity: -ONE_UNIT } });
  if ('entry' in five) expect(foldPick([mug], [box, five.entry]).lines[0]?.total).toBe(5 * ONE_UNIT);
  expect(decideTypedQuantity(stateOf(mug, [first]), 0, rules)).toMatchObject({ why: 'tooMuch' });
  expect(decideTypedQuantity(stateOf(clock, []), ONE_UNIT, rules)).toMatchObject({ why: 'needsSerial' });
});

it('R30 a lot that expired since its list was released is refused, also by a code that names no lot', () => {
  const onDay = (expiresOn: string) =>
    why(decide(scan(code, { products: [product('p1')] }), [], [{ ...mug, expiresOn }, bowl]));
  expect(['2026-11-22', '2026-11-23'].map(onDay)).toEqual(['lotExpired', 'taken']);
});
