// `npm run bench`: set-up, then the measures of tests/bench/measures. Standard output holds their JSON lines and nothing
// else. Options: `--quick` (smaller data, under a minute), `--only NAME[,NAME]`, `--list`.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildWhenChanged } from './build/build-when-changed.mjs';
import { endOnSignal } from './setup/end-on-signal.mjs';
import { endWithClearLine } from './setup/end-with-clear-line.mjs';
import { repositoryFolder } from './setup/paths.mjs';
import { sayOnErrorStream } from './setup/progress.mjs';
import { setUp } from './setup/set-up.mjs';

try {
  sayOnErrorStream();
  const toolchain = await setUp();
  endOnSignal();
  const args = process.argv.slice(2);
  if (!args.includes('--list')) await buildWhenChanged();
  // The driver here is Node's own; a window gets Electron's from what set-up wrote down.
  const { SATCHEL_NATIVE_BINDING: _electrons, ...env } = process.env;
  const runner = ['--expose-gc', join(repositoryFolder, 'tests/bench/run.ts'), ...args];
  const child = spawn(process.execPath, runner, { cwd: repositoryFolder, env, stdio: 'inherit' });
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
