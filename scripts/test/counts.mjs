// Turns the runners' machine-readable results into numbers. It guards that nothing bad is counted as nothing: a runner
// that fails with no failed test, leaves no result, or runs no test at all counts as one failure, and so does each
// skipped test, but for one named reason, which is counted and said by itself.

import { existsSync, readFileSync } from 'node:fs';

/** The one reason for which a test may be skipped; tests/support/northwind-files.ts alone gives it. */
export const NAMED_SKIP = 'SKIPPED: needs the Northwind files in ../shared/data/northwind, which are missing here';

/** @typedef {{passed: number, failed: number, skipped: number}} Counts */

/** One thing that went wrong before any test could say so. */
export const ONE_FAILURE = Object.freeze({ passed: 0, failed: 1, skipped: 0 });

/**
 * @param {readonly Counts[]} all
 * @returns {Counts}
 */
export function sumCounts(all) {
  const sum = (field) => all.reduce((total, counts) => total + counts[field], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

/**
 * `3 passed, 0 failed`, and `, 2 skipped` where there are any.
 * @param {Counts} counts
 * @returns {string}
 */
export function printCounts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}

/**
 * @param {string} path vitest's JSON report
 * @param {number} exitCode
 * @returns {Counts}
 */
export function countVitest(path, exitCode) {
  const report = readReport(path);
  if (!report) return ONE_FAILURE;
  // A file that cannot even be loaded has no tests in the report, only a failed state.
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const skipped = report.testResults
    .flatMap((file) => file.assertionResults)
    .filter((test) => test.status === 'skipped' && test.ancestorTitles?.some((title) => title.endsWith(NAMED_SKIP)));
  const unnamed = report.numPendingTests - skipped.length;
  const failed = report.numFailedTests + unnamed + report.numTodoTests + brokenFiles.length;
  return judge(report.numPassedTests, failed, skipped.length, exitCode);
}

/**
 * @param {string} path Playwright's JSON report
 * @param {number} exitCode
 * @returns {Counts}
 */
export function countPlaywright(path, exitCode) {
  const report = readReport(path);
  if (!report) return ONE_FAILURE;
  const { expected, unexpected, flaky, skipped } = report.stats;
  const named = (report.suites ?? []).flatMap(testsOf).filter(isNamedSkip).length;
  return judge(expected, unexpected + flaky + skipped - named, named, exitCode);
}

function testsOf(suite) {
  return [...(suite.specs ?? []).flatMap((spec) => spec.tests), ...(suite.suites ?? []).flatMap(testsOf)];
}

function isNamedSkip(test) {
  return test.status === 'skipped' && test.annotations.some((note) => note.description === NAMED_SKIP);
}

function judge(passed, failed, skipped, exitCode) {
  const isUnexplained = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: isUnexplained ? 1 : failed, skipped };
}

function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}
