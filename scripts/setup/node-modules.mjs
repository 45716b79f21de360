import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFolder, stateFolder } from './paths.mjs';
import { doWork, MissingPiece } from './progress.mjs';
import { findNpm, runProgram } from './run-program.mjs';

const INSTALL_TIMEOUT_MS = 20 * 60_000;

/** Installs the packages when node_modules is not what package-lock.json says. */
export async function installNodeModules() {
  const reason = findDifference();
  if (reason === null) return;
  await doWork(`Node packages: installing (${reason}; about 800 MB, one to two minutes)`, async () => {
    const npm = findNpm();
    // A running program cannot be deleted on Windows, and `npm ci` begins by deleting: there, repair in place.
    const isRepair = process.platform === 'win32' && existsSync(join(repositoryFolder, 'node_modules'));
    // No package used here needs its install script, and older npm versions would start a needless compiler run
    // for the SQLite driver; the one useful script (PostgreSQL's links) is run by set-up itself.
    const args = [...npm.args, isRepair ? 'install' : 'ci', '--ignore-scripts', '--no-audit', '--no-fund'];
    const result = await runProgram(npm.program, args, {
      cwd: repositoryFolder,
      timeoutMs: INSTALL_TIMEOUT_MS,
      logFile: join(stateFolder, 'npm-ci.log'),
    });
    if (result.code !== 0) throw new MissingPiece(`Node packages (${findCause(result)})`, 'npm ci');
  });
}

/**
 * Compares package-lock.json with the list that npm leaves in node_modules at the very end of an install, so an
 * interrupted install counts as none.
 * @returns {string | null} why an install is needed
 */
export function findDifference() {
  const wanted = readPackages('package-lock.json');
  const installed = readPackages('node_modules/.package-lock.json');
  if (!wanted) throw new Error('package-lock.json is missing: restore it with `git checkout package-lock.json`.');
  if (!installed) return 'first run';
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const present = installed[path];
    if (!present && !entry.optional) return `${path.replace('node_modules/', '')} is missing`;
    if (present && present.version !== entry.version) return `${path.replace('node_modules/', '')} has changed`;
  }
  return null;
}

/** npm's own words without its framing; the whole story is in the log. */
function findCause(result) {
  if (result.isTimedOut) return 'npm took too long';
  const lines = result.output.match(/^npm error (?!code|errno|A complete log).+$/gm) ?? ['see .satchel/npm-ci.log'];
  return lines[0].replace('npm error ', '');
}

function readPackages(path) {
  const file = join(repositoryFolder, path);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : null;
}
