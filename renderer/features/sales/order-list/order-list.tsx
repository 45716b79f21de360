import { Select } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { OrderListRow } from '#shared/domains/sales/queries/order-list.ts';
import { usePermission, useSignedIn } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { ImportOffer } from '../../../ui/import-offer.tsx';
import { EmptyState, FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import '../order-document/order.css';
import { useCompany } from '../../../ui/use-company.ts';
import { useOrderDrafts } from '../order-entry/draft-store.ts';
import { orderColumns } from './order-columns.tsx';
import { draftRows, type OrderFilter, type OrderRow, useNews } from './order-rows.ts';

const filters: readonly OrderFilter[] = ['all', 'open', 'held', 'backOrdered', 'cancelled', 'drafts'];

/** Orders, newest first, and the drafts of this device. */
export function OrderList(): ReactNode {
  const { t } = useTranslation();
  const { deviceCode } = useSignedIn();
  const mayWrite = usePermission('sales.confirmOrder');
  const company = useCompany();
  const [filter, setFilter] = useState<OrderFilter>('all');
  const [typed, setTyped] = useState('');
  const [warehouseId, setWarehouseId] = useState<string | null>(null);

  const queryFilter = filter === 'all' || filter === 'drafts' ? null : filter;
  const args = { search: typed, filter: queryFilter, warehouseId, customerId: null };
  const paged = usePagedQuery<OrderListRow>('sales.orderList', args, { enabled: filter !== 'drafts' });
  const orders = filter === 'drafts' ? [] : paged.rows;
  const news = useNews(orders, paged.outdated ? null : JSON.stringify(args), deviceCode);
  const allDrafts = useOrderDrafts();
  const showsDrafts = filter === 'drafts' || (filter === 'all' && warehouseId === null);
  const drafts = showsDrafts ? draftRows(allDrafts, typed, company) : [];
  const rows: OrderRow[] = [...drafts, ...orders.map((order): OrderRow => ({ kind: 'order', id: order.id, order }))];
  const columns = useMemo(() => orderColumns(t, company?.warehouses ?? []), [t, company]);

  const open = (row: OrderRow) => {
    if (row.kind === 'draft') openTab('orderEntry', { draftId: row.id });
    else openTab('order', { orderId: row.id });
  };
  const newOrder = mayWrite ? (
    <ActionButton
      primary
      label={t('sales.newOrder')}
      keys="n"
      labelKey="sales.newOrder"
      onRun={() => openTab('orderEntry')}
    />
  ) : null;
  const untouched = filter === 'all' && typed === '' && warehouseId === null;

  return (
    <Page header={<PageHeader title={t('sales.list.title')}>{newOrder}</PageHeader>}>
      <div className="page-main">
        <FilterBar
          end={
            company && company.warehouses.length > 1 ? (
              <Select
                aria-label={t('sales.orderEntry.warehouse')}
                value={warehouseId ?? ''}
                popupMatchSelectWidth={false}
                options={[
                  { value: '', label: t('sales.list.allWarehouses') },
                  ...company.warehouses.map(({ id, name }) => ({ value: id, label: name })),
                ]}
                onChange={(id: string) => setWarehouseId(id === '' ? null : id)}
              />
            ) : null
          }
        >
          <SearchField
            label={t('sales.list.search')}
            labelKey="sales.list.searchKey"
            value={typed}
            onChange={setTyped}
            onEnter={() => {
              const [first] = rows;
              if (first && !paged.outdated) open(first);
            }}
          />
          <Segmented
            label={t('sales.list.filter')}
            value={filter}
            onChange={setFilter}
            options={filters.map((value) => ({
              value,
              label: t(`sales.list.filters.${value}`),
              count: value === 'drafts' && allDrafts.length > 0 ? allDrafts.length : undefined,
            }))}
          />
        </FilterBar>
        <QueryFailed refusal={filter === 'drafts' ? null : paged.refusal} onRetry={paged.refetch} />
        <DataTable<OrderRow>
          label={t('sales.list.title')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          onOpen={open}
          rowClass={(row) => (news.has(row.id) ? 'glow' : undefined)}
          outdated={paged.outdated}
          hasMore={paged.hasMore && filter !== 'drafts'}
          onNearEnd={paged.loadMore}
          autoFocus
          empty={
            paged.loading || paged.refusal ? null : (
              <NoOrders
                asked={filter === 'drafts' && typed === '' ? 'drafts' : untouched ? 'all' : 'some'}
                mayWrite={mayWrite}
                onShowAll={() => {
                  setFilter('all');
                  setTyped('');
                  setWarehouseId(null);
                }}
              />
            )
          }
        />
      </div>
    </Page>
  );
}

interface NoOrdersProps {
  /** Every order, the drafts, or what a filter or a search lets through. */
  readonly asked: 'all' | 'drafts' | 'some';
  readonly mayWrite: boolean;
  readonly onShowAll: () => void;
}

/** What the list is for, and what a company without orders does first; the way back where a filter hides them. */
function NoOrders({ asked, mayWrite, onShowAll }: NoOrdersProps): ReactNode {
  const { t } = useTranslation();
  const mayImport = usePermission(permissions.importData);
  if (asked === 'some') {
    return (
      <EmptyState
        title={t('sales.list.noneTitle')}
        action={<ActionButton label={t('sales.list.showAll')} onRun={onShowAll} />}
      >
        {t('sales.list.noneText')}
      </EmptyState>
    );
  }
  const isDrafts = asked === 'drafts';
  return (
    <EmptyState
      title={t(isDrafts ? 'sales.list.noDrafts' : 'sales.list.emptyTitle')}
      action={
        <>
          {mayWrite ? <ActionButton label={t('sales.newOrder')} onRun={() => openTab('orderEntry')} /> : null}
          {mayImport && !isDrafts ? <ImportOffer target="orders" /> : null}
        </>
      }
    >
      {t(isDrafts ? 'sales.list.noDraftsText' : 'sales.list.emptyText')}
    </EmptyState>
  );
}
