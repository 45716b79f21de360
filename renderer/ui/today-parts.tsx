/** What the start page is built of: figures of the strip, panels with their first rows. */
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '#shared/kernel/refusal.ts';
import { reasonText } from '../app/i18n.ts';
import { useDensity } from '../app/preferences.ts';
import { type StateName, StateShape } from './state-tag.tsx';
import './today-parts.css';

interface KeyFigureProps {
  readonly label: string;
  /** Null or undefined until it is known. */
  readonly children: ReactNode;
  readonly note?: ReactNode;
  /** Says by shape and colour that somebody should look. */
  readonly state?: StateName | null;
  /** Why it could not be read: stands where the note would, for a figure that failed must not look like one to come. */
  readonly refusal?: Reason | null;
  readonly onOpen: () => void;
}

/** A figure that opens the rows behind it. */
export function KeyFigure({ label, children, note, state, refusal, onOpen }: KeyFigureProps): ReactNode {
  const { t } = useTranslation();
  const mark = refusal ? 'late' : (state ?? null);
  return (
    <button type="button" className="key-figure" onClick={onOpen} title={refusal ? reasonText(refusal) : undefined}>
      <span className="key-figure-label">{label}</span>
      <span className="key-figure-value">{children ?? <span className="figure-empty">–</span>}</span>
      <span className={`key-figure-note${mark ? ` state-${mark}` : ''}`}>
        {mark ? <StateShape state={mark} /> : null}
        <span className="ellipsis">{refusal ? t('unread.title') : note}</span>
      </span>
    </button>
  );
}

interface TodayPanelProps {
  readonly title: string;
  readonly note?: ReactNode;
  /** Opens the whole list. */
  readonly onOpenAll?: () => void;
  readonly children: ReactNode;
}

/** A panel of the start page; its heading leads to the whole list. */
export function TodayPanel({ title, note, onOpenAll, children }: TodayPanelProps): ReactNode {
  const { t } = useTranslation();
  return (
    <section className="today-box" aria-label={title}>
      <div className="today-box-head">
        <h2>{title}</h2>
        {note ? <span className="small text-3 ellipsis">{note}</span> : null}
        {onOpenAll ? (
          <button
            type="button"
            className="link-button small today-all"
            onClick={onOpenAll}
            aria-label={`${t('today.all')} ${title}`}
          >
            {t('today.all')}
          </button>
        ) : null}
      </div>
      {children}
    </section>
  );
}

interface PanelRowsProps<RowType> {
  readonly rows: readonly RowType[];
  readonly rowKey: (row: RowType) => string;
  readonly onOpen: (row: RowType) => void;
  /** The cells of a row, in the columns of the panel. */
  readonly render: (row: RowType) => ReactNode;
  /** Says that there is nothing, once it is known. */
  readonly empty: ReactNode;
  readonly columns: 'name' | 'codeName' | 'lotName' | 'nameBar';
}

/** As many rows as the panel has room for; each opens what it speaks of. */
export function PanelRows<RowType>({
  rows,
  rowKey,
  onOpen,
  render,
  empty,
  columns,
}: PanelRowsProps<RowType>): ReactNode {
  const list = useRef<HTMLUListElement>(null);
  const room = useRoom(list);
  return (
    <ul ref={list} className={`panel-rows panel-rows-${columns}`}>
      {rows.length === 0 ? <li className="panel-rows-empty">{empty}</li> : null}
      {rows.slice(0, room).map((row) => (
        <li key={rowKey(row)}>
          <button type="button" className="panel-row" onClick={() => onOpen(row)}>
            {render(row)}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Before the panel has a height. */
const FIRST_ROWS = 6;

/** How many rows fit, so that none is cut in the middle. */
function useRoom(list: RefObject<HTMLElement | null>): number {
  const { rowHeight } = useDensity();
  const [height, setHeight] = useState(0);
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    setHeight(element.clientHeight);
    return () => observer.disconnect();
  }, [list]);
  return height === 0 ? FIRST_ROWS : Math.max(1, Math.floor(height / rowHeight));
}
