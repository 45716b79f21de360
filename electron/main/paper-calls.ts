/** The bridge's `papers` part: what was checked (check-call.ts) is drawn, printed, saved or opened. */
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, type BrowserWindow, shell } from 'electron';
import type { PaperJob } from '#shared/kernel/papers/paper.ts';
import { type PaperPictures, picturesOf } from '#shared/kernel/papers/write-paper.ts';
import type { ActionReply } from '#shared/protocol/bridge.ts';
import type { Language, SaveReply } from '#shared/protocol/desktop-bridge.ts';
import type { PreviewReply, PrintersReply, PrintReply } from '#shared/protocol/paper-bridge.ts';
import type { DeviceFile } from '../device/file-cache.ts';
import { showSaveDialog } from './backup-files.ts';
import { fileName } from './file-name.ts';
import type { DesktopCalls } from './ipc.ts';
import { drawPaper, listPrinters, makePaperPdf, printPaperJob } from './paper-page.ts';

const texts = {
  en: { save: 'Save document', pdf: 'PDF document' },
  zh: { save: '保存单据', pdf: 'PDF 文档' },
} as const;

export interface PaperParts {
  window(): BrowserWindow | null;
  language(): Language;
  /** From the device's disk; null while it has not come. */
  readFile(hash: string): Promise<DeviceFile | null>;
  problem(where: string, error: string): void;
}

type PaperCalls = Pick<
  DesktopCalls,
  'papers.printers' | 'papers.preview' | 'papers.print' | 'papers.savePdf' | 'papers.openPdf'
>;

interface PdfRequest {
  readonly job: PaperJob;
  readonly name: string;
}

export function makePaperCalls(parts: PaperParts): PaperCalls {
  /** Papers that were opened in other programs: in clear, so nobody else reads them, and they go with the application. */
  let folder: string | null = null;
  const openedFolder = (): string => {
    if (folder !== null) return folder;
    const made = mkdtempSync(join(app.getPath('temp'), 'satchel-papers-'));
    app.once('quit', () => rmSync(made, { recursive: true, force: true }));
    folder = made;
    return made;
  };

  /** Of files that are on this device: a paper without its logo is better than none. */
  async function readPictures(job: PaperJob): Promise<PaperPictures> {
    const found = await Promise.all(
      picturesOf(job).map(async (hash) => {
        const file = await parts.readFile(hash).catch(() => null);
        return file && ([hash, `data:${file.mediaType};base64,${Buffer.from(file.bytes).toString('base64')}`] as const);
      }),
    );
    return Object.fromEntries(found.filter((each) => each !== null));
  }
  async function write(path: string, content: Buffer): Promise<SaveReply> {
    try {
      await writeFile(path, content, { mode: 0o600 });
    } catch (error) {
      parts.problem('papers', String(error));
      return { ok: false, reason: { code: 'papers.notWritten', params: { path } } };
    }
    return { ok: true, path };
  }
  return {
    async 'papers.printers'(): Promise<PrintersReply> {
      return { ok: true, printers: await listPrinters() };
    },
    async 'papers.preview'(asked): Promise<PreviewReply> {
      const { job } = asked as { readonly job: PaperJob };
      return { ok: true, ...(await drawPaper(job, await readPictures(job))) };
    },
    async 'papers.print'(asked): Promise<PrintReply> {
      const { job, printer, copies } = asked as { job: PaperJob; printer: string | null; copies: number };
      return { ok: true, ...(await printPaperJob(job, await readPictures(job), printer, copies)) };
    },
    async 'papers.savePdf'(asked): Promise<SaveReply> {
      const { job, name } = asked as PdfRequest;
      const text = texts[parts.language()];
      const { filePath } = await showSaveDialog(parts.window(), {
        title: text.save,
        defaultPath: join(app.getPath('documents'), `${fileName(name)}.pdf`),
        filters: [{ name: text.pdf, extensions: ['pdf'] }],
      });
      if (!filePath) return { ok: true, path: null };
      return write(filePath, await makePaperPdf(job, await readPictures(job)));
    },
    async 'papers.openPdf'(asked): Promise<ActionReply> {
      const { job, name } = asked as PdfRequest;
      const content = await makePaperPdf(job, await readPictures(job));
      const path = join(openedFolder(), `${fileName(name)}.pdf`);
      const written = await write(path, content);
      if (!written.ok) return written;
      const why = await shell.openPath(path);
      if (why === '') return { ok: true };
      parts.problem('papers', why);
      return { ok: false, reason: { code: 'papers.notOpened', params: {} } };
    },
  };
}
