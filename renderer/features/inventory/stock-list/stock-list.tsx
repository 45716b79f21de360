import { Checkbox, Select } from 'antd';
import { type ReactNode, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DataAge } from '../../../ui/data-age.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState, FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { useCompany } from '../../../ui/use-company.ts';
import { useGlow } from '../../../ui/use-glow.ts';
import { stockColumns } from './stock-columns.tsx';
import { fitsFilter, type StockFilter, stampOf, stockFilters, useStockQuestion } from './stock-question.ts';
import './stock-list.css';

/** As many as a query gives: filters look at rows that are here, so that few pages hold a whole company. */
const PAGE_ROWS = 500;
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
  const args = { search, warehouseId: warehouse?.id ?? null, withDiscontinued };
  const paged = usePagedQuery<ProductListRow>('inventory.productList', args, {
    enabled: company !== undefined,
    limitRows: PAGE_ROWS,
  });
  const { rows, outdated, hasMore, loadMore, loading } = paged;
  const glowing = useGlow(rows, keyOf, stampOf, outdated ? null : JSON.stringify(args));
  const shown = useMemo(() => rows.filter((row) => fitsFilter(row, filter)), [rows, filter]);
  const columns = useMemo(() => stockColumns(t), [t]);
  // Under a filter the rest may hold what is looked for, however short the list is.
  useEffect(() => {
    if (filter !== 'all' && hasMore) loadMore();
  }, [filter, hasMore, loadMore]);
  const count = (wanted: StockFilter) =>
    hasMore || rows.length === 0 ? undefined : rows.filter((row) => fitsFilter(row, wanted)).length;

  return (
    <Page
      header={
        <PageHeader
          title={t('inventory.stock.title')}
          note={
            <>
              {warehouse && !hasMore && search === ''
                ? t('inventory.stock.note', { count: rows.length, warehouse: warehouse.name })
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
              count: count(value),
            }))}
          />
        </FilterBar>
        <DataTable<ProductListRow>
          label={t('inventory.stock.title')}
          columns={columns}
          rows={shown}
          rowKey={keyOf}
          rowClass={(row) => (glowing.has(row.id) ? 'glow' : undefined)}
          hasMore={hasMore}
          onNearEnd={loadMore}
          outdated={outdated}
          autoFocus
          empty={loading || !company ? null : <NoStock isAsked={search.trim() !== '' || filter !== 'all'} />}
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
