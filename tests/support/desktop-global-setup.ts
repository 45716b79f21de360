import { existsSync, readFileSync } from 'node:fs';
import { openDisplay } from '../../scripts/setup/display.mjs';

const toolchainFile = new URL('../../.satchel/toolchain.json', import.meta.url);

/**
 * Lets `npx playwright test` work by hand as it does inside `npm test`: takes Electron and the driver from the last
 * set-up, and opens a virtual display where there is none.
 */
// biome-ignore lint/style/noDefaultExport: the runner calls the default export.
export default async function prepareDesktop(): Promise<() => Promise<void>> {
  if (!existsSync(toolchainFile)) throw new Error('Run `npm run setup` once before the desktop tests.');
  const toolchain = JSON.parse(readFileSync(toolchainFile, 'utf8')) as {
    electronPath: string | null;
    nativeBinding: string | null;
    missing: string[];
  };
  if (!toolchain.electronPath) throw new Error(toolchain.missing.join('\n'));
  process.env.ELECTRON_EXEC_PATH ??= toolchain.electronPath;
  if (toolchain.nativeBinding) process.env.SATCHEL_NATIVE_BINDING ??= toolchain.nativeBinding;
  const display = await openDisplay();
  return display.close;
}
