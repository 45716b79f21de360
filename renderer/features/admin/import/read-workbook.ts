/**
 * Reads an Excel workbook inside the window. Guards:
 * - a small file that unpacks to a huge one is refused before it is unpacked;
 * - unpacking never starts a worker from a blob (the content security policy forbids it, and a large sheet would hang):
 *   the archive is unpacked here and handed on without compression;
 * - numbers keep the digits that the sheet shows: 9.8 is stored as 9.8000000000000007.
 */
import { unzipSync, type Zippable, zipSync } from 'fflate';
import type { SheetReply } from './sheet.ts';
import { toSheet } from './sheet.ts';

const UNPACKED_LIMIT_BYTES = 200 * 1024 * 1024;
const LIMIT_PARTS = 2_000;

class TooLarge extends Error {}

function repack(bytes: Uint8Array<ArrayBuffer>): ArrayBuffer {
  let unpackedBytes = 0;
  let parts = 0;
  const files = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      if (!/\.(xml|rels)$/.test(name)) return false;
      unpackedBytes += originalSize;
      parts += 1;
      if (unpackedBytes > UNPACKED_LIMIT_BYTES || parts > LIMIT_PARTS) throw new TooLarge();
      return true;
    },
  });
  const stored: Zippable = Object.fromEntries(
    Object.entries(files).map(([name, file]) => [name, [file, { level: 0 }]]),
  );
  const packed = zipSync(stored, { level: 0 });
  return packed.buffer.slice(packed.byteOffset, packed.byteOffset + packed.byteLength) as ArrayBuffer;
}

/** A stored number as its shortest decimal within the 15 digits that Excel shows, never with an exponent. */
export function numberText(stored: string): string {
  const value = Number(stored);
  if (!Number.isFinite(value)) return stored;
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value);
  const [digits = '', exponentText] = value.toPrecision(15).split('e');
  const plain = exponentText === undefined ? digits : shiftPoint(digits, Number(exponentText));
  return plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain;
}

function shiftPoint(digits: string, exponent: number): string {
  const sign = digits.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = digits.replace('-', '').split('.');
  const all = whole + fraction;
  const point = whole.length + exponent;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${all}`;
  return point >= all.length ? `${sign}${all.padEnd(point, '0')}` : `${sign}${all.slice(0, point)}.${all.slice(point)}`;
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) {
    const iso = Number.isNaN(cell.getTime()) ? '' : cell.toISOString();
    return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19).replace('T', ' ');
  }
  return String(cell);
}

interface Workbook {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * The first sheet with rows of an .xlsx file, formulas by the value that was stored with them.
 * Codes of refusal: `import.damaged`, `import.unpacksTooLarge`, and those of `toSheet`.
 */
export async function readWorkbook(file: Workbook): Promise<SheetReply> {
  const [first] = await readSheets(file);
  return first ?? toSheet([], aboutSheet(file, null));
}

/** Every sheet with rows of an .xlsx file, each a table of its own; where none has any, why the first has none. */
export async function readSheets(file: Workbook): Promise<SheetReply[]> {
  const { default: readXlsxFile } = await import('read-excel-file/universal');
  try {
    const sheets = await readXlsxFile<string>(repack(file.bytes), { parseNumber: numberText, trim: false });
    const filled = sheets.filter(({ data }) => data.some((row) => row.some((cell) => cell !== null)));
    return (filled.length > 0 ? filled : sheets.slice(0, 1)).map(({ data, sheet }) => {
      const raw = data.map((cells, index) => ({ line: index + 1, cells: cells.map(cellText) }));
      return toSheet(raw, aboutSheet(file, sheet));
    });
  } catch (error) {
    const code = error instanceof TooLarge ? 'import.unpacksTooLarge' : 'import.damaged';
    return [{ ok: false, reason: { code, params: {} } }];
  }
}

function aboutSheet(file: Workbook, sheetName: string | null) {
  const { name: fileName, bytes } = file;
  return { fileName, bytes: bytes.length, format: 'xlsx', encoding: null, separator: null, sheetName } as const;
}
