// Everything that `npm start` and `npm test` need, in the order in which one thing needs the other. A second run
// finds all in place and says one line.

import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { hasDisplay, openDisplay } from './display.mjs';
import { findMissingLibraries } from './electron-libraries.mjs';
import { downloadOfficialElectron, fetchSubstituteElectron, findElectron } from './electron-runtime.mjs';
import { buildNativeDriver, nativeDriverPath } from './native-driver.mjs';
import { installNodeModules } from './node-modules.mjs';
import { continueOnRightNode } from './node-runtime.mjs';
import { toolchainFile } from './paths.mjs';
import { findPostgresPrograms } from './postgres.mjs';
import { formatDuration, MissingPiece, say } from './progress.mjs';
import { findProgram } from './run-program.mjs';
import { installSystemLibraries } from './system-libraries.mjs';

/** What a later step learns from the file when it is not started by `npm start` or `npm test`. */
const SUBSTITUTE_NOTE =
  'The official program could not be downloaded here. `npm run setup` tries again. Never for a release.';

/**
 * @typedef {object} Toolchain
 * @property {string | null} electronPath
 * @property {string | null} electronVersion
 * @property {boolean} electronIsSubstitute
 * @property {string | null} nativeBinding compiled SQLite driver for this Electron, null when the prebuilt fits
 * @property {string | null} pristineElectronDist
 * @property {string | null} display null when none could be had, or where displays have no name
 * @property {boolean} isDisplayVirtual
 * @property {boolean} isDesktopReady whether the application can open its window here
 * @property {string | null} postgresPrograms
 * @property {string[]} missing one clear line for each thing that could not be set up
 * @property {() => Promise<void>} closeDisplay ends a virtual display; not in the file
 */

/**
 * Sets up what is missing. Packages and Node must come; what else cannot be had is named in `missing`, so that the
 * checks which do not need it still run.
 * @param {{retryOfficialElectron?: boolean, needsPostgres?: boolean}} [options]
 * @returns {Promise<Toolchain>}
 */
export async function setUp(options = {}) {
  const start = Number(process.env.SATCHEL_SETUP_STARTED ?? Date.now());
  process.env.SATCHEL_SETUP_STARTED = String(start);
  if (!process.env.SATCHEL_HANDED_OVER) say('Set-up');
  await installNodeModules();
  await continueOnRightNode();
  delete process.env.SATCHEL_HANDED_OVER;
  delete process.env.SATCHEL_SETUP_STARTED;

  const missing = [];
  const attempt = async (work) => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof MissingPiece)) throw error;
      missing.push(error.message);
      return null;
    }
  };
  let electron = await attempt(findElectron);
  const mayTryOfficial = !process.env.SATCHEL_ELECTRON && (!electron || electron.electronIsSubstitute);
  if (mayTryOfficial && (!electron || options.retryOfficialElectron) && (await downloadOfficialElectron())) {
    electron = await attempt(findElectron);
  }
  const willUseSubstitute = !electron && process.env.SATCHEL_ELECTRON === undefined;
  await attempt(() => installSystemLibraries(findNeeds(electron, willUseSubstitute)));
  if (willUseSubstitute) electron = await attempt(fetchSubstituteElectron);
  const isLoadable = electron ? await attempt(() => findMissingLibraries(electron.electronPath)) : null;
  const driver = electron ? await attempt(() => buildDriver(electron)) : null;
  const postgresPrograms = options.needsPostgres ? await attempt(findPostgresPrograms) : null;
  // Without Xvfb the line above about system packages has said so already.
  const display = hasDisplay() || findProgram('Xvfb') ? await attempt(openNamedDisplay) : null;

  const toolchain = {
    electronPath: electron?.electronPath ?? null,
    electronVersion: electron?.electronVersion ?? null,
    electronIsSubstitute: electron?.electronIsSubstitute ?? false,
    nativeBinding: driver?.path ?? null,
    pristineElectronDist: electron?.pristineElectronDist ?? null,
    display: display?.name ?? null,
    isDisplayVirtual: display?.isVirtual ?? false,
    isDesktopReady: Boolean(isLoadable && driver && display),
    postgresPrograms,
    missing,
  };
  writeToolchain(toolchain);
  report(toolchain, start);
  return { ...toolchain, closeDisplay: display?.close ?? (async () => {}) };
}

/**
 * The environment in which Electron and tools that start it find what set-up found.
 * @param {Toolchain} toolchain
 */
export function electronEnvironment(toolchain) {
  const environment = { ...process.env };
  if (toolchain.electronPath) environment.ELECTRON_EXEC_PATH = toolchain.electronPath;
  if (toolchain.nativeBinding) environment.SATCHEL_NATIVE_BINDING = toolchain.nativeBinding;
  return environment;
}

function findNeeds(electron, willUseSubstitute) {
  const driver = electron ? nativeDriverPath(electron) : null;
  return {
    display: !hasDisplay(),
    unzip: willUseSubstitute,
    compiler: electron ? driver !== null && !existsSync(driver) : willUseSubstitute,
  };
}

async function buildDriver(electron) {
  try {
    return { path: await buildNativeDriver(electron) };
  } catch (error) {
    const reason = String(error.message).split('\n')[0];
    throw new MissingPiece(
      `the SQLite driver for Electron ${electron.electronVersion} (${reason}; see .satchel/driver.log)`,
      'sudo apt-get install -y build-essential python3, then npm run setup',
    );
  }
}

async function openNamedDisplay() {
  try {
    return await openDisplay();
  } catch (error) {
    throw new MissingPiece(`a display (${error.message})`, 'sudo apt-get install -y xvfb');
  }
}

function writeToolchain(toolchain) {
  mkdirSync(dirname(toolchainFile), { recursive: true });
  const draft = `${toolchainFile}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(toolchain, null, 2)}\n`);
  renameSync(draft, toolchainFile);
}

function report(toolchain, start) {
  if (toolchain.electronIsSubstitute) {
    say(`  Electron ${toolchain.electronVersion} from the package registry stands in. ${SUBSTITUTE_NOTE}`);
  }
  if (toolchain.isDisplayVirtual) say(`  No display here: windows open on a virtual one (${toolchain.display}).`);
  for (const line of toolchain.missing) say(`  ${line}`);
  say(`Set-up ${toolchain.missing.length === 0 ? 'complete' : 'incomplete'} (${formatDuration(Date.now() - start)})`);
}
