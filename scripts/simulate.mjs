// `npm run simulate -- --seed N --minutes M [--devices D] [--replay SEED]`: devices, server, people and faults from
// seeds, in as many processes as there are cores. Standard output holds one JSON line. `--planted`: known mistakes are
// switched on one at a time, and must be found.

import { join } from 'node:path';
import { endOnSignal } from './setup/end-on-signal.mjs';
import { endWithClearLine } from './setup/end-with-clear-line.mjs';
import { handOverTo } from './setup/hand-over-to.mjs';
import { installNodeModules } from './setup/node-modules.mjs';
import { continueOnRightNode } from './setup/node-runtime.mjs';
import { repositoryFolder } from './setup/paths.mjs';
import { sayOnErrorStream } from './setup/progress.mjs';

try {
  sayOnErrorStream();
  await installNodeModules();
  await continueOnRightNode();
  endOnSignal();
  const args = process.argv.slice(2);
  const isPlanted = args.includes('--planted');
  const program = isPlanted ? 'tests/simulation/planted/run.ts' : 'tests/simulation/run.ts';
  const rest = args.filter((arg) => arg !== '--planted');
  const code = await handOverTo([join(repositoryFolder, program), ...rest]);
  process.exit(code);
} catch (error) {
  endWithClearLine(error);
}
