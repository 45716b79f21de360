/** Small pictures of figures. The figures themselves stand beside them as text: a picture is never the only way in. */
import type { ReactNode } from 'react';
import { axisOf, linePoints, shareOf } from './chart-scale.ts';
import './charts.css';

const LINE_WIDTH = 84;
const LINE_HEIGHT = 16;
const DOT = 2;

/** A trend of some figures, oldest first, its last one marked. */
export function Sparkline({ values }: { readonly values: readonly number[] }): ReactNode {
  if (values.length < 2) return null;
  const points = linePoints(values, LINE_WIDTH - 2 * DOT, LINE_HEIGHT - 2 * DOT).map(({ x, y }) => ({
    x: x + DOT,
    y: y + DOT,
  }));
  const line = points.map(({ x, y }) => `${x},${y}`).join(' ');
  const last = points.at(-1);
  return (
    <svg className="sparkline" viewBox={`0 0 ${LINE_WIDTH} ${LINE_HEIGHT}`} aria-hidden="true">
      <polygon points={`${DOT},${LINE_HEIGHT} ${line} ${LINE_WIDTH - DOT},${LINE_HEIGHT}`} />
      <polyline points={line} />
      {last ? <circle cx={last.x} cy={last.y} r={DOT} /> : null}
    </svg>
  );
}

interface MeasureBarProps {
  /** 0 to 1. */
  readonly share: number;
  /** Where a limit lies, 0 to 1. */
  readonly mark?: number | null;
  readonly tone?: 'neutral' | 'accent' | 'wait' | 'late';
}

/** How far something reaches, against a mark. */
export function MeasureBar({ share, mark = null, tone = 'neutral' }: MeasureBarProps): ReactNode {
  return (
    <span className={`measure-bar measure-${tone}`} aria-hidden="true">
      <span style={{ width: `${share * 100}%` }} />
      {mark === null ? null : <i style={{ left: `${mark * 100}%` }} />}
    </span>
  );
}

/** Parts of a whole in one bar, from the first to the last; nothing for parts of nothing. */
export function StackedBar({
  parts,
}: {
  readonly parts: readonly { readonly key: string; readonly className: string; readonly value: number }[];
}): ReactNode {
  const whole = parts.reduce((sum, part) => sum + Math.max(0, part.value), 0);
  return (
    <span className="stacked-bar" aria-hidden="true">
      {parts.map(({ key, className, value }) =>
        value > 0 ? (
          <span key={key} className={className} style={{ width: `${shareOf(value, whole) * 100}%` }} />
        ) : null,
      )}
    </span>
  );
}

interface ColumnsProps {
  /** Accessible name. */
  readonly label: string;
  readonly columns: readonly {
    readonly key: string;
    readonly name: string;
    readonly value: number;
    /** Drawn as a line across the column: the same time a year before. */
    readonly compared?: number | null;
    /** The one that the figures beside speak of. */
    readonly isNow?: boolean;
    /** Said by a screen reader, shown on hover. */
    readonly text: string;
    readonly onOpen?: () => void;
  }[];
  readonly tickText: (value: number) => string;
}

/** Figures over time as columns from a common floor. */
export function Columns({ label, columns, tickText }: ColumnsProps): ReactNode {
  const { end, ticks } = axisOf(Math.max(0, ...columns.flatMap(({ value, compared }) => [value, compared ?? 0])));
  return (
    <div className="columns-chart" role="group" aria-label={label}>
      <div className="columns-axis" aria-hidden="true">
        {ticks.map((tick) => (
          <span key={tick} style={{ bottom: `${shareOf(tick, end) * 100}%` }}>
            {tickText(tick)}
          </span>
        ))}
      </div>
      <div className="columns-space">
        {ticks.map((tick) => (
          <i
            key={tick}
            className="columns-line"
            aria-hidden="true"
            style={{ bottom: `${shareOf(tick, end) * 100}%` }}
          />
        ))}
        {columns.map(({ key, name, value, compared, isNow, text, onOpen }) => (
          <button
            key={key}
            type="button"
            className={`columns-column${isNow ? ' columns-now' : ''}`}
            title={text}
            onClick={onOpen}
          >
            <span className="columns-bar" style={{ height: `${shareOf(value, end) * 100}%` }} />
            {compared === undefined || compared === null ? null : (
              <span className="columns-compared" style={{ bottom: `${shareOf(compared, end) * 100}%` }} />
            )}
            <span className="columns-name" aria-hidden="true">
              {name}
            </span>
            <span className="visually-hidden">{text}</span>
          </button>
        ))}
      </div>
    </div>
  );
}
