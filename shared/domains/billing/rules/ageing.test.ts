import { expect, it } from 'vitest';
import { addDays } from '../../../kernel/instants.ts';
import { ageingClasses, ageingSpans, daysOverdue } from './ageing.ts';

const today = '2026-11-23';

it('R58 ageing: not due, 1–30, 31–60, 61–90, over 90 days; every due day is in one class', () => {
  const spans = ageingSpans(today);
  const classOf = (dueOn: string) =>
    ageingClasses.filter(
      (name) => dueOn <= (spans[name].newest ?? '9999-12-31') && dueOn >= (spans[name].oldest ?? '0000-01-01'),
    );
  const cases = [
    [10, 'notDue'],
    [0, 'notDue'],
    [-1, 'upTo30'],
    [-30, 'upTo30'],
    [-31, 'upTo60'],
    [-60, 'upTo60'],
    [-61, 'upTo90'],
    [-90, 'upTo90'],
    [-91, 'over90'],
    [-400, 'over90'],
  ] as const;
  for (const [days, name] of cases) expect(classOf(addDays(today, days))).toEqual([name]);
});

it('R58 days overdue begin on the day after the due day', () => {
  expect(daysOverdue('2026-11-23', today)).toBe(0);
  expect(daysOverdue('2026-11-22', today)).toBe(1);
  expect(daysOverdue('2026-12-01', today)).toBe(0);
  expect(daysOverdue(null, today)).toBe(0);
});
