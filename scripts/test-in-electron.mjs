// `npm run test:electron -- electron/device/outbox.test.ts`: chosen tests in the Node that Electron carries.

import { spawn } from 'node:child_process';
import { endWithClearLine } from './setup/end-with-clear-line.mjs';
import { repositoryFolder } from './setup/paths.mjs';
import { setUp } from './setup/set-up.mjs';
import { vitestInElectron } from './test/vitest-in-electron.mjs';

try {
  const toolchain = await setUp({ needsPostgres: true });
  const command = vitestInElectron(toolchain, process.argv.slice(2));
  if (command === null) process.exit(1);
  const child = spawn(command.program, command.args, { cwd: repositoryFolder, env: command.env, stdio: 'inherit' });
  child.on('error', endWithClearLine);
  child.on('close', async (code) => {
    await toolchain.closeDisplay();
    process.exit(code ?? 1);
  });
} catch (error) {
  endWithClearLine(error);
}
