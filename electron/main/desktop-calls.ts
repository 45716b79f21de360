/** The bridge's `desktop` part: what this window is, one more device, the language. */
import { spawn } from 'node:child_process';
import { app } from 'electron';
import type { DesktopCalls } from './ipc.ts';
import { showMenu } from './menu.ts';
import { argumentsForProfile, type StartOptions } from './start-options.ts';
import { readWindowState, saveWindowState } from './window-state.ts';

const SECOND_PROFILE = 'second';

export interface DesktopCallParts {
  readonly options: StartOptions;
  /** Where all profiles lie together. */
  readonly home: string;
  /** Where the window's place and language are kept. */
  readonly statePath: string;
  isDemo(): boolean;
}

export function makeDesktopCalls(
  parts: DesktopCallParts,
): Pick<DesktopCalls, 'desktop.about' | 'desktop.openSecondDevice' | 'desktop.setLanguage'> {
  const { options, home, statePath, isDemo } = parts;
  return {
    'desktop.about': async () => ({
      platform: process.platform,
      appVersion: app.getVersion(),
      electronVersion: process.versions.electron ?? '',
      demo: isDemo(),
      profile: options.profile,
    }),
    'desktop.openSecondDevice': async () => {
      if (!isDemo()) return { ok: false, reason: { code: 'desktop.demoOnly', params: {} } };
      const profile = options.profile === SECOND_PROFILE ? 'default' : SECOND_PROFILE;
      const args = argumentsForProfile(process.argv.slice(1), profile);
      spawn(process.execPath, [...args, `--user-data-dir=${home}`], { detached: true, stdio: 'ignore' }).unref();
      return { ok: true };
    },
    'desktop.setLanguage': async (language) => {
      const chosen = language === 'zh' ? 'zh' : 'en';
      saveWindowState(statePath, { ...readWindowState(statePath), language: chosen });
      showMenu(chosen);
      return { ok: true };
    },
  };
}
