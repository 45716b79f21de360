import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerYear } from '#shared/domains/sales/queries/customer-year.ts';
import { daysBetween } from '#shared/kernel/instants.ts';
import { ChangeText, Empty, Money } from '../../../ui/format.tsx';
import { countText } from '../../../ui/format-text.ts';
import { StateShape } from '../../../ui/state-tag.tsx';

interface HealthStripProps {
  readonly year: CustomerYear;
  readonly currency: string;
  readonly today: string;
}

/** A customer is silent when the last order is further back than one and a half times the usual distance. */
const PATIENCE = 1.5;

/** How the customer is doing, in four figures: when they ordered last, how often, how much, and how much at a time. */
export function HealthStrip({ year, currency, today }: HealthStripProps): ReactNode {
  const { t } = useTranslation();
  const { lastOrderedOn, rhythmDays, orders, netMinor, netBeforeMinor } = year;
  const since = lastOrderedOn === null ? null : daysBetween(lastOrderedOn, today);
  const isSilent = since !== null && rhythmDays !== null && since > rhythmDays * PATIENCE;
  const change =
    netBeforeMinor !== null && netBeforeMinor > 0
      ? Math.round(((netMinor - netBeforeMinor) / netBeforeMinor) * 10_000)
      : null;
  return (
    <dl className="health-strip">
      <div>
        <dt>{t('crm.health.lastOrder')}</dt>
        <dd>{since === null ? <Empty /> : t('crm.health.ago', { count: since })}</dd>
        <dd className={isSilent ? 'state-wait health-note' : 'health-note'}>
          {isSilent ? <StateShape state="wait" /> : null}
          {rhythmDays === null ? t('crm.health.noRhythm') : t('crm.health.usually', { count: rhythmDays })}
        </dd>
      </div>
      <div>
        <dt>{t('crm.health.year')}</dt>
        <dd>
          <Money minor={netMinor} currency={currency} whole />
        </dd>
        <dd className="health-note">
          {change === null ? (
            t('crm.health.firstYear')
          ) : (
            <>
              <ChangeText value={change} /> {t('crm.health.onYearBefore')}
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>{t('crm.health.orders')}</dt>
        <dd>{countText(orders)}</dd>
        <dd className="health-note">{t('crm.health.ordersNote')}</dd>
      </div>
      <div>
        <dt>{t('crm.health.average')}</dt>
        <dd>{orders === 0 ? <Empty /> : <Money minor={Math.round(netMinor / orders)} currency={currency} whole />}</dd>
        <dd className="health-note">{t('crm.health.averageNote')}</dd>
      </div>
    </dl>
  );
}
