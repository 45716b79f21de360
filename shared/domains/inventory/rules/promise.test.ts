import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstDayFor, promisable, promisableOn } from './promise.ts';

const today = '2026-11-23';

it('R21 what comes later can be promised from its day on', () => {
  const flow = { onHand: 40, receipts: [{ quantity: 100, on: '2026-11-30' }], commitments: [] };
  expect(promisableOn(flow, today, today)).toBe(40);
  expect(promisableOn(flow, '2026-11-29', today)).toBe(40);
  expect(promisableOn(flow, '2026-11-30', today)).toBe(140);
  expect(firstDayFor(41, flow, today)).toBe('2026-11-30');
  expect(firstDayFor(141, flow, today)).toBeNull();
});

it('R21 a later promise is not broken by an earlier one', () => {
  const flow = { onHand: 40, receipts: [], commitments: [{ quantity: 35, on: '2026-12-01' }] };
  expect(promisableOn(flow, today, today)).toBe(5);
  const saved = { ...flow, receipts: [{ quantity: 10, on: '2026-11-28' }] };
  expect(promisableOn(saved, today, today)).toBe(15);
});

it('R21 what is late counts from today, what has no day is not counted on, a promise without one is due now', () => {
  const flow = {
    onHand: 10,
    receipts: [
      { quantity: 5, on: '2026-11-01' },
      { quantity: 50, on: null },
    ],
    commitments: [{ quantity: 3, on: null }],
  };
  expect(promisable(flow, today)).toEqual([{ on: today, quantity: 12 }]);
});

const due = fc.record({
  quantity: fc.integer({ min: 0, max: 1_000 }),
  on: fc.option(fc.integer({ min: 1, max: 30 }).map((day) => `2026-12-${String(day).padStart(2, '0')}`)),
});

it('R21 never falls from one day to the next, and keeping it keeps every later promise', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000 }), fc.array(due), fc.array(due), (onHand, receipts, commitments) => {
      const days = promisable({ onHand, receipts, commitments }, today);
      for (const [index, day] of days.entries()) {
        expect(day.quantity).toBeGreaterThanOrEqual(days[index - 1]?.quantity ?? Number.NEGATIVE_INFINITY);
        if (day.quantity <= 0) continue;
        const kept = promisable(
          { onHand, receipts, commitments: [...commitments, { quantity: day.quantity, on: day.on }] },
          today,
        );
        expect(kept.every(({ on, quantity }) => on < day.on || quantity >= 0)).toBe(true);
      }
    }),
  );
});
