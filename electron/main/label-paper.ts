/**
 * Labels on paper: drawn by a page that nobody sees, in a session of its own. Guards:
 * - the page runs no script, has no preload, and loads nothing but itself;
 * - what it loads is gone when it was printed, and a page that does not come ends in words.
 */
import { BrowserWindow, type Session, session } from 'electron';
import { type LabelSize, labelSizes } from '#shared/kernel/labels/label.ts';
import { Refusal } from '#shared/kernel/refusal.ts';
import { guardContents } from './guard-page.ts';
import { APP_SCHEME } from './serve-renderer.ts';

const ADDRESS = `${APP_SCHEME}://paper/`;
const MM_PER_INCH = 25.4;
const MICRONS_PER_MM = 1_000;
/** Five thousand labels take some seconds to be laid out. */
const PATIENCE_MS = 60_000;

/** What is being printed now, by its address. */
const papers = new Map<string, string>();
let count = 0;
let own: Session | null = null;

/** A session without `persist:`: nothing of it is written to the disk. */
function paperSession(): Session {
  if (own) return own;
  own = session.fromPartition('labels', { cache: false });
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  own.setPermissionCheckHandler(() => false);
  own.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !papers.has(details.url) }));
  own.protocol.handle(APP_SCHEME, ({ url }) => {
    const headers = {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'cache-control': 'no-store',
    };
    return new Response(papers.get(url) ?? '', { headers });
  });
  return own;
}

async function withPage<Result>(html: string, use: (page: BrowserWindow) => Promise<Result>): Promise<Result> {
  count += 1;
  const address = `${ADDRESS}${count}`;
  papers.set(address, html);
  const page = new BrowserWindow({
    show: false,
    webPreferences: {
      ...{ session: paperSession(), sandbox: true, contextIsolation: true, nodeIntegration: false },
      ...{ javascript: false, webviewTag: false, spellcheck: false },
    },
  });
  try {
    guardContents(page.webContents);
    await inTime(page.loadURL(address));
    return await use(page);
  } finally {
    page.destroy();
    papers.delete(address);
  }
}

async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Refusal('labels.notDrawn', {})), PATIENCE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** The document as PDF: a page for each label, of its size, with the fonts that its texts need. */
export function makePdf(html: string, size: LabelSize): Promise<Buffer> {
  const { widthMm, heightMm } = labelSizes[size];
  return withPage(html, (page) =>
    inTime(
      page.webContents.printToPDF({
        pageSize: { width: widthMm / MM_PER_INCH, height: heightMm / MM_PER_INCH },
        margins: { top: 0, bottom: 0, left: 0, right: 0 },
        printBackground: true,
        preferCSSPageSize: true,
      }),
    ),
  );
}

/**
 * Shows the system's print dialog for the document. A person who closes it ends it without a word.
 * @throws Refusal `labels.notPrinted`
 */
export async function printPaper(html: string, size: LabelSize): Promise<void> {
  const { widthMm, heightMm } = labelSizes[size];
  await withPage(
    html,
    (page) =>
      new Promise<void>((resolve, reject) => {
        const pageSize = { width: widthMm * MICRONS_PER_MM, height: heightMm * MICRONS_PER_MM };
        const margins = { marginType: 'none' } as const;
        page.webContents.print({ silent: false, printBackground: true, margins, pageSize }, (isDone, why) => {
          if (isDone || /cancel/i.test(why)) resolve();
          else reject(new Refusal('labels.notPrinted', { why }));
        });
      }),
  );
}
