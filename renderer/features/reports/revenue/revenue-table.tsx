/**
 * Revenue by month and product. Guards: every figure can be reached by the arrow keys, Enter opens what is behind it;
 * the lines add up to the last one.
 */
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RevenueByMonth } from '#shared/domains/reports/queries/revenue-by-month.ts';
import { shareOf } from '../../../ui/chart-scale.ts';
import { Money } from '../../../ui/format.tsx';
import { monthNameText, monthText, percentText } from '../../../ui/format-text.ts';

/** A figure of the table: of a product or of all, of a month or of the whole period. */
export interface RevenueCellRef {
  /** Null: all products. */
  readonly productId: string | null;
  readonly productName: string;
  /** Null: the whole period. */
  readonly month: string | null;
}

interface RevenueTableProps {
  readonly report: RevenueByMonth;
  readonly chosen: RevenueCellRef | null;
  readonly onOpen: (cell: RevenueCellRef) => void;
  /** The line under the cursor: the chart follows it. */
  readonly onLine: (productId: string | null) => void;
}

interface Line {
  readonly key: string;
  readonly code: string;
  readonly name: string;
  /** Undefined: the rest, which no single question answers. */
  readonly productId: string | null | undefined;
  readonly netMinor: number;
  readonly byMonth: readonly number[];
}

export function RevenueTable({ report, chosen, onOpen, onLine }: RevenueTableProps): ReactNode {
  const { t, i18n } = useTranslation();
  const { currency, months, products, rest, total } = report;
  const idBase = useId();
  const grid = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState({ line: 0, column: months.length });
  const lines: readonly Line[] = [
    ...products.map((row) => ({
      key: row.productId,
      code: row.productCode ?? '–',
      name: row.productName ?? t('reports.revenue.unknown'),
      productId: row.productId,
      netMinor: row.netMinor,
      byMonth: row.byMonth,
    })),
    ...(rest.productCount > 0
      ? [
          {
            key: 'rest',
            code: '',
            name: t('reports.revenue.rest', { count: rest.productCount }),
            productId: undefined,
            ...rest,
          },
        ]
      : []),
    { key: 'total', code: '', name: t('reports.revenue.total'), productId: null, ...total },
  ];
  const highest = Math.max(0, ...products.flatMap((row) => row.byMonth));

  const open = (line: Line | undefined, column: number) => {
    if (!line || line.productId === undefined) return;
    onOpen({ productId: line.productId, productName: line.name, month: months[column] ?? null });
  };
  const moveTo = (line: number, column: number) => {
    const next = {
      line: Math.max(0, Math.min(lines.length - 1, line)),
      column: Math.max(0, Math.min(months.length, column)),
    };
    setAt(next);
    onLine(lines[next.line]?.productId ?? null);
    document
      .getElementById(`${idBase}-${next.line}-${next.column}`)
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { line, column } = at;
    if (event.key === 'ArrowDown') moveTo(line + 1, column);
    else if (event.key === 'ArrowUp') moveTo(line - 1, column);
    else if (event.key === 'ArrowRight') moveTo(line, column + 1);
    else if (event.key === 'ArrowLeft') moveTo(line, column - 1);
    else if (event.key === 'Home') moveTo(line, 0);
    else if (event.key === 'End') moveTo(line, months.length);
    else if (event.key === 'Enter') open(lines[line], column);
    else return;
    event.preventDefault();
  };
  const isChosen = (line: Line, column: number) =>
    chosen !== null && chosen.productId === line.productId && chosen.month === (months[column] ?? null);

  return (
    <div className="revenue-scroll">
      <table
        ref={grid}
        className="revenue-table"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its figures open
        role="grid"
        tabIndex={0}
        aria-label={t('reports.revenue.title')}
        aria-activedescendant={`${idBase}-${at.line}-${at.column}`}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            <th scope="col">{t('reports.revenue.code')}</th>
            <th scope="col">{t('reports.revenue.name')}</th>
            {months.map((month) => (
              <th key={month} scope="col" className="cell-figure" title={monthText(month, i18n.language)}>
                {monthNameText(month, i18n.language)}
              </th>
            ))}
            <th scope="col" className="cell-figure">
              {t('reports.revenue.total')}
            </th>
            <th scope="col" className="cell-figure">
              {t('reports.revenue.share')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, lineAt) => (
            <tr key={line.key} className={line.productId === null ? 'revenue-total' : undefined}>
              <td className="text-2">{line.code}</td>
              <th scope="row" className="ellipsis" title={line.name}>
                {line.name}
              </th>
              {[...line.byMonth, line.netMinor].map((minor, column) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the keys go to the grid, which names this cell as active
                <td
                  key={months[column] ?? 'total'}
                  id={`${idBase}-${lineAt}-${column}`}
                  className={[
                    'cell-figure',
                    column === months.length && 'strong',
                    line.productId !== undefined && 'revenue-can-open',
                    at.line === lineAt && at.column === column && 'revenue-cursor',
                    isChosen(line, column) && 'revenue-chosen',
                  ]
                    .filter(Boolean)
                    .join(' ')}
                  onClick={() => {
                    moveTo(lineAt, column);
                    open(line, column);
                  }}
                >
                  {column < months.length && line.productId ? (
                    <i className="revenue-shade" style={{ opacity: shareOf(minor, highest) }} />
                  ) : null}
                  <Money minor={minor} currency={currency} bare whole dashZero />
                </td>
              ))}
              <td className="cell-figure text-3">
                {total.netMinor > 0 ? percentText(Math.round((line.netMinor / total.netMinor) * 1_000) * 10) : ''}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
