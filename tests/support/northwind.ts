import { describe } from 'vitest';
import { describeWithNorthwind } from './northwind-files.ts';

export { readNorthwind } from './northwind-files.ts';

/** Registers vitest's tests on the real files; where they are missing, the tests are skipped loudly. */
export const describeNorthwind = (name: string, tests: () => void): void =>
  describeWithNorthwind(describe, name, tests);
