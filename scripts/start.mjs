// `npm start`: set-up, build when the sources changed, then the application with its demo company.
// Words after `--` go to the application: `npm start -- --lang=zh`.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { buildWhenChanged } from './build/build-when-changed.mjs';
import { chromiumArguments } from './setup/chromium-arguments.mjs';
import { isWorthSaying } from './setup/electron-noise.mjs';
import { endWithClearLine } from './setup/end-with-clear-line.mjs';
import { endWithParent } from './setup/end-with-parent.mjs';
import { repositoryFolder } from './setup/paths.mjs';
import { say } from './setup/progress.mjs';
import { electronEnvironment, setUp } from './setup/set-up.mjs';

endWithParent();
try {
  const toolchain = await setUp();
  if (!toolchain.isDesktopReady) process.exit(1);
  await buildWhenChanged();
  const code = await runApplication(toolchain);
  await toolchain.closeDisplay();
  process.exit(code);
} catch (error) {
  endWithClearLine(error);
}

function runApplication(toolchain) {
  const args = [...chromiumArguments(toolchain), '.', '--demo', ...process.argv.slice(2)];
  say(toolchain.isDisplayVirtual ? 'Satchel opens on the virtual display. Ctrl+C ends it.' : 'Satchel opens.');
  const child = spawn(toolchain.electronPath, args, {
    cwd: repositoryFolder,
    env: electronEnvironment(toolchain),
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (isWorthSaying(line)) process.stderr.write(`${line}\n`);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.on('error', (error) => {
      process.stderr.write(`Electron does not start: ${error.message}\n`);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 0));
  });
}
