import { type ImportField, type ImportProblem, type ImportValue, readCell } from '#shared/kernel/import-fields.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { ColumnMatch } from './match-columns.ts';
import { readNumber } from './read-number.ts';
import type { Sheet, SheetRow } from './sheet.ts';

/** Orders come in two files: their heads, and their lines. All else is `main`. */
export type FileRole = 'main' | 'lines';

/** A bad row or cell with everything that a person needs to find it. */
export interface RowProblem extends ImportProblem {
  readonly file: FileRole;
  /** The column's heading as it stands in the file; null when the row as a whole is meant. */
  readonly heading: string | null;
  /** What stands in the cell. */
  readonly cell: string;
}

/** A row read by its fields; values of bad cells are null. */
export interface CheckedRow {
  readonly line: number;
  readonly values: Readonly<Record<string, ImportValue>>;
  readonly problems: readonly RowProblem[];
}

export interface CheckQuestion {
  readonly sheet: Sheet;
  readonly file: FileRole;
  readonly fields: readonly ImportField[];
  readonly columns: ColumnMatch;
  /** The field that may stand once a file; null when it may repeat. */
  readonly keyField: string | null;
  /** Fields that tell rows apart together with it. */
  readonly keyBeside?: readonly string[];
}

const SHOWN_CELL_CHARACTERS = 80;

/** Names a cell of a row as bad. */
export function problemAt(
  question: Pick<CheckQuestion, 'sheet' | 'file' | 'columns'>,
  line: number,
  column: string | null,
  reason: Reason,
): RowProblem {
  const index = column === null ? null : (question.columns[column] ?? null);
  return nameCell(question, { line, cells: cellsOfLine(question.sheet.rows, line) }, column, index, reason);
}

/** By halving: rows stand in the order of their lines, and a file may have problems in each of them. */
function cellsOfLine(rows: readonly SheetRow[], line: number): readonly string[] {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.line ?? line) < line) low = middle + 1;
    else high = middle;
  }
  const row = rows[low];
  return row?.line === line ? row.cells : [];
}

function nameCell(
  { sheet, file }: Pick<CheckQuestion, 'sheet' | 'file'>,
  row: Pick<SheetRow, 'line' | 'cells'>,
  column: string | null,
  index: number | null,
  reason: Reason,
): RowProblem {
  const cell = index === null ? '' : (row.cells[index] ?? '').trim().slice(0, SHOWN_CELL_CHARACTERS);
  return {
    ...reason,
    file,
    line: row.line,
    column,
    heading: index === null ? null : (sheet.headings[index] ?? ''),
    cell,
  };
}

/** Reads every row; bad cells, lost shapes and a key's second appearance are named, nothing is thrown. */
export function checkRows(question: CheckQuestion): CheckedRow[] {
  return checkSlice(question, question.sheet.rows, new Map());
}

/** Rows read at one go: some milliseconds, so that the window goes on answering. */
const SLICE_ROWS = 500;

/** `checkRows` of a large file, with a pause between slices. */
export async function checkRowsInSlices(question: CheckQuestion, pause: () => Promise<void>): Promise<CheckedRow[]> {
  const firstLineOf = new Map<string, number>();
  const checked: CheckedRow[] = [];
  for (let at = 0; at < question.sheet.rows.length; at += SLICE_ROWS) {
    if (at > 0) await pause();
    checked.push(...checkSlice(question, question.sheet.rows.slice(at, at + SLICE_ROWS), firstLineOf));
  }
  return checked;
}

/** @param firstLineOf where each key stood first; kept up to date */
function checkSlice(
  question: CheckQuestion,
  rows: readonly SheetRow[],
  firstLineOf: Map<string, number>,
): CheckedRow[] {
  return rows.map((row) => {
    const checked = checkRow(question, row);
    const { keyField } = question;
    const value = keyField === null ? null : (checked.values[keyField] ?? null);
    if (keyField === null || value === null) return checked;
    const key = JSON.stringify([value, ...(question.keyBeside ?? []).map((field) => checked.values[field] ?? null)]);
    const firstLine = firstLineOf.get(key);
    if (firstLine === undefined) {
      firstLineOf.set(key, row.line);
      return checked;
    }
    const reason = { code: 'import.duplicate', params: { cell: String(value), firstLine } };
    const problem = nameCell(question, row, keyField, question.columns[keyField] ?? null, reason);
    return { ...checked, problems: [...checked.problems, problem] };
  });
}

function checkRow(question: CheckQuestion, row: SheetRow): CheckedRow {
  if (row.damage) {
    return { line: row.line, values: {}, problems: [nameCell(question, row, null, null, row.damage)] };
  }
  const values: Record<string, ImportValue> = {};
  const problems: RowProblem[] = [];
  for (const field of question.fields) {
    const index = question.columns[field.name] ?? null;
    const read = readField(field, index === null ? '' : (row.cells[index] ?? ''), question.sheet);
    if ('problem' in read) problems.push(nameCell(question, row, field.name, index, read.problem));
    values[field.name] = 'value' in read ? read.value : null;
  }
  return { line: row.line, values, problems };
}

function readField(field: ImportField, cell: string, sheet: Sheet): ReturnType<typeof readCell> {
  const number = readNumber(field.kind, cell, sheet.separator);
  return 'problem' in number ? number : readCell(field, number.text);
}
