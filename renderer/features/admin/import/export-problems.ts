import Papa from 'papaparse';
import type { RowProblem } from './check-rows.ts';

export interface ProblemWords {
  readonly line: string;
  readonly column: string;
  readonly cause: string;
  readonly cell: string;
  readonly file: string;
  readonly causeOf: (problem: RowProblem) => string;
  readonly fileOf: (problem: RowProblem) => string;
}

/**
 * The bad rows as CSV for Excel (byte order mark, CRLF). A cell that a spreadsheet would run as a formula gets an
 * apostrophe before it.
 */
export function problemsCsv(problems: readonly RowProblem[], words: ProblemWords): string {
  const rows = problems.map((problem) => [
    words.fileOf(problem),
    problem.line,
    problem.heading ?? '',
    words.causeOf(problem),
    problem.cell,
  ]);
  const heading = [words.file, words.line, words.column, words.cause, words.cell];
  return `\uFEFF${Papa.unparse([heading, ...rows], { escapeFormulae: true, newline: '\r\n' })}\r\n`;
}
