import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { countPlaywright, countVitest, sumCounts } from './counts.mjs';

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
    expect(countVitest(vitestReport({}), 0)).toEqual({ passed: 3, failed: 0 });
    const stats = { expected: 2, unexpected: 0, flaky: 0, skipped: 0 };
    expect(countPlaywright(write({ stats }), 0)).toEqual({ passed: 2, failed: 0 });
  });

  test('skipped, planned and flaky tests count as failed', () => {
    expect(countVitest(vitestReport({ numPendingTests: 1, numTodoTests: 1 }), 0)).toEqual({ passed: 3, failed: 2 });
    const stats = { expected: 2, unexpected: 1, flaky: 1, skipped: 1 };
    expect(countPlaywright(write({ stats }), 0)).toEqual({ passed: 2, failed: 3 });
  });

  test('a file that cannot be loaded counts as failed, one with failed tests not twice', () => {
    const broken = { status: 'failed', assertionResults: [] };
    const withFailures = { status: 'failed', assertionResults: [{ status: 'failed' }] };
    const report = vitestReport({ numFailedTests: 1, testResults: [broken, withFailures] });
    expect(countVitest(report, 1)).toEqual({ passed: 3, failed: 2 });
  });

  test('a failure without a failed test, no report, and no test at all count as failed', () => {
    expect(countVitest(vitestReport({}), 1)).toEqual({ passed: 3, failed: 1 });
    expect(countVitest(join(folder, 'absent.json'), 0)).toEqual({ passed: 0, failed: 1 });
    expect(countVitest(vitestReport({ numPassedTests: 0 }), 0)).toEqual({ passed: 0, failed: 1 });
  });

  test('sums run over all checks', () => {
    expect(
      sumCounts([
        { passed: 1, failed: 0 },
        { passed: 3, failed: 2 },
      ]),
    ).toEqual({ passed: 4, failed: 2 });
  });
});
