import { expect, it } from 'vitest';
import { PUSH_LIMIT_BYTES } from '#shared/protocol/limits.ts';
import { makePushPace } from './push-pace.ts';

function paceWithClock() {
  let now = 0;
  const pace = makePushPace({ monotonicMs: () => now });
  return {
    pace,
    push(tookMs: number, how: 'arrived' | 'cut' | 'overtaken') {
      const one = pace.begin();
      now += tookMs;
      if (how !== 'overtaken') one[how]();
    },
  };
}

it('what is cut again and again becomes shorter down to a command or two, and longer again when it goes quickly', () => {
  const { pace, push } = paceWithClock();
  push(30_000, 'cut');
  expect(pace.limitBytes).toBe(PUSH_LIMIT_BYTES / 2);
  for (let times = 0; times < 10; times += 1) push(30_000, 'cut');
  expect(pace.limitBytes).toBe(8 * 1024);
  push(8_000, 'arrived');
  expect(pace.limitBytes).toBe(8 * 1024);
  for (let times = 0; times < 10; times += 1) push(900, 'arrived');
  expect(pace.limitBytes).toBe(PUSH_LIMIT_BYTES);
});

it('one that arrived slowly shortens the next, one that was overtaken too; no network at all says nothing', () => {
  const { pace, push } = paceWithClock();
  push(40_000, 'arrived');
  expect(pace.limitBytes).toBe(PUSH_LIMIT_BYTES / 2);
  push(60_000, 'overtaken');
  push(10, 'cut');
  expect(pace.limitBytes).toBe(PUSH_LIMIT_BYTES / 4);
});
