/** The Northwind company's files, which stand beside the repository; tests that need them say loudly where they miss. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

export const northwindFolder = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'northwind');

/** A file's bytes: `customers.csv`, `products.csv`, `orders.csv`, `order_details.csv`. */
export function readNorthwind(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(northwindFolder, name)));
}

/** Registers tests on the real files; where the folder is missing, one test whose name and warning say what did not run. */
export function describeNorthwind(name: string, tests: () => void): void {
  if (existsSync(northwindFolder)) {
    describe(name, tests);
    return;
  }
  describe(`NOT RUN: ${name}`, () => {
    it('needs the Northwind files in ../shared/data/northwind, which is MISSING here', () => {
      console.warn(`\n*** ../shared/data/northwind is missing: "${name}" did not run. ***\n`);
      expect(existsSync(northwindFolder)).toBe(false);
    });
  });
}
