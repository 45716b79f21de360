/** The ledger as a file that proves what was sent and received: the system asks where to, the device writes it. */
import { join } from 'node:path';
import { app, type BrowserWindow } from 'electron';
import type { Language, SaveReply } from '#shared/protocol/desktop-bridge.ts';
import { showSaveDialog, today } from './backup-files.ts';
import type { DeviceClient } from './device-client.ts';
import type { DesktopCalls } from './ipc.ts';

const texts = {
  en: { export: 'Export the ledger', name: 'Satchel ledger' },
  zh: { export: '导出同步记录', name: '行囊同步记录' },
} as const;
const EXTENSION = 'jsonl';

export interface ProofParts {
  readonly device: Pick<DeviceClient, 'call'>;
  window(): BrowserWindow | null;
  language(): Language;
}

export function makeProofCalls(parts: ProofParts): Pick<DesktopCalls, 'proof.export'> {
  return {
    async 'proof.export'(): Promise<SaveReply> {
      const text = texts[parts.language()];
      const { filePath } = await showSaveDialog(parts.window(), {
        title: text.export,
        defaultPath: join(app.getPath('documents'), `${text.name} ${today()}.${EXTENSION}`),
        filters: [{ name: text.name, extensions: [EXTENSION] }],
      });
      if (!filePath) return { ok: true, path: null };
      return (await parts.device.call('proof.write', [{ path: filePath }])) as SaveReply;
    },
  };
}
