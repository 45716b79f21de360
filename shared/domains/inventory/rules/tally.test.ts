import { expect, it } from 'vitest';
import { ONE_UNIT } from '../../../kernel/money.ts';
import { readScan } from './read-scan.ts';
import type { Scanned, ScannedProduct } from './scanned.ts';
import { foldTally, spreadOverPaper, type TallyEntry, type TallyMode } from './tally.ts';
import {
  decideTallyQuantity,
  decideTallyScan,
  shelfKey,
  type TallyDecision,
  type TallyRules,
  type TallyShelf,
} from './tally-scan.ts';

const u = (pieces: number) => pieces * ONE_UNIT;
const mug: ScannedProduct = {
  ...{ id: 'm', code: 'A-100', name: 'Mug', unit: 'pcs', tracking: 'none', shelfLifeDays: null, discontinued: 0 },
  ...{ unitName: 'pcs', unitRatio: 1 },
};
const milk: ScannedProduct = { ...mug, id: 'k', code: 'K-1', name: 'Milk', tracking: 'lot', shelfLifeDays: 30 };
const phone: ScannedProduct = { ...mug, id: 'p', code: 'P-1', name: 'Phone', tracking: 'serial' };
const nothing = { products: [], lots: [], serials: [], locations: [], documents: [] };
const scan = (text: string, found: Partial<Scanned> = {}): Scanned => ({
  reading: readScan(text, 2026),
  ...nothing,
  ...found,
});
const place = (id: string, warehouseId = 'w1', active: 0 | 1 = 1) => ({
  locations: [{ id, warehouseId, zoneId: 'z', code: `A-${id}`, walkOrder: 1, active }],
});
const lotOf = (productId: string, code: string, expiresOn: string | null = null) => ({
  ...{ id: `lot-${code}`, productId, productCode: 'X', productName: 'Other', code, expiresOn, blocked: 0 as const },
});

/** Plays scans as an operator would: what is taken is kept, what is refused is told. */
function play(mode: TallyMode, given: Partial<TallyRules> = {}) {
  const rules: { -readonly [Key in keyof TallyRules]: TallyRules[Key] } = {
    ...{ mode, warehouseId: 'w1', today: '2026-11-23', now: 1, allowed: null, hasPlaces: false },
    ...given,
  };
  const kept: TallyEntry[] = [];
  const state = () => foldTally(kept, mode);
  return {
    kept,
    state,
    rules,
    scan(found: Scanned): TallyDecision {
      const decision = decideTallyScan(state(), found, rules);
      if (decision.kind !== 'refused') kept.push(decision.entry);
      return decision;
    },
  };
}
/** Goods that wait to be put away. */
const loose = (lotId: string | null, pieces: number, condition: TallyShelf['condition'] = 'saleable'): TallyShelf => ({
  ...{ lotId, lotCode: lotId, expiresOn: null, locationId: null, locationCode: null, quantity: u(pieces), condition },
  isWaiting: true,
});
const why = (decision: TallyDecision) => (decision.kind === 'refused' ? decision.why : decision.kind);

it('R26 more than the purchase and its tolerance allow is refused at the scan, and changes nothing', () => {
  const desk = play('receive', { allowed: new Map([['m', u(2)]]) });
  const goods = scan('A-100', { products: [mug] });
  expect([1, 2, 3].map(() => why(desk.scan(goods)))).toEqual(['taken', 'taken', 'tooMuch']);
  expect(desk.state().lines).toMatchObject([{ productId: 'm', quantity: u(2) }]);
  expect(why(desk.scan(scan('K-1', { products: [milk] })))).toBe('notOnPaper');
});

it('R31 a box is its pieces, and a box that nobody wrote down is none', () => {
  const desk = play('receive');
  desk.scan(scan('BOX', { products: [{ ...mug, unitRatio: 24 }] }));
  expect(desk.state().lines).toMatchObject([{ quantity: u(24) }]);
  expect(why(desk.scan(scan('BOX', { products: [{ ...mug, unitRatio: null }] })))).toBe('unknownPack');
});

