/**
 * A file that a person dropped, as a sheet of text cells. It is read here in the window and goes nowhere else. Guards:
 * - what is too large, empty, no table or damaged is refused with a code that says what to do;
 * - the content decides what a file is, never its name.
 */
import { readCsv } from './read-csv.ts';
import { readSheets, readWorkbook } from './read-workbook.ts';
import { type Encoding, FILE_LIMIT_BYTES, type SheetReply } from './sheet.ts';

/** What is needed of a browser's File. */
export interface PickedFile {
  readonly name: string;
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

const refuse = (
  code: string,
  params: Readonly<Record<string, string | number>> = {},
): SheetReply & { readonly ok: false } => ({
  ok: false,
  reason: { code, params },
});

const startsWith = (bytes: Uint8Array, signature: readonly number[]) =>
  signature.every((byte, index) => bytes[index] === byte);

/**
 * Reads CSV (UTF-8, GB18030, UTF-16) or the first sheet with rows of an .xlsx workbook.
 * @param chosenEncoding null: found by itself
 * Codes of refusal: `import.fileTooLarge`, `import.empty`, `import.unreadable`, `import.oldExcel`,
 * `import.notSpreadsheet`, `import.damaged`, `import.unpacksTooLarge`, `import.noRows`, `import.tooManyColumns`,
 * `import.tooManyRows`.
 */
export async function readFile(file: PickedFile, chosenEncoding: Encoding | null): Promise<SheetReply> {
  const opened = await openFile(file);
  if ('ok' in opened) return opened;
  if (opened.kind === 'workbook') return readWorkbook({ name: file.name, bytes: opened.bytes });
  return readCsv({ name: file.name, bytes: opened.bytes }, chosenEncoding);
}

/** Every table of a file: each sheet with rows of a workbook, or the one of a CSV file. Codes as `readFile`. */
export async function readTables(file: PickedFile): Promise<SheetReply[]> {
  const opened = await openFile(file);
  if ('ok' in opened) return [opened];
  if (opened.kind === 'workbook') return readSheets({ name: file.name, bytes: opened.bytes });
  return [await readCsv({ name: file.name, bytes: opened.bytes }, null)];
}

type OpenedFile = { readonly kind: 'workbook' | 'text'; readonly bytes: Uint8Array<ArrayBuffer> };

async function openFile(file: PickedFile): Promise<OpenedFile | (SheetReply & { readonly ok: false })> {
  if (file.size > FILE_LIMIT_BYTES) {
    return refuse('import.fileTooLarge', {
      megabytes: Math.ceil(file.size / 1024 / 1024),
      limitMegabytes: FILE_LIMIT_BYTES / 1024 / 1024,
    });
  }
  if (file.size === 0) return refuse('import.empty');
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    // Taken away, or locked by another program, since it was chosen.
    return refuse('import.unreadable');
  }
  if (startsWith(bytes, [0x50, 0x4b])) return { kind: 'workbook', bytes };
  // The old Excel format, and a workbook with a password.
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return refuse('import.oldExcel');
  return { kind: 'text', bytes };
}
