import type { TFunction } from 'i18next';
import type { SheetTable } from '../../../ui/write-workbook.ts';
import { sheetCell, sheetFormats } from './cell-text.tsx';
import type { ReportAnswer, ReportColumn, ReportRow } from './report-definition.ts';

interface FileOptions {
  readonly title: string;
  /** What the report covers, as of when. */
  readonly notes: readonly string[];
  /** As the person may see them. */
  readonly columns: readonly ReportColumn<ReportRow, ReportAnswer<ReportRow>>[];
  readonly answer: ReportAnswer<ReportRow>;
  readonly slice: string | null;
  readonly currency: string;
  readonly t: TFunction;
}

/** A report as a sheet: each row with its figures as numbers, units in a column of their own, the totals last. */
export function reportSheet({ title, notes, columns, answer, slice, currency, t }: FileOptions): SheetTable {
  const parts = columns.flatMap((column) => [
    {
      title:
        column.kind === 'money'
          ? `${t(`reports.columns.${column.key}`)} (${currency})`
          : t(`reports.columns.${column.key}`),
      format: sheetFormats[column.kind],
      cell: (row: ReportRow) => {
        const value = column.value(row);
        return column.kind === 'word' && value !== null
          ? t(`${column.words}.${value}`)
          : sheetCell(column.kind, value, currency);
      },
      total: sheetCell(column.kind, column.total?.(answer, slice) ?? null, currency),
    },
    ...(column.unit
      ? [
          {
            title: t('reports.columns.unit'),
            format: 'text' as const,
            cell: (row: ReportRow) => column.unit?.(row) ?? null,
            total: null,
          },
        ]
      : []),
  ]);
  const hasTotal = parts.some(({ total }) => total !== null);
  const last = parts.map(({ total }, at) => (at === 0 ? t('reports.total') : total));
  const cut =
    answer.count > answer.rows.length ? [t('reports.cut', { shown: answer.rows.length, count: answer.count })] : [];
  return {
    title,
    notes: [...notes, ...cut],
    columns: parts.map(({ title: heading, format }) => ({ title: heading, format })),
    rows: [...answer.rows.map((row) => parts.map(({ cell }) => cell(row))), ...(hasTotal ? [last] : [])],
  };
}
