import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildWhenChanged } from '../build/build-when-changed.mjs';
import { repositoryFolder, stateFolder } from '../setup/paths.mjs';
import { say } from '../setup/progress.mjs';
import { findNpm } from '../setup/run-program.mjs';
import { electronEnvironment } from '../setup/set-up.mjs';
import { countPlaywright, countVitest, ONE_FAILURE } from './counts.mjs';
import { playwrightFailures, vitestFailures } from './failures.mjs';
import { lookAgain } from './second-look.mjs';
import { vitestInElectron } from './vitest-in-electron.mjs';

/**
 * @typedef {import('./second-look.mjs').Look} Look
 * @typedef {import('./failures.mjs').Failure} Failure
 * @typedef {object} Check
 * @property {string} name the headline
 * @property {string} [needs] name of an earlier check without which this one has no meaning
 * @property {() => Promise<Look & {unsteady?: Failure[]}>} run failures are those that have a name
 */

/**
 * Every check of the repository, in order: the quick ones first.
 * @param {import('../setup/set-up.mjs').Toolchain} toolchain
 * @returns {Check[]}
 */
export function listChecks(toolchain) {
  return [
    { name: 'Lint', run: () => runScript('lint') },
    { name: 'Types', run: () => runScript('typecheck') },
    { name: 'Tests', run: runVitest },
    { name: "Device tests in Electron's Node", run: () => runVitestInElectron(toolchain) },
    { name: 'Build', run: runBuild },
    { name: 'Desktop', needs: 'Build', run: () => runPlaywright(toolchain) },
  ];
}

/** A script of package.json counts as one check. */
async function runScript(script) {
  const npm = findNpm();
  return countOne((await run(npm.program, [...npm.args, 'run', '--silent', script], process.env)) === 0);
}

async function runBuild() {
  try {
    await buildWhenChanged();
    return countOne(true);
  } catch (error) {
    say(error.message);
    return countOne(false);
  }
}

/** All but what runs in Electron's Node, where the device lives: it has a check of its own. */
async function runVitest() {
  const look = (words) => {
    const report = freshReport('vitest.json');
    const args = [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      '!device*',
      ...vitestReporters(report),
      ...words,
    ];
    return lookAtVitest(report, { program: process.execPath, args, env: process.env });
  };
  return lookAgain(await look([]), (files) => look([...ALONE, ...sayAgain(files)]));
}

async function runVitestInElectron(toolchain) {
  const look = (words) => {
    const report = freshReport('vitest-electron.json');
    return lookAtVitest(report, vitestInElectron(toolchain, [...vitestReporters(report), ...words]));
  };
  return lookAgain(await look([]), (files) => look([...ALONE, ...sayAgain(files)]));
}

/** Files in turn, for a second look. */
const ALONE = ['--maxWorkers=1'];

function sayAgain(files) {
  say(`\nLooked at again, alone: ${files.join(', ')}`);
  return files;
}

async function lookAtVitest(report, command) {
  if (command === null) return countOne(false);
  const counts = countVitest(report, await run(command.program, command.args, command.env));
  return { counts, failures: vitestFailures(report) };
}

async function runPlaywright(toolchain) {
  const look = async (words) => {
    const report = freshReport('playwright.json');
    const args = ['node_modules/@playwright/test/cli.js', 'test', ...words];
    const counts = countPlaywright(report, await run(process.execPath, args, electronEnvironment(toolchain)));
    return { counts, failures: playwrightFailures(report) };
  };
  return lookAgain(await look([]), (files) => look(['--workers=1', ...sayAgain(files)]));
}

function vitestReporters(report) {
  return ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
}

/** The place of a machine-readable result, with an older run's result gone. */
function freshReport(name) {
  const path = join(stateFolder, name);
  rmSync(path, { force: true });
  return path;
}

function countOne(isGood) {
  return { counts: isGood ? { passed: 1, failed: 0, skipped: 0 } : ONE_FAILURE, failures: [] };
}

function run(program, args, env) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: repositoryFolder, env, stdio: ['ignore', 'inherit', 'inherit'] });
    const endWithProcess = () => child.kill('SIGTERM');
    process.once('exit', endWithProcess);
    child.on('error', (error) => {
      say(error.message);
      resolve(1);
    });
    child.on('close', (code) => {
      process.off('exit', endWithProcess);
      resolve(code ?? 1);
    });
  });
}
