import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that start programs of their own and mostly wait for them; the longest come first. */
const long = ['tests/network/', 'tests/crash/', 'server/main.test.ts', 'tests/simulation/', 'tests/scenarios/'];

/**
 * Begins with what takes longest, so that no core waits at the end for the other one: a fresh copy of the repository
 * knows of no earlier run, and by itself the runner would go by the size of the files.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = long.findIndex((path) => moduleId.includes(`/${path}`));
      return found < 0 ? long.length : found;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}
