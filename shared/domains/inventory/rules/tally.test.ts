// Long because one tally serves five modes, and its tests play one desk.
import { expect, it } from 'vitest';
import { ONE_UNIT } from '../../../kernel/money.ts';
import { settleDay } from './lot-day.ts';
import { readScan } from './read-scan.ts';
import type { Scanned, ScannedProduct } from './scanned.ts';
import { foldTally, needsDay, spreadOverPaper, type TallyEntry, type TallyMode, tallyLineKey } from './tally.ts';
import { shelfKey, type TallyDecision, type TallyRules, type TallyShelf } from './tally-decision.ts';
import { decideTallyQuantity } from './tally-quantity.ts';
import { decideTallyScan } from './tally-scan.ts';

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
      if ('entry' in decision) kept.push(decision.entry);
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
  expect(why(desk.scan(scan('(01)04006381333931(17)270101(10)L10', { products: [milk] })))).toBe('taken');
  expect(desk.state().lines).toMatchObject([
    { lotCode: 'L9', expiresOn: '2026-11-22', rejectReason: 'expired' },
    { lotCode: 'L10', expiresOn: '2027-01-01', rejectReason: null },
  ]);
});

it('R30 goods with a shelf life have a last day: reckoned where the label says none, and asked for until somebody says it', () => {
  const desk = play('receive');
  const label = (more: string) => scan(`(01)04006381333931${more}`, { products: [milk] });
  expect(why(desk.scan(label('(10)L1')))).toBe('taken');
  expect(desk.state().last).toMatchObject({ expiresOn: '2026-12-23', dayFrom: 'reckoned' });
  expect(desk.state().lines.map(needsDay)).toEqual([true]);
  // Made on a day that the label says: that is its own word.
  desk.scan(label('(11)261101(10)L2'));
  expect(desk.state().last).toMatchObject({ expiresOn: '2026-12-01', dayFrom: 'label' });
  // A second label of the first lot says it; and what is typed holds for the whole lot.
  desk.scan(label('(17)270131(10)L1'));
  expect(desk.state().lines.map(({ expiresOn, quantity }) => [expiresOn, quantity])).toEqual([
    ['2027-01-31', u(2)],
    ['2026-12-01', u(1)],
  ]);
  expect(desk.state().lines.some(needsDay)).toBe(false);
  desk.scan(label('(10)L3'));
  desk.kept.push({ kind: 'expiry', expiresOn: '2027-02-28', lot: { productId: 'k', lotCode: 'L3' } });
  desk.scan(label('(10)L3'));
  expect(desk.state().lines[2]).toMatchObject({ expiresOn: '2027-02-28', dayFrom: 'typed', quantity: u(2) });
  // What the books know of a lot is not asked.
  desk.scan(scan('(01)04006381333931(10)L4', { products: [milk], lots: [lotOf('k', 'L4', '2027-03-01')] }));
  expect(desk.state().last).toMatchObject({ expiresOn: '2027-03-01', dayFrom: 'books' });
});

it('R29 R30 another last day than the lot has is asked about at the scan: the lot’s, the label’s, or rejected', () => {
  const known = [lotOf('k', 'L4', '2027-03-01')];
  const label = (day: string) => scan(`(01)04006381333931(17)${day}(10)L4`, { products: [milk], lots: known });
  const choices = [{ day: 'lot' }, { day: 'label' }, { rejectReason: 'Wrong label' }] as const;
  const told = choices.map((choice) => {
    const desk = play('receive');
    expect(why(desk.scan(label('270301')))).toBe('taken');
    const decision = decideTallyScan(desk.state(), label('270401'), desk.rules);
    expect(decision).toMatchObject({ kind: 'dayDiffers', known: '2027-03-01', said: '2027-04-01' });
    if (decision.kind !== 'dayDiffers') return [];
    const settled = settleDay(decision, choice, desk.rules);
    if ('entries' in settled) desk.kept.push(...settled.entries);
    return desk.state().lines.map((line) => [line.expiresOn, line.quantity, line.rejectReason]);
  });
  expect(told).toEqual([
    [['2027-03-01', u(2), null]],
    [['2027-04-01', u(2), null]],
    [
      ['2027-03-01', u(1), null],
      ['2027-03-01', u(1), 'Wrong label'],
    ],
  ]);
  // Scanned apart from its goods it is asked as well; a day that is past is no day of good goods.
  const desk = play('receive');
  desk.scan(scan('K-1', { products: [milk] }));
  const apart = decideTallyScan(desk.state(), label('261101'), desk.rules);
  expect(apart.kind).toBe('dayDiffers');
  if (apart.kind !== 'dayDiffers') return;
  expect(settleDay(apart, { day: 'label' }, desk.rules)).toMatchObject({ kind: 'refused', why: 'lotExpired' });
});

