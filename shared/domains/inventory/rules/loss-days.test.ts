import { expect, it } from 'vitest';
import { lostAfter, withLoss } from './loss-days.ts';

it('R27 what was lost is told by the days on which it was written off; of the rest none is known', () => {
  expect(lostAfter({ lost: 0, losses: null }, '2026-11-23')).toEqual({ after: 0, unknown: 0 });
  expect(lostAfter({ lost: 5, losses: null }, '2026-11-23')).toEqual({ after: 0, unknown: 5 });
  const losses = withLoss(withLoss(withLoss(null, '2026-12-01', 2), '2026-11-23', 1), '2026-12-01', 4);
  expect(losses).toBe('{"2026-11-23":1,"2026-12-01":6}');
  expect(lostAfter({ lost: 7, losses }, '2026-11-22')).toEqual({ after: 7, unknown: 0 });
  expect(lostAfter({ lost: 9, losses }, '2026-11-23')).toEqual({ after: 6, unknown: 2 });
  expect(lostAfter({ lost: 7, losses }, '2026-12-01')).toEqual({ after: 0, unknown: 0 });
});
