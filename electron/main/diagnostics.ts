/**
 * Diagnostics and the log, for whoever helps. Guards: what leaves is what `Diagnostics` names (counts, versions,
 * settings) and the log, from which secrets are left out; no row and no name of a customer is in either.
 */
import { statfsSync, writeFileSync } from 'node:fs';
import { release, totalmem } from 'node:os';
import { join } from 'node:path';
import { app, type BrowserWindow, shell } from 'electron';
import type { ActionReply } from '#shared/protocol/bridge.ts';
import type { Diagnostics, Language, SaveReply, StartState } from '#shared/protocol/desktop-bridge.ts';
import type { DeviceDiagnostics } from '../device/read-diagnostics.ts';
import { showSaveDialog, today } from './backup-files.ts';
import type { DeviceClient } from './device-client.ts';
import type { DesktopCalls } from './ipc.ts';
import { type Log, leaveSecretsOut } from './log.ts';
import { sizeOfFolder } from './size-of-folder.ts';
import { readWindowState } from './window-state.ts';

const PROTOCOL = 'v1';
const CIPHER = 'aegis';

const texts = {
  en: { export: 'Save the log', name: 'Satchel log' },
  zh: { export: '保存日志', name: '行囊日志' },
} as const;

export interface DiagnosticsParts {
  readonly device: Pick<DeviceClient, 'call'>;
  readonly log: Log;
  readonly logFolder: string;
  readonly profile: string;
  readonly profileFolder: string;
  readonly statePath: string;
  choice(): StartState['choice'];
  window(): BrowserWindow | null;
  language(): Language;
}

export function makeDiagnosticsCalls(
  parts: DiagnosticsParts,
): Pick<
  DesktopCalls,
  | 'diagnostics.read'
  | 'diagnostics.checkDatabase'
  | 'diagnostics.exportLog'
  | 'diagnostics.openLogFolder'
  | 'diagnostics.openLicenses'
> {
  async function read(): Promise<Diagnostics> {
    const device = (await parts.device.call('diagnostics.device', [])) as DeviceDiagnostics;
    const { electron = '', chrome: chromium = '', node } = process.versions;
    const { sqlite, cipher } = device.versions;
    return {
      versions: {
        app: app.getVersion(),
        electron,
        chromium,
        node,
        sqlite,
        cipher: `${cipher}, ${CIPHER}`,
        schema: device.schema,
        protocol: PROTOCOL,
      },
      platform: {
        name: process.platform,
        release: release(),
        architecture: process.arch,
        memoryBytes: totalmem(),
        locale: app.getLocale(),
      },
      profile: {
        name: parts.profile,
        path: parts.profileFolder,
        bytes: await sizeOfFolder(parts.profileFolder),
        freeDiskBytes: freeBytes(parts.profileFolder),
        start: parts.choice(),
        people: device.people,
        keysBy: device.keysBy,
        language: parts.language(),
        zoomLevel: readWindowState(parts.statePath).zoomLevel,
      },
      database: device.database,
    };
  }

  /** A log is wanted most when the rest does not answer. */
  async function readText(): Promise<string> {
    try {
      return JSON.stringify(await read(), null, 2);
    } catch (error) {
      return `no diagnostics: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    }
  }

  async function exportLog(): Promise<SaveReply> {
    const text = texts[parts.language()];
    const { filePath } = await showSaveDialog(parts.window(), {
      title: text.export,
      defaultPath: join(app.getPath('documents'), `${text.name} ${today()}.txt`),
      filters: [{ name: text.name, extensions: ['txt'] }],
    });
    if (!filePath) return { ok: true, path: null };
    const diagnostics = leaveSecretsOut(await readText());
    try {
      writeFileSync(filePath, `${diagnostics}\n\n${parts.log.read()}`, { mode: 0o600 });
    } catch (error) {
      parts.log.problem('log', error instanceof Error ? error.message : String(error));
      return { ok: false, reason: { code: 'diagnostics.logNotWritten', params: { path: filePath } } };
    }
    return { ok: true, path: filePath };
  }

  async function open(path: string, code: string): Promise<ActionReply> {
    const trouble = await shell.openPath(path);
    if (trouble === '') return { ok: true };
    parts.log.problem('open', trouble);
    return { ok: false, reason: { code, params: { path } } };
  }

  return {
    'diagnostics.read': read,
    'diagnostics.checkDatabase': () => parts.device.call('diagnostics.check', []),
    'diagnostics.exportLog': exportLog,
    'diagnostics.openLogFolder': () => open(parts.logFolder, 'diagnostics.folderNotOpened'),
    'diagnostics.openLicenses': () => open(licensesPath(), 'diagnostics.licensesNotOpened'),
  };
}

/** Beside the archive, out of which no other program can read; the build puts it there (electron-builder.yml). */
function licensesPath(): string {
  const folder = app.isPackaged ? process.resourcesPath : join(app.getAppPath(), 'out');
  return join(folder, 'THIRD-PARTY-LICENSES.txt');
}

function freeBytes(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}
