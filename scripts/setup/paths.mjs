import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const repositoryFolder = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** Git-ignored folder inside the checkout: logs, results and what set-up found. */
export const stateFolder = join(repositoryFolder, '.satchel');

/** What set-up found, for the steps after it and for tools started by hand. */
export const toolchainFile = join(stateFolder, 'toolchain.json');

/**
 * Where costly things are kept between checkouts: the substitute runtime, the driver's build, database programs.
 * Outside the repository, so that a fresh clone on the same machine is quick.
 */
export function cacheFolder() {
  if (process.platform === 'win32') {
    return join(process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'satchel', 'cache');
  }
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'satchel');
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'satchel');
}
