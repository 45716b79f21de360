import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerGroupRow } from '#shared/domains/sales/queries/price-lists.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState, Page, PageHeader } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { GroupDialog } from './group-dialog.tsx';

/** Groups of customers that buy at the same prices. */
export function GroupList(): ReactNode {
  const { t } = useTranslation();
  const { data, loading, refusal, refetch } = useQuery<CustomerGroupRow[]>('sales.customerGroups', {});
  const [asked, setAsked] = useState<CustomerGroupRow | 'new' | null>(null);
  const columns = useMemo<readonly DataColumn<CustomerGroupRow>[]>(
    () => [
      { key: 'code', title: t('pricing.code'), width: '128px', render: (row) => row.code },
      {
        key: 'name',
        title: t('pricing.name'),
        width: 'minmax(200px, 1fr)',
        strong: true,
        render: (row) => row.name,
      },
      {
        key: 'customers',
        title: t('pricing.groups.customers'),
        width: '120px',
        figure: true,
        render: (row) => row.customers,
      },
      { key: 'lists', title: t('pricing.groups.lists'), width: '120px', figure: true, render: (row) => row.lists },
      {
        key: 'active',
        title: t('pricing.state'),
        width: '120px',
        render: (row) => (
          <StateTag plain state={row.active === 1 ? 'done' : 'draft'}>
            {t(row.active === 1 ? 'pricing.inUse' : 'pricing.outOfUse')}
          </StateTag>
        ),
      },
    ],
    [t],
  );
  const add = (isPrimary: boolean) => (
    <ActionButton
      {...(isPrimary ? { primary: true, keys: 'n', labelKey: 'pricing.groups.new' } : {})}
      label={t('pricing.groups.new')}
      onRun={() => setAsked('new')}
    />
  );
  return (
    <Page header={<PageHeader title={t('pricing.groups.title')}>{add(true)}</PageHeader>}>
      <div className="page-main">
        <QueryFailed refusal={refusal} onRetry={refetch} />
        <DataTable<CustomerGroupRow>
          label={t('pricing.groups.title')}
          columns={columns}
          rows={data ?? []}
          rowKey={({ id }) => id}
          onOpen={setAsked}
          autoFocus
          empty={
            loading || refusal ? null : (
              <EmptyState title={t('pricing.groups.empty')} action={add(false)}>
                {t('pricing.groups.emptyText')}
              </EmptyState>
            )
          }
        />
      </div>
      {asked === null ? null : <GroupDialog group={asked === 'new' ? null : asked} onClose={() => setAsked(null)} />}
    </Page>
  );
}
