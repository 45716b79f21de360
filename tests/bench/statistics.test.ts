import { describe, expect, it } from 'vitest';
import { countRuns, median, medianOf, percentile, timeInTurns } from './statistics.ts';

describe('median', () => {
  it('is the middle one, or the mean of the two in the middle, whatever the order', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 10, 2])).toBe(3);
    expect(median([7])).toBe(7);
    expect(median([100, 20, 3])).toBe(20);
  });

  it('leaves the list as it was, and refuses an empty one', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
    expect(() => median([])).toThrow('nothing was measured');
  });
});

it('what takes minutes runs five times, once in a quick run, or as often as somebody asks', () => {
  expect(countRuns({ isQuick: false, runs: null })).toBe(5);
  expect(countRuns({ isQuick: true, runs: null })).toBe(1);
  expect(countRuns({ isQuick: true, runs: 3 })).toBe(3);
  expect(
    medianOf([{ ms: 9 }, { ms: 1 }, { ms: 5 }], ({ ms }) => ms),
    'each figure has its own middle',
  ).toBe(5);
});

describe('percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, place) => 100 - place);

  it('is a value that occurred: the smallest that the share does not exceed', () => {
    expect(percentile(hundred, 0.99)).toBe(99);
    expect(percentile(hundred, 1)).toBe(100);
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile(hundred, 0)).toBe(1);
    expect(percentile([5, 1], 0.99)).toBe(5);
    expect(percentile([...hundred, 1_000], 0.99)).toBe(100);
  });
});

describe('timing in turns', () => {
  it('runs the sides one after the other, the next round the other way round, and counts no warm-up', async () => {
    const calls: string[] = [];
    const note = (side: string) => (run: number) => {
      calls.push(`${side}${run}`);
    };
    const timings = await timeInTurns({ warmUps: 1, rounds: 5 }, { a: note('a'), b: note('b') });
    expect(calls.join(' ')).toBe('a0 b0 b1 a1 a2 b2 b3 a3 a4 b4 b5 a5');
    expect(timings.a).toHaveLength(5);
    expect(timings.b).toHaveLength(5);
    expect(timings.a.every((took) => took >= 0)).toBe(true);
  });

  it('waits for a side before the next one runs', async () => {
    const calls: string[] = [];
    await timeInTurns(
      { warmUps: 0, rounds: 5 },
      {
        slow: async () => {
          await new Promise((resolve) => setImmediate(resolve));
          calls.push('slow');
        },
        quick: () => calls.push('quick'),
      },
    );
    expect(calls.slice(0, 4)).toEqual(['slow', 'quick', 'quick', 'slow']);
  });

  it('refuses fewer than five runs', async () => {
    await expect(timeInTurns({ warmUps: 1, rounds: 4 }, { a: () => {} })).rejects.toThrow('five runs');
  });
});
