// The SQLite driver's compiled part. Its prebuilt asks for Node-API 10 (Electron 35 and later, Node 22.14 and later).
// For an older Electron the same source is compiled once, against the headers that come with our Node: nothing is
// downloaded. The result is kept outside the repository, by driver, Electron and processor.

import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder, repositoryFolder, stateFolder } from './paths.mjs';
import { doWork } from './progress.mjs';
import { findNpm, runOrThrow } from './run-program.mjs';

/** The first Electron whose Node speaks Node-API 10. */
const FIRST_ELECTRON_OF_PREBUILT = 35;
const BUILD_TIMEOUT_MS = 20 * 60_000;
const driverFolder = join(repositoryFolder, 'node_modules', 'better-sqlite3');

/**
 * Where the compiled driver for this Electron is or will be; null when its prebuilt fits.
 * @param {{electronVersion: string}} runtime
 */
export function nativeDriverPath(runtime) {
  if (Number.parseInt(runtime.electronVersion, 10) >= FIRST_ELECTRON_OF_PREBUILT) return null;
  const { name, version } = JSON.parse(readFileSync(join(driverFolder, 'package.json'), 'utf8'));
  const target = `electron-${runtime.electronVersion}-${process.platform}-${process.arch}`;
  return join(cacheFolder(), 'native', `${name}-${version}`, target, 'better_sqlite3.node');
}

/** Compiles the driver when it is needed and not there yet. Returns its path, or null when the prebuilt fits. */
export async function buildNativeDriver(runtime) {
  const path = nativeDriverPath(runtime);
  if (path === null || existsSync(path)) return path;
  await doWork(`SQLite driver: compiling for Electron ${runtime.electronVersion} (one to two minutes, once)`, () =>
    build(path),
  );
  return path;
}

async function build(path) {
  mkdirSync(dirname(path), { recursive: true });
  const work = await mkdtemp(join(dirname(path), '.building-'));
  try {
    const source = join(work, 'driver');
    await cp(driverFolder, source, {
      recursive: true,
      filter: (from) => !from.startsWith(join(driverFolder, 'prebuilds')),
    });
    await adaptBuildFiles(source);
    const npm = findNpm();
    await runOrThrow(
      process.execPath,
      [
        join(npm.folder, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js'),
        'rebuild',
        '--release',
        '--force_build=1',
        `--nodedir=${nodeHeadersFolder()}`,
      ],
      { cwd: source, env: buildEnvironment(), timeoutMs: BUILD_TIMEOUT_MS, logFile: join(stateFolder, 'driver.log') },
    );
    await rename(join(source, 'build', 'Release', 'better_sqlite3.node'), path);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Asks for the experimental Node-API in place of version 10, and leaves out what only makes the build slow. */
async function adaptBuildFiles(source) {
  await replaceIn(join(source, 'binding.gyp'), [
    ["'NAPI_VERSION=10'", "'NAPI_EXPERIMENTAL', 'NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT'"],
    ["'-flto', ", ''],
    [", '-flto'", ''],
    ["['-flto']", '[]'],
  ]);
  await replaceIn(join(source, 'deps', 'common.gypi'), [["'-O3'", "'-O2'"]]);
}

async function replaceIn(file, pairs) {
  let text = await readFile(file, 'utf8');
  for (const [from, to] of pairs) {
    if (!text.includes(from)) throw new Error(`${file} no longer has ${from}: look at the driver's build again`);
    text = text.replaceAll(from, to);
  }
  await writeFile(file, text);
}

function nodeHeadersFolder() {
  const inPackage = join(repositoryFolder, 'node_modules', `node-${process.platform}-${process.arch}`);
  return existsSync(join(inPackage, 'include')) ? inPackage : dirname(dirname(process.execPath));
}

/** npm hands its settings to node-gyp by environment, where they would win over the arguments above. */
function buildEnvironment() {
  const kept = Object.entries(process.env).filter(([name]) => !/^npm_(config|package_config)_/i.test(name));
  return { ...Object.fromEntries(kept), JOBS: 'max', NODE_PATH: join(repositoryFolder, 'node_modules') };
}
