// `npm run setup`: sets up everything, and asks the official Electron host again where a substitute stands in.

import { endWithClearLine } from './setup/end-with-clear-line.mjs';
import { setUp } from './setup/set-up.mjs';

try {
  const toolchain = await setUp({ retryOfficialElectron: true, needsPostgres: true });
  await toolchain.closeDisplay();
  process.exit(toolchain.missing.length === 0 ? 0 : 1);
} catch (error) {
  endWithClearLine(error);
}
