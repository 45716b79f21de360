/** What can be worked off next: one row each, chosen by arrows and Enter, by a scan or by hand. */
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import type { Reason } from '#shared/kernel/refusal.ts';
import { useShortcut } from '../../../../app/shortcuts.ts';
import { QueryFailed } from '../../../../ui/query-failed.tsx';

export interface QueueCursor<Row> {
  /** Where Enter takes from; null: the queue is empty. */
  readonly row: Row | null;
  readonly key: string | null;
  /** Back to where the cursor stands by itself. */
  reset(): void;
}

interface CursorOptions<Row> {
  /** A dialog has the arrows. */
  readonly enabled?: boolean;
  /** Where it stands until the person moved it; left out: at the first. */
  readonly startAt?: (row: Row) => boolean;
}

/** The cursor of a queue: it stays with its row when the list changes under it. */
export function useQueueCursor<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  { enabled = true, startAt = () => true }: CursorOptions<Row> = {},
): QueueCursor<Row> {
  const [chosen, setChosen] = useState<string | null>(null);
  const kept = rows.findIndex((row) => keyOf(row) === chosen);
  const at = kept >= 0 ? kept : Math.max(0, rows.findIndex(startAt));
  const row = rows[at] ?? null;
  const step = (by: 1 | -1) => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    if (next) setChosen(keyOf(next));
  };
  useShortcut('arrowdown', () => step(1), { labelKey: 'inventory.work.nextInQueue', enabled });
  useShortcut('arrowup', () => step(-1), { labelKey: 'inventory.work.previousInQueue', enabled });
  return { row, key: row === null ? null : keyOf(row), reset: () => setChosen(null) };
}

/** The rows once they were read: what is scanned while a mode opens waits for them, and is not told that it is unknown. */
export function useRead<Row>(rows: readonly Row[] | undefined): () => Promise<readonly Row[]> {
  const latest = useRef(rows);
  const waiting = useRef<((rows: readonly Row[]) => void)[]>([]);
  useLayoutEffect(() => {
    latest.current = rows;
    if (rows) for (const goOn of waiting.current.splice(0)) goOn(rows);
  });
  return async () => latest.current ?? new Promise((goOn) => waiting.current.push(goOn));
}

interface WorkQueueProps<Row> {
  readonly label: string;
  /** Undefined until they were read. */
  readonly rows: readonly Row[] | undefined;
  readonly keyOf: (row: Row) => string;
  readonly cursor: QueueCursor<Row>;
  /** The columns of the mode: a class of its own. */
  readonly columns: string;
  readonly render: (row: Row) => ReactNode;
  readonly onTake: (row: Row) => void;
  /** What is said where there is nothing to do, and what to do about it. */
  readonly none: string;
  readonly noneText?: string;
  readonly failed?: { readonly refusal: Reason | null; readonly onRetry: () => void };
}

export function WorkQueue<Row>(props: WorkQueueProps<Row>): ReactNode {
  const { label, rows = [], keyOf, cursor, columns, render, onTake, none, noneText, failed } = props;
  return (
    <div className="work-queue">
      {failed ? <QueryFailed {...failed} /> : null}
      {props.rows && rows.length === 0 ? (
        <div className="work-empty">
          <p className="work-empty-title">{none}</p>
          {noneText === undefined ? null : <p>{noneText}</p>}
        </div>
      ) : null}
      <div role="listbox" aria-label={label} hidden={rows.length === 0}>
        {rows.map((row) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the frame has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the frame has the focus
          <div
            key={keyOf(row)}
            className={`work-queue-row ${columns}`}
            role="option"
            aria-selected={keyOf(row) === cursor.key}
            onClick={() => onTake(row)}
          >
            {render(row)}
          </div>
        ))}
      </div>
    </div>
  );
}
