import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenReceivable, ReceivablesAgeing } from '#shared/domains/billing/queries/receivables-ageing.ts';
import { useQuery } from '../../../app/use-query.ts';
import { Money } from '../../../ui/format.tsx';
import { PanelHeading } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { StateShape } from '../../../ui/state-tag.tsx';
import { Ageing } from '../ageing.tsx';

interface ReceivablesSectionProps {
  readonly customerId: string;
  readonly currency: string;
  readonly today: string;
}

const SHOWN_RECEIVABLES = 4;

/** What the customer owes by age, and the oldest invoices behind it. */
export function ReceivablesSection({ customerId, currency, today }: ReceivablesSectionProps): ReactNode {
  const { t } = useTranslation();
  const question = { customerId, currency, today };
  const ageing = useQuery<ReceivablesAgeing>('billing.receivablesAgeing', { ...question, cursor: null, limit: 1 });
  const open = useQuery<OpenReceivable[]>('billing.openReceivables', question);
  const totals = ageing.data?.totals;
  return (
    <section className="customer-section">
      <PanelHeading note={totals ? <Money minor={totals.totalMinor} currency={currency} /> : null}>
        {t('crm.ageing.receivables')}
      </PanelHeading>
      <QueryFailed refusal={ageing.refusal} onRetry={ageing.refetch} />
      {totals && totals.totalMinor === 0 ? <p className="text-2">{t('crm.ageing.nothing')}</p> : null}
      {totals && totals.totalMinor > 0 ? <Ageing amounts={totals} currency={currency} /> : null}
      <dl className="customer-figures">
        {(open.data ?? []).slice(0, SHOWN_RECEIVABLES).map((entry) => (
          <div key={entry.id}>
            <dt>
              {entry.documentNumber}{' '}
              <span className={entry.daysOverdue > 0 ? 'small late-day state-late' : 'small text-3'}>
                {entry.daysOverdue > 0 ? <StateShape state="late" /> : null}
                {entry.daysOverdue > 0
                  ? t('crm.ageing.days', { count: entry.daysOverdue })
                  : t('crm.ageing.dueOn', { dueOn: entry.dueOn ?? '' })}
              </span>
            </dt>
            <dd>
              <Money minor={entry.amountMinor} currency={currency} bare />
            </dd>
          </div>
        ))}
      </dl>
      {open.data && open.data.length > SHOWN_RECEIVABLES ? (
        <p className="small text-3">{t('crm.ageing.more', { count: open.data.length - SHOWN_RECEIVABLES })}</p>
      ) : null}
    </section>
  );
}
