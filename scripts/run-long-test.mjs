// `npm run crash`, `npm run network`: set-up, then a program of tests/ that runs as long as one likes. Standard output
// holds what the program prints and nothing else. The first argument names the program, the rest is its own.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { endOnSignal } from './setup/end-on-signal.mjs';
import { endWithClearLine } from './setup/end-with-clear-line.mjs';
import { repositoryFolder } from './setup/paths.mjs';
import { sayOnErrorStream } from './setup/progress.mjs';
import { setUp } from './setup/set-up.mjs';

try {
  sayOnErrorStream();
  const toolchain = await setUp({ needsPostgres: true });
  endOnSignal();
  const [program, ...args] = process.argv.slice(2);
  // The driver here is Node's own.
  const { SATCHEL_NATIVE_BINDING: _electrons, ...env } = process.env;
  const child = spawn(process.execPath, [join(repositoryFolder, program), ...args], {
    cwd: repositoryFolder,
    env,
    stdio: 'inherit',
  });
  process.once('exit', () => child.kill('SIGTERM'));
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve(exitCode ?? 1));
  });
  await toolchain.closeDisplay();
  process.exit(code);
} catch (error) {
  endWithClearLine(error);
}
