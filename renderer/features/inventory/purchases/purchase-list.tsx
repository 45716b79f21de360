import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { PurchaseListRow } from '#shared/domains/inventory/queries/purchase-list.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { DateOnly } from '../../../ui/format.tsx';
import { EmptyList } from '../../../ui/load-progress.tsx';
import { EmptyState, FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { useCompany, useToday } from '../../../ui/use-company.ts';
import { DocumentState } from '../documents/document-state.tsx';

const filters = ['all', 'open', 'late', 'draft', 'closed', 'cancelled'] as const;
type Filter = (typeof filters)[number];

/** Orders at suppliers, the newest first. */
export function PurchaseList(): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const today = useToday();
  const mayWrite = usePermission(permissions.purchase);
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<Filter>('all');
  const args = { search, filter: filter === 'all' ? null : filter, warehouseId: null, today };
  const paged = usePagedQuery<PurchaseListRow>('inventory.purchaseList', args, { enabled: today !== '' });
  const { rows, outdated } = paged;
  const columns = useMemo<readonly DataColumn<PurchaseListRow>[]>(() => {
    const nameOf = new Map(company?.warehouses.map(({ id, name }) => [id, name]));
    return [
      { key: 'number', title: t('inventory.documents.number'), width: '128px', render: (row) => row.number },
      {
        key: 'supplier',
        title: t('inventory.purchases.supplier'),
        width: 'minmax(200px, 2fr)',
        strong: true,
        render: (row) => row.supplierName,
      },
      {
        key: 'state',
        title: t('inventory.documents.state'),
        width: '128px',
        render: (row) => (
          <DocumentState
            kind="purchase"
            plain
            state={row.state}
            late={row.state === 'open' && row.dueOn !== null && row.dueOn < today}
          />
        ),
      },
      {
        key: 'warehouse',
        title: t('inventory.stock.warehouse'),
        width: 'minmax(96px, 1fr)',
        render: (row) => nameOf.get(row.warehouseId) ?? '',
      },
      {
        key: 'dueOn',
        title: t('inventory.purchases.dueOn'),
        width: '112px',
        render: (row) => <DateOnly value={row.dueOn} />,
      },
      {
        key: 'lines',
        title: t('inventory.documents.lines'),
        width: '64px',
        figure: true,
        render: (row) => row.lineCount,
      },
      {
        key: 'orderedOn',
        title: t('inventory.purchases.orderedOn'),
        width: 'minmax(176px, 1fr)',
        render: (row) => (
          <>
            <DateOnly value={row.orderedOn} /> <span className="text-3">{row.orderedByName}</span>
          </>
        ),
      },
    ];
  }, [t, company, today]);
  const open = (row: PurchaseListRow) => openTab('purchase', { purchaseOrderId: row.id });
  const isAsked = search.trim() !== '' || filter !== 'all';
  return (
    <Page
      header={
        <PageHeader title={t('inventory.purchases.title')}>
          <ActionButton
            label={t('inventory.purchases.receipts')}
            keys="r"
            labelKey="inventory.purchases.receipts"
            onRun={() => openTab('receipts')}
          />
          {mayWrite ? (
            <>
              <ActionButton
                label={t('inventory.purchases.suggestions')}
                keys="g"
                labelKey="inventory.purchases.suggestions"
                onRun={() => openTab('orderSuggestions')}
              />
              <ActionButton
                primary
                label={t('inventory.purchases.new')}
                keys="n"
                labelKey="inventory.purchases.new"
                onRun={() => openTab('purchaseEntry', { purchaseOrderId: null })}
              />
            </>
          ) : null}
        </PageHeader>
      }
    >
      <div className="page-main">
        <FilterBar>
          <SearchField
            label={t('inventory.purchases.search')}
            labelKey="inventory.purchases.search"
            value={search}
            onChange={setSearch}
            onEnter={() => {
              const [first] = rows;
              if (first && !outdated) open(first);
            }}
          />
          <Segmented<Filter>
            label={t('inventory.documents.filter')}
            value={filter}
            onChange={setFilter}
            options={filters.map((value) => ({ value, label: t(`inventory.purchases.filters.${value}`) }))}
          />
        </FilterBar>
        <QueryFailed refusal={paged.refusal} onRetry={paged.refetch} />
        <DataTable<PurchaseListRow>
          label={t('inventory.purchases.title')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          onOpen={open}
          outdated={outdated}
          hasMore={paged.hasMore}
          onNearEnd={paged.loadMore}
          autoFocus
          empty={
            paged.loading || paged.refusal ? null : (
              <EmptyList>
                <EmptyState title={t(isAsked ? 'inventory.documents.none' : 'inventory.purchases.empty')}>
                  {t(isAsked ? 'inventory.documents.noneText' : 'inventory.purchases.emptyText')}
                </EmptyState>
              </EmptyList>
            )
          }
        />
      </div>
    </Page>
  );
}
