import { Checkbox, Select } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import type { StockCounts } from '#shared/domains/inventory/queries/stock-counts.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery, useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DataAge } from '../../../ui/data-age.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState, FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { useCompany } from '../../../ui/use-company.ts';
import { useGlow } from '../../../ui/use-glow.ts';
import { stockColumns } from './stock-columns.tsx';
import { type StockFilter, stampOf, stockFilters, useStockQuestion } from './stock-question.ts';
import './stock-list.css';

const keyOf = (row: ProductListRow) => row.id;

/** What each product has in a warehouse: on hand, reserved, available, under way. */
export function StockList(): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const sells = usePermission('sales.confirmOrder');
  const question = useStockQuestion();
  const { search, filter } = question;
  const warehouse = company?.warehouses.find(({ id }) => id === question.warehouseId) ?? company?.warehouses[0];
  const withDiscontinued = question.withDiscontinued ?? !sells;
  const products = { search, warehouseId: warehouse?.id ?? null, withDiscontinued };
  const args = { ...products, filter: filter === 'all' ? null : filter };
  const enabled = company !== undefined;
  const paged = usePagedQuery<ProductListRow>('inventory.productList', args, { enabled });
  const { rows, outdated, hasMore, loadMore, loading, refusal } = paged;
  const counts = useQuery<StockCounts>('inventory.stockCounts', products, { enabled });
  const known = counts.outdated ? undefined : counts.data;
  const glowing = useGlow(rows, keyOf, stampOf, outdated ? null : JSON.stringify(args));
  const columns = useMemo(() => stockColumns(t), [t]);

  return (
    <Page
      header={
        <PageHeader
          title={t('inventory.stock.title')}
          note={
            <>
              {warehouse && known && search === ''
                ? t('inventory.stock.note', { count: known.all, warehouse: warehouse.name })
                : (warehouse?.name ?? '')}{' '}
              <DataAge />
            </>
          }
        />
      }
    >
      <div className="page-main">
        <FilterBar
          end={
            <Checkbox
              checked={withDiscontinued}
              onChange={(event) => useStockQuestion.setState({ withDiscontinued: event.target.checked })}
            >
              {t('inventory.stock.withDiscontinued')}
            </Checkbox>
          }
        >
          <SearchField
            label={t('inventory.stock.search')}
            labelKey="inventory.stock.searchKey"
            value={search}
            onChange={(typed) => useStockQuestion.setState({ search: typed })}
          />
          {company && company.warehouses.length > 1 ? (
            <Select<string>
              className="stock-warehouse"
              aria-label={t('inventory.stock.warehouse')}
              value={warehouse?.id ?? ''}
              onChange={(warehouseId) => useStockQuestion.setState({ warehouseId })}
              options={company.warehouses.map(({ id, name }) => ({ value: id, label: name }))}
            />
          ) : null}
          <Segmented<StockFilter>
            label={t('inventory.stock.filter')}
            value={filter}
            onChange={(next) => useStockQuestion.setState({ filter: next })}
            options={stockFilters.map((value) => ({
              value,
              label: t(`inventory.stock.filters.${value}`),
              count: known && known.all > 0 ? known[value] : undefined,
            }))}
          />
        </FilterBar>
        <QueryFailed refusal={refusal} onRetry={paged.refetch} />
        <DataTable<ProductListRow>
          label={t('inventory.stock.title')}
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          rowClass={(row) => (glowing.has(row.id) ? 'glow' : undefined)}
          hasMore={hasMore}
          onNearEnd={loadMore}
          outdated={outdated}
          autoFocus
          empty={loading || !company || refusal ? null : <NoStock isAsked={search.trim() !== '' || filter !== 'all'} />}
        />
      </div>
    </Page>
  );
}

function NoStock({ isAsked }: { readonly isAsked: boolean }): ReactNode {
  const { t } = useTranslation();
  const mayImport = usePermission(permissions.importData);
  if (isAsked) {
    return (
      <EmptyState
        title={t('inventory.stock.none')}
        action={
          <ActionButton
            label={t('inventory.stock.showAll')}
            onRun={() => useStockQuestion.setState({ search: '', filter: 'all' })}
          />
        }
      >
        {t('inventory.stock.noneText')}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={t('inventory.stock.empty')}
      action={
        mayImport ? (
          <ActionButton label={t('inventory.stock.import')} onRun={() => openTab('import', { target: 'products' })} />
        ) : undefined
      }
    >
      {t(mayImport ? 'inventory.stock.emptyText' : 'inventory.stock.emptyAsk')}
    </EmptyState>
  );
}
