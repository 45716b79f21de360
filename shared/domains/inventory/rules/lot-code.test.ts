// What of a scan is the lot, and what no book takes.
import { expect, it } from 'vitest';
import { ONE_UNIT, QUANTITY_LIMIT } from '../../../kernel/money.ts';
import { readScan } from './read-scan.ts';
import type { Scanned, ScannedProduct } from './scanned.ts';
import { foldTally, type TallyEntry, type TallyMode } from './tally.ts';
import type { TallyDecision, TallyRules } from './tally-decision.ts';
import { decideTallyQuantity } from './tally-quantity.ts';
import { decideRead, decideTallyScan } from './tally-scan.ts';

const milk: ScannedProduct = {
  ...{ id: 'k', code: 'K-1', name: 'Milk', unit: 'pcs', tracking: 'lot', shelfLifeDays: null, discontinued: 0 },
  ...{ unitName: 'pcs', unitRatio: 1 },
};
const mug: ScannedProduct = { ...milk, id: 'm', code: 'A-100', name: 'Mug', tracking: 'none' };
const phone: ScannedProduct = { ...milk, id: 'p', code: 'P-1', name: 'Phone', tracking: 'serial' };
const scan = (text: string, found: Partial<Scanned> = {}): Scanned => ({
  reading: readScan(text, 2026),
  ...{ products: [], lots: [], serials: [], locations: [], documents: [] },
  ...found,
});
const lotOf = (productId: string, code: string) => ({
  ...{ id: `${productId} ${code}`, productId, productCode: productId, productName: productId, code, expiresOn: null },
  blocked: 0 as const,
});

function play(mode: TallyMode) {
  const rules: TallyRules = {
    ...{ mode, warehouseId: 'w1', today: '2026-11-23', now: 1, allowed: null, hasPlaces: false },
  };
  const kept: TallyEntry[] = [];
  const state = () => foldTally(kept, mode);
  const keep = (decision: TallyDecision): TallyDecision => {
    if ('entry' in decision) kept.push(decision.entry);
    return decision;
  };
  return {
    rules,
    state,
    scan: (found: Scanned) => keep(decideTallyScan(state(), found, rules)),
    choose: (found: Scanned) => keep(decideRead(state(), found, rules)),
    lines: () => state().lines.map(({ lotCode, expiresOn, quantity }) => [lotCode, expiresOn, quantity / ONE_UNIT]),
  };
}
const why = (decision: TallyDecision) => (decision.kind === 'refused' ? decision.why : decision.kind);
function choices(decision: TallyDecision) {
  if (decision.kind !== 'asksLot') throw new Error(`it is ${why(decision)}`);
  return decision.choices;
}
const goods = scan('K-1', { products: [milk] });

// 12, 13 and 14 digits; the check digit of the second happens to fit.
it.each(['202611230001', '4006381333931', '20261123000112'])(
  'R29 a lot of digits alone, %s, is asked about once and received',
  (code) => {
    const desk = play('receive');
    desk.scan(goods);
    const asked = choices(desk.scan(scan(code)));
    expect(asked.map(({ lotCode }) => lotCode)).toEqual([code]);
    expect(desk.lines()).toEqual([]);
    for (const { found } of asked) expect(why(desk.choose(found))).toBe('taken');
    // The next box of it says nothing new.
    desk.scan(goods);
    expect(why(desk.scan(scan(code)))).toBe('taken');
    expect(desk.lines()).toEqual([[code, null, 2]]);
  },
);

it('R29 a lot of digits that the books know is that lot, at every desk; one that they do not is damaged as before', () => {
  for (const mode of ['receive', 'putAway', 'takeIn', 'count'] as const) {
    const desk = play(mode);
    desk.scan(goods);
    expect(why(desk.scan(scan('202611230001', { lots: [lotOf('k', '202611230001')] })))).toBe('taken');
    expect(desk.state().lines).toMatchObject([{ lotId: 'k 202611230001', lotCode: '202611230001' }]);
  }
  const desk = play('takeIn');
  desk.scan(goods);
  expect(why(desk.scan(scan('202611230001')))).toBe('damaged');
});

