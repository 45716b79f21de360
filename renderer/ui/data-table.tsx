/**
 * A list of rows of one height. Guards: only what is seen is in the document, however long the list; the next page is
 * asked for before its end is seen; every row can be reached and opened by keys alone; nothing moves under the cursor.
 */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useDensity } from '../app/preferences.ts';
import { measures } from '../app/theme/tokens.ts';
import { useVirtualRows } from './use-virtual-rows.ts';
import './data-table.css';

export interface DataColumn<RowType> {
  readonly key: string;
  readonly title: ReactNode;
  /** A grid track: `96px`, `minmax(160px, 2fr)`. */
  readonly width: string;
  /** Figures are right-aligned, their heading too. */
  readonly figure?: boolean;
  /** What is read first: bold. One column a list. */
  readonly strong?: boolean;
  readonly render: (row: RowType) => ReactNode;
}

export interface DataTableProps<RowType> {
  /** Accessible name. */
  readonly label: string;
  readonly columns: readonly DataColumn<RowType>[];
  readonly rows: readonly RowType[];
  readonly rowKey: (row: RowType) => string;
  /** 45 for rows of two lines; else 32, or 40 in the comfortable density. */
  readonly rowHeight?: number;
  /** Enter, or a click. Without it Enter is left to the screen's own key. */
  readonly onOpen?: (row: RowType) => void;
  /** The row under the cursor. */
  readonly onCursor?: (row: RowType) => void;
  readonly selectedKey?: string | null;
  /** The row that the screen's own keys went to: the cursor goes there too, and it comes into sight. */
  readonly followKey?: string | null;
  /** Class of a row: `glow` for one that a sync changed. */
  readonly rowClass?: (row: RowType) => string | undefined;
  /** Opens below the row whose key is `selectedKey`. */
  readonly detail?: (row: RowType) => ReactNode;
  readonly hasMore?: boolean;
  readonly onNearEnd?: () => void;
  /** The rows belong to an older question: shown dimmed. */
  readonly outdated?: boolean;
  /** Shown instead of rows when there are none: an EmptyState. */
  readonly empty: ReactNode;
  readonly autoFocus?: boolean;
  /** The columns are named by the list above. */
  readonly headless?: boolean;
}

const NEAR_END_ROWS = 50;

