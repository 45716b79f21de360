import { spawn } from 'node:child_process';
import { repositoryFolder } from './paths.mjs';

/**
 * Runs a program of the repository under this Node, with this process's streams, and ends it with this process.
 * @param {readonly string[]} args for Node: its own options, the program, and what is the program's
 * @returns {Promise<number>} its exit code
 */
export async function handOverTo(args) {
  // The driver here is Node's own; a window gets Electron's from what set-up wrote down.
  const { SATCHEL_NATIVE_BINDING: _electrons, ...env } = process.env;
  const child = spawn(process.execPath, args, { cwd: repositoryFolder, env, stdio: 'inherit' });
  process.once('exit', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve(exitCode ?? 1));
  });
}
