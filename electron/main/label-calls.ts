/** The bridge's `labels` part: what was checked (check-call.ts) is drawn, saved or sent. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, type BrowserWindow } from 'electron';
import type { LabelJob } from '#shared/kernel/labels/label.ts';
import { writePages } from '#shared/kernel/labels/write-pages.ts';
import { writeZpl } from '#shared/kernel/labels/write-zpl.ts';
import type { ActionReply } from '#shared/protocol/bridge.ts';
import type { Language, SaveReply } from '#shared/protocol/desktop-bridge.ts';
import type { LabelRequest } from '#shared/protocol/label-bridge.ts';
import { showSaveDialog } from './backup-files.ts';
import { fileName } from './file-name.ts';
import type { DesktopCalls } from './ipc.ts';
import { makePdf, printPaper } from './label-paper.ts';
import { sendToPrinter } from './label-printer.ts';

const texts = {
  en: { save: 'Save labels', pdf: 'PDF document', zpl: 'Label printer file (ZPL)' },
  zh: { save: '保存标签', pdf: 'PDF 文档', zpl: '标签打印机文件（ZPL）' },
} as const;

export interface LabelParts {
  window(): BrowserWindow | null;
  language(): Language;
  problem(where: string, error: string): void;
}

type LabelCalls = Pick<DesktopCalls, 'labels.print' | 'labels.savePdf' | 'labels.saveZpl' | 'labels.send'>;

export function makeLabelCalls(parts: LabelParts): LabelCalls {
  /** @param make after a place was chosen: nobody waits for what is not wanted */
  async function save(
    { name, job }: LabelRequest,
    extension: 'pdf' | 'zpl',
    make: (job: LabelJob) => Promise<Buffer | string>,
  ): Promise<SaveReply> {
    const text = texts[parts.language()];
    const { filePath } = await showSaveDialog(parts.window(), {
      title: text.save,
      defaultPath: join(app.getPath('documents'), `${fileName(name)}.${extension}`),
      filters: [{ name: text[extension], extensions: [extension] }],
    });
    if (!filePath) return { ok: true, path: null };
    const content = await make(job);
    try {
      await writeFile(filePath, content);
    } catch (error) {
      parts.problem('labels', String(error));
      return { ok: false, reason: { code: 'labels.notWritten', params: { path: filePath } } };
    }
    return { ok: true, path: filePath };
  }
  return {
    async 'labels.print'(asked): Promise<ActionReply> {
      const { job, name } = asked as LabelRequest;
      await printPaper(writePages(job, name), job.size);
      return { ok: true };
    },
    'labels.savePdf': async (asked) =>
      save(asked as LabelRequest, 'pdf', (job) => makePdf(writePages(job, (asked as LabelRequest).name), job.size)),
    'labels.saveZpl': async (asked) => save(asked as LabelRequest, 'zpl', async (job) => writeZpl(job)),
    async 'labels.send'(asked): Promise<ActionReply> {
      const { job, printer } = asked as LabelRequest & { readonly printer: string };
      await sendToPrinter(printer, writeZpl(job));
      return { ok: true };
    },
  };
}
