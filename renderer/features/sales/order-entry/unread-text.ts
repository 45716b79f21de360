import type { CellColumn } from './figure-field.tsx';
import { NEXT_CELL } from './use-grid-focus.ts';

/** Something that was typed and is not in the draft: a figure that cannot be read, or half a product. */
export type UnreadText =
  | {
      readonly cell: string;
      readonly column: Exclude<CellColumn, 'row'>;
      /** From 1. */
      readonly place: number;
      readonly typed: string;
    }
  | { readonly cell: typeof NEXT_CELL; readonly typed: string };

const isFigureColumn = (column: string): column is Exclude<CellColumn, 'row'> =>
  column === 'quantity' || column === 'price' || column === 'discount';

/**
 * The first such text from the top of the lines down.
 * @param keys of the lines, in their order
 * @param nextText what stands in the field for the next line
 */
export function findUnread(root: HTMLElement | null, keys: readonly number[], nextText: string): UnreadText | null {
  const field = root?.querySelector<HTMLInputElement>('input[data-cell][aria-invalid="true"]');
  const cell = field?.getAttribute('data-cell') ?? '';
  const [key = '', column = ''] = cell.split(':');
  if (field && isFigureColumn(column)) {
    return { cell, column, place: keys.indexOf(Number(key)) + 1, typed: field.value };
  }
  return nextText.trim() === '' ? null : { cell: NEXT_CELL, typed: nextText.trim() };
}
