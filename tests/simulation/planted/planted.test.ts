/** A few of the mistakes, each in a process of its own; `npm run simulate -- --planted` plants all of them. */
import { describe, expect, it } from 'vitest';
import type { PlantedBug } from '../contract.ts';
import { runSeed } from '../run-seed.ts';
import { plantedBugs } from './catalogue.ts';
import { hunt } from './hunt.ts';

const seeds = Array.from({ length: 40 }, (_, at) => at + 1);

it.each([
  'answerNotStored',
  'leaveNotSent',
  'preImagesNotPutBack',
  'timeNotBounded',
  'clockNotCorrected',
  'duplicateRunsAgain',
])('%s is found, and where it is not planted nothing is', { timeout: 180_000 }, async (name) => {
  const bug = plantedBugs.find((each) => each.name === name);
  if (!bug) throw new Error(`nobody planted ${name}`);
  const { caught, isPlanted } = await hunt(bug, { seeds, seconds: 150, faults: bug.faults, wanted: bug.wanted });
  expect(isPlanted).toBe(true);
  if (!caught) throw new Error('nobody saw it');
  const { findings } = await runSeed(caught.seed, bug.faults ? { faults: bug.faults } : {});
  expect(findings).toEqual([]);
});

describe('a mistake that is none of a program is not caught, but an error of the harness', () => {
  const place = { file: 'server/sync/run-envelope.ts', original: 'const ranAt = Math.min(' };
  const cases: [string, Partial<PlantedBug>, RegExp][] = [
    ['its place is gone', { original: 'const nowhere = ' }, /its place is there 0 times/],
    ['its place is there twice', { original: 'ranAt' }, /its place is there \d+ times/],
    ['its file is gone', { file: 'server/sync/nowhere.ts' }, /nowhere\.ts/],
    ['it cannot be parsed', { mistaken: 'const ranAt = = Math.min(' }, /Syntax|expected/i],
    [
      'it asks for what is not exported',
      { original: 'import { findUnstorableText }', mistaken: 'import { nothing as findUnstorableText }' },
      /nothing/,
    ],
    ['it asks for a file that is not there', { original: "'./plain-json.ts'", mistaken: "'./gone.ts'" }, /gone\.ts/],
    ['it names what is not there', { mistaken: 'const ranAt = nobodyKnows(' }, /nobodyKnows/],
  ];
  it.each(cases)('%s', { timeout: 120_000 }, async (name, change, reason) => {
    const bug: PlantedBug = { name, mistake: name, mistaken: 'const ranAt = (', ...place, ...change };
    const { caught, unusable, seeds: tried } = await hunt(bug, { seeds: [1, 2, 3], seconds: 60 });
    expect(caught).toBeNull();
    expect(tried).toBe(0);
    expect(unusable).toMatch(reason);
  });
});
