import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CurrencyCode, Minor } from '#shared/kernel/money.ts';
import { Money } from '../../../ui/format.tsx';

interface OrderFootProps {
  readonly netMinor: Minor;
  readonly totalMinor: Minor;
  readonly taxByRate: readonly { readonly taxRate: number; readonly taxMinor: Minor }[];
  readonly currency: CurrencyCode;
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
