import { MissingPiece } from './progress.mjs';
import { runProgram } from './run-program.mjs';
import { packageOfLibrary } from './system-libraries.mjs';

/**
 * Asks the system's loader whether this very program would find all its libraries: the last word after the list of
 * packages.
 * @param {string} electronPath
 * @returns {Promise<true>}
 * @throws {MissingPiece}
 */
export async function findMissingLibraries(electronPath) {
  if (process.platform !== 'linux') return true;
  const { output } = await runProgram('ldd', [electronPath]);
  const absent = [...output.matchAll(/^\s*(\S+) => not found/gm)].map((match) => packageOfLibrary(match[1]));
  if (absent.length === 0) return true;
  const names = [...new Set(absent)].join(' ');
  throw new MissingPiece(`libraries of Electron: ${names}`, `sudo apt-get update && sudo apt-get install -y ${names}`);
}
