import Papa from 'papaparse';
import { type Encoding, type RawRow, type Separator, type Sheet, type SheetReply, toSheet } from './sheet.ts';

const separators: readonly Separator[] = [',', ';', '\t'];

/**
 * Text of a file's bytes: by its byte order mark, else UTF-8 where every byte fits, else GB18030 (Chinese Excel).
 * @returns null when the bytes are no text in any of them
 */
export function decodeText(bytes: Uint8Array, chosen: Encoding | null): { text: string; encoding: Encoding } | null {
  const marked = chosen ?? encodingByMark(bytes);
  const candidates: readonly Encoding[] = marked ? [marked] : ['utf-8', 'gb18030'];
  for (const encoding of candidates) {
    try {
      // A chosen encoding shows what it makes of the file, wrong characters included: the person looks and decides.
      const text = new TextDecoder(encoding, { fatal: chosen === null }).decode(bytes);
      if (looksLikeText(text)) return { text, encoding };
    } catch {
      // Not in this encoding.
    }
  }
  return null;
}

function encodingByMark(bytes: Uint8Array): Encoding | null {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return null;
}

/** Control characters other than tab, line ends and form feed stand in programs and pictures, not in tables. */
function looksLikeText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return !/[\u0000-\u0008\u000E-\u001A\u001C-\u001F]/.test(text.slice(0, 100_000));
}

/** The separator that the first line has most of outside of quotes; a comma where it has none. */
export function detectSeparator(text: string): Separator {
  const counts = new Map<string, number>(separators.map((separator) => [separator, 0]));
  let quoted = false;
  let seen = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    if (!quoted && (character === '\n' || character === '\r')) {
      if (seen) break;
      continue;
    }
    seen = true;
    if (!quoted) counts.set(character, (counts.get(character) ?? 0) + (counts.has(character) ? 1 : 0));
  }
  const best = [...separators].sort((left, right) => (counts.get(right) ?? 0) - (counts.get(left) ?? 0))[0];
  return best ?? ',';
}

/**
 * Reads comma, semicolon or tab separated text; cells stay as they are written ("=1+1" is a text of four characters).
 * Codes of refusal: `import.notSpreadsheet`, and those of `toSheet`.
 */
export function readCsv(file: { name: string; bytes: Uint8Array }, chosen: Encoding | null): SheetReply {
  const decoded = decodeText(file.bytes, chosen);
  if (!decoded) return { ok: false, reason: { code: 'import.notSpreadsheet', params: {} } };
  const { text, encoding } = decoded;
  if (/^\s*<(!doctype|html|\?xml|table)/i.test(text)) {
    return { ok: false, reason: { code: 'import.notSpreadsheet', params: {} } };
  }
  const about = (separator: Separator | null): Omit<Sheet, 'headings' | 'rows'> => ({
    fileName: file.name,
    bytes: file.bytes.length,
    format: 'csv',
    encoding,
    separator,
    sheetName: null,
  });
  // Excel writes "sep=;" before the headings of some exports.
  const told = /^sep=([,;\t])\r?\n/i.exec(text)?.[1];
  const separator = separators.find((each) => each === told) ?? detectSeparator(text);
  const parsed = Papa.parse<string[]>(text, { delimiter: separator, header: false, skipEmptyLines: false });
  const open = new Set(parsed.errors.filter((error) => error.type === 'Quotes').map((error) => error.row));
  const raw = parsed.data.map(
    (cells, index): RawRow => ({
      line: index + 1,
      cells,
      quotesOpenTo: open.has(index) ? index + 1 + lineBreaks(cells) : undefined,
    }),
  );
  return toSheet(told ? raw.slice(1) : raw, about(separator));
}

/** Line ends inside the cells of one row; those at the end of the file begin no line. */
function lineBreaks(cells: readonly string[]): number {
  return (
    cells
      .join('')
      .trimEnd()
      .match(/\r\n|\r|\n/g)?.length ?? 0
  );
}
