/** What customers need on the start page: who fell silent, who owes. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgeingRow, ReceivablesAgeing } from '#shared/domains/billing/queries/receivables-ageing.ts';
import type { CustomerListRow } from '#shared/domains/crm/queries/customer-list.ts';
import type { SilentCustomer } from '#shared/domains/crm/queries/silent-customers.ts';
import { daysBetween } from '#shared/kernel/instants.ts';
import type { Page } from '#shared/kernel/paging.ts';
import { useSyncStatus } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery, useQuery } from '../../../app/use-query.ts';
import { Money } from '../../../ui/format.tsx';
import { countText, percentText } from '../../../ui/format-text.ts';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { KeyFigure, PanelRows, TodayPanel } from '../../../ui/today-parts.tsx';
import { useCompany, useToday } from '../../../ui/use-company.ts';
import { Ageing } from '../ageing.tsx';
import { askCustomers, type CustomerFilter } from '../customer-list/customer-question.ts';
import { NoCustomers } from '../no-customers.tsx';

function openCustomers(filter: CustomerFilter): void {
  askCustomers({ filter });
  openTab('customerList');
}

const openCustomer = (customerId: string) => void openTab('customer', { customerId });

function useAgeing() {
  const company = useCompany();
  const currency = company?.settings['company.currency'] ?? '';
  const today = useToday();
  const query = useQuery<ReceivablesAgeing>(
    'billing.receivablesAgeing',
    { customerId: null, currency, today, cursor: null, limit: 20 },
    { enabled: company !== undefined },
  );
  return { ...query, currency, today };
}

/** For a company that has just begun: where its customers come from. Nothing once there is one. */
export function FirstCustomers(): ReactNode {
  const first = useQuery<Page<CustomerListRow>>('crm.customerList', { search: '', cursor: null, limit: 1 });
  return first.data?.rows.length === 0 ? <NoCustomers /> : null;
}

/** Who has not ordered for longer than is usual for them. */
export function SilentFigure(): ReactNode {
  const { t } = useTranslation();
  const { data, refusal } = useQuery<{ silent: number }>('crm.silentCount', {});
  const count = data?.silent;
  return (
    <KeyFigure
      label={t('crm.today.silent')}
      note={count === undefined ? null : t(count === 0 ? 'crm.today.none' : 'crm.today.silentNote')}
      state={count ? 'wait' : null}
      refusal={refusal}
      onOpen={() => openCustomers('silent')}
    >
      {count === undefined ? null : countText(count)}
    </KeyFigure>
  );
}

/** What is overdue, as a part of all that is owed. */
export function OverdueFigure(): ReactNode {
  const { t } = useTranslation();
  const { data, currency, refusal } = useAgeing();
  const { overdueMinor = 0, totalMinor = 0 } = data?.totals ?? {};
  return (
    <KeyFigure
      label={t('crm.today.overdue')}
      note={
        overdueMinor > 0
          ? t('crm.today.overdueNote', { share: percentText(Math.round((overdueMinor / totalMinor) * 100) * 100) })
          : data
            ? t('crm.today.none')
            : null
      }
      state={overdueMinor > 0 ? 'late' : null}
      refusal={refusal}
      onOpen={() => openCustomers('overdue')}
    >
      {data ? <Money minor={overdueMinor} currency={currency} whole /> : null}
    </KeyFigure>
  );
}

/** Receivables by age. */
export function AgeingPanel(): ReactNode {
  const { t } = useTranslation();
  const { data, currency, refusal, refetch } = useAgeing();
  return (
    <TodayPanel
      title={t('crm.today.ageing')}
      note={data ? t('crm.today.ageingNote', { currency, count: data.totals.customers }) : null}
      onOpenAll={() => openCustomers('overdue')}
    >
      <QueryFailed refusal={refusal} onRetry={refetch} />
      <div className="today-block">{data ? <Ageing amounts={data.totals} currency={currency} withTable /> : null}</div>
    </TodayPanel>
  );
}

/** Who owes most that is overdue. */
export function OverduePanel(): ReactNode {
  const { t } = useTranslation();
  const { data, currency, today, loading, refusal, refetch } = useAgeing();
  return (
    <TodayPanel title={t('crm.today.overdueBy')} onOpenAll={() => openCustomers('overdue')}>
      <QueryFailed refusal={refusal} onRetry={refetch} />
      <PanelRows<AgeingRow>
        columns="name"
        rows={data?.rows.filter((row) => row.overdueMinor > 0) ?? []}
        rowKey={(row) => row.id}
        onOpen={(row) => openCustomer(row.id)}
        empty={loading || refusal ? null : t('crm.today.overdueEmpty')}
        render={(row) => (
          <>
            <span className="ellipsis">{row.name}</span>
            <span className="text-3">
              {row.oldestDueOn ? t('crm.today.days', { count: daysBetween(row.oldestDueOn, today) }) : ''}
            </span>
            <span className="customer-amount">
              <Money minor={row.overdueMinor} currency={currency} whole />
            </span>
          </>
        )}
      />
    </TodayPanel>
  );
}

/** Whom to call: the one who fell silent last is the likeliest to come back. */
export function SilentPanel(): ReactNode {
  const { t } = useTranslation();
  const paged = usePagedQuery<SilentCustomer>('crm.silentCustomers', {}, { limitRows: 20 });
  const offsetMs = useSyncStatus(({ status }) => status?.clockOffsetMs ?? 0);
  const daysSince = (at: number) => Math.floor((Date.now() + offsetMs - at) / 86_400_000);
  return (
    <TodayPanel
      title={t('crm.today.silentTitle')}
      note={t('crm.today.silentTitleNote')}
      onOpenAll={() => openCustomers('silent')}
    >
      <QueryFailed refusal={paged.refusal} onRetry={paged.refetch} />
      <PanelRows<SilentCustomer>
        columns="name"
        rows={paged.rows}
        rowKey={(row) => row.id}
        onOpen={(row) => openCustomer(row.id)}
        empty={paged.loading || paged.refusal ? null : t('crm.today.silentEmpty')}
        render={(row) => (
          <>
            <span className="ellipsis">{row.name}</span>
            <span>{t('crm.today.days', { count: daysSince(row.lastOrderAt) })}</span>
            <span className="text-3">{t('crm.today.every', { count: row.rhythmDays })}</span>
          </>
        )}
      />
    </TodayPanel>
  );
}
