import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { TransferListRow } from '#shared/domains/inventory/queries/transfer-list.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { DateOnly, DateTime } from '../../../ui/format.tsx';
import { EmptyList } from '../../../ui/load-progress.tsx';
import { EmptyState, FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { DocumentState } from '../documents/document-state.tsx';

const filters = ['all', 'open', 'underWay', 'closed', 'cancelled'] as const;
type Filter = (typeof filters)[number];

/** Goods between warehouses, the newest first (R27). */
export function TransferList(): ReactNode {
  const { t } = useTranslation();
  const mayAsk = usePermission(permissions.transferStock);
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<Filter>('all');
  const args = { search, filter: filter === 'all' ? null : filter };
  const paged = usePagedQuery<TransferListRow>('inventory.transferList', args);
  const { rows, outdated } = paged;
  const columns = useMemo<readonly DataColumn<TransferListRow>[]>(
    () => [
      { key: 'number', title: t('inventory.documents.number'), width: '128px', render: (row) => row.number },
      {
        key: 'way',
        title: t('inventory.transfers.way'),
        width: 'minmax(220px, 2fr)',
        strong: true,
        render: (row) => t('inventory.transfers.fromTo', { from: row.fromWarehouseName, to: row.toWarehouseName }),
      },
      {
        key: 'state',
        title: t('inventory.documents.state'),
        width: '128px',
        render: (row) => <DocumentState kind="transfer" plain state={row.state} />,
      },
      {
        key: 'dueOn',
        title: t('inventory.transfers.dueOn'),
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
        key: 'asked',
        title: t('inventory.transfers.askedBy'),
        width: 'minmax(176px, 1fr)',
        render: (row) => (
          <>
            <DateTime value={row.createdAt} /> <span className="text-3">{row.askedByName}</span>
          </>
        ),
      },
    ],
    [t],
  );
  const open = (row: TransferListRow) => openTab('transfer', { transferId: row.id });
  const isAsked = search.trim() !== '' || filter !== 'all';
  return (
    <Page
      header={
        <PageHeader title={t('inventory.transfers.title')}>
          {mayAsk ? (
            <ActionButton
              primary
              label={t('inventory.transfers.new')}
              keys="n"
              labelKey="inventory.transfers.new"
              onRun={() => openTab('transferEntry')}
            />
          ) : null}
        </PageHeader>
      }
    >
      <div className="page-main">
        <FilterBar>
          <SearchField
            label={t('inventory.transfers.search')}
            labelKey="inventory.transfers.search"
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
            options={filters.map((value) => ({ value, label: t(`inventory.transfers.filters.${value}`) }))}
          />
        </FilterBar>
        <QueryFailed refusal={paged.refusal} onRetry={paged.refetch} />
        <DataTable<TransferListRow>
          label={t('inventory.transfers.title')}
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
                <EmptyState title={t(isAsked ? 'inventory.documents.none' : 'inventory.transfers.empty')}>
                  {t(isAsked ? 'inventory.documents.noneText' : 'inventory.transfers.emptyText')}
                </EmptyState>
              </EmptyList>
            )
          }
        />
      </div>
    </Page>
  );
}
