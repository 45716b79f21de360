// What failed, by name, from the runners' machine-readable results: a long run ends with the names, so that nobody has
// to look for them in what scrolled by.

import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { repositoryFolder } from '../setup/paths.mjs';

/**
 * @typedef {object} Failure
 * @property {string} file from the repository's folder
 * @property {string} name the test with what it stands in; empty where the file itself could not be loaded
 * @property {string} message what the runner said, whole
 */

/**
 * @param {string} path vitest's JSON report
 * @returns {Failure[]} none without a report
 */
export function vitestFailures(path) {
  const files = readReport(path)?.testResults ?? [];
  return files
    .filter((file) => file.status === 'failed')
    .flatMap((file) => {
      const failed = file.assertionResults.filter((test) => test.status === 'failed');
      const of = relative(repositoryFolder, file.name);
      if (failed.length === 0) return [{ file: of, name: '', message: file.message ?? '' }];
      return failed.map((test) => ({
        file: of,
        name: test.fullName,
        message: (test.failureMessages ?? []).join('\n'),
      }));
    });
}

/**
 * @param {string} path Playwright's JSON report
 * @returns {Failure[]} none without a report
 */
export function playwrightFailures(path) {
  const report = readReport(path);
  return (report?.suites ?? []).flatMap((suite) => specsOf(suite, report.config?.rootDir ?? '')).flatMap(failureOf);
}

function specsOf(suite, root) {
  const own = (suite.specs ?? []).map((spec) => ({ spec, root }));
  return [...own, ...(suite.suites ?? []).flatMap((inner) => specsOf(inner, root))];
}

function failureOf({ spec, root }) {
  if (spec.tests.every((test) => test.status !== 'unexpected')) return [];
  const errors = spec.tests.flatMap((test) => test.results).flatMap((result) => result.errors ?? []);
  const file = relative(repositoryFolder, `${root}/${spec.file}`);
  return [{ file, name: spec.title, message: errors.map((error) => error.message ?? '').join('\n') }];
}

function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

/** `file › test: what was said`, on one line. */
export function printFailure({ file, name, message }) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the runners colour what they say.
  const plain = message.replaceAll(/\u001b\[[0-9;]*m/g, '');
  const said = plain.split('\n').find((line) => line.trim() !== '') ?? '';
  return `${[file, name].filter((part) => part !== '').join(' › ')}: ${said.trim().slice(0, 200)}`;
}
