import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays, daysBetween } from '../../../kernel/instants.ts';
import { dueDate } from './due-date.ts';

const day = fc.integer({ min: 0, max: 30_000 }).map((days) => addDays('2000-01-01', days));
const days = fc.integer({ min: 0, max: 365 });

it('R11 cash is due on the day itself, net n days so many days after it', () => {
  expect(dueDate({ kind: 'cash', days: 0 }, '2026-11-23')).toBe('2026-11-23');
  expect(dueDate({ kind: 'net', days: 30 }, '2026-11-23')).toBe('2026-12-23');
  fc.assert(
    fc.property(day, days, (from, n) => {
      expect(dueDate({ kind: 'cash', days: n }, from)).toBe(from);
      expect(daysBetween(from, dueDate({ kind: 'net', days: n }, from))).toBe(n);
    }),
  );
});

it('R11 month-end terms count from the last day of the month', () => {
  expect(dueDate({ kind: 'monthEnd', days: 30 }, '2026-11-23')).toBe('2026-12-30');
  expect(dueDate({ kind: 'monthEnd', days: 0 }, '2028-02-01')).toBe('2028-02-29');
  expect(dueDate({ kind: 'monthEnd', days: 0 }, '2026-12-31')).toBe('2026-12-31');
  fc.assert(
    fc.property(day, days, (from, n) => {
      const end = dueDate({ kind: 'monthEnd', days: 0 }, from);
      expect(end.slice(0, 7)).toBe(from.slice(0, 7));
      expect(addDays(end, 1).endsWith('-01')).toBe(true);
      expect(daysBetween(end, dueDate({ kind: 'monthEnd', days: n }, from))).toBe(n);
    }),
  );
});

it('R11 all documents of a month that has month-end terms are due on one day, never before net terms', () => {
  fc.assert(
    fc.property(day, days, (from, n) => {
      const first = `${from.slice(0, 7)}-01`;
      expect(dueDate({ kind: 'monthEnd', days: n }, first)).toBe(dueDate({ kind: 'monthEnd', days: n }, from));
      expect(dueDate({ kind: 'monthEnd', days: n }, from) >= dueDate({ kind: 'net', days: n }, from)).toBe(true);
    }),
  );
});
