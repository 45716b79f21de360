import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { ReportCell } from './cell-text.tsx';
import type { ReportAnswer, ReportColumn, ReportRow } from './report-definition.ts';

const figures: ReadonlySet<string> = new Set(['quantity', 'money', 'count', 'days', 'points', 'turns']);

type AnyColumn = ReportColumn<ReportRow, ReportAnswer<ReportRow>>;

/** The columns of a report as those of a list; without what shows cost where that is not to be seen (R47). */
export function listColumns<RowType extends ReportRow>(
  columns: readonly ReportColumn<RowType>[],
  titleOf: (key: string) => string,
  currency: string,
): readonly DataColumn<RowType>[] {
  return columns.map((column) => ({
    key: column.key,
    title: titleOf(column.key),
    width: column.width,
    figure: figures.has(column.kind),
    ...(column.strong ? { strong: true } : {}),
    render: (row) => {
      const cell = (
        <ReportCell
          kind={column.kind}
          value={column.value(row)}
          currency={currency}
          unit={column.unit?.(row)}
          words={column.words}
          dashZero={column.dashZero}
        />
      );
      return column.quiet ? <span className="text-2">{cell}</span> : cell;
    },
  }));
}

interface TotalProps {
  readonly columns: readonly AnyColumn[];
  readonly answer: ReportAnswer<ReportRow>;
  readonly slice: string | null;
  readonly currency: string;
}

/** The last line: what all rows come to, in the columns of the table above; nothing for a report that adds nothing up. */
export function ReportTotal({ columns, answer, slice, currency }: TotalProps): ReactNode {
  const { t } = useTranslation();
  const totals = columns.map((column) => column.total?.(answer, slice) ?? null);
  if (totals.every((total) => total === null)) return null;
  return (
    <div className="report-total" style={{ gridTemplateColumns: columns.map(({ width }) => width).join(' ') }}>
      {columns.map(({ key, kind }, at) => (
        <div key={key} className={figures.has(kind) ? 'cell cell-figure' : 'cell'}>
          {at === 0 ? t('reports.total') : null}
          {totals[at] === null || totals[at] === undefined ? null : (
            <ReportCell kind={kind} value={totals[at]} currency={currency} />
          )}
        </div>
      ))}
    </div>
  );
}

/** All rows at once, for paper. */
export function PaperTable({ columns, answer, slice, currency }: TotalProps): ReactNode {
  const { t } = useTranslation();
  const totals = columns.map((column) => column.total?.(answer, slice) ?? null);
  const classOf = (kind: string) => (figures.has(kind) ? 'cell-figure' : undefined);
  return (
    <table className="report-paper-table">
      <thead>
        <tr>
          {columns.map(({ key, kind }) => (
            <th key={key} scope="col" className={classOf(kind)}>
              {t(`reports.columns.${key}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {answer.rows.map((row) => (
          <tr key={row.id}>
            {columns.map((column) => (
              <td key={column.key} className={classOf(column.kind)}>
                <ReportCell
                  kind={column.kind}
                  value={column.value(row)}
                  currency={currency}
                  unit={column.unit?.(row)}
                  words={column.words}
                  dashZero={column.dashZero}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      {totals.some((total) => total !== null) ? (
        <tfoot>
          <tr>
            {columns.map(({ key, kind }, at) => (
              <td key={key} className={classOf(kind)}>
                {at === 0 ? t('reports.total') : null}
                {totals[at] === null || totals[at] === undefined ? null : (
                  <ReportCell kind={kind} value={totals[at]} currency={currency} />
                )}
              </td>
            ))}
          </tr>
        </tfoot>
      ) : null}
    </table>
  );
}
