/**
 * The long lists of sync's messages. A page has a hundred thousand cells, and zod takes a call and an object for each: a
 * list is looked through in one pass instead, which says no less.
 */
import { z } from 'zod';

export type Cell = string | number | null;

/** Columns of cells, all of one length. */
export const cellColumnsSchema = z
  .custom<Cell[][]>(areCellColumns, 'columns of one length, of texts, numbers and nulls')
  .meta({
    type: 'array',
    items: { type: 'array', items: { type: ['string', 'number', 'null'] } },
  });

/** A long list of texts. */
export const textsSchema = z
  .custom<string[]>(areTexts, 'a list of texts')
  .meta({ type: 'array', items: { type: 'string' } });

/** Which member of a list of sets each row has. */
export const placesSchema = z
  .custom<number[]>(arePlaces, 'a list of whole numbers from 0')
  .meta({ type: 'array', items: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } });

function areCellColumns(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  const columns: readonly unknown[] = value;
  const [first] = columns;
  const rows = Array.isArray(first) ? first.length : 0;
  return columns.every((column) => Array.isArray(column) && column.length === rows && areCells(column));
}

function areCells(column: readonly unknown[]): boolean {
  for (const cell of column) {
    if (typeof cell === 'string' || cell === null) continue;
    // 1e999 is JSON too, and infinite.
    if (typeof cell !== 'number' || !Number.isFinite(cell)) return false;
  }
  return true;
}

function areTexts(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  for (const text of value) if (typeof text !== 'string') return false;
  return true;
}

function arePlaces(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  for (const place of value) if (!Number.isSafeInteger(place) || place < 0) return false;
  return true;
}