it('R29 a number that stands alone is a piece of the goods whose code was scanned before, until others are scanned', () => {
  const desk = play('receive', {
    allowed: new Map([
      ['p', u(3)],
      ['m', u(9)],
    ]),
  });
  expect(why(desk.scan(scan('SN-1')))).toBe('unknown');
  expect(why(desk.scan(scan('P-1', { products: [phone] })))).toBe('serialNext');
  expect(desk.state()).toMatchObject({ lines: [], waiting: { productId: 'p' } });
  expect(why(desk.scan(scan('A-100', { products: [mug] })))).toBe('serialFirst');
  expect(why(desk.scan(scan('A-1', place('1'))))).toBe('serialFirst');
  expect(why(desk.scan(scan('6901234567892')))).toBe('serialFirst');
  // Twelve digits whose last is no check digit.
  expect(['SN-1', '123456789013', 'SN-1', 'SN-2', 'SN-3'].map((code) => why(desk.scan(scan(code))))).toEqual([
    ...['taken', 'damaged', 'serialTwice', 'taken', 'taken'],
  ]);
  expect(why(desk.scan(scan('SN-4')))).toBe('tooMuch');
  expect(desk.state().lines.map(({ serialCode, quantity }) => [serialCode, quantity])).toEqual([
    ['SN-1', u(1)],
    ['SN-2', u(1)],
    ['SN-3', u(1)],
  ]);
  expect(why(desk.scan(scan('A-100', { products: [mug] })))).toBe('taken');
  expect(why(desk.scan(scan('SN-5')))).toBe('unknown');
  expect(desk.state()).toEqual(foldTally(structuredClone(desk.kept), 'receive'));
});

it('R26 F4 is of the goods as they are judged now: what was rejected before stays as it is', () => {
  const desk = play('receive');
  const goods = scan('A-100', { products: [mug] });
  const type = (pieces: number) => {
    const typed = decideTallyQuantity(desk.state(), u(pieces), desk.rules);
    if ('entry' in typed) desk.kept.push(typed.entry);
    return desk.state().lines.map(({ quantity, rejectReason }) => [rejectReason, quantity / ONE_UNIT]);
  };
  desk.scan(goods);
  expect(type(20)).toEqual([[null, 20]]);
  desk.kept.push({ kind: 'quality', reason: 'damaged' });
  // Nothing was rejected yet.
  expect(type(3)).toEqual([[null, 20]]);
  desk.scan(goods);
  expect(type(2)).toEqual([
    [null, 20],
    ['damaged', 2],
  ]);
  desk.kept.push({ kind: 'quality', reason: null });
  expect(type(18)).toEqual([
    [null, 18],
    ['damaged', 2],
  ]);
});

