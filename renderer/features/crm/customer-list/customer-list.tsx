import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { CustomerListRow } from '#shared/domains/crm/queries/customer-list.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyList } from '../../../ui/load-progress.tsx';
import { EmptyState, FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { NoCustomers } from '../no-customers.tsx';
import { OverdueList, SilentList } from './attention-list.tsx';
import { customerColumns } from './customer-columns.tsx';
import { askCustomers, type CustomerFilter, customerFilters, useCustomerQuestion } from './customer-question.ts';

/** For whom the key of the page makes an order. */
type Chosen = Pick<CustomerListRow, 'id' | 'name'>;

const openCustomer = (customerId: string) => void openTab('customer', { customerId });

/** Customers by name, or those that fit what is typed: hanzi, pinyin, initials, code, phone. */
export function CustomerList(): ReactNode {
  const { t } = useTranslation();
  const maySell = usePermission('sales.confirmOrder');
  const maySeeCredit = usePermission(permissions.seeCredit);
  const { search, filter } = useCustomerQuestion();
  const [cursor, setCursor] = useState<Chosen | null>(null);
  const paged = usePagedQuery<CustomerListRow>('crm.customerList', { search }, { enabled: filter === 'all' });
  const { rows, loading, outdated, hasMore, loadMore, refusal } = paged;
  const columns = useMemo(() => customerColumns(t), [t]);
  const [first] = rows;
  const inList: Chosen | undefined = rows.find((row) => row.id === cursor?.id) ?? first;
  const chosen = filter === 'all' ? inList : cursor;
  const shown = customerFilters.filter((each) => each !== 'overdue' || maySeeCredit);
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
            onChange={(typed) => askCustomers({ search: typed })}
            onEnter={() => {
              if (first && !outdated) openCustomer(first.id);
            }}
          />
          <Segmented<CustomerFilter>
            label={t('crm.customers.filter')}
            value={filter}
            onChange={(next) => {
              setCursor(null);
              askCustomers({ filter: next });
            }}
            options={shown.map((value) => ({ value, label: t(`crm.customers.filters.${value}`) }))}
          />
        </FilterBar>
        {filter === 'silent' ? <SilentList onOpen={openCustomer} onCursor={setCursor} /> : null}
        {filter === 'overdue' ? <OverdueList onOpen={openCustomer} onCursor={setCursor} /> : null}
        {filter === 'all' ? (
          <>
            <QueryFailed refusal={refusal} onRetry={paged.refetch} />
            <DataTable<CustomerListRow>
              label={t('crm.customers.title')}
              columns={columns}
              rows={rows}
              rowKey={(row) => row.id}
              onOpen={(row) => openCustomer(row.id)}
              onCursor={setCursor}
              hasMore={hasMore}
              onNearEnd={loadMore}
              outdated={outdated}
              autoFocus
              empty={loading || refusal ? null : <EmptyList>{nothingFor(search)}</EmptyList>}
            />
          </>
        ) : null}
      </div>
    </Page>
  );
}

function nothingFor(search: string): ReactNode {
  return search.trim() === '' ? <NoCustomers /> : <NoHits search={search} onClear={() => askCustomers({})} />;
}

function NoHits({ search, onClear }: { readonly search: string; readonly onClear: () => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <EmptyState
      title={t('crm.customers.none', { search })}
      action={<ActionButton label={t('crm.customers.showAll')} onRun={onClear} />}
    >
      {t('crm.customers.noneText')}
    </EmptyState>
  );
}
