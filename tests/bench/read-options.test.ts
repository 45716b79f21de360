import { expect, it } from 'vitest';
import { readOptions } from './read-options.ts';

const known = ['cold-start', 'memory', 'report'];

it('runs everything at full size unless told otherwise', () => {
  expect(readOptions([], known)).toEqual({ isQuick: false, lists: false, runs: null, names: known });
  expect(readOptions(['--quick', '--list'], known)).toEqual({ isQuick: true, lists: true, runs: null, names: known });
});

it('runs what is named, in the order of the list', () => {
  expect(readOptions(['--only', 'report,cold-start'], known).names).toEqual(['cold-start', 'report']);
  expect(readOptions(['--only=memory', '--only', 'report', '--quick'], known)).toMatchObject({
    isQuick: true,
    names: ['memory', 'report'],
  });
});

it('says how often what takes minutes is run', () => {
  expect(readOptions(['--runs', '3'], known).runs).toBe(3);
  expect(readOptions(['--runs=12'], known).runs).toBe(12);
});

it.each([
  [['--only', 'memry'], 'No measure is called memry. There are: cold-start, memory, report.'],
  [['--only', 'memory,nothing'], 'No measure is called nothing.'],
  [['--only'], 'There are: cold-start, memory, report.'],
  [['--fast'], 'Unknown option --fast.'],
  [['memory'], 'Unknown option memory.'],
  [['--runs'], '--runs takes a number from 1 to 99, not ….'],
  [['--runs', '0'], 'not 0.'],
  [['--runs=many'], 'not many.'],
])('refuses %j with what there is', (args, words) => {
  expect(() => readOptions(args, known)).toThrow(words);
});
