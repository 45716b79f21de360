/**
 * Writes a table as an Excel workbook or as CSV. Guards:
 * - figures are numbers with their format, days are days: a sheet can add them up;
 * - no text is ever run as a formula;
 * - what XML cannot hold is left out instead of breaking the file.
 */
import { strToU8, zipSync } from 'fflate';
import Papa from 'papaparse';

export type SheetFormat = 'text' | 'whole' | 'quantity' | 'money' | 'percent' | 'hundredths' | 'date';

export interface SheetColumn {
  readonly title: string;
  readonly format: SheetFormat;
}

/** Figures as numbers (13.5, a percentage as 0.135), days as `2026-11-23`. */
export type SheetCell = string | number | null;

export interface SheetTable {
  /** The sheet's name, and the first line. */
  readonly title: string;
  /** Above the table: what it covers, as of when. */
  readonly notes: readonly string[];
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly SheetCell[])[];
}

const formats: readonly SheetFormat[] = ['text', 'whole', 'quantity', 'money', 'percent', 'hundredths', 'date'];
const codes: Readonly<Record<SheetFormat, string>> = {
  text: '@',
  whole: '#,##0',
  quantity: '#,##0.####',
  money: '#,##0.00',
  percent: '0.0%',
  hundredths: '0.00',
  date: 'yyyy-mm-dd',
};
/** Styles beside those of the formats: the title, headings. */
const TITLE_STYLE = formats.length;
const HEAD_STYLE = formats.length + 1;
const WIDTHS: Readonly<Record<SheetFormat, number>> = {
  text: 22,
  whole: 10,
  quantity: 12,
  money: 15,
  percent: 10,
  hundredths: 10,
  date: 12,
};
/** Excel counts days from here. */
const EXCEL_EPOCH = Date.UTC(1899, 11, 30);
const LONGEST_CELL = 32_767;
const NAME_LIMIT = 31;

/** `A`, `Z`, `AA`: the name of a column by its place. */
function columnName(at: number): string {
  const letter = String.fromCharCode(65 + (at % 26));
  return at < 26 ? letter : columnName(Math.floor(at / 26) - 1) + letter;
}

/** Of an .xlsx file. */
export const WORKBOOK_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** An .xlsx file. */
export function writeWorkbook(table: SheetTable): Uint8Array<ArrayBuffer> {
  const files = {
    '[Content_Types].xml': CONTENT_TYPES,
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': workbookXml(table.title),
    'xl/_rels/workbook.xml.rels': relations([
      ['worksheet', 'worksheets/sheet1.xml'],
      ['styles', 'styles.xml'],
    ]),
    'xl/styles.xml': stylesXml(),
    'xl/worksheets/sheet1.xml': sheetXml(table),
  };
  const parts = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const);
  return Uint8Array.from(zipSync(Object.fromEntries(parts)));
}

/** CSV for Excel (byte order mark, CRLF), figures with a point; a text that would run as a formula gets an apostrophe. */
export function writeCsv({ columns, rows }: Pick<SheetTable, 'columns' | 'rows'>): string {
  const safe = (cell: SheetCell) => (typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : (cell ?? ''));
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => row.map(safe))];
  return `\uFEFF${Papa.unparse(lines, { newline: '\r\n' })}\r\n`;
}

const HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const CONTENT_TYPES = `${HEADER}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`;

function relations(targets: readonly (readonly [string, string])[]): string {
  const all = targets.map(
    ([kind, target], at) => `<Relationship Id="rId${at + 1}" Type="${OFFICE}/${kind}" Target="${target}"/>`,
  );
  return `${HEADER}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all.join('')}</Relationships>`;
}

function workbookXml(title: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a sheet's name cannot hold
  const name = escaped(title.replace(/[\\/?*[\]:\u0000-\u001f]/g, ' ').slice(0, NAME_LIMIT));
  return `${HEADER}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets></workbook>`;
}

function stylesXml(): string {
  const numFmts = formats.map((format, at) => `<numFmt numFmtId="${164 + at}" formatCode="${codes[format]}"/>`);
  const plain = formats.map(
    (_, at) => `<xf numFmtId="${164 + at}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
  );
  const bold = (font: number) => `<xf numFmtId="0" fontId="${font}" fillId="0" borderId="0" xfId="0" applyFont="1"/>`;
  return [
    `${HEADER}<styleSheet xmlns="${MAIN}"><numFmts count="${numFmts.length}">${numFmts.join('')}</numFmts>`,
    '<fonts count="3"><font><sz val="11"/></font><font><b/><sz val="14"/></font><font><b/><sz val="11"/></font></fonts>',
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>',
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    `<cellXfs count="${formats.length + 2}">${plain.join('')}${bold(1)}${bold(2)}</cellXfs></styleSheet>`,
  ].join('');
}

function sheetXml({ title, notes, columns, rows }: SheetTable): string {
  const lines: string[] = [];
  /** Cells without their address, which they get here. */
  const line = (cells: readonly string[]) => {
    const row = lines.length + 1;
    const addressed = cells.map((cell, at) => cell.replace('<c', `<c r="${columnName(at)}${row}"`));
    lines.push(`<row r="${row}">${addressed.join('')}</row>`);
  };
  const text = (cell: string, style: number) =>
    `<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
  line([text(title, TITLE_STYLE)]);
  for (const note of notes) line([text(note, 0)]);
  line([]);
  line(columns.map((column) => text(column.title, HEAD_STYLE)));
  const headAt = lines.length;
  for (const row of rows)
    line(
      row.map((cell, at) => {
        const format = columns[at]?.format ?? 'text';
        const style = formats.indexOf(format);
        if (cell === null || cell === '') return `<c s="${style}"/>`;
        const figure = format === 'date' && typeof cell === 'string' ? dayNumber(cell) : cell;
        return typeof figure === 'number' ? `<c s="${style}"><v>${figure}</v></c>` : text(figure, style);
      }),
    );
  const widths = columns.map(
    ({ format }, at) => `<col min="${at + 1}" max="${at + 1}" width="${WIDTHS[format]}" customWidth="1"/>`,
  );
  return [
    `${HEADER}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">`,
    `<pane ySplit="${headAt}" topLeftCell="A${headAt + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`,
    `<cols>${widths.join('')}</cols><sheetData>${lines.join('')}</sheetData></worksheet>`,
  ].join('');
}

function dayNumber(day: string): number | string {
  const instant = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(instant) ? day : (instant - EXCEL_EPOCH) / 86_400_000;
}

function escaped(text: string): string {
  return (
    text
      .slice(0, LONGEST_CELL)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML cannot hold
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  );
}
