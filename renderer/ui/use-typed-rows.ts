import { type RefObject, useLayoutEffect, useRef } from 'react';

export interface TypedRows<Row> {
  /** Of the table that the rows stand in. */
  readonly table: RefObject<HTMLTableElement | null>;
  /** What the field where a row's typing begins carries. */
  field(id: string): { readonly 'data-typed': string };
  /** Adds a row at the end; its field has the focus as soon as it is there. */
  add(row: Row): void;
  put(id: string, change: Partial<Row>): void;
  remove(id: string): void;
}

/** Rows that a practised hand adds and changes faster than the screen is drawn anew: none is lost, and no key goes astray. */
export function useTypedRows<Row extends { readonly id: string }>(
  rows: readonly Row[],
  onChange: (rows: readonly Row[]) => void,
): TypedRows<Row> {
  const table = useRef<HTMLTableElement>(null);
  const latest = useRef(rows);
  const awaited = useRef<string | null>(null);
  useLayoutEffect(() => {
    latest.current = rows;
    const field = table.current?.querySelector<HTMLInputElement>(`input[data-typed="${awaited.current}"]`);
    if (!field) return;
    awaited.current = null;
    field.focus();
    field.select();
  }, [rows]);
  const change = (next: readonly Row[]): void => {
    latest.current = next;
    onChange(next);
  };
  return {
    table,
    field: (id) => ({ 'data-typed': id }),
    add(row) {
      awaited.current = row.id;
      change([...latest.current, row]);
    },
    put: (id, changed) => change(latest.current.map((row) => (row.id === id ? { ...row, ...changed } : row))),
    remove: (id) => change(latest.current.filter((row) => row.id !== id)),
  };
}
