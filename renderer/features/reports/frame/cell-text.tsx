import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { currencyDecimals } from '#shared/kernel/money.ts';
import { DateOnly, DateTime, Empty, Money, Percent, Quantity } from '../../../ui/format.tsx';
import { countText, percentText } from '../../../ui/format-text.ts';
import type { SheetCell, SheetFormat } from '../../../ui/write-workbook.ts';
import type { CellKind } from './report-definition.ts';

const TEN_THOUSANDTHS = 10_000;
const HUNDREDTHS = 100;

interface CellProps {
  readonly kind: CellKind;
  readonly value: string | number | null;
  readonly currency: string;
  readonly unit?: string | undefined;
  readonly words?: string | undefined;
  readonly dashZero?: boolean | undefined;
}

/** A value of a report as it stands on the screen and on paper. */
export function ReportCell({ kind, value, currency, unit, words, dashZero = false }: CellProps): ReactNode {
  const { t } = useTranslation();
  if (value === null || value === '') return <Empty />;
  if (typeof value === 'string') {
    if (kind === 'date') return <DateOnly value={value} />;
    if (kind === 'word') return t(`${words}.${value}`);
    return (
      <span className="ellipsis" title={value}>
        {value}
      </span>
    );
  }
  if (kind === 'money') return <Money minor={value} currency={currency} bare />;
  if (kind === 'quantity') return <Quantity value={value} unit={unit} dashZero={dashZero} />;
  if (kind === 'points') return <Percent value={roundedPoints(value)} />;
  if (kind === 'instant') return <DateTime value={value} />;
  if (kind === 'turns') return <span className="figure">{(value / HUNDREDTHS).toFixed(1)}</span>;
  return <span className="figure">{countText(value)}</span>;
}

/** A rate with one decimal: finer than that nobody reads it. */
export function pointsText(points: number): string {
  return percentText(roundedPoints(points));
}

const roundedPoints = (points: number): number => Math.round(points / 10) * 10;

/** How a kind of value is written into a file. */
export const sheetFormats: Readonly<Record<CellKind, SheetFormat>> = {
  text: 'text',
  word: 'text',
  instant: 'text',
  date: 'date',
  quantity: 'quantity',
  money: 'money',
  count: 'whole',
  days: 'whole',
  points: 'percent',
  turns: 'hundredths',
};

/** A value as a file has it: figures as numbers of their unit. */
export function sheetCell(kind: CellKind, value: string | number | null, currency: string): SheetCell {
  if (typeof value !== 'number') return value;
  if (kind === 'money') return value / 10 ** currencyDecimals(currency);
  if (kind === 'quantity' || kind === 'points') return value / TEN_THOUSANDTHS;
  if (kind === 'turns') return value / HUNDREDTHS;
  if (kind === 'instant') return new Date(value).toISOString();
  return value;
}
