import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { repositoryFolder } from './paths.mjs';
import { MissingPiece } from './progress.mjs';

const MINIMUM_MAJOR = 24;

/**
 * Goes on in Node 24. Set-up may begin in any Node from 20 on; the right one comes with the packages on Linux and
 * Windows x64. When this process is already right, returns; else the same command runs again in the right Node and
 * this process ends with its exit code.
 */
export async function continueOnRightNode() {
  if (Number(process.versions.node.split('.')[0]) >= MINIMUM_MAJOR) {
    putOnPath();
    return;
  }
  const node = nodeInPackages();
  if (!existsSync(node) || process.env.SATCHEL_HANDED_OVER) {
    const command = process.platform === 'darwin' ? 'brew install node@24' : 'https://nodejs.org/en/download';
    throw new MissingPiece(`Node ${MINIMUM_MAJOR} (this is ${process.version})`, command);
  }
  const child = spawn(node, process.argv.slice(1), {
    stdio: 'inherit',
    env: { ...process.env, SATCHEL_HANDED_OVER: '1' },
  });
  const forward = (signal) => child.kill(signal);
  process.on('SIGINT', forward);
  process.on('SIGTERM', forward);
  const code = await new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('close', (exitCode) => resolve(exitCode ?? 1));
  });
  process.exit(code);
}

function nodeInPackages() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const inPackage = join(repositoryFolder, 'node_modules', `node-${platformName()}-${process.arch}`, 'bin', name);
  return existsSync(inPackage) ? inPackage : join(repositoryFolder, 'node_modules', '.bin', name);
}

function platformName() {
  return process.platform === 'win32' ? 'win' : process.platform;
}

/** Children (npm scripts, build tools) must find the same Node and the checkout's tools first. */
function putOnPath() {
  const folder = join(repositoryFolder, 'node_modules', '.bin');
  const path = process.env.PATH ?? '';
  if (path.split(delimiter)[0] !== folder) process.env.PATH = `${folder}${delimiter}${path}`;
}
