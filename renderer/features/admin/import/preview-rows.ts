import type { ImportField, ImportValue } from '#shared/kernel/import-fields.ts';
import { formatDecimal } from '#shared/kernel/money.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { dateText, percentText, quantityText } from '../../../ui/format-text.ts';
import { checkRows } from './check-rows.ts';
import type { ColumnMatch } from './match-columns.ts';
import type { Sheet } from './sheet.ts';

/** What a cell will be read as: its text, or why it cannot be taken. */
export interface PreviewCell {
  readonly text: string | null;
  readonly problem: Reason | null;
}

export interface PreviewRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, PreviewCell>>;
}

const PREVIEW_ROWS = 3;

/** Yes, no and dates go by the language. */
export interface PreviewWords {
  readonly yes: string;
  readonly no: string;
  readonly language: string;
  /** One of a field's own words. */
  readonly word: (word: string) => string;
}

/** The first rows as they will be read, in the person's own form of numbers and dates. */
export function previewRows(
  sheet: Sheet,
  fields: readonly ImportField[],
  columns: ColumnMatch,
  words: PreviewWords,
): PreviewRow[] {
  const first = { ...sheet, rows: sheet.rows.slice(0, PREVIEW_ROWS) };
  return checkRows({ sheet: first, file: 'main', fields, columns, keyField: null }).map(
    ({ line, values, problems }) => ({
      line,
      cells: Object.fromEntries(
        fields.map((field) => {
          const problem = problems.find((each) => each.column === field.name) ?? null;
          const cell = problem ? problem.cell || null : valueText(field, values[field.name] ?? null, words);
          return [field.name, { text: cell, problem }];
        }),
      ),
    }),
  );
}

function valueText(field: ImportField, value: ImportValue, { yes, no, language, word }: PreviewWords): string | null {
  if (value === null) return null;
  if (typeof value === 'string' && field.words) return word(value);
  if (typeof value === 'string') return field.kind === 'date' ? dateText(value, language) : value;
  switch (field.kind) {
    case 'decimal':
      return quantityText(value);
    case 'percentage':
      return percentText(value);
    case 'amount':
      return formatDecimal(value, 4, 2);
    case 'yesNo':
      return value === 1 ? yes : no;
    default:
      return String(value);
  }
}
