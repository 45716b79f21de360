import { guessColumn, type ImportField } from '#shared/kernel/import-fields.ts';

/** Which column of the file (from 0) holds a field; null: none, the field stays empty. */
export type ColumnMatch = Readonly<Record<string, number | null>>;

/** Columns by their headings, each taken once: required fields choose first. */
export function matchColumns(fields: readonly ImportField[], headings: readonly string[]): ColumnMatch {
  const free = [...headings];
  const match: Record<string, number | null> = {};
  for (const field of [...fields].sort((left, right) => Number(right.required) - Number(left.required))) {
    const column = guessColumn(field, free);
    match[field.name] = column;
    if (column !== null) free[column] = '';
  }
  return match;
}

/** Required fields that no column is chosen for. */
export function unmatchedFields(fields: readonly ImportField[], match: ColumnMatch): readonly ImportField[] {
  return fields.filter((field) => field.required && (match[field.name] ?? null) === null);
}

/** Headings that stand more than once: only the first such column is taken by itself. */
export function repeatedHeadings(headings: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const heading of headings) {
    if (heading !== '' && seen.has(heading)) repeated.add(heading);
    seen.add(heading);
  }
  return [...repeated];
}

/** A column as spreadsheets name it: 0 is A, 26 is AA. */
export function columnLetters(column: number): string {
  const rest = Math.floor(column / 26) - 1;
  return (rest >= 0 ? columnLetters(rest) : '') + String.fromCharCode(65 + (column % 26));
}
