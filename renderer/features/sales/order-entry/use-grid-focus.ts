import { type RefObject, useCallback, useLayoutEffect, useRef } from 'react';
import type { CellColumn, CellMove } from './figure-field.tsx';

const columns: readonly CellColumn[] = ['row', 'quantity', 'price', 'discount'];

/** The cell of the field for the next line. */
export const NEXT_CELL = 'next';

/** The cell that a move leads to, null where the grid ends. Below the last line is the field for the next one. */
export function cellBeside(keys: readonly number[], key: number, column: CellColumn, move: CellMove): string | null {
  const at = keys.indexOf(key);
  if (move === 'left' || move === 'right') {
    const to = columns[columns.indexOf(column) + (move === 'right' ? 1 : -1)];
    return to ? `${key}:${to}` : null;
  }
  const to = keys[at + (move === 'down' ? 1 : -1)];
  if (to !== undefined) return `${to}:${column}`;
  return move === 'down' ? NEXT_CELL : null;
}

export interface GridFocus {
  readonly root: RefObject<HTMLDivElement | null>;
  /** Puts the cursor into a cell, if need be as soon as it is there; `then` is told of the cell when it has it. */
  focusCell(cell: string, then?: (element: HTMLElement) => void): void;
}

/**
 * What has the cursor stays in sight when lines or a message come in around it: it has the focus already, so that
 * focusing it scrolls nothing.
 * @param layout changes with whatever moves the lines
 */
export function useCursorInSight(root: GridFocus['root'], layout: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change that counts
  useLayoutEffect(() => {
    const focused = document.activeElement;
    if (root.current?.contains(focused) && focused?.hasAttribute('data-cell')) {
      focused.scrollIntoView({ block: 'nearest' });
    }
  }, [root, layout]);
}

/** Moves the cursor between cells by name, over rows that are still being made. */
export function useGridFocus(): GridFocus {
  const root = useRef<HTMLDivElement>(null);
  const wanted = useRef<{ readonly cell: string; readonly then: ((element: HTMLElement) => void) | undefined } | null>(
    null,
  );
  const settle = useCallback(() => {
    if (!wanted.current) return;
    const { cell, then } = wanted.current;
    const element = root.current?.querySelector<HTMLElement>(`[data-cell="${cell}"]`);
    if (!element) return;
    wanted.current = null;
    element.focus();
    then?.(element);
  }, []);
  useLayoutEffect(settle);
  const focusCell = useCallback(
    (cell: string, then?: (element: HTMLElement) => void) => {
      wanted.current = { cell, then };
      settle();
    },
    [settle],
  );
  return { root, focusCell };
}
