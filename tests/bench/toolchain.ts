import { readFileSync } from 'node:fs';

interface Toolchain {
  readonly electronPath: string | null;
  readonly electronVersion: string | null;
  readonly nativeBinding: string | null;
  readonly isDesktopReady: boolean;
  readonly missing: readonly string[];
}

/** The Electron that set-up found, and what its driver needs in the environment. @throws where there is no window to be had */
export function findElectron(): {
  readonly path: string;
  readonly version: string;
  readonly environment: NodeJS.ProcessEnv;
} {
  const file = new URL('../../.satchel/toolchain.json', import.meta.url);
  const { electronPath, electronVersion, nativeBinding, isDesktopReady, missing } = JSON.parse(
    readFileSync(file, 'utf8'),
  ) as Toolchain;
  if (!electronPath || !isDesktopReady) throw new Error(`No window can be opened here. ${missing.join(' ')}`);
  const driver = nativeBinding ? { SATCHEL_NATIVE_BINDING: nativeBinding } : {};
  return { path: electronPath, version: electronVersion ?? '', environment: { ...process.env, ...driver } };
}
