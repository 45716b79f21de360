/**
 * The Northwind company's files, which stand beside the repository. Guards that tests which need them say so loudly
 * where they are missing, are counted as skipped for this one reason (scripts/test/counts.mjs), and run everywhere else.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NAMED_SKIP } from '../../scripts/test/counts.mjs';

export const northwindFolder = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'northwind');

/** A file's bytes: `customers.csv`, `products.csv`, `orders.csv`, `order_details.csv`. */
export function readNorthwind(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(northwindFolder, name)));
}

interface Describe {
  (name: string, tests: () => void): void;
  skip(name: string, tests: () => void): void;
}

/** Registers tests on the real files: `describe` of vitest comes in, as this file serves Playwright too. */
export function describeWithNorthwind(describe: Describe, name: string, tests: () => void): void {
  if (existsSync(northwindFolder)) describe(name, tests);
  else {
    console.warn(`\n*** ${name} ${NAMED_SKIP} ***\n`);
    describe.skip(`${name} ${NAMED_SKIP}`, tests);
  }
}

/** Ends a running Playwright test that needs the files, where they are missing. */
export function needNorthwind(test: { skip(condition: boolean, reason: string): void }): void {
  const isMissing = !existsSync(northwindFolder);
  if (isMissing) console.warn(`\n*** ${NAMED_SKIP} ***\n`);
  // biome-ignore lint/suspicious/noSkippedTests: the one skip with a named reason, counted by itself
  test.skip(isMissing, NAMED_SKIP);
}
