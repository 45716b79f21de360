import { expect, it } from 'vitest';
import { LeaseWatch } from './lease-watch.ts';

const DAY_MS = 86_400_000;

function play(days: number, prepare: (watch: LeaseWatch) => void = () => {}, kind: 'request' | 'fact' = 'request') {
  const watch = new LeaseWatch();
  watch.contact('north', 1_000);
  prepare(watch);
  watch.took({ device: 'north', userId: 'u', name: 'sales.confirmOrder', args: {}, atMs: 1_000 + days * DAY_MS }, kind);
  const said: string[] = [];
  watch.check((_verdict, _invariant, text) => said.push(text));
  return said;
}

it('a request after thirty days without a word is found, a fact is none, and neither is one in time', () => {
  expect(play(29)).toEqual([]);
  expect(play(33)).toEqual(['north took sales.confirmOrder 3 days after its lease had ended']);
  expect(play(33, () => {}, 'fact')).toEqual([]);
});

it('every whole answer begins it anew, for as long as the server ever gave', () => {
  expect(play(33, (watch) => watch.contact('north', 5 * DAY_MS))).toEqual([]);
  expect(play(33, (watch) => watch.given('north', 60))).toEqual([]);
  expect(play(33, (watch) => watch.given('north', 7))).toHaveLength(1);
  expect(play(63, (watch) => watch.given('north', 60))).toHaveLength(1);
});

it('who may not know the time, or was never heard, is not judged', () => {
  expect(play(33, (watch) => watch.excuse('north'))).toEqual([]);
  expect(play(33, (watch) => watch.excuse('south'))).toHaveLength(1);
  const watch = new LeaseWatch();
  watch.took({ device: 'north', userId: 'u', name: 'a', args: {}, atMs: 90 * DAY_MS }, 'request');
  watch.check(() => expect.unreachable());
});
