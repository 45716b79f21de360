import type { Reason } from '#shared/kernel/refusal.ts';

/** Larger files are refused before they are read. */
export const FILE_LIMIT_BYTES = 20 * 1024 * 1024;
/** A device holds 100,000 customers; more rows in one file are a mistake or a hostile file. */
export const FILE_LIMIT_ROWS = 100_000;
export const FILE_LIMIT_COLUMNS = 200;

/** Encodings that a person may choose; the first that fits is taken by itself, the last only by choice. */
export const encodings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof encodings)[number];

export type Separator = ',' | ';' | '\t';

export interface SheetRow {
  /** Row of the file as a spreadsheet program counts it, the first being 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Why the row as a whole cannot be taken, whatever its cells say. */
  readonly damage: Reason | null;
}

/** A file as text cells under headings, whatever it was before. Rows without any text are left out. */
export interface Sheet {
  readonly fileName: string;
  readonly bytes: number;
  readonly format: 'csv' | 'xlsx';
  /** CSV only. */
  readonly encoding: Encoding | null;
  readonly separator: Separator | null;
  /** XLSX only. */
  readonly sheetName: string | null;
  readonly headings: readonly string[];
  readonly rows: readonly SheetRow[];
}

export type SheetReply = { readonly ok: true; readonly sheet: Sheet } | { readonly ok: false; readonly reason: Reason };

/** Rows of cells with their place, before headings are told from data. */
export interface RawRow {
  readonly line: number;
  readonly cells: readonly string[];
  /** A quotation mark was opened and never closed rightly: the last line that was read into this row by it. */
  readonly quotesOpenTo?: number | undefined;
}

const refuse = (code: string, params: Reason['params'] = {}): SheetReply => ({ ok: false, reason: { code, params } });

const trimEnd = (cells: readonly string[]): readonly string[] => {
  let length = cells.length;
  while (length > 0 && cells[length - 1]?.trim() === '') length -= 1;
  return length === cells.length ? cells : cells.slice(0, length);
};

/**
 * Tells headings from data and names rows that lost their shape.
 * Codes of refusal: `import.empty`, `import.noRows`, `import.tooManyColumns`, `import.tooManyRows`.
 */
export function toSheet(raw: readonly RawRow[], about: Omit<Sheet, 'headings' | 'rows'>): SheetReply {
  const filled = raw.map((row) => ({ ...row, cells: trimEnd(row.cells) })).filter((row) => row.cells.length > 0);
  const [head, ...body] = about.format === 'xlsx' ? withoutTitle(filled) : filled;
  if (!head) return refuse('import.empty');
  if (head.cells.length > FILE_LIMIT_COLUMNS) {
    return refuse('import.tooManyColumns', { columns: head.cells.length, limit: FILE_LIMIT_COLUMNS });
  }
  if (body.length === 0) return refuse('import.noRows');
  if (body.length > FILE_LIMIT_ROWS) {
    return refuse('import.tooManyRows', { rows: body.length, limit: FILE_LIMIT_ROWS });
  }
  const headings = head.cells.map((heading) => heading.trim());
  const rows = body.map(
    (row): SheetRow => ({ line: row.line, cells: row.cells, damage: damageOf(row, headings.length) }),
  );
  return { ok: true, sheet: { ...about, headings, rows } };
}

/** Lines of one cell above the headings of a printed list: its title, its date. */
const LIMIT_TITLE_ROWS = 3;

function withoutTitle(rows: readonly RawRow[]): readonly RawRow[] {
  const head = rows.findIndex((row) => row.cells.length > 1);
  return head > 0 && head <= LIMIT_TITLE_ROWS ? rows.slice(head) : rows;
}

function damageOf(row: RawRow, headingCount: number): Reason | null {
  const { line, quotesOpenTo } = row;
  if (quotesOpenTo !== undefined && quotesOpenTo > line) {
    return { code: 'import.linesSwallowed', params: { from: line, to: quotesOpenTo } };
  }
  if (quotesOpenTo !== undefined) return { code: 'import.quotesOpen', params: {} };
  if (row.cells.length > headingCount) {
    return { code: 'import.extraCells', params: { cells: row.cells.length, headings: headingCount } };
  }
  return null;
}
