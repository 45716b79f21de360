import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CreditStatus } from '#shared/domains/billing/queries/credit-status.ts';
import { type CreditAnswer, daysBetween, totalExposure } from '#shared/domains/billing/rules/credit-limit.ts';
import type { CalendarDate } from '#shared/kernel/instants.ts';
import type { CurrencyCode, Minor } from '#shared/kernel/money.ts';
import { DataAge } from '../../../ui/data-age.tsx';
import { Money } from '../../../ui/format.tsx';
import { PanelHeading } from '../../../ui/page.tsx';
import { StateShape } from '../../../ui/state-tag.tsx';

interface CreditPanelProps {
  readonly status: CreditStatus;
  readonly answer: CreditAnswer;
  /** This order with tax. */
  readonly orderMinor: Minor;
  readonly currency: CurrencyCode;
  readonly today: CalendarDate;
  readonly overdueHoldDays: number;
}

/** Whether the order will go through: what is left of the limit, and what it is used for (R54, R55). */
export function CreditPanel(props: CreditPanelProps): ReactNode {
  const { status, answer, orderMinor, currency, today, overdueHoldDays } = props;
  const { t } = useTranslation();
  const { limitMinor, receivablesMinor, prepaymentsMinor, overdueMinor, oldestDueOn } = status;
  const openMinor = status.openOrdersMinor + status.unbilledMinor;
  const usedMinor = totalExposure(status) + orderMinor;
  const overdueDays = oldestDueOn === null ? 0 : daysBetween(oldestDueOn, today);
  return (
    <section className="order-panel-section">
      <PanelHeading note={<DataAge />}>{t('sales.credit.title')}</PanelHeading>
      <div className="credit-left">
        <span>{t('sales.credit.left')}</span>
        {limitMinor === null ? (
          <span className="text-2">{t('sales.credit.noLimit')}</span>
        ) : (
          <Money minor={answer.leftMinor} currency={currency} />
        )}
      </div>
      {limitMinor === null ? null : (
        <CreditBar parts={{ receivablesMinor, openMinor, orderMinor }} limitMinor={limitMinor} />
      )}
      <dl className="credit-list">
        <dt className="credit-swatch credit-receivables" aria-hidden="true" />
        <dt>{t('sales.credit.receivables')}</dt>
        <dd>
          <Money minor={receivablesMinor} currency={currency} bare dashZero />
        </dd>
        {overdueMinor > 0 ? (
          <>
            <dt className="credit-sub">
              {t('sales.credit.overdue', { days: overdueDays, limitDays: overdueHoldDays })}
            </dt>
            <dd className="credit-overdue">
              <StateShape state="late" />
              <Money minor={overdueMinor} currency={currency} bare />
            </dd>
          </>
        ) : null}
        <dt className="credit-swatch credit-open" aria-hidden="true" />
        <dt>{t('sales.credit.open')}</dt>
        <dd>
          <Money minor={openMinor} currency={currency} bare dashZero />
        </dd>
        <dt className="credit-swatch credit-this" aria-hidden="true" />
        <dt>{t('sales.credit.thisOrder')}</dt>
        <dd>
          <Money minor={orderMinor} currency={currency} bare dashZero />
        </dd>
        {prepaymentsMinor > 0 ? (
          <>
            <dt className="credit-sub">{t('sales.credit.prepayments')}</dt>
            <dd>
              <Money minor={-prepaymentsMinor} currency={currency} bare />
            </dd>
          </>
        ) : null}
      </dl>
      <div className="credit-sum">
        <span>{t(limitMinor === null ? 'sales.credit.used' : 'sales.credit.usedOfLimit')}</span>
        <span>
          <Money minor={usedMinor} currency={currency} bare />
          {limitMinor === null ? null : (
            <span className="text-3">
              {' / '}
              <Money minor={limitMinor} currency={currency} bare />
            </span>
          )}
        </span>
      </div>
    </section>
  );
}

interface CreditBarProps {
  readonly parts: { readonly receivablesMinor: Minor; readonly openMinor: Minor; readonly orderMinor: Minor };
  readonly limitMinor: Minor;
}

/** The limit as a bar; used beyond it the bar is as long as what is used, and a mark shows the limit. */
function CreditBar({ parts, limitMinor }: CreditBarProps): ReactNode {
  const usedMinor = parts.receivablesMinor + parts.openMinor + parts.orderMinor;
  const wholeMinor = Math.max(limitMinor, usedMinor, 1);
  const share = (minor: Minor) => `${(Math.max(0, minor) / wholeMinor) * 100}%`;
  return (
    <div className="credit-bar" aria-hidden="true">
      <span className="credit-receivables" style={{ width: share(parts.receivablesMinor) }} />
      <span className="credit-open" style={{ width: share(parts.openMinor) }} />
      <span className="credit-this" style={{ width: share(parts.orderMinor) }} />
      {usedMinor > limitMinor ? <span className="credit-limit-mark" style={{ left: share(limitMinor) }} /> : null}
    </div>
  );
}