it('R29 goods that are kept by lots wait for their lot, and nothing else is taken before it', () => {
  const desk = play('receive');
  expect(why(desk.scan(scan('K-1', { products: [milk] })))).toBe('lotNext');
  expect(desk.state()).toMatchObject({ lines: [], waiting: { productId: 'k' } });
  expect(why(desk.scan(scan('A-100', { products: [mug] })))).toBe('lotFirst');
  expect(why(desk.scan(scan('L-7')))).toBe('taken');
  // What the label does not say is offered from the goods' shelf life.
  expect(desk.state().lines).toMatchObject([{ lotCode: 'L-7', lotId: null, expiresOn: '2026-12-23', quantity: u(1) }]);
});

it('R29 R30 a GS1 label brings lot and last day by itself; goods past it come in only as rejected', () => {
  const desk = play('receive');
  const label = (day: string) => scan(`(01)04006381333931(17)${day}(10)L9`, { products: [milk] });
  expect(why(desk.scan(label('261122')))).toBe('lotExpired');
  desk.kept.push({ kind: 'quality', reason: 'expired' });
  expect(why(desk.scan(label('261122')))).toBe('taken');
  desk.kept.push({ kind: 'quality', reason: null });
  expect(why(desk.scan(label('270101')))).toBe('taken');
  expect(desk.state().lines).toMatchObject([
    { lotCode: 'L9', expiresOn: '2026-11-22', rejectReason: 'expired' },
    { lotCode: 'L9', expiresOn: '2027-01-01', rejectReason: null },
  ]);
});

it('R29 a piece is scanned once; received it is new to the books, elsewhere it is known to be here', () => {
  const piece = (code: string, warehouseId: string | null) => ({
    ...{ id: code, productId: 'p', productCode: 'P-1', productName: 'Phone', code, lotId: null, locationId: null },
    ...{ state: warehouseId === null ? ('shipped' as const) : ('inStock' as const), warehouseId },
  });
  const label = (code: string) => `(01)04006381333931(21)${code}`;
  const receipt = play('receive');
  expect(why(receipt.scan(scan('P-1', { products: [phone] })))).toBe('needsSerial');
  expect(why(receipt.scan(scan(label('S1'), { products: [phone] })))).toBe('taken');
  expect(why(receipt.scan(scan(label('S1'), { products: [phone] })))).toBe('serialTwice');
  const known = scan(label('S2'), { products: [phone], serials: [piece('S2', 'w2')] });
  expect(why(receipt.scan(known))).toBe('serialKnown');
  expect(why(play('send').scan(known))).toBe('serialNotHere');
  expect(why(play('takeIn').scan(known))).toBe('taken');
  expect(why(play('putAway').scan(scan(label('S3'), { products: [phone], serials: [piece('S3', 'w1')] })))).toBe(
    'taken',
  );
});

it('a lot of other goods, damaged, unknown and foreign codes and numbers of papers are refused, each for its reason', () => {
  const desk = play('count');
  const foreign = scan('(01)04006381333931(10)L1', { products: [milk], lots: [lotOf('m', 'L1')] });
  expect(why(desk.scan(foreign))).toBe('lotOfOther');
  expect(why(desk.scan(scan('4006381333930')))).toBe('damaged');
  expect(why(desk.scan(scan('4006381333931')))).toBe('foreign');
  expect(why(desk.scan(scan('HELLO')))).toBe('unknown');
  const paper = { documents: [{ kind: 'order' as const, id: 'o', number: 'SO-1' }] };
  expect(why(desk.scan(scan('SO-1', paper)))).toBe('otherDocument');
  expect(desk.kept).toEqual([]);
});

