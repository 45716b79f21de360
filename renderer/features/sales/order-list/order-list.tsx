import { Select } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import type { OrderListRow } from '#shared/domains/sales/queries/order-list.ts';
import { usePermission, useSignedIn } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { ImportOffer } from '../../../ui/import-offer.tsx';
import { EmptyList } from '../../../ui/load-progress.tsx';
import { EmptyState, FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import '../order-document/order.css';
import { todayAt, useCompany } from '../../../ui/use-company.ts';
import { useFirstHit } from '../../../ui/use-first-hit.ts';
import { useOrderDrafts } from '../order-entry/draft-store.ts';
import { orderColumns } from './order-columns.tsx';
import { askOrders, useOrderQuestion } from './order-question.ts';
import { draftRows, type OrderFilter, type OrderRow, useNews } from './order-rows.ts';

const filters: readonly OrderFilter[] = ['all', 'open', 'held', 'backOrdered', 'due', 'cancelled', 'drafts'];

/** Orders, newest first, and the drafts of this device. */
export function OrderList(): ReactNode {
  const { t } = useTranslation();
  const { deviceCode } = useSignedIn();
  const mayWrite = usePermission('sales.confirmOrder');
  const company = useCompany();
  const { filter, search: typed, warehouseId } = useOrderQuestion();
  const ask = useOrderQuestion.setState;

  const args = { search: typed, ...queryFilter(filter, company), warehouseId, customerId: null };
  const paged = usePagedQuery<OrderListRow>('sales.orderList', args, { enabled: filter !== 'drafts' });
  const orders = filter === 'drafts' ? [] : paged.rows;
  const news = useNews(orders, paged.outdated ? null : JSON.stringify(args), deviceCode);
  const allDrafts = useOrderDrafts();
  const showsDrafts = filter === 'drafts' || (filter === 'all' && warehouseId === null);
  const drafts = showsDrafts ? draftRows(allDrafts, typed, company) : [];
  const rows: OrderRow[] = [...drafts, ...orders.map((order): OrderRow => ({ kind: 'order', id: order.id, order }))];
  const columns = useMemo(
    () => orderColumns(t, company ? [...company.warehouses, ...company.former.warehouses] : []),
    [t, company],
  );

  const open = (row: OrderRow) => {
    if (row.kind === 'draft') openTab('orderEntry', { draftId: row.id });
    else openTab('order', { orderId: row.id });
  };
  const openFirst = useFirstHit(typed, { ...paged, rows }, open);
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
                  ...[...company.warehouses, ...company.former.warehouses].map(({ id, name }) => ({
                    value: id,
                    label: name,
                  })),
                ]}
                onChange={(id: string) => ask({ warehouseId: id === '' ? null : id })}
              />
            ) : null
          }
        >
          <SearchField
            label={t('sales.list.search')}
            labelKey="sales.list.searchKey"
            value={typed}
            onChange={(search) => ask({ search })}
            onEnter={openFirst}
          />
          <Segmented
            label={t('sales.list.filter')}
            value={filter}
            onChange={(next) => ask({ filter: next })}
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
              <EmptyList isHere={filter === 'drafts'}>
                <NoOrders
                  asked={
                    filter === 'drafts' && typed === ''
                      ? 'drafts'
                      : untouched
                        ? 'all'
                        : typed === ''
                          ? 'filter'
                          : 'some'
                  }
                  mayWrite={mayWrite}
                  onShowAll={() => askOrders({})}
                />
              </EmptyList>
            )
          }
        />
      </div>
    </Page>
  );
}

/** The filter as the query knows it: what is due is open and asked for today or earlier. */
function queryFilter(filter: OrderFilter, company: Company | undefined) {
  if (filter === 'all' || filter === 'drafts') return { filter: null };
  if (filter === 'due') return { filter: 'open', dueBy: company ? todayAt(company) : null };
  return { filter };
}

interface NoOrdersProps {
  /** Every order, the drafts, what a filter lets through, or what a search finds. */
  readonly asked: 'all' | 'drafts' | 'filter' | 'some';
  readonly mayWrite: boolean;
  readonly onShowAll: () => void;
}

/** What the list is for, and what a company without orders does first; the way back where a filter hides them. */
function NoOrders({ asked, mayWrite, onShowAll }: NoOrdersProps): ReactNode {
  const { t } = useTranslation();
  const mayImport = usePermission(permissions.importData);
  if (asked === 'some' || asked === 'filter') {
    return (
      <EmptyState
        title={t('sales.list.noneTitle')}
        action={<ActionButton label={t('sales.list.showAll')} onRun={onShowAll} />}
      >
        {t(asked === 'filter' ? 'sales.list.noneFilterText' : 'sales.list.noneText')}
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
