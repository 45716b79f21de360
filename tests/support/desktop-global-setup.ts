import { existsSync, readFileSync } from 'node:fs';
import type { FullConfig } from '@playwright/test';
import { openDisplay, openVirtualDisplay } from '../../scripts/setup/display.mjs';

const toolchainFile = new URL('../../.satchel/toolchain.json', import.meta.url);

/**
 * Lets `npx playwright test` work by hand as it does inside `npm test`: takes Electron and the driver from the last
 * set-up, and opens a virtual display where there is none. Each worker but the first has a virtual one of its own, so that
 * no window takes the focus from another test's.
 */
// biome-ignore lint/style/noDefaultExport: the runner calls the default export.
export default async function prepareDesktop(config: FullConfig): Promise<() => Promise<void>> {
  if (!existsSync(toolchainFile)) throw new Error('Run `npm run setup` once before the desktop tests.');
  const toolchain = JSON.parse(readFileSync(toolchainFile, 'utf8')) as {
    electronPath: string | null;
    nativeBinding: string | null;
    missing: string[];
  };
  if (!toolchain.electronPath) throw new Error(toolchain.missing.join('\n'));
  process.env.ELECTRON_EXEC_PATH ??= toolchain.electronPath;
  if (toolchain.nativeBinding) process.env.SATCHEL_NATIVE_BINDING ??= toolchain.nativeBinding;
  const displays: { readonly name: string | null; close(): Promise<void> }[] = [await openDisplay()];
  while (displays.length < config.workers) displays.push(await openVirtualDisplay());
  process.env.SATCHEL_TEST_DISPLAYS = displays.map(({ name }) => name ?? '').join();
  return async () => {
    for (const display of displays) await display.close();
  };
}
