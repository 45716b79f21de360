/** A few of the mistakes, each in a process of its own; `npm run simulate -- --planted` plants all of them. */
import { expect, it } from 'vitest';
import { hunt } from './hunt.ts';

const seeds = Array.from({ length: 40 }, (_, at) => at + 1);

it.each([
  ['answerNotStored', 'lost'],
  ['leaveNotSent', 'diverged'],
  ['preImagesNotPutBack', 'diverged'],
  ['timeNotBounded', 'broken'],
])('%s is found', { timeout: 180_000 }, async (name, verdict) => {
  const { caught, isPlanted } = await hunt(name, { seeds, seconds: 150 });
  expect(isPlanted).toBe(true);
  expect(caught?.finding.verdict).toBe(verdict);
});
