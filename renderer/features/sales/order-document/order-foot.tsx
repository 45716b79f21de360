import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Margin } from '#shared/domains/sales/rules/margin.ts';
import type { CurrencyCode, Minor } from '#shared/kernel/money.ts';
import { Money, Percent } from '../../../ui/format.tsx';
import { moneyText } from '../../../ui/format-text.ts';

interface OrderFootProps {
  readonly netMinor: Minor;
  readonly totalMinor: Minor;
  readonly taxByRate: readonly { readonly taxRate: number; readonly taxMinor: Minor }[];
  readonly currency: CurrencyCode;
  /** R41: off the document, and off its total; nothing of it where it is 0. */
  readonly documentDiscountMinor?: Minor;
  readonly roundedOffMinor?: Minor;
  /** R47: in the company's currency; null: it is not seen here, or not known. */
  readonly margin?: (Margin & { readonly homeCurrency: CurrencyCode }) | null;
  /** Where something is taken off. */
  readonly off?: ReactNode;
  /** Lines, short ones, ones that wait. */
  readonly counts: string;
  /** An order of which only the number was kept has no figures. */
  readonly isStub?: boolean;
  readonly children?: ReactNode;
}

/** Net, tax by rate, total; actions at the right. */
export function OrderFoot({
  netMinor,
  totalMinor,
  taxByRate,
  currency,
  counts,
  documentDiscountMinor = 0,
  roundedOffMinor = 0,
  margin = null,
  off,
  isStub = false,
  children,
}: OrderFootProps): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      {isStub ? null : (
        <div className="order-foot">
          <span className="order-foot-item">
            {t('sales.foot.net')} <Money minor={netMinor} currency={currency} bare />
          </span>
          {taxByRate.map(({ taxRate, taxMinor }) => (
            <span key={taxRate} className="order-foot-item">
              {t('sales.foot.tax', { rate: taxRate })} <Money minor={taxMinor} currency={currency} bare />
            </span>
          ))}
          {off}
          {documentDiscountMinor > 0 ? (
            <span className="order-foot-item">
              {t('sales.foot.taken')} <Money minor={-documentDiscountMinor} currency={currency} bare />
            </span>
          ) : null}
          {roundedOffMinor > 0 ? (
            <span className="order-foot-item">
              {t('sales.foot.rounded')} <Money minor={-roundedOffMinor} currency={currency} bare />
            </span>
          ) : null}
          {margin ? <MarginFigure {...margin} /> : null}
          <span className="order-foot-item order-total">
            {t('sales.foot.total')} <Money minor={totalMinor} currency={currency} />
          </span>
          <span className="order-counts">{counts}</span>
        </div>
      )}
      {children ? <div className="order-foot-actions">{children}</div> : null}
    </>
  );
}

/** What is earned on it, in short: the amount, and goods without a cost that are not in it, are told beside it. */
export function MarginFigure({
  marginMinor,
  rate,
  uncosted,
  homeCurrency,
}: Margin & { readonly homeCurrency: CurrencyCode }): ReactNode {
  const { t } = useTranslation();
  const notes = [
    moneyText(marginMinor, homeCurrency),
    ...(uncosted === 0 ? [] : [t('sales.foot.uncosted', { count: uncosted })]),
  ];
  return (
    <span className="order-foot-item" title={notes.join(' · ')}>
      {t('sales.foot.margin')}{' '}
      {rate === null ? <Money minor={marginMinor} currency={homeCurrency} bare /> : <Percent value={rate} />}
      {uncosted === 0 ? null : ' *'}
    </span>
  );
}
