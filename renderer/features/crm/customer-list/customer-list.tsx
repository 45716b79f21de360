import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { CustomerListRow } from '#shared/domains/crm/queries/customer-list.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState, FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { customerColumns } from './customer-columns.tsx';

const openCustomer = (customerId: string) => openTab('customer', { customerId });

/** Customers by name, or those that fit what is typed: hanzi, pinyin, initials, code, phone. */
export function CustomerList(): ReactNode {
  const { t } = useTranslation();
  const maySell = usePermission('sales.confirmOrder');
  const [search, setSearch] = useState('');
  const [cursorId, setCursorId] = useState<string | null>(null);
  const paged = usePagedQuery<CustomerListRow>('crm.customerList', { search });
  const { rows, loading, outdated, hasMore, loadMore, refusal } = paged;
  const columns = useMemo(() => customerColumns(t), [t]);
  const first = rows[0];
  const chosen = rows.find((row) => row.id === cursorId) ?? first;
  return (
    <Page
      header={
        <PageHeader title={t('crm.customers.title')}>
          {maySell ? (
            <ActionButton
              primary
              label={t('crm.newOrder')}
              keys="o"
              labelKey="crm.newOrderKey"
              disabled={!chosen}
              onRun={() => chosen && openTab('orderEntry', { customerId: chosen.id })}
            />
          ) : null}
        </PageHeader>
      }
    >
      <div className="page-main">
        <FilterBar end={chosen && maySell ? t('crm.customers.orderFor', { name: chosen.name }) : undefined}>
          <SearchField
            label={t('crm.customers.search')}
            labelKey="crm.customers.searchKey"
            value={search}
            onChange={setSearch}
            onEnter={() => {
              if (first && !outdated) openCustomer(first.id);
            }}
          />
        </FilterBar>
        <QueryFailed refusal={refusal} onRetry={paged.refetch} />
        <DataTable<CustomerListRow>
          label={t('crm.customers.title')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          onOpen={(row) => openCustomer(row.id)}
          onCursor={(row) => setCursorId(row.id)}
          hasMore={hasMore}
          onNearEnd={loadMore}
          outdated={outdated}
          autoFocus
          empty={loading || refusal ? null : <NoCustomers search={search} onClear={() => setSearch('')} />}
        />
      </div>
    </Page>
  );
}

function NoCustomers({ search, onClear }: { readonly search: string; readonly onClear: () => void }): ReactNode {
  const { t } = useTranslation();
  const mayImport = usePermission(permissions.importData);
  if (search.trim() !== '') {
    return (
      <EmptyState
        title={t('crm.customers.none', { search })}
        action={<ActionButton label={t('crm.customers.showAll')} onRun={onClear} />}
      >
        {t('crm.customers.noneText')}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={t('crm.customers.empty')}
      action={
        mayImport ? (
          <ActionButton label={t('crm.customers.import')} onRun={() => openTab('import', { target: 'customers' })} />
        ) : undefined
      }
    >
      {t(mayImport ? 'crm.customers.emptyText' : 'crm.customers.emptyAsk')}
    </EmptyState>
  );
}
