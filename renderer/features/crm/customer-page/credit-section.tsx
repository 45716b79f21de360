import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import type { CreditStatus } from '#shared/domains/billing/queries/credit-status.ts';
import {
  type CreditAnswer,
  daysBetween,
  decideCredit,
  totalExposure,
} from '#shared/domains/billing/rules/credit-limit.ts';
import type { Row } from '#shared/kernel/table.ts';
import { useQuery } from '../../../app/use-query.ts';
import { DataAge } from '../../../ui/data-age.tsx';
import { Money } from '../../../ui/format.tsx';
import { PanelHeading } from '../../../ui/page.tsx';
import { StateShape, StateTag } from '../../../ui/state-tag.tsx';
import { todayAt } from '../../../ui/use-company.ts';

interface CreditSectionProps {
  readonly customer: Row<'customers'>;
  readonly company: Company;
}

/** What the customer may owe and does owe (R54), and whether the next order would be held (R55). */
export function CreditSection({ customer, company }: CreditSectionProps): ReactNode {
  const { t } = useTranslation();
  const { currency } = customer;
  const today = todayAt(company);
  const { data: status } = useQuery<CreditStatus>('billing.creditStatus', { customerId: customer.id, currency, today });
  const answer = status ? decideNow(status, company, today) : null;
  const used = status ? totalExposure(status) : 0;
  const limit = status?.limitMinor ?? null;
  return (
    <section className="customer-section">
      <PanelHeading note={<DataAge />}>{t('crm.credit.title')}</PanelHeading>
      <div className="customer-credit-head">
        <span className="customer-credit-used">
          <Money minor={status ? used : null} currency={currency} />
          {limit === null ? null : (
            <span className="text-3">
              {' / '}
              <Money minor={limit} currency={currency} bare />
            </span>
          )}
        </span>
        {answer ? <CreditTag answer={answer} /> : null}
      </div>
      {limit === null ? (
        <p className="small text-3">{t('crm.credit.noLimit')}</p>
      ) : (
        <CreditBar usedMinor={used} limitMinor={limit} isHeld={answer?.hold ?? false} />
      )}
      <dl className="customer-figures">
        <div>
          <dt>{t('crm.credit.openOrders')}</dt>
          <dd>
            <Money
              minor={status ? status.openOrdersMinor + status.unbilledMinor : null}
              currency={currency}
              bare
              dashZero
            />
          </dd>
        </div>
        <div>
          <dt>{t('crm.credit.receivables')}</dt>
          <dd>
            <Money minor={status?.receivablesMinor} currency={currency} bare dashZero />
          </dd>
        </div>
        <div>
          <dt>
            {status?.oldestDueOn
              ? t('crm.credit.overdueDays', { count: daysBetween(status.oldestDueOn, today) })
              : t('crm.credit.overdue')}
          </dt>
          <dd className={status && status.overdueMinor > 0 ? 'state-late customer-overdue' : ''}>
            {status && status.overdueMinor > 0 ? <StateShape state="late" /> : null}
            <Money minor={status?.overdueMinor} currency={currency} bare dashZero />
          </dd>
        </div>
        {status && status.prepaymentsMinor > 0 ? (
          <div>
            <dt>{t('crm.credit.prepayments')}</dt>
            <dd>
              <Money minor={-status.prepaymentsMinor} currency={currency} bare />
            </dd>
          </div>
        ) : null}
        <div>
          <dt>{t('crm.credit.left')}</dt>
          <dd className="strong">
            <Money minor={answer?.leftMinor} currency={currency} bare />
          </dd>
        </div>
      </dl>
    </section>
  );
}

/** Whether an order would be held today, whatever small it is. */
function decideNow(status: CreditStatus, company: Company, today: string): CreditAnswer {
  return decideCredit({
    limitMinor: status.limitMinor,
    limitValidUntil: status.limitValidUntil,
    exposureMinor: totalExposure(status),
    orderMinor: 0,
    oldestDueOn: status.oldestDueOn,
    today,
    overdueHoldDays: company.settings['billing.overdueHoldDays'],
  });
}

function CreditTag({ answer }: { readonly answer: CreditAnswer }): ReactNode {
  const { t } = useTranslation();
  return answer.hold ? (
    <StateTag state="wait">{t(`crm.credit.holds.${answer.because}`)}</StateTag>
  ) : (
    <StateTag state="done">{t('crm.credit.free')}</StateTag>
  );
}

interface CreditBarProps {
  readonly usedMinor: number;
  readonly limitMinor: number;
  readonly isHeld: boolean;
}

/** How much of the limit is used; a full bar in amber beyond it. */
function CreditBar({ usedMinor, limitMinor, isHeld }: CreditBarProps): ReactNode {
  const share = limitMinor <= 0 ? 1 : Math.min(1, Math.max(0, usedMinor / limitMinor));
  return (
    <div className={`customer-bar${isHeld ? ' customer-bar-held' : ''}`} aria-hidden="true">
      <span style={{ width: `${share * 100}%` }} />
    </div>
  );
}
