import fc from 'fast-check';
import { expect, it } from 'vitest';
import { allocate, mayBeIssued, type Shelf } from './allocation.ts';

const today = '2026-11-23';
const rules = { today, minimumLifeDays: 0 };
const shelf = (change: Partial<Shelf>): Shelf => ({
  lotId: 'l1',
  lotCode: 'L1',
  expiresOn: '2026-12-31',
  receivedOn: '2026-10-01',
  isBlocked: false,
  locationId: 'a',
  locationCode: 'A-01',
  walkOrder: 1,
  free: 10,
  ...change,
});
const told = (picks: ReturnType<typeof allocate>) =>
  picks.map(({ shelf: { lotCode, locationCode }, quantity }) => [lotCode, locationCode, quantity]);

it('R30 what expires first goes first, then what came first, then what lies first on the way', () => {
  const shelves = [
    shelf({ lotId: 'l3', lotCode: 'L3', expiresOn: null }),
    shelf({ lotId: 'l2', lotCode: 'L2', expiresOn: '2026-12-01', locationId: 'b', locationCode: 'B-09', walkOrder: 9 }),
    shelf({
      lotId: 'l2',
      lotCode: 'L2',
      expiresOn: '2026-12-01',
      locationId: 'c',
      locationCode: 'A-02',
      walkOrder: 2,
      free: 4,
    }),
    shelf({}),
    shelf({ lotId: 'l0', lotCode: 'L0', receivedOn: '2026-09-01', free: 3 }),
  ];
  expect(told(allocate(20, shelves, rules))).toEqual([
    ['L2', 'A-02', 4],
    ['L2', 'B-09', 10],
    ['L0', 'A-01', 3],
    ['L1', 'A-01', 3],
  ]);
});

it('R30 the expiry day itself is usable, the next day is not', () => {
  expect(mayBeIssued(shelf({ expiresOn: today }), rules)).toBe(true);
  expect(mayBeIssued(shelf({ expiresOn: '2026-11-22' }), rules)).toBe(false);
});

it('R30 a lot whose life is shorter than the customer takes is left out', () => {
  const wants = { today, minimumLifeDays: 30 };
  expect(mayBeIssued(shelf({ expiresOn: '2026-12-23' }), wants)).toBe(true);
  expect(mayBeIssued(shelf({ expiresOn: '2026-12-22' }), wants)).toBe(false);
});

it('R20 a blocked lot goes to nobody', () => {
  expect(allocate(5, [shelf({ isBlocked: true })], rules)).toEqual([]);
});

const anyShelf = fc.record({
  expiresOn: fc.option(fc.constantFrom('2026-11-22', '2026-11-23', '2026-12-01', '2027-01-01')),
  receivedOn: fc.constantFrom('2026-10-01', '2026-10-02'),
  isBlocked: fc.boolean(),
  free: fc.integer({ min: -5, max: 50 }),
  walkOrder: fc.integer({ min: 0, max: 3 }),
  locationId: fc.uuid(),
});

it('R30 takes min(wanted, what may go), never more than a shelf has, and never a later lot while an earlier one has some', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.array(anyShelf, { maxLength: 12 }), (wanted, changes) => {
      const shelves = changes.map((change) => shelf(change));
      const picks = allocate(wanted, shelves, rules);
      const usable = shelves.filter((each) => each.free > 0 && mayBeIssued(each, rules));
      const sum = picks.reduce((total, { quantity }) => total + quantity, 0);
      expect(sum).toBe(
        Math.min(
          wanted,
          usable.reduce((total, { free }) => total + free, 0),
        ),
      );
      for (const pick of picks) expect(pick.quantity).toBeLessThanOrEqual(pick.shelf.free);
      const last = picks.at(-1);
      const untouched = usable.filter((each) => !picks.some((pick) => pick.shelf === each));
      for (const each of untouched) {
        expect((each.expiresOn ?? '9') >= (last?.shelf.expiresOn ?? '9')).toBe(true);
      }
    }),
  );
});
