/** Customers who need a call: those who fell silent, those who owe. They have a reason of their own in each row. */
import { type ReactNode, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgeingRow } from '#shared/domains/billing/queries/receivables-ageing.ts';
import type { SilentCustomer } from '#shared/domains/crm/queries/silent-customers.ts';
import { daysBetween } from '#shared/kernel/instants.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { DateOnly, DateTime, Empty, Money } from '../../../ui/format.tsx';
import { EmptyState } from '../../../ui/page.tsx';
import { PagedTable } from '../../../ui/paged-table.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { todayAt, useCompany } from '../../../ui/use-company.ts';
import { Ageing } from '../ageing.tsx';

interface AttentionListProps {
  readonly onOpen: (customerId: string) => void;
  readonly onCursor: (customer: { readonly id: string; readonly name: string }) => void;
}

/** The first row is under the cursor from the beginning. */
function useFirst<RowType extends { readonly id: string; readonly name: string }>(
  rows: readonly RowType[],
  onCursor: (row: RowType) => void,
): void {
  const first = rows[0];
  const firstId = first?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another first row, not another object of it
  useEffect(() => {
    if (first) onCursor(first);
  }, [firstId]);
}

/** Who has not ordered for longer than is usual for them, the last to fall silent first. */
export function SilentList({ onOpen, onCursor }: AttentionListProps): ReactNode {
  const { t } = useTranslation();
  const paged = usePagedQuery<SilentCustomer>('crm.silentCustomers', {});
  useFirst(paged.rows, onCursor);
  const columns = useMemo(
    (): readonly DataColumn<SilentCustomer>[] => [
      { key: 'code', title: t('crm.fields.code'), width: '96px', render: (row) => row.code },
      {
        key: 'name',
        title: t('crm.fields.name'),
        width: 'minmax(200px, 2fr)',
        strong: true,
        render: (row) => row.name,
      },
      {
        key: 'lastOrder',
        title: t('crm.silent.lastOrder'),
        width: 'minmax(112px, 0.8fr)',
        render: (row) => <DateTime value={row.lastOrderAt} />,
      },
      {
        key: 'rhythm',
        title: t('crm.silent.rhythm'),
        width: 'minmax(96px, 0.6fr)',
        figure: true,
        render: (row) => t('crm.terms', { count: row.rhythmDays }),
      },
      { key: 'orders', title: t('crm.silent.orders'), width: '80px', figure: true, render: (row) => row.orders },
      {
        key: 'contact',
        title: t('crm.fields.contactName'),
        width: 'minmax(120px, 1fr)',
        render: (row) => row.contactName ?? <Empty />,
      },
      { key: 'phone', title: t('crm.fields.phone'), width: '144px', render: (row) => row.phone ?? <Empty /> },
      {
        key: 'city',
        title: t('crm.fields.city'),
        width: 'minmax(80px, 0.6fr)',
        render: (row) => row.city ?? <Empty />,
      },
    ],
    [t],
  );
  return (
    <PagedTable<SilentCustomer>
      label={t('crm.customers.title')}
      columns={columns}
      paged={paged}
      rowKey={(row) => row.id}
      onOpen={(row) => onOpen(row.id)}
      onCursor={onCursor}
      autoFocus
      empty={<EmptyState title={t('crm.silent.empty')}>{t('crm.silent.emptyText')}</EmptyState>}
    />
  );
}

/** Who owes, the one with most overdue first. */
export function OverdueList({ onOpen, onCursor }: AttentionListProps): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const currency = company?.settings['company.currency'] ?? '';
  const today = company ? todayAt(company) : '';
  const paged = usePagedQuery<AgeingRow>(
    'billing.receivablesAgeing',
    { customerId: null, currency, today },
    { enabled: company !== undefined },
  );
  useFirst(paged.rows, onCursor);
  const columns = useMemo(
    (): readonly DataColumn<AgeingRow>[] => [
      { key: 'code', title: t('crm.fields.code'), width: '96px', render: (row) => row.code },
      {
        key: 'name',
        title: t('crm.fields.name'),
        width: 'minmax(200px, 2fr)',
        strong: true,
        render: (row) => row.name,
      },
      {
        key: 'city',
        title: t('crm.fields.city'),
        width: 'minmax(80px, 0.6fr)',
        render: (row) => row.city ?? <Empty />,
      },
      {
        key: 'ageing',
        title: t('crm.ageing.title'),
        width: 'minmax(160px, 1.4fr)',
        render: (row) => <Ageing amounts={row} currency={currency} />,
      },
      {
        key: 'overdue',
        title: t('crm.ageing.overdue'),
        width: 'minmax(96px, 0.8fr)',
        figure: true,
        render: (row) => <Money minor={row.overdueMinor} currency={currency} dashZero />,
      },
      {
        key: 'total',
        title: t('crm.ageing.total'),
        width: 'minmax(96px, 0.8fr)',
        figure: true,
        render: (row) => <Money minor={row.totalMinor} currency={currency} />,
      },
      {
        key: 'oldest',
        title: t('crm.ageing.oldest'),
        width: '104px',
        render: (row) => <DateOnly value={row.oldestDueOn} />,
      },
      {
        key: 'state',
        title: t('crm.ageing.state'),
        width: '120px',
        render: (row) =>
          row.overdueMinor > 0 && row.oldestDueOn ? (
            <StateTag state="late" plain>
              {t('crm.ageing.days', { count: daysBetween(row.oldestDueOn, today) })}
            </StateTag>
          ) : (
            <StateTag state="open" plain>
              {t('crm.ageing.notDue')}
            </StateTag>
          ),
      },
    ],
    [t, currency, today],
  );
  return (
    <PagedTable<AgeingRow>
      label={t('crm.customers.title')}
      columns={columns}
      paged={paged}
      rowKey={(row) => row.id}
      onOpen={(row) => onOpen(row.id)}
      onCursor={onCursor}
      autoFocus
      empty={<EmptyState title={t('crm.ageing.empty')}>{t('crm.ageing.emptyText')}</EmptyState>}
    />
  );
}
