import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foldPick, isLineDone, linesToRecord, type PickEntry, type PickLine } from './pick-work.ts';

const line = (id: string, quantity: number): PickLine => ({
  id,
  productId: `p-${id}`,
  productCode: id.toUpperCase(),
  productName: `Product ${id}`,
  unit: 'box',
  tracking: 'lot',
  lotId: `l-${id}`,
  lotCode: `L-${id}`,
  expiresOn: null,
  locationId: `a-${id}`,
  locationCode: `A-${id}`,
  quantity,
});
const lines = [line('a', 3), line('b', 2), line('c', 1)];
const take = (lineId: string, quantity = 1): PickEntry => ({
  kind: 'take',
  lineId,
  text: null,
  quantity,
  serialId: null,
  serialCode: null,
});
const at = (...entries: PickEntry[]) => foldPick(lines, entries).way.map(({ line: { id } }) => id);

it('lines come in the order of the way; what is done, short or skipped leaves its turn', () => {
  expect(at()).toEqual(['a', 'b', 'c']);
  expect(at(take('a'))).toEqual(['a', 'b', 'c']);
  expect(at(take('a', 3))).toEqual(['b', 'c']);
  expect(at({ kind: 'skip', lineId: 'a' })).toEqual(['b', 'c', 'a']);
  expect(at({ kind: 'short', lineId: 'a', reason: 'notFound' })).toEqual(['b', 'c']);
  expect(at({ kind: 'skip', lineId: 'a' }, take('b', 2), take('c'))).toEqual(['a']);
  expect(at(take('a', 3), take('b', 2), take('c'))).toEqual([]);
});

it('a line whose place was scanned goes first, until it is done; then the way goes on from its beginning', () => {
  const goTo: PickEntry = { kind: 'goTo', lineId: 'c', text: 'A-c' };
  expect(at(goTo)).toEqual(['c', 'a', 'b']);
  expect(at(goTo, take('c'))).toEqual(['a', 'b']);
});

it('R24 what is told to the office names lot, place and reason, also of another lot that was taken', () => {
  const other = { lotId: 'l9', lotCode: 'L9', expiresOn: null, locationId: 'a9', locationCode: 'A-9' };
  const state = foldPick(lines, [
    take('a'),
    take('a'),
    { kind: 'lot', lineId: 'a', ...other },
    take('a'),
    { kind: 'short', lineId: 'b', reason: 'damaged' },
    take('gone'),
  ]);
  expect(linesToRecord(state)).toEqual([
    {
      pickLineId: 'a',
      picked: [
        { lotId: 'l-a', serialId: null, locationId: 'a-a', quantity: 2 },
        { lotId: 'l9', serialId: null, locationId: 'a9', quantity: 1 },
      ],
      shortReason: null,
    },
    { pickLineId: 'b', picked: [], shortReason: 'damaged' },
  ]);
});

it('a quantity is typed only after its goods were scanned, of the lot that is taken now', () => {
  const other = { lotId: 'l9', lotCode: 'L9', expiresOn: null, locationId: null, locationCode: null };
  const scanned = (...entries: PickEntry[]) => foldPick(lines, entries).lines[0]?.isScanned;
  expect(scanned()).toBe(false);
  expect(scanned(take('a'))).toBe(true);
  expect(scanned(take('a'), { kind: 'lot', lineId: 'a', ...other })).toBe(false);
});

it('the same entries make the same state; what was taken is the sum of the entries; every line is done or on the way', () => {
  const lineId = fc.constantFrom('a', 'b', 'c', 'gone');
  const entry: fc.Arbitrary<PickEntry> = fc.oneof(
    fc.tuple(lineId, fc.integer({ min: 1, max: 3 })).map(([id, quantity]) => take(id, quantity)),
    lineId.map((id): PickEntry => ({ kind: 'skip', lineId: id })),
    lineId.map((id): PickEntry => ({ kind: 'goTo', lineId: id, text: null })),
    lineId.map((id): PickEntry => ({ kind: 'short', lineId: id, reason: 'expired' })),
  );
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      const state = foldPick(lines, entries);
      expect(foldPick(lines, structuredClone(entries))).toEqual(state);
      for (const {
        line: { id },
        total,
        parts,
      } of state.lines) {
        const sum = entries.reduce(
          (all, each) => all + (each.kind === 'take' && each.lineId === id ? each.quantity : 0),
          0,
        );
        expect(total).toBe(sum);
        expect(parts.reduce((all, part) => all + part.quantity, 0)).toBe(sum);
      }
      const onTheWay = state.way.map(({ line: { id } }) => id).sort();
      expect(onTheWay).toEqual(state.lines.filter((each) => !isLineDone(each)).map(({ line: { id } }) => id));
    }),
  );
});