/** A virtual list with a heading; see the guards above. Fills its parent's height. */
export function DataTable<RowType>(props: DataTableProps<RowType>): ReactNode {
  const {
    label,
    columns,
    rows,
    rowKey,
    onOpen,
    onCursor,
    selectedKey = null,
    detail,
    hasMore,
    onNearEnd,
    empty,
  } = props;
  const density = useDensity();
  const rowHeight = props.rowHeight ?? density.rowHeight;
  const box = useRef<HTMLDivElement>(null);
  const idBase = useId();
  const [cursor, setCursor] = useState(0);
  const [detailHeight, setDetailHeight] = useState(0);
  const openAt = detail && selectedKey !== null ? rows.findIndex((row) => rowKey(row) === selectedKey) : -1;
  const {
    first,
    end,
    viewportHeight: boxHeight,
  } = useVirtualRows(box, rows.length, rowHeight, openAt, openAt < 0 ? 0 : detailHeight);
  // The heading stays on top of the rows that scroll under it.
  const viewportHeight = boxHeight - (props.headless ? 0 : measures.rowHead);
  const at = Math.min(cursor, rows.length - 1);
  const template = columns.map((column) => column.width).join(' ');
  const topOf = (index: number) => index * rowHeight + (openAt >= 0 && index > openAt ? detailHeight : 0);

  useEffect(() => {
    if (hasMore && end >= rows.length - NEAR_END_ROWS) onNearEnd?.();
  }, [hasMore, onNearEnd, end, rows.length]);
  useEffect(() => {
    if (props.autoFocus) box.current?.focus({ preventScroll: true });
  }, [props.autoFocus]);

  const bringIntoSight = (index: number) => {
    const element = box.current;
    if (!element) return;
    if (topOf(index) < element.scrollTop) element.scrollTop = topOf(index);
    else if (topOf(index) + rowHeight > element.scrollTop + viewportHeight)
      element.scrollTop = topOf(index) + rowHeight - viewportHeight;
  };
  const moveTo = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    const row = rows[next];
    if (row === undefined) return;
    setCursor(next);
    onCursor?.(row);
    bringIntoSight(next);
  };

  const { followKey = null } = props;
  const followAt = followKey === null ? -1 : rows.findIndex((row) => rowKey(row) === followKey);
  useEffect(() => {
    if (followAt >= 0) setCursor(followAt);
  }, [followAt]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that come above move nothing, only another row does
  useEffect(() => {
    if (followAt >= 0) bringIntoSight(followAt);
  }, [followKey]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== box.current || event.altKey) return;
    const page = Math.max(1, Math.floor(viewportHeight / rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: rows.length - 1,
    };
    const next = steps[event.key];
    const row = rows[at];
    if (next !== undefined) moveTo(next);
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && row !== undefined && onOpen) onOpen(row);
    else return;
    event.preventDefault();
  };

  const shown = rows.slice(first, end);
  return (
    <div
      ref={box}
      className={`data-table${props.outdated ? ' data-outdated' : ''}`}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={hasMore ? -1 : rows.length + 1}
      aria-activedescendant={rows.length > 0 ? `${idBase}-${at}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className={props.headless ? 'data-head-group visually-hidden' : 'data-head-group'}>
        {/* biome-ignore lint/a11y/useFocusableInteractive: the grid is the one stop of the keyboard */}
        <div className="data-head" role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
          {columns.map((column) => (
            // biome-ignore lint/a11y/useFocusableInteractive: as above
            <div key={column.key} role="columnheader" className={column.figure ? 'cell-figure' : ''}>
              {column.title}
            </div>
          ))}
        </div>
      </div>
      {rows.length === 0 ? (
        <div role="rowgroup" className="data-empty">
          {/* biome-ignore lint/a11y/useFocusableInteractive: what stands inside takes the focus */}
          <div role="row">
            {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
            <div role="gridcell" aria-colspan={columns.length}>
              {empty}
            </div>
          </div>
        </div>
      ) : (
        <div role="rowgroup" className="data-space" style={{ height: topOf(rows.length) }}>
          {shown.map((row, offset) => {
            const index = first + offset;
            const key = rowKey(row);
            return (
              <DataRow
                key={key}
                id={`${idBase}-${index}`}
                index={index}
                row={row}
                columns={columns}
                template={template}
                top={topOf(index)}
                height={rowHeight}
                isCursor={index === at}
                isSelected={key === selectedKey}
                ownClass={props.rowClass?.(row)}
                canOpen={onOpen !== undefined || onCursor !== undefined}
                onPress={() => {
                  moveTo(index);
                  onOpen?.(row);
                }}
              />
            );
          })}
          {openAt >= first && openAt < end && rows[openAt] !== undefined ? (
            <DetailRow top={(openAt + 1) * rowHeight} onHeight={setDetailHeight}>
              {detail?.(rows[openAt])}
            </DetailRow>
          ) : null}
        </div>
      )}
    </div>
  );
}

interface DataRowProps<RowType> {
  readonly id: string;
  readonly index: number;
  readonly row: RowType;
  readonly columns: readonly DataColumn<RowType>[];
  readonly template: string;
  readonly top: number;
  readonly height: number;
  readonly isCursor: boolean;
  readonly isSelected: boolean;
  readonly ownClass: string | undefined;
  readonly canOpen: boolean;
  readonly onPress: () => void;
}

function DataRow<RowType>({
  id,
  index,
  row,
  columns,
  template,
  top,
  height,
  isCursor,
  isSelected,
  ownClass,
  canOpen,
  onPress,
}: DataRowProps<RowType>): ReactNode {
  const classes = [
    'data-row',
    isCursor && 'data-cursor',
    isSelected && 'data-selected',
    canOpen && 'data-can-open',
    ownClass,
  ];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys go to the grid, which names this row as active
    // biome-ignore lint/a11y/useFocusableInteractive: as above
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={classes.filter(Boolean).join(' ')}
      style={{ gridTemplateColumns: template, top, height }}
      onClick={onPress}
    >
      {columns.map((column) => (
        // biome-ignore lint/a11y/useFocusableInteractive: as above
        <div
          key={column.key}
          role="gridcell"
          className={`cell${column.figure ? ' cell-figure' : ''}${column.strong ? ' cell-strong' : ''}`}
        >
          {column.render(row)}
        </div>
      ))}
    </div>
  );
}

function DetailRow({
  top,
  onHeight,
  children,
}: {
  readonly top: number;
  readonly onHeight: (height: number) => void;
  readonly children: ReactNode;
}): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const node = element.current;
    if (!node) return;
    const observer = new ResizeObserver(() => onHeight(node.offsetHeight));
    observer.observe(node);
    onHeight(node.offsetHeight);
    return () => {
      observer.disconnect();
      onHeight(0);
    };
  }, [onHeight]);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: what stands inside takes the focus
    <div ref={element} role="row" className="data-detail" style={{ top }}>
      {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
      <div role="gridcell">{children}</div>
    </div>
  );
}
