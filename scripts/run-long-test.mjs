// `npm run crash`, `npm run network`: set-up, then a program of tests/ that runs as long as one likes. Standard output
// holds what the program prints and nothing else. The first argument names the program, the rest is its own.

import { join } from 'node:path';
import { endOnSignal } from './setup/end-on-signal.mjs';
import { endWithClearLine } from './setup/end-with-clear-line.mjs';
import { handOverTo } from './setup/hand-over-to.mjs';
import { repositoryFolder } from './setup/paths.mjs';
import { sayOnErrorStream } from './setup/progress.mjs';
import { setUp } from './setup/set-up.mjs';

try {
  sayOnErrorStream();
  const toolchain = await setUp({ needsPostgres: true });
  endOnSignal();
  const [program, ...args] = process.argv.slice(2);
  const code = await handOverTo([join(repositoryFolder, program), ...args]);
  await toolchain.closeDisplay();
  process.exit(code);
} catch (error) {
  endWithClearLine(error);
}
