import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { repositoryFolder } from '../setup/paths.mjs';
import { playwrightFailures, printFailure, vitestFailures } from './failures.mjs';
import { lookAgain } from './second-look.mjs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-failures-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(report: object): string {
  const path = join(folder, 'report.json');
  writeFileSync(path, JSON.stringify(report));
  return path;
}

const slow = { file: 'server/a.test.ts', name: 'waits', message: 'Test timed out' };
const wrong = { file: 'server/b.test.ts', name: 'adds', message: 'expected 1 to be 2' };
const look = (failures: (typeof slow)[], failed = failures.length, passed = 10) => ({
  counts: { passed, failed, skipped: 0 },
  failures,
});

/** What a second look made of the first, and the files that were run again. */
async function judge(first: ReturnType<typeof look>, second: ReturnType<typeof look>) {
  const asked: string[][] = [];
  const result = await lookAgain(first, async (files: string[]) => {
    asked.push(files);
    return second;
  });
  return { result, asked };
}

describe('what failed', () => {
  test('is named from the report of vitest, a file that cannot be loaded too', () => {
    const file = (name: string, assertionResults: object[], message = '') => ({
      name: join(repositoryFolder, name),
      status: 'failed',
      assertionResults,
      message,
    });
    const failed = { status: 'failed', fullName: 'R1 adds', failureMessages: ['\u001b[31mexpected 1\u001b[39m\nat x'] };
    const report = write({
      testResults: [file('a.test.ts', [{ status: 'passed' }, failed]), file('b.test.ts', [], 'no such module')],
    });
    expect(vitestFailures(report).map(printFailure)).toEqual([
      'a.test.ts › R1 adds: expected 1',
      'b.test.ts: no such module',
    ]);
    expect(vitestFailures(join(folder, 'absent.json'))).toEqual([]);
  });

  test('is named from the report of Playwright', () => {
    const spec = (title: string, status: string) => ({
      title,
      file: 'day.test.ts',
      tests: [{ status, results: [{ errors: [{ message: 'Test timeout' }] }] }],
    });
    const report = write({
      config: { rootDir: join(repositoryFolder, 'tests/desktop') },
      suites: [{ specs: [spec('opens', 'expected')], suites: [{ specs: [spec('closes', 'unexpected')] }] }],
    });
    expect(playwrightFailures(report).map(printFailure)).toEqual(['tests/desktop/day.test.ts › closes: Test timeout']);
  });
});

describe('a second look', () => {
  test('what passes alone is counted as passed and named as unsteady, what fails again stays failed', async () => {
    const { result, asked } = await judge(look([slow, wrong]), look([wrong]));
    expect(asked).toEqual([['server/a.test.ts', 'server/b.test.ts']]);
    expect(result).toEqual({ counts: { passed: 11, failed: 1, skipped: 0 }, failures: [wrong], unsteady: [slow] });
  });

  test('a broken law, a file that cannot be loaded, many failures and failures without a name are not run again', async () => {
    const law = { ...wrong, message: 'Property failed after 3 tests' };
    const unloaded = { ...wrong, name: '' };
    for (const first of [look([law]), look([unloaded]), look([slow, slow, slow, slow]), look([slow], 2), look([])]) {
      const { result, asked } = await judge(first, look([]));
      expect(asked).toEqual([]);
      expect(result).toEqual({ ...first, unsteady: [] });
    }
  });

  test('a second run that breaks, or runs nothing, clears nobody', async () => {
    expect((await judge(look([slow]), look([], 1))).result.unsteady).toEqual([]);
    expect((await judge(look([slow]), look([], 0, 0))).result.unsteady).toEqual([]);
    expect((await judge(look([slow]), look([{ ...slow, name: '' }]))).result.unsteady).toEqual([]);
  });
});
