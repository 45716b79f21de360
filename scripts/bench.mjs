// `npm run bench`: set-up, then the measures of tests/bench/measures. Standard output holds their JSON lines and nothing
// else. Options: `--quick` (smaller data, under a minute), `--only NAME[,NAME]`, `--runs N`
// (counted runs of what takes minutes), `--list`.

import { join } from 'node:path';
import { buildWhenChanged } from './build/build-when-changed.mjs';
import { endOnSignal } from './setup/end-on-signal.mjs';
import { endWithClearLine } from './setup/end-with-clear-line.mjs';
import { handOverTo } from './setup/hand-over-to.mjs';
import { repositoryFolder } from './setup/paths.mjs';
import { sayOnErrorStream } from './setup/progress.mjs';
import { setUp } from './setup/set-up.mjs';

try {
  sayOnErrorStream();
  const toolchain = await setUp();
  endOnSignal();
  const args = process.argv.slice(2);
  if (!args.includes('--list')) await buildWhenChanged();
  const runner = ['--expose-gc', join(repositoryFolder, 'tests/bench/run.ts'), ...args];
  const code = await handOverTo(runner);
  await toolchain.closeDisplay();
  process.exit(code);
} catch (error) {
  endWithClearLine(error);
}
