import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { countPlaywright, countVitest, NAMED_SKIP, printCounts, sumCounts } from './counts.mjs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-counts-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(report: object): string {
  const path = join(folder, 'report.json');
  writeFileSync(path, JSON.stringify(report));
  return path;
}

function vitestReport(changes: object): string {
  const good = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
  return write({ ...good, ...changes });
}

describe('counting results', () => {
  test('a good run counts its tests', () => {
    expect(countVitest(vitestReport({}), 0)).toEqual({ passed: 3, failed: 0, skipped: 0 });
    const stats = { expected: 2, unexpected: 0, flaky: 0, skipped: 0 };
    expect(countPlaywright(write({ stats }), 0)).toEqual({ passed: 2, failed: 0, skipped: 0 });
  });

  test('skipped, planned and flaky tests count as failed', () => {
    expect(countVitest(vitestReport({ numPendingTests: 1, numTodoTests: 1 }), 0)).toEqual({
      passed: 3,
      failed: 2,
      skipped: 0,
    });
    const stats = { expected: 2, unexpected: 1, flaky: 1, skipped: 1 };
    expect(countPlaywright(write({ stats }), 0)).toEqual({ passed: 2, failed: 3, skipped: 0 });
  });

  test('a file that cannot be loaded counts as failed, one with failed tests not twice', () => {
    const broken = { status: 'failed', assertionResults: [] };
    const withFailures = { status: 'failed', assertionResults: [{ status: 'failed' }] };
    const report = vitestReport({ numFailedTests: 1, testResults: [broken, withFailures] });
    expect(countVitest(report, 1)).toEqual({ passed: 3, failed: 2, skipped: 0 });
  });

  test('a failure without a failed test, no report, and no test at all count as failed', () => {
    expect(countVitest(vitestReport({}), 1)).toEqual({ passed: 3, failed: 1, skipped: 0 });
    expect(countVitest(join(folder, 'absent.json'), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(countVitest(vitestReport({ numPassedTests: 0 }), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  test('a test skipped for the one named reason is counted by itself, beside any other it fails', () => {
    const named = { status: 'skipped', ancestorTitles: [`R110 Northwind ${NAMED_SKIP}`] };
    const other = { status: 'skipped', ancestorTitles: ['R110 Northwind'] };
    const file = (assertionResults: object[]) => [{ status: 'passed', assertionResults }];
    const report = vitestReport({ numPendingTests: 2, testResults: file([named, named]) });
    expect(countVitest(report, 0)).toEqual({ passed: 3, failed: 0, skipped: 2 });
    const mixed = vitestReport({ numPendingTests: 2, testResults: file([named, other]) });
    expect(countVitest(mixed, 0)).toEqual({ passed: 3, failed: 1, skipped: 1 });
  });

  test('the same of Playwright', () => {
    const skip = (description: string) => ({ status: 'skipped', annotations: [{ type: 'skip', description }] });
    const specs = [{ tests: [skip(NAMED_SKIP)] }, { tests: [skip('no display')] }];
    const suites = [{ specs: [], suites: [{ specs }] }];
    const stats = { expected: 2, unexpected: 0, flaky: 0, skipped: 2 };
    expect(countPlaywright(write({ stats, suites }), 0)).toEqual({ passed: 2, failed: 1, skipped: 1 });
  });

  test('sums run over all checks, and say skipped tests only where there are any', () => {
    const all = [
      { passed: 1, failed: 0, skipped: 0 },
      { passed: 3, failed: 2, skipped: 4 },
    ];
    expect(sumCounts(all)).toEqual({ passed: 4, failed: 2, skipped: 4 });
    expect(printCounts(sumCounts(all))).toBe('4 passed, 2 failed, 4 skipped');
    expect(printCounts({ passed: 1, failed: 0, skipped: 0 })).toBe('1 passed, 0 failed');
  });
});
