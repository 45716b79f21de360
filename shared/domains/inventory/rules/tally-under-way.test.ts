// Taking in a transfer: what left comes, and nothing else of its kind (R27, R29).
import { expect, it } from 'vitest';
import { ONE_UNIT } from '../../../kernel/money.ts';
import { sumParts, withPart } from './parts-under-way.ts';
import { readScan } from './read-scan.ts';
import type { Scanned, ScannedProduct } from './scanned.ts';
import { foldTally, type TallyEntry } from './tally.ts';
import type { TallyRules } from './tally-decision.ts';
import { decideTallyQuantity } from './tally-quantity.ts';
import { decideTallyScan } from './tally-scan.ts';

const u = (pieces: number) => pieces * ONE_UNIT;
const jug: ScannedProduct = {
  ...{ id: 'j', code: 'J-507', name: 'Jug', unit: 'pcs', tracking: 'lot', shelfLifeDays: null, discontinued: 0 },
  ...{ unitName: 'pcs', unitRatio: 1 },
};
const phone: ScannedProduct = { ...jug, id: 'p', code: 'P-1', name: 'Phone', tracking: 'serial' };
const lots = ['L261110-1', 'L261003-1'].map((code) => ({
  ...{ id: code, productId: 'j', productCode: 'J-507', productName: 'Jug', code, expiresOn: null, blocked: 0 as const },
}));
const pieces = ['SN-1', 'SN-2'].map((code) => ({
  ...{ id: code, productId: 'p', productCode: 'P-1', productName: 'Phone', code, lotId: null },
  ...{ state: 'shipped' as const, warehouseId: null, locationId: null },
}));

function play(underWay: TallyRules['underWay']) {
  const rules: TallyRules = {
    ...{ mode: 'takeIn', warehouseId: 'w1', today: '2026-11-23', now: 1, hasPlaces: false },
    ...{ allowed: new Map(['j', 'p'].map((id) => [id, u(3)])), ...(underWay ? { underWay } : {}) },
  };
  const kept: TallyEntry[] = [];
  const scan = (text: string) => {
    const found: Scanned = {
      ...{ reading: readScan(text, 2026), locations: [], documents: [] },
      products: [jug, phone].filter(({ code }) => code === text),
      lots: lots.filter(({ code }) => code === text),
      serials: pieces.filter(({ code }) => code === text),
    };
    const decision = decideTallyScan(foldTally(kept, 'takeIn'), found, rules);
    if (decision.kind === 'refused') return [decision.why, decision.params];
    if (decision.kind !== 'asksLot') kept.push(decision.entry);
    return decision.kind;
  };
  return { scan, type: (quantity: number) => decideTallyQuantity(foldTally(kept, 'takeIn'), u(quantity), rules) };
}

it('R27 R29 a lot that did not leave with the transfer is refused, and so is more of one than left', () => {
  const { scan, type } = play(new Map([['j', new Map([['L261110-1', u(2)]])]]));
  expect(scan('J-507')).toBe('lotNext');
  expect(scan('L261003-1')).toMatchObject(['lotNotSent', { code: 'J-507', lot: 'L261003-1' }]);
  expect(scan('L261110-1')).toBe('taken');
  expect(type(3)).toEqual({ most: u(2) });
  expect(scan('L261110-1')).toBe('taken');
  expect(scan('L261110-1')).toMatchObject(['tooMuch', { left: 0 }]);
});

it('R29 a piece that did not leave with the transfer is refused, known or not', () => {
  const { scan } = play(new Map([['p', new Map([['SN-1', u(1)]])]]));
  expect(scan('SN-2')).toMatchObject(['serialNotSent', { serial: 'SN-2' }]);
  expect(scan('SN-1')).toBe('taken');
});

it('R27 what left without a lot, or before lots were told apart, may be any of its kind', () => {
  const unnamed = play(new Map([['j', new Map([['', u(1)]])]]));
  unnamed.scan('J-507');
  expect(unnamed.scan('L261003-1')).toBe('taken');
  const unknown = play(undefined);
  unknown.scan('J-507');
  expect(unknown.scan('L261003-1')).toBe('taken');
});

it('R27 what came takes off what left, whichever is told first', () => {
  const line = { sent: 0, received: 0, onTheWay: null };
  const sent = withPart(line, 'b', u(5));
  const both = withPart({ ...line, sent: u(5), onTheWay: sent }, 'a', u(1));
  expect(both).toBe(JSON.stringify({ a: u(1), b: u(5) }));
  expect(withPart({ sent: u(6), received: u(1), onTheWay: both }, 'a', u(-1))).toBe(JSON.stringify({ b: u(5) }));
  expect(withPart(line, 'a', u(-2))).toBe(JSON.stringify({ a: u(-2) }));
  expect(withPart({ sent: u(1), received: 0, onTheWay: null }, 'a', u(1))).toBeNull();
  const lines = [{ sent: u(1), received: 0, onTheWay: JSON.stringify({ a: u(1) }) }, line];
  expect(sumParts(lines)).toEqual(new Map([['a', u(1)]]));
  expect(sumParts([...lines, { sent: u(1), received: 0, onTheWay: null }])).toBeNull();
});
