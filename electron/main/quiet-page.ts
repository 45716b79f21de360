/**
 * Pages that nobody sees, on which labels and papers are drawn, in a session of their own. Guards:
 * - a page runs no script of its own, has no preload, and loads nothing but itself and the pictures that are in it;
 * - what it loads is gone when it was used, and a page that does not come ends in words.
 */
import { BrowserWindow, type Session, session } from 'electron';
import { Refusal } from '#shared/kernel/refusal.ts';
import { guardContents } from './guard-page.ts';
import { APP_SCHEME } from './serve-renderer.ts';

const ADDRESS = `${APP_SCHEME}://paper/`;
const MM_PER_INCH = 25.4;
const MICRONS_PER_MM = 1_000;
/** Five thousand labels take some seconds to be laid out. */
const PATIENCE_MS = 60_000;

/** What is being drawn now, by its address. */
const drawn = new Map<string, string>();
let count = 0;
let own: Session | null = null;

/** A session without `persist:`: nothing of it is written to the disk. */
function quietSession(): Session {
  if (own) return own;
  own = session.fromPartition('papers', { cache: false });
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  own.setPermissionCheckHandler(() => false);
  own.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !drawn.has(url) && !url.startsWith('data:image/') });
  });
  own.protocol.handle(APP_SCHEME, ({ url }) => {
    const headers = {
      'content-type': 'text/html; charset=utf-8',
      // No source of scripts: only main itself may ask the page how high its parts are.
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
      'cache-control': 'no-store',
    };
    return new Response(drawn.get(url) ?? '', { headers });
  });
  return own;
}

/** Which words say that something went wrong here. */
export interface QuietWords {
  readonly notDrawn: string;
  readonly notPrinted: string;
}

export interface QuietPage {
  /** Shows another document in place of the one before. */
  show(html: string): Promise<void>;
  /** What an expression of ours says of the document. */
  ask(expression: string): Promise<unknown>;
  /** Those that this computer knows. */
  printers(): Promise<Printer[]>;
  /** With the fonts that its texts need. */
  pdf(size: SheetSize): Promise<Buffer>;
  /**
   * @param printer null: the system's print dialog asks; a person who closes it ends it without a word
   * @returns whether it went to a printer
   * @throws Refusal `notPrinted` of its words
   */
  print(size: SheetSize, printer: string | null, copies: number): Promise<boolean>;
}

export interface Printer {
  /** By which it is printed to. */
  readonly name: string;
  /** By which people know it. */
  readonly label: string;
}

export interface SheetSize {
  readonly widthMm: number;
  readonly heightMm: number;
}

/** Opens a page for as long as it is used. @throws Refusal `notDrawn` of its words, when a page does not come */
export async function withQuietPage<Result>(
  words: QuietWords,
  use: (page: QuietPage) => Promise<Result>,
): Promise<Result> {
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      ...{ session: quietSession(), sandbox: true, contextIsolation: true, nodeIntegration: false },
      ...{ webviewTag: false, spellcheck: false, zoomFactor: 1 },
    },
  });
  const addresses: string[] = [];
  const inTime = <Answer>(work: Promise<Answer>) => withinPatience(work, words.notDrawn);
  const contents = window.webContents;
  try {
    guardContents(contents);
    return await use({
      async show(html) {
        count += 1;
        const address = `${ADDRESS}${count}`;
        addresses.push(address);
        drawn.set(address, html);
        await inTime(window.loadURL(address));
      },
      ask: (expression) => inTime(contents.executeJavaScript(expression)),
      async printers() {
        const known = await inTime(contents.getPrintersAsync());
        return known.map(({ name, displayName }) => ({ name, label: displayName || name }));
      },
      pdf: ({ widthMm, heightMm }) =>
        inTime(
          contents.printToPDF({
            pageSize: { width: widthMm / MM_PER_INCH, height: heightMm / MM_PER_INCH },
            margins: { top: 0, bottom: 0, left: 0, right: 0 },
            printBackground: true,
            preferCSSPageSize: true,
          }),
        ),
      print: ({ widthMm, heightMm }, printer, copies) =>
        new Promise((resolve, reject) => {
          // Without a size a silent print takes the driver's page, whatever the document says.
          const pageSize = { width: widthMm * MICRONS_PER_MM, height: heightMm * MICRONS_PER_MM };
          const way = printer === null ? { silent: false } : { silent: true, deviceName: printer };
          const margins = { marginType: 'none' } as const;
          contents.print({ ...way, copies, printBackground: true, margins, pageSize }, (isDone, why) => {
            if (isDone) resolve(true);
            else if (/cancel/i.test(why)) resolve(false);
            else reject(new Refusal(words.notPrinted, { why, printer: printer ?? '' }));
          });
        }),
    });
  } finally {
    window.destroy();
    for (const address of addresses) drawn.delete(address);
  }
}

async function withinPatience<Result>(work: Promise<Result>, code: string): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Refusal(code, {})), PATIENCE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
