import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryFolder, stateFolder } from '../setup/paths.mjs';
import { doWork } from '../setup/progress.mjs';
import { runOrThrow } from '../setup/run-program.mjs';
import { writeLicenses } from './gather-licenses.mjs';

const BUILD_TIMEOUT_MS = 10 * 60_000;
const stampFile = join(repositoryFolder, 'out', 'sources.sha256');

/** All that can change the result. Tests are left out: editing one must not cost a build. */
const SOURCES = [
  'electron',
  'renderer',
  'server',
  'shared',
  'db',
  'electron.vite.config.ts',
  'vite.server.config.ts',
  'scripts/build',
  'packaging/licenses',
  'package.json',
  'package-lock.json',
];

/** Builds the application and its server into out/, when a source changed since the last build. */
export async function buildWhenChanged() {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hashSources()) return;
  await build();
}

/** Builds the application (main, preload, renderer) and its server into out/, with the licences of what is in them. */
export async function build() {
  const hash = hashSources();
  rmSync(stampFile, { force: true });
  rmSync(join(repositoryFolder, 'out', 'bundled-packages'), { recursive: true, force: true });
  await doWork('Building the application', () => runTool('electron-vite', 'bin/electron-vite.js', ['build']));
  await doWork('Building the server', () =>
    runTool('vite', 'bin/vite.js', ['build', '--config', 'vite.server.config.ts']),
  );
  writeLicenses(repositoryFolder, join(repositoryFolder, 'out', 'THIRD-PARTY-LICENSES.txt'));
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, hash);
}

function runTool(name, file, args) {
  const program = join(repositoryFolder, 'node_modules', name, file);
  return runOrThrow(process.execPath, [program, ...args, '--logLevel', 'warn'], {
    cwd: repositoryFolder,
    timeoutMs: BUILD_TIMEOUT_MS,
    logFile: join(stateFolder, `build-${name}.log`),
  });
}

function hashSources() {
  const hash = createHash('sha256');
  const files = SOURCES.flatMap((name) => listFiles(join(repositoryFolder, name)));
  for (const path of files.filter((name) => !/\.test\.tsx?$/.test(name)).sort()) {
    hash.update(path.slice(repositoryFolder.length)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function listFiles(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path).flatMap((name) => listFiles(join(path, name)));
}
