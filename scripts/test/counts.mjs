// Turns the runners' machine-readable results into two numbers. It guards that nothing bad is counted as nothing:
// a runner that fails with no failed test, leaves no result, or runs no test at all counts as one failure, and so does
// each skipped test.

import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{passed: number, failed: number}} Counts */

/**
 * @param {readonly Counts[]} all
 * @returns {Counts}
 */
export function sumCounts(all) {
  return {
    passed: all.reduce((sum, counts) => sum + counts.passed, 0),
    failed: all.reduce((sum, counts) => sum + counts.failed, 0),
  };
}

/**
 * @param {string} path vitest's JSON report
 * @param {number} exitCode
 * @returns {Counts}
 */
export function countVitest(path, exitCode) {
  const report = readReport(path);
  if (!report) return { passed: 0, failed: 1 };
  // A file that cannot even be loaded has no tests in the report, only a failed state.
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = report.numFailedTests + report.numPendingTests + report.numTodoTests + brokenFiles.length;
  return judge(report.numPassedTests, failed, exitCode);
}

/**
 * @param {string} path Playwright's JSON report
 * @param {number} exitCode
 * @returns {Counts}
 */
export function countPlaywright(path, exitCode) {
  const report = readReport(path);
  if (!report) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky, skipped } = report.stats;
  return judge(expected, unexpected + flaky + skipped, exitCode);
}

function judge(passed, failed, exitCode) {
  const isUnexplained = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: isUnexplained ? 1 : failed };
}

function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}
