import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { CountListRow } from '#shared/domains/inventory/queries/count-list.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { DateTime } from '../../../ui/format.tsx';
import { EmptyList } from '../../../ui/load-progress.tsx';
import { EmptyState, FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { useCompany } from '../../../ui/use-company.ts';
import { DocumentState } from '../documents/document-state.tsx';
import { StartCount } from './start-count.tsx';

const filters = ['all', 'open', 'posted', 'cancelled'] as const;
type Filter = (typeof filters)[number];

/** Counts of the warehouses, the newest first (R28). */
export function CountList(): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const mayCount = usePermission(permissions.countStock);
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<Filter>('all');
  const [isStarting, setStarting] = useState(false);
  const args = { search, filter: filter === 'all' ? null : filter, warehouseId: null };
  const paged = usePagedQuery<CountListRow>('inventory.countList', args);
  const { rows, outdated } = paged;
  const columns = useMemo<readonly DataColumn<CountListRow>[]>(() => {
    const nameOf = new Map(company?.warehouses.map(({ id, name }) => [id, name]));
    return [
      { key: 'number', title: t('inventory.documents.number'), width: '128px', render: (row) => row.number },
      {
        key: 'warehouse',
        title: t('inventory.stock.warehouse'),
        width: 'minmax(160px, 1fr)',
        strong: true,
        render: (row) => nameOf.get(row.warehouseId) ?? '',
      },
      {
        key: 'basis',
        title: t('inventory.counts.basis'),
        width: 'minmax(120px, 1fr)',
        render: (row) => t(`inventory.counts.bases.${row.basis}`),
      },
      {
        key: 'state',
        title: t('inventory.documents.state'),
        width: '120px',
        render: (row) => <DocumentState kind="count" plain state={row.state} />,
      },
      {
        key: 'progress',
        title: t('inventory.counts.progress'),
        width: '112px',
        figure: true,
        render: (row) => t('inventory.counts.ofLines', { counted: row.countedLines, all: row.lineCount }),
      },
      {
        key: 'recount',
        title: t('inventory.counts.recounts'),
        width: '128px',
        render: (row) =>
          row.recountLines === 0 ? null : (
            <StateTag plain state="wait">
              {row.recountLines}
            </StateTag>
          ),
      },
      {
        key: 'started',
        title: t('inventory.counts.started'),
        width: 'minmax(176px, 1fr)',
        render: (row) => (
          <>
            <DateTime value={row.startedAt} /> <span className="text-3">{row.startedByName}</span>
          </>
        ),
      },
    ];
  }, [t, company]);
  const open = (row: CountListRow) => openTab('stockCount', { countId: row.id });
  const isAsked = search.trim() !== '' || filter !== 'all';
  return (
    <Page
      header={
        <PageHeader title={t('inventory.counts.title')}>
          {mayCount ? (
            <ActionButton
              primary
              label={t('inventory.counts.new')}
              keys="n"
              labelKey="inventory.counts.new"
              onRun={() => setStarting(true)}
            />
          ) : null}
        </PageHeader>
      }
    >
      <div className="page-main">
        <FilterBar>
          <SearchField
            label={t('inventory.counts.search')}
            labelKey="inventory.counts.search"
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
            options={filters.map((value) => ({ value, label: t(`inventory.counts.filters.${value}`) }))}
          />
        </FilterBar>
        <QueryFailed refusal={paged.refusal} onRetry={paged.refetch} />
        <DataTable<CountListRow>
          label={t('inventory.counts.title')}
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
                <EmptyState title={t(isAsked ? 'inventory.documents.none' : 'inventory.counts.empty')}>
                  {t(isAsked ? 'inventory.documents.noneText' : 'inventory.counts.emptyText')}
                </EmptyState>
              </EmptyList>
            )
          }
        />
      </div>
      {isStarting ? <StartCount onClose={() => setStarting(false)} /> : null}
    </Page>
  );
}
