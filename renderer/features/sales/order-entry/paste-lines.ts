import type { Quantity, UnitPrice } from '#shared/kernel/money.ts';
import { parsePrice, parseQuantity } from './entry-text.ts';

/** One line of a paste that can be looked up. */
export interface PastedLine {
  /** Line of the paste, from 1. */
  readonly line: number;
  readonly code: string;
  readonly quantity: Quantity;
  /** Null: the list price. */
  readonly price: UnitPrice | null;
}

/** One line of a paste that cannot be used, and why. */
export interface BadPastedLine {
  readonly line: number;
  readonly text: string;
  readonly cause: 'quantity' | 'price' | 'notFound' | 'discontinued';
}

export interface Paste {
  readonly lines: readonly PastedLine[];
  readonly bad: readonly BadPastedLine[];
}

/** Whether a paste is lines of a sheet: a tab or a second line. One plain word is text for the field. */
export function isLinePaste(text: string): boolean {
  return /\t/.test(text) || /\S[^\n]*\r?\n[^\n]*\S/.test(text);
}

/**
 * Reads lines of Excel: SKU, quantity and, if there is one, price, with tabs between (or semicolons, or runs of
 * blanks). A missing quantity is 1. A first line whose second cell holds no figure is a heading.
 */
export function parsePaste(text: string): Paste {
  const lines: PastedLine[] = [];
  const bad: BadPastedLine[] = [];
  const rows = text.split(/\r?\n/).map((row) => row.trim());
  rows.forEach((row, index) => {
    if (row === '') return;
    const cells = cellsOf(row);
    const [code = '', quantityCell = '', priceCell = ''] = cells;
    if (lines.length === 0 && bad.length === 0 && cells.length > 1 && !cells.slice(1).some((cell) => /\d/.test(cell))) {
      return;
    }
    const line = index + 1;
    const quantity = quantityCell === '' ? parseQuantity('1') : parseQuantity(quantityCell);
    const price = priceCell === '' ? null : parsePrice(priceCell);
    if (quantity === null) bad.push({ line, text: row, cause: 'quantity' });
    else if (priceCell !== '' && price === null) bad.push({ line, text: row, cause: 'price' });
    else lines.push({ line, code, quantity, price });
  });
  return { lines, bad };
}

function cellsOf(row: string): string[] {
  const separator = row.includes('\t') ? /\t/ : row.includes(';') ? /;/ : /\s+/;
  return row.split(separator).map((cell) => cell.trim());
}
