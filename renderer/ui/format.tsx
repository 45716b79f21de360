import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CalendarDate, Instant } from '#shared/kernel/instants.ts';
import type {
  BasisPoints,
  CurrencyCode,
  Minor,
  Quantity as QuantityValue,
  UnitPrice as UnitPriceValue,
} from '#shared/kernel/money.ts';
import {
  changeText,
  currencySymbol,
  dateText,
  dateTimeText,
  EN_DASH,
  MINUS,
  moneyFigures,
  percentText,
  quantityText,
  shortDateText,
  unitPriceText,
  wholeMoneyFigures,
} from './format-text.ts';

/** What stands where a figure is missing. */
export function Empty(): ReactNode {
  return <span className="figure-empty">{EN_DASH}</span>;
}

interface MoneyProps {
  readonly minor: Minor | null | undefined;
  /** Shown before the figure, quieter; leave it out in columns of one currency and name it in the heading. */
  readonly currency: CurrencyCode;
  readonly bare?: boolean;
  /** Rounded to the major unit, for sums that are looked at and not booked. */
  readonly whole?: boolean;
  /** Zero as an en dash. */
  readonly dashZero?: boolean;
}

/** How much more or less than before, with its sign; a dash where there was nothing before. */
export function ChangeText({ value }: { readonly value: BasisPoints | null }): ReactNode {
  return value === null ? <Empty /> : <span className="figure">{changeText(value)}</span>;
}

/** An amount; `bare` leaves the currency out (columns). */
export function Money({ minor, currency, bare = false, whole = false, dashZero = false }: MoneyProps): ReactNode {
  if (minor === null || minor === undefined || (dashZero && minor === 0)) return <Empty />;
  const figures = whole ? wholeMoneyFigures(minor, currency) : moneyFigures(minor, currency);
  if (bare) return <span className="figure">{figures}</span>;
  const negative = figures.startsWith(MINUS);
  return (
    <span className="figure">
      {negative ? MINUS : null}
      <span className="figure-currency">{currencySymbol(currency).trim()}</span>
      {negative ? figures.slice(1) : figures}
    </span>
  );
}

interface QuantityProps {
  readonly value: QuantityValue | null | undefined;
  readonly unit?: string | undefined;
  readonly dashZero?: boolean;
}

/** A quantity with its unit behind it, quieter. */
export function Quantity({ value, unit, dashZero = false }: QuantityProps): ReactNode {
  if (value === null || value === undefined || (dashZero && value === 0)) return <Empty />;
  return (
    <span className="figure">
      {quantityText(value)}
      {unit ? <span className="figure-unit">{unit}</span> : null}
    </span>
  );
}

/** A price for one unit; its currency is named by the document. */
export function UnitPrice({ value }: { readonly value: UnitPriceValue | null | undefined }): ReactNode {
  if (value === null || value === undefined) return <Empty />;
  return <span className="figure">{unitPriceText(value)}</span>;
}

/** A percentage; zero is an en dash with `dashZero` (discount columns). */
export function Percent({
  value,
  dashZero = false,
}: {
  readonly value: BasisPoints | null | undefined;
  readonly dashZero?: boolean;
}): ReactNode {
  if (value === null || value === undefined || (dashZero && value === 0)) return <Empty />;
  return <span className="figure">{percentText(value)}</span>;
}

/** A calendar date in the person's language; `short` leaves the year out when it is this one. */
export function DateOnly({
  value,
  short = false,
}: {
  readonly value: CalendarDate | null | undefined;
  readonly short?: boolean;
}): ReactNode {
  const { i18n } = useTranslation();
  if (!value) return <Empty />;
  return <time dateTime={value}>{short ? shortDateText(value, i18n.language) : dateText(value, i18n.language)}</time>;
}

/** An instant as day and time where the person is; today's shows the time alone. */
interface DateTimeProps {
  readonly value: Instant | null | undefined;
  /** Day and year too, whatever today is: for papers. */
  readonly whole?: boolean;
}

export function DateTime({ value, whole = false }: DateTimeProps): ReactNode {
  const { i18n } = useTranslation();
  if (value === null || value === undefined) return <Empty />;
  return (
    <time dateTime={new Date(value).toISOString()}>{dateTimeText(value, i18n.language, whole ? 0 : undefined)}</time>
  );
}