it('R28 what is counted lies where its place was scanned; places of others, and goods before a place, are refused', () => {
  const desk = play('count', { hasPlaces: true });
  const goods = scan('A-100', { products: [mug] });
  expect(why(desk.scan(goods))).toBe('placeFirst');
  expect(why(desk.scan(scan('A-9', place('9', 'w2'))))).toBe('foreignPlace');
  desk.scan(scan('A-1', place('1')));
  desk.scan(goods);
  desk.scan(goods);
  // A place that is closed may still hold goods.
  expect(why(desk.scan(scan('A-2', place('2', 'w1', 0))))).toBe('placed');
  desk.scan(goods);
  const zero = decideTallyQuantity(desk.state(), 0, desk.rules);
  expect(zero).toEqual({ kind: 'quantity', quantity: 0 });
  if (zero) desk.kept.push(zero);
  expect(desk.state().lines.map(({ locationCode, quantity }) => [locationCode, quantity])).toEqual([
    ['A-1', u(2)],
    ['A-2', 0],
  ]);
});

it('a place takes everything that was scanned since the place before; a closed one takes nothing', () => {
  const desk = play('putAway', { hasPlaces: true });
  desk.rules.shelves = [loose(null, 2)];
  desk.scan(scan('A-100', { products: [mug] }));
  expect(why(desk.scan(scan('A-9', place('9', 'w1', 0))))).toBe('closedPlace');
  desk.scan(scan('A-1', place('1')));
  desk.scan(scan('A-100', { products: [mug] }));
  desk.scan(scan('A-2', place('2')));
  expect(desk.state().lines.map(({ locationCode, quantity }) => [locationCode, quantity])).toEqual([
    ['A-1', u(1)],
    ['A-2', u(1)],
  ]);
});

it('what is put away waits by the books: more of it, and other goods, are refused unless their place is told first', () => {
  const desk = play('putAway', { hasPlaces: true, shelves: [loose(null, 2)] });
  const goods = scan('A-100', { products: [mug] });
  expect([1, 2, 3].map(() => why(desk.scan(goods)))).toEqual(['taken', 'taken', 'notWaiting']);
  expect(decideTallyQuantity(desk.state(), u(2), desk.rules)).toBeNull();
  desk.scan(scan('A-1', place('1')));
  expect(why(desk.scan(goods))).toBe('notWaiting');
  // Nothing is in the hand: the place is where it is taken from.
  expect(why(desk.scan(scan('A-2', place('2'))))).toBe('source');
  expect(why(desk.scan(goods))).toBe('taken');
  expect(why(desk.scan(scan('A-3', place('3'))))).toBe('placed');
  expect(desk.state().lines.map(({ from, locationId, quantity }) => [from?.id, locationId, quantity])).toEqual([
    [null, '1', u(2)],
    ['2', '3', u(1)],
  ]);
  expect(desk.state().source).toBeNull();
});

it('R20 what was rejected goes to quarantine alone; of goods that wait with one lot it is that lot', () => {
  const desk = play('putAway', { hasPlaces: true, shelves: [loose('L1', 3, 'quarantine')] });
  expect(why(desk.scan(scan('K-1', { products: [milk] })))).toBe('taken');
  expect(desk.state().lines).toMatchObject([{ lotId: 'L1', from: { id: null, condition: 'quarantine' } }]);
  expect(why(desk.scan(scan('A-1', place('1'))))).toBe('setApart');
  const quarantine = { locations: place('7').locations.map((each) => ({ ...each, zoneKind: 'quarantine' as const })) };
  expect(why(desk.scan(scan('Q-1', quarantine)))).toBe('placed');
  expect(desk.state().lines).toMatchObject([{ locationId: '7', isQuarantine: true }]);
});

