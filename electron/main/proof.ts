/**
 * The ledger as a file that proves what was sent and received: the system asks where to, the device writes it. Beside it
 * stands the same as a text to be read, in the person's language; it proves nothing, and says how the other one does.
 */
import { writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { app, type BrowserWindow } from 'electron';
import type { Language, SaveReply } from '#shared/protocol/desktop-bridge.ts';
import { showSaveDialog, today } from './backup-files.ts';
import type { DeviceClient } from './device-client.ts';
import type { DesktopCalls } from './ipc.ts';

const texts = {
  en: { export: 'Export the ledger', name: 'Satchel ledger', readable: 'to read' },
  zh: { export: '导出同步记录', name: '行囊同步记录', readable: '可读' },
} as const;
const EXTENSION = 'jsonl';

export interface ProofParts {
  readonly device: Pick<DeviceClient, 'call'>;
  window(): BrowserWindow | null;
  language(): Language;
  problem(where: string, error: unknown): void;
}

export function makeProofCalls(parts: ProofParts): Pick<DesktopCalls, 'proof.export'> {
  return {
    async 'proof.export'(asked): Promise<SaveReply> {
      const { summary } = asked as { readonly summary: string };
      const text = texts[parts.language()];
      const { filePath } = await showSaveDialog(parts.window(), {
        title: text.export,
        defaultPath: join(app.getPath('documents'), `${text.name} ${today()}.${EXTENSION}`),
        filters: [{ name: text.name, extensions: [EXTENSION] }],
      });
      if (!filePath) return { ok: true, path: null };
      const reply = (await parts.device.call('proof.write', [{ path: filePath }])) as SaveReply;
      if (!reply.ok) return reply;
      const { dir, name } = parse(filePath);
      const path = join(dir, `${name} (${text.readable}).txt`);
      try {
        writeFileSync(path, summary, { mode: 0o600 });
      } catch (error) {
        parts.problem('summary of the ledger', error);
        return { ok: false, reason: { code: 'ledger.proofNotWritten', params: { path } } };
      }
      return reply;
    },
  };
}
