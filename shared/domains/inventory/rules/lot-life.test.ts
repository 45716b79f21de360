import { expect, it } from 'vitest';
import { compareForIssue, lifeDaysLeft } from './lot-life.ts';

it('R30 the day of expiry itself is usable, the next day is not', () => {
  expect(lifeDaysLeft('2026-11-23', '2026-11-23')).toBe(0);
  expect(lifeDaysLeft('2026-11-23', '2026-11-24')).toBe(-1);
  expect(lifeDaysLeft('2027-03-01', '2026-11-23')).toBe(98);
  expect(lifeDaysLeft(null, '2026-11-23')).toBeNull();
});

it('R30 first expired first out, then first in; what does not expire comes last', () => {
  const lot = (code: string, expiresOn: string | null, receivedOn: string) => ({ code, expiresOn, receivedOn });
  const lots = [
    lot('never', null, '2026-01-01'),
    lot('late', '2027-05-01', '2026-01-01'),
    lot('soonNewer', '2026-12-01', '2026-03-01'),
    lot('soonOlder', '2026-12-01', '2026-02-01'),
  ];
  expect([...lots].sort(compareForIssue).map(({ code }) => code)).toEqual(['soonOlder', 'soonNewer', 'late', 'never']);
});
