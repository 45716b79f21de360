/**
 * What a column of an import file may hold, and how its text becomes a value. The screen uses it to read files and to
 * name bad cells before anything runs; the domains' model.ts lists the fields of each import (R110).
 */
import { calendarDateSchema } from './instants.ts';
import { parseDecimal } from './money.ts';
import type { Reason } from './refusal.ts';

export type ImportFieldKind = 'text' | 'decimal' | 'percentage' | 'amount' | 'integer' | 'date' | 'yesNo';

export interface ImportField {
  readonly name: string;
  readonly kind: ImportFieldKind;
  readonly required: boolean;
  /** Longest text, in characters. */
  readonly maxLength?: number;
  /** A code, a number, a login: typed in full width (Ａ００１) it is the same one. */
  readonly isCode?: boolean;
  /** The only words that it may be, each with what people call it; the rest is refused. */
  readonly words?: Readonly<Record<string, readonly string[]>>;
  /** Column headings that mean this field, compared without case, spaces and punctuation. */
  readonly headings: readonly string[];
}

export type ImportValue = string | number | null;

/** A cell that cannot be taken: where, and why in a code that the screen has a sentence for. */
export interface ImportProblem extends Reason {
  /** Line of the file, the heading line being 1. */
  readonly line: number;
  /** Field name, or null when the row as a whole is meant. */
  readonly column: string | null;
}

/** What an import command did, row by row counts; `problems` are rows left out. */
export interface ImportResult {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly problems: readonly ImportProblem[];
}

/** Rows a command of an import: its arguments stay well under the wire's limit. */
export const IMPORT_CHUNK_ROWS = 50;

/** Headings as they are compared: without case, width, spaces and punctuation. */
export const foldHeading = (heading: string): string =>
  heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-./()（）:：*#]/g, '');

/** Which column of a file holds a field, by its heading; null when none does. */
export function guessColumn(field: ImportField, headings: readonly string[]): number | null {
  const wanted = [field.name, ...field.headings].map(foldHeading);
  const found = headings.findIndex((heading) => wanted.includes(foldHeading(heading)));
  return found < 0 ? null : found;
}

/** Reads one cell: a value of the field's kind, null for an empty cell, or the reason why it cannot be taken. */
export function readCell(field: ImportField, cell: string): { value: ImportValue } | { problem: Reason } {
  const typed = cell.trim();
  if (typed === '') {
    return field.required ? { problem: { code: 'import.missing', params: {} } } : { value: null };
  }
  const value = field.words ? wordOf(field.words, typed) : readers[field.kind](plain(field, typed));
  if (value === null) return { problem: { code: `import.not.${field.kind}`, params: { cell: typed.slice(0, 40) } } };
  const maxLength = field.maxLength ?? 200;
  if (typeof value === 'string' && value.length > maxLength) {
    return { problem: { code: 'import.tooLong', params: { maxLength, length: value.length } } };
  }
  return { value };
}

/** Full-width digits, signs and letters become plain ones, except in texts, which stay as they were written. */
const plain = (field: ImportField, typed: string): string =>
  field.kind === 'text' && !field.isCode ? typed : typed.normalize('NFKC').trim();

function wordOf(words: Readonly<Record<string, readonly string[]>>, typed: string): string | null {
  const folded = foldHeading(typed);
  const found = Object.entries(words).find(([word, called]) => [word, ...called].map(foldHeading).includes(folded));
  return found?.[0] ?? null;
}

/** Days from Excel's day 0 to 1970-01-01. */
const EXCEL_EPOCH_DAYS = 25_569;
const MS_PER_DAY = 86_400_000;

/** A number as people write sums of money: "¥1,234.50", "1,234.50元". */
const money = (typed: string): number | null =>
  parseDecimal(typed.replace(/^(-?)[¥$€£]\s*/, '$1').replace(/\s*元$/, ''), 4);

const readers: Readonly<Record<ImportFieldKind, (typed: string) => ImportValue>> = {
  text: (typed) => typed,
  /** Quantities and unit prices: 1/10,000. */
  decimal: money,
  /** "5%" or the fraction "0.05": basis points. */
  percentage: (typed) => {
    const value = typed.endsWith('%') ? parseDecimal(typed.slice(0, -1), 2) : parseDecimal(typed, 4);
    return value !== null && value >= 0 && value <= 10_000 ? value : null;
  },
  /** 1/10,000 of the currency's major unit: how many decimals it has is known where the row's currency is. */
  amount: money,
  integer: (typed) => parseDecimal(typed, 0),
  /** Also 20260301, and a day as Excel counts it (46082) where the cell was not shown as a date. */
  date: (typed) => {
    if (/^[1-9]\d{4}(\.\d+)?$/.test(typed)) {
      return new Date((Math.floor(Number(typed)) - EXCEL_EPOCH_DAYS) * MS_PER_DAY).toISOString().slice(0, 10);
    }
    const match =
      /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ].*)?$/.exec(typed) ??
      /^(\d{4})(\d{2})(\d{2})$/.exec(typed);
    if (!match) return null;
    const [, year = '', month = '', day = ''] = match;
    const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    return calendarDateSchema.safeParse(iso).success ? iso : null;
  },
  yesNo: (typed) => {
    const folded = typed.toLowerCase();
    if (['1', 'yes', 'y', 'true', '是', '√', '对', '主'].includes(folded)) return 1;
    if (['0', 'no', 'n', 'false', '否', '×', '错'].includes(folded)) return 0;
    return null;
  },
};