it('R28 who counted a shelf does not count it again; a place of another part is refused; what is gone is told as gone', () => {
  const desk = play('count', {
    ...{ hasPlaces: true, zoneIds: new Set(['z']) },
    ownRecounts: new Set([shelfKey({ productId: 'm', lotId: null, locationId: '1' })]),
  });
  const other = { locations: place('5').locations.map((each) => ({ ...each, zoneId: 'y' })) };
  expect(why(desk.scan(scan('B-1', other)))).toBe('otherZone');
  desk.scan(scan('A-1', place('1')));
  expect(why(desk.scan(scan('A-100', { products: [mug] })))).toBe('recountByAnother');
  const gone = { productId: 'k', code: 'K-1', name: 'Milk', unit: 'pcs', lotId: 'L1', lotCode: 'L1' };
  desk.kept.push({ kind: 'nothingElse', shelves: [gone], at: 1 });
  expect(desk.state().lines).toMatchObject([{ productId: 'k', lotId: 'L1', locationId: '1', quantity: 0 }]);
  desk.kept.push({ kind: 'place', locationId: null, code: null });
  expect(why(desk.scan(scan('A-100', { products: [mug] })))).toBe('taken');
});

it('R29 only a receipt makes lots: anywhere else a lot is one that somebody received, and no bar code is a lot', () => {
  const desk = play('takeIn');
  desk.scan(scan('K-1', { products: [milk] }));
  expect(why(desk.scan(scan('HELLO')))).toBe('unknownLot');
  expect(why(desk.scan(scan('L1', { lots: [lotOf('m', 'L1')] })))).toBe('lotOfOther');
  const receipt = play('receive');
  receipt.scan(scan('K-1', { products: [milk] }));
  expect(why(receipt.scan(scan('4006381333930')))).toBe('damaged');
  expect(why(receipt.scan(scan('4006381333931')))).toBe('lotFirst');
  expect(receipt.scan(scan('12345670'))).toMatchObject({ kind: 'taken', isOffered: true });
  receipt.kept.push({ kind: 'expiry', expiresOn: '2027-05-31' });
  expect(receipt.state().lines).toMatchObject([{ lotCode: '12345670', expiresOn: '2027-05-31' }]);
});

it('a typed quantity is that of the last goods, within what is allowed, and never of a piece', () => {
  const desk = play('receive', { allowed: new Map([['m', u(10)]]) });
  expect(decideTallyQuantity(desk.state(), u(3), desk.rules)).toBeNull();
  desk.scan(scan('A-100', { products: [mug] }));
  expect(decideTallyQuantity(desk.state(), u(11), desk.rules)).toBeNull();
  expect(decideTallyQuantity(desk.state(), 0, desk.rules)).toBeNull();
  const ten = decideTallyQuantity(desk.state(), u(10), desk.rules);
  if (ten) desk.kept.push(ten);
  expect(desk.state().lines).toMatchObject([{ quantity: u(10) }]);
  // Ctrl+Z: without its last entry it is what it was.
  expect(foldTally(desk.kept.slice(0, -1), 'receive').lines).toMatchObject([{ quantity: u(1) }]);
});

it('the same entries make the same tally, however often it is begun anew', () => {
  const desk = play('receive');
  for (let at = 0; at < 20; at += 1) desk.scan(scan('A-100', { products: [mug] }));
  expect(desk.state()).toEqual(foldTally(structuredClone(desk.kept), 'receive'));
  expect(desk.state().lines).toMatchObject([{ quantity: u(20) }]);
});

it('R26 goods fill the lines of their paper in order, what is more goes to the last, what is on none to none', () => {
  const paper = [
    { id: 'l1', productId: 'm', open: u(3) },
    { id: 'l2', productId: 'm', open: u(4) },
    { id: 'l3', productId: 'k', open: u(1) },
  ];
  const lines = [
    { productId: 'm', quantity: u(2) },
    { productId: 'm', quantity: u(6) },
    { productId: 'x', quantity: u(1) },
  ];
  const told = spreadOverPaper(lines, paper).map(({ paperLineId, quantity }) => [paperLineId, quantity / ONE_UNIT]);
  expect(told).toEqual([
    ['l1', 2],
    ['l1', 1],
    ['l2', 5],
    [null, 1],
  ]);
});
