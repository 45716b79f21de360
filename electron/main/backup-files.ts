/**
 * Backups as the person meets them: dialogs for the file, the choice that follows a restore. Guards: a path comes from a
 * dialog of the system, never from a page.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import { Refusal } from '#shared/kernel/refusal.ts';
import type {
  ChooseBackupReply,
  Language,
  RecoverReply,
  RestoreReply,
  SaveReply,
} from '#shared/protocol/desktop-bridge.ts';
import { checkBackupHead } from '../device/backup-file.ts';
import type { DeviceClient } from './device-client.ts';
import type { DesktopCalls } from './ipc.ts';
import type { Start } from './start.ts';

const EXTENSION = 'satchel-backup';

const texts = {
  en: {
    save: 'Save a backup',
    choose: 'Choose a backup',
    recover: 'Choose the recovered key',
    kind: 'Satchel backup',
    all: 'All files',
    name: 'Satchel',
  },
  zh: {
    save: '保存备份',
    choose: '选择备份',
    recover: '选择恢复的密钥文件',
    kind: '行囊备份',
    all: '所有文件',
    name: '行囊',
  },
} as const;

export interface BackupFileParts {
  readonly device: Pick<DeviceClient, 'call'>;
  readonly start: Pick<Start, 'follow' | 'demo' | 'choice'>;
  window(): BrowserWindow | null;
  language(): Language;
  note(text: string): void;
}

export function makeBackupCalls(
  parts: BackupFileParts,
): Pick<DesktopCalls, 'backup.save' | 'backup.choose' | 'backup.restore' | 'backup.recover'> {
  const { device, start } = parts;
  let chosen: string | null = null;

  async function save(password: string): Promise<SaveReply> {
    const text = texts[parts.language()];
    const { filePath } = await showSaveDialog(parts.window(), {
      title: text.save,
      defaultPath: join(app.getPath('documents'), `${text.name}-${today()}.${EXTENSION}`),
      filters: [{ name: text.kind, extensions: [EXTENSION] }],
    });
    if (!filePath) return { ok: true, path: null };
    const reply = (await device.call('backup.write', [{ path: filePath, password }])) as SaveReply;
    parts.note(`backup ${reply.ok ? 'saved' : reply.reason.code}`);
    return reply;
  }

  async function askForFile(options: Electron.OpenDialogOptions): Promise<string | undefined> {
    const window = parts.window();
    const answer = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options));
    return answer.filePaths[0];
  }

  async function choose(): Promise<ChooseBackupReply> {
    const text = texts[parts.language()];
    const path = await askForFile({
      title: text.choose,
      properties: ['openFile'],
      filters: [
        { name: text.kind, extensions: [EXTENSION] },
        { name: text.all, extensions: ['*'] },
      ],
    });
    if (!path) return { ok: true, file: null };
    try {
      checkBackupHead(path);
      const { size, mtimeMs } = statSync(path);
      chosen = path;
      return { ok: true, file: { path, bytes: size, modifiedAt: Math.round(mtimeMs) } };
    } catch (error) {
      const reason = error instanceof Refusal ? error.reason : { code: 'backup.notRead', params: { path } };
      return { ok: false, reason };
    }
  }

  async function restore(password: string): Promise<RestoreReply> {
    if (chosen === null) return { ok: false, reason: { code: 'backup.noFile', params: {} } };
    const request = { path: chosen, password, demoCompanyId: start.demo.companyId() };
    const reply = (await device.call('backup.read', [request])) as RestoreReply & { readonly isDemo?: boolean };
    parts.note(`restore ${reply.ok ? 'done' : reply.reason.code}`);
    if (!reply.ok) return reply;
    chosen = null;
    const { isDemo = false, ...restored } = reply;
    const kept = start.follow(isDemo ? { choice: 'demo', server: null } : { choice: 'company', server: reply.server });
    return kept.ok ? restored : { ...restored, note: kept.reason };
  }

  async function recover(): Promise<RecoverReply> {
    const path = await askForFile({ title: texts[parts.language()].recover, properties: ['openFile'] });
    if (!path) return { ok: true, person: null };
    const reply = (await device.call('recovery.open', [{ path }])) as RecoverReply;
    parts.note(`recovery ${reply.ok ? 'done' : reply.reason.code}`);
    // Whose start choice went with the rest of the profile signs in at their own company all the same.
    if (reply.ok && reply.person && start.choice === 'none') {
      start.follow({ choice: 'company', server: reply.person.server });
    }
    return reply;
  }

  const passwordOf = (request: unknown): string => (request as { password: string }).password;
  return {
    'backup.save': (request) => save(passwordOf(request)),
    'backup.choose': choose,
    'backup.restore': (request) => restore(passwordOf(request)),
    'backup.recover': recover,
  };
}

/** The save dialog of the system, before this window where there is one. */
export function showSaveDialog(
  window: BrowserWindow | null,
  options: Electron.SaveDialogOptions,
): Promise<{ filePath?: string }> {
  return window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options);
}

/** For names of files: the day by this computer's calendar. */
export function today(now = new Date()): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