it('R29 a lot that ends as a last day would is asked about once: a separator may be missing', () => {
  const label = scan('010400638133393110L2603B17270314', { products: [milk] });
  const [apart, whole] = choices(play('receive').scan(label));
  expect([apart, whole]).toMatchObject([
    { lotCode: 'L2603B', expiresOn: '2027-03-14' },
    { lotCode: 'L2603B17270314', expiresOn: null },
  ]);
  if (!apart || !whole) return;
  for (const [choice, line] of [
    [apart, ['L2603B', '2027-03-14', 2]],
    [whole, ['L2603B17270314', null, 2]],
  ] as const) {
    const desk = play('receive');
    expect(why(desk.choose(choice.found))).toBe('taken');
    expect(why(desk.scan(label))).toBe('taken');
    expect(desk.lines()).toEqual([line]);
  }
});

it('R29 R30 a best-before day behind a lot, without a separator, is asked about as one of expiry is', () => {
  const label = scan('010400638133393110L2603B15270314', { products: [milk] });
  expect(choices(play('receive').scan(label))).toMatchObject([
    { lotCode: 'L2603B', expiresOn: '2027-03-14' },
    { lotCode: 'L2603B15270314', expiresOn: null },
  ]);
});

it('R29 a lot that the books know is read as they have it, with its separator or without', () => {
  const text = '010400638133393110L2603B17270314';
  for (const mode of ['receive', 'putAway'] as const) {
    const desk = play(mode);
    const [apart, whole] = [lotOf('k', 'L2603B'), lotOf('k', 'L2603B17270314')];
    expect(why(desk.scan(scan(text, { products: [milk], lots: [apart] })))).toBe('taken');
    expect(why(desk.scan(scan(text, { products: [milk], lots: [whole] })))).toBe('taken');
    expect(desk.lines().map(([lotCode]) => lotCode)).toEqual(['L2603B', 'L2603B17270314']);
  }
  // Nobody received it: there is nothing to choose from.
  expect(why(play('putAway').scan(scan(text, { products: [milk] })))).toBe('unknownLot');
  // Brackets and separators say where a lot ends, and thirteen is no month.
  const said = ['(01)04006381333931(10)L2603B17270314', '010400638133393110L2603B17271314', '010400638133393110L2603B'];
  for (const whole of said) expect(readScan(whole, 2026).glued).toBeUndefined();
});

it('R29 a code longer than the books take is no lot and no number of a piece', () => {
  const code = `https://example.com/${'x'.repeat(60)}`;
  const desk = play('receive');
  desk.scan(goods);
  expect(why(desk.scan(scan(code)))).toBe('codeTooLong');
  expect(why(desk.scan(scan('x'.repeat(60))))).toBe('taken');
  desk.scan(scan('P-1', { products: [phone] }));
  expect(why(desk.scan(scan(code)))).toBe('codeTooLong');
  expect(why(desk.scan(scan('SN-1')))).toBe('taken');
});

it('R31 more than the books take is no quantity, neither typed nor on a label', () => {
  const desk = play('receive');
  const pallet = scan('(01)04006381333931(30)9999999', { products: [mug] });
  expect(why(desk.scan(scan('(01)04006381333931(30)99999999', { products: [mug] })))).toBe('tooLarge');
  expect([1, 2].map(() => why(desk.scan(pallet)))).toEqual(['taken', 'tooLarge']);
  const typed = decideTallyQuantity(desk.state(), 99_999_999_999 * ONE_UNIT, desk.rules);
  expect(typed).toEqual({ most: QUANTITY_LIMIT, isTooLarge: true });
  expect(decideTallyQuantity(desk.state(), QUANTITY_LIMIT, desk.rules)).toMatchObject({ entry: { kind: 'quantity' } });
});

it('R29 a lot or number that several goods bear is told after its goods', () => {
  const lots = [lotOf('k', 'L1'), lotOf('j', 'L1')];
  for (const mode of ['receive', 'putAway', 'takeIn', 'count'] as const) {
    const desk = play(mode);
    expect(desk.scan(scan('L1', { lots }))).toMatchObject({ why: 'goodsFirst', params: { text: 'L1', goods: 'k, j' } });
    desk.scan(goods);
    expect(why(desk.scan(scan('L1', { lots })))).toBe('taken');
    expect(desk.state().lines).toMatchObject([{ productId: 'k', lotId: 'k L1' }]);
  }
  const piece = (productId: string) => ({
    ...{ id: `${productId} S1`, productId, productCode: productId, productName: productId, code: 'S1', lotId: null },
    ...{ state: 'inStock' as const, warehouseId: 'w1', locationId: null },
  });
  expect(why(play('count').scan(scan('S1', { serials: [piece('p'), piece('q')] })))).toBe('goodsFirst');
});
