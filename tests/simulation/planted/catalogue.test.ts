import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { plantedBugs } from './catalogue.ts';
import { treeRoot, withMistake } from './plant.ts';

it('has enough mistakes, each under a name of its own', () => {
  expect(plantedBugs.length).toBeGreaterThanOrEqual(25);
  expect(new Set(plantedBugs.map(({ name }) => name)).size).toBe(plantedBugs.length);
});

it.each(plantedBugs.map((bug) => [bug.name, bug] as const))('%s: its place is in the source, once', (_name, bug) => {
  const text = readFileSync(join(treeRoot, bug.file), 'utf8');
  expect(withMistake(text, bug)).not.toBe(text);
});