it('R29 a piece is scanned once; received it is new to the books, elsewhere it is known to be here', () => {
  const piece = (code: string, warehouseId: string | null) => ({
    ...{ id: code, productId: 'p', productCode: 'P-1', productName: 'Phone', code, lotId: null, locationId: null },
    ...{ state: warehouseId === null ? ('shipped' as const) : ('inStock' as const), warehouseId },
  });
  const label = (code: string) => `(01)04006381333931(21)${code}`;
  const receipt = play('receive');
  expect(why(receipt.scan(scan('P-1', { products: [{ ...phone, unitRatio: 6 }] })))).toBe('needsSerial');
  expect(why(play('putAway').scan(scan('P-1', { products: [phone] })))).toBe('needsSerial');
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
  expect(zero).toEqual({ entry: { kind: 'quantity', quantity: 0, isTotal: true } });
  if ('entry' in zero) desk.kept.push(zero.entry);
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
  expect(decideTallyQuantity(desk.state(), u(3), desk.rules)).toEqual({ most: u(2) });
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

it('R20 good and rejected goods are not carried together, and good ones go to quarantine only when somebody says so', () => {
  const shelves = [loose(null, 2), loose(null, 1, 'quarantine')].map((shelf) => ({ ...shelf, productId: 'm' }));
  const desk = play('putAway', { hasPlaces: true, shelves });
  const goods = scan('A-100', { products: [mug] });
  const quarantine = { locations: place('7').locations.map((each) => ({ ...each, zoneKind: 'quarantine' as const })) };
  expect([1, 2, 3].map(() => why(desk.scan(goods)))).toEqual(['taken', 'taken', 'goodAndRejected']);
  // Two are more than were rejected: they would be good goods that nobody sells any more.
  const two = decideTallyScan(desk.state(), scan('Q-1', quarantine), desk.rules);
  expect(two).toMatchObject({ kind: 'asksApart', mayBeRejected: false });
  desk.kept.pop();
  const one = decideTallyScan(desk.state(), scan('Q-1', quarantine), desk.rules);
  expect(one).toMatchObject({ kind: 'asksApart', mayBeRejected: true, place: 'A-7' });
  if (one.kind !== 'asksApart') return;
  desk.kept.push({ ...one.entry, takesRejected: true });
  expect(desk.state().lines).toMatchObject([{ locationId: '7', from: { condition: 'quarantine' }, quantity: u(1) }]);
  // The good ones still wait, and nothing rejected does.
  expect([1, 2, 3].map(() => why(desk.scan(goods)))).toEqual(['taken', 'taken', 'notWaiting']);
});

it('R28 a count of chosen goods takes no others', () => {
  const desk = play('count', { countedIds: new Set([mug.id]) });
  expect(why(desk.scan(scan('K-1', { products: [milk] })))).toBe('notCounted');
  expect(why(desk.scan(scan('A-100', { products: [mug] })))).toBe('taken');
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
  expect(why(receipt.scan(scan('6901234567892', { products: [mug] })))).toBe('lotFirst');
  // The label on the box beside it, whole with its lot, and one of goods that are not ours.
  expect(why(receipt.scan(scan('(01)06901234567892(10)L9', { products: [mug] })))).toBe('lotFirst');
  expect(why(receipt.scan(scan('(01)04006381333931(10)L9')))).toBe('lotFirst');
  expect(receipt.scan(scan('12345670'))).toMatchObject({ kind: 'taken', line: { dayFrom: 'reckoned' } });
  receipt.kept.push({ kind: 'expiry', expiresOn: '2027-05-31' });
  expect(receipt.state().lines).toMatchObject([{ lotCode: '12345670', expiresOn: '2027-05-31' }]);
});

it('F4 a typed quantity is the total of the line at hand, within what is allowed, and never of a piece', () => {
  const desk = play('receive', { allowed: new Map([['m', u(10)]]) });
  expect(decideTallyQuantity(desk.state(), u(3), desk.rules)).toEqual({ most: null });
  desk.scan(scan('A-100', { products: [mug] }));
  desk.scan(scan('A-100', { products: [mug] }));
  for (const wrong of [u(11), u(99_999_999_999), 0, -1, null]) {
    expect(decideTallyQuantity(desk.state(), wrong, desk.rules)).toEqual({ most: u(10) });
  }
  const ten = decideTallyQuantity(desk.state(), u(10), desk.rules);
  if ('entry' in ten) desk.kept.push(ten.entry);
  // Two were scanned and ten typed: they are ten, and not eleven.
  expect(desk.state().lines).toMatchObject([{ quantity: u(10) }]);
  // Ctrl+Z: without its last entry it is what it was.
  expect(foldTally(desk.kept.slice(0, -1), 'receive').lines).toMatchObject([{ quantity: u(2) }]);
  // What an older release has kept is of its last scan, as it was then.
  const older: TallyEntry[] = [...desk.kept.slice(0, -1), { kind: 'quantity', quantity: u(5) }];
  expect(foldTally(older, 'receive').lines).toMatchObject([{ quantity: u(6) }]);
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
  expect(told.map(([line, pieces]) => `${line} ${pieces}`)).toEqual(['l1 2', 'l1 1', 'l2 5', 'null 1']);
});

it('R29 each numbered piece is a line of its own, so that no booking grows too large to be sent', () => {
  const desk = play('receive');
  const pieceOf = (index: number) => scan(`]C10106901234567892\u001d21SN-${index}`, { products: [phone] });
  const told = Array.from({ length: 91 }, (_, index) => why(desk.scan(pieceOf(index))));
  expect(told.filter((each) => each === 'taken')).toHaveLength(90);
  expect(told.at(-1)).toBe('full');
  expect(why(desk.scan(scan('A-100', { products: [mug] })))).toBe('full');
});

it('a tally that has no room for other goods takes more of those that it has', () => {
  const desk = play('receive');
  for (let index = 0; index < 90; index += 1) desk.scan(scan('', { products: [{ ...mug, id: `m${index}` }] }));
  expect(why(desk.scan(scan('A-100', { products: [{ ...mug, id: 'm7' }] })))).toBe('taken');
  expect(why(desk.scan(scan('A-100', { products: [mug] })))).toBe('full');
});

it('a line that was told by mistake is taken out, and is there again without that entry', () => {
  const desk = play('receive');
  const bowl = { ...mug, id: 'b', code: 'B-010', name: 'Bowl' };
  desk.scan(scan('A-100', { products: [mug] }));
  desk.scan(scan('B-010', { products: [bowl] }));
  const wrong = desk.state().lines[1];
  if (!wrong) throw new Error('there is no line');
  desk.kept.push({ kind: 'takeOut', key: tallyLineKey(wrong), code: wrong.code, name: wrong.name });
  expect(desk.state()).toMatchObject({ lines: [{ productId: 'm', quantity: u(1) }], last: null });
  expect(foldTally(structuredClone(desk.kept), 'receive')).toEqual(desk.state());
  expect(foldTally(desk.kept.slice(0, -1), 'receive').lines).toHaveLength(2);
  // Scanned once more it is one, and not two.
  desk.scan(scan('B-010', { products: [bowl] }));
  expect(desk.state().lines.map(({ productId, quantity }) => [productId, quantity])).toEqual([
    ['m', u(1)],
    ['b', u(1)],
  ]);
});

it('a code that is built like a place is told as no place of this warehouse; where a place comes next, others are too', () => {
  const desk = play('putAway', { hasPlaces: true, placeExample: 'A-01-01', shelves: [loose(null, 5)] });
  expect(why(desk.scan(scan('ZZ-99-99')))).toBe('unknownPlace');
  expect(why(desk.scan(scan('NOBODY-KNOWS')))).toBe('unknown');
  expect(why(desk.scan(scan('A-100', { products: [mug] })))).toBe('taken');
  expect(why(desk.scan(scan('ZZ-99-99')))).toBe('unknownPlace');
  expect(desk.scan(scan('NOBODY-KNOWS'))).toMatchObject({
    ...{ why: 'noPlaceNorGoods', params: { text: 'NOBODY-KNOWS', example: 'A-01-01' } },
  });
  expect(why(desk.scan(scan('4006381333931')))).toBe('foreign');
  // Where no places are kept, nothing looks like one.
  expect(why(play('count').scan(scan('A-09-99')))).toBe('unknown');
  const count = play('count', { hasPlaces: true, placeExample: 'A-01-01' });
  const toldOf = ['A-09-99', 'NOBODY-KNOWS'].map((text) => why(count.scan(scan(text))));
  expect(toldOf).toEqual(['unknownPlace', 'noPlaceNorGoods']);
});
