import { Checkbox, Select } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { StockCounts, StockListRow } from '#shared/domains/inventory/queries/stock-list.ts';
import { addDays } from '#shared/kernel/instants.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery, useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DataAge } from '../../../ui/data-age.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyList } from '../../../ui/load-progress.tsx';
import { EmptyState, FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { todayAt, useCompany } from '../../../ui/use-company.ts';
import { useFirstHit } from '../../../ui/use-first-hit.ts';
import { useGlow } from '../../../ui/use-glow.ts';
import { Lots, Movements } from '../ledger.tsx';
import { stockColumns } from './stock-columns.tsx';
import {
  askStock,
  EXPIRY_WATCH_DAYS,
  type StockFilter,
  stampOf,
  stockFilters,
  useStockQuestion,
} from './stock-question.ts';
import '../inventory.css';

const keyOf = (row: StockListRow) => row.id;
/** Select has no null among its values. */
const ALL = '';

/** What each product has in each warehouse: on hand, reserved, available, under way, and for how long. */
export function StockList(): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const sells = usePermission('sales.confirmOrder');
  const mayManage = usePermission('inventory.saveProduct#price');
  const mayCount = usePermission(permissions.countStock);
  const mayTransfer = usePermission(permissions.transferStock);
  const mayReceive = usePermission('inventory.receiveGoods');
  const question = useStockQuestion();
  const [openId, setOpenId] = useState<string | null>(null);
  const { search, filter, category } = question;
  const warehouse = company?.warehouses.find(({ id }) => id === question.warehouseId);
  const withDiscontinued = question.withDiscontinued ?? !sells;
  const expiringBy = company ? addDays(todayAt(company), EXPIRY_WATCH_DAYS) : '';
  const products = { search, warehouseId: warehouse?.id ?? null, category, withDiscontinued, expiringBy };
  const args = { ...products, filter: filter === 'all' ? null : filter };
  const enabled = company !== undefined;
  const paged = usePagedQuery<StockListRow>('inventory.stockList', args, { enabled });
  const { rows, outdated, hasMore, loadMore, loading, refusal } = paged;
  const counts = useQuery<StockCounts>('inventory.stockCounts', products, { enabled });
  const categories = useQuery<string[]>('inventory.productCategories', {});
  const known = counts.outdated ? undefined : counts.data;
  const glowing = useGlow(rows, keyOf, stampOf, outdated ? null : JSON.stringify(args));
  const openFirst = useFirstHit(search, paged, ({ productId }) => void openTab('product', { productId }));
  const isOverAll = warehouse === undefined && (company?.warehouses.length ?? 0) > 1;
  const warehouseNames = useMemo(
    () => (isOverAll && company ? new Map(company.warehouses.map(({ id, name }) => [id, name])) : null),
    [isOverAll, company],
  );
  const [withDays, setWithDays] = useState(false);
  // Once seen, the column stays: a filter moves no other.
  if (!withDays && rows.some((row) => row.shipped > 0)) setWithDays(true);
  const [withVans, setWithVans] = useState(false);
  if (!withVans && rows.some((row) => row.heldForOthers !== 0)) setWithVans(true);
  const columns = useMemo(
    () => stockColumns({ t, openId, warehouseNames, expiringBy, withDays, withVans }),
    [t, openId, warehouseNames, expiringBy, withDays, withVans],
  );
  const only = company?.warehouses.length === 1 ? company.warehouses[0] : warehouse;

  return (
    <Page
      header={
        <PageHeader
          title={t('inventory.stock.title')}
          note={
            <>
              {company && known && search === ''
                ? t(only ? 'inventory.stock.note' : 'inventory.stock.noteAll', {
                    count: known.all,
                    warehouse: only?.name ?? '',
                  })
                : (only?.name ?? '')}{' '}
              <DataAge />
            </>
          }
        >
          {mayManage ? (
            <ActionButton
              label={t('inventory.catalogue.new')}
              keys="n"
              labelKey="inventory.catalogue.new"
              onRun={() => openTab('productEntry', { productId: null })}
            />
          ) : null}
          {mayCount ? (
            <ActionButton
              label={t('inventory.stock.count')}
              keys="c"
              labelKey="inventory.stock.count"
              onRun={() => openTab('countGoods')}
            />
          ) : null}
          {mayTransfer ? (
            <ActionButton
              label={t('inventory.stock.transfer')}
              keys="t"
              labelKey="inventory.stock.transfer"
              onRun={() => openTab('transferGoods')}
            />
          ) : null}
          {mayReceive ? (
            <ActionButton
              primary
              label={t('inventory.stock.receive')}
              keys="r"
              labelKey="inventory.stock.receive"
              onRun={() => openTab('receiveGoods')}
            />
          ) : null}
        </PageHeader>
      }
    >
      <div className="page-main">
        <FilterBar
          end={
            <span className="stock-bar-end">
              <span className="stock-mark">{t('inventory.stock.mark')}</span>
              <Checkbox
                checked={withDiscontinued}
                onChange={(event) => useStockQuestion.setState({ withDiscontinued: event.target.checked })}
              >
                {t('inventory.stock.withDiscontinued')}
              </Checkbox>
            </span>
          }
        >
          <SearchField
            label={t('inventory.stock.search')}
            labelKey="inventory.stock.searchKey"
            value={search}
            onChange={(typed) => useStockQuestion.setState({ search: typed })}
            onEnter={openFirst}
          />
          {company && company.warehouses.length > 1 ? (
            <Select<string>
              aria-label={t('inventory.stock.warehouse')}
              popupMatchSelectWidth={false}
              value={warehouse?.id ?? ALL}
              onChange={(id) => useStockQuestion.setState({ warehouseId: id === ALL ? null : id })}
              options={[
                { value: ALL, label: t('inventory.stock.allWarehouses') },
                ...company.warehouses.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          ) : null}
          {categories.data && categories.data.length > 1 ? (
            <Select<string>
              aria-label={t('inventory.stock.category')}
              popupMatchSelectWidth={false}
              value={category ?? ALL}
              onChange={(name) => useStockQuestion.setState({ category: name === ALL ? null : name })}
              options={[
                { value: ALL, label: t('inventory.stock.allCategories') },
                ...categories.data.map((name) => ({ value: name, label: name })),
              ]}
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
        <DataTable<StockListRow>
          label={t('inventory.stock.title')}
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          selectedKey={openId}
          onOpen={(row) => setOpenId(row.id === openId ? null : row.id)}
          detail={(row) => <StockDetail row={row} />}
          rowClass={(row) => (glowing.has(row.id) ? 'glow' : undefined)}
          hasMore={hasMore}
          onNearEnd={loadMore}
          outdated={outdated}
          autoFocus
          empty={
            loading || !company || refusal ? null : (
              <EmptyList>
                <NoStock isAsked={search.trim() !== '' || filter !== 'all' || category !== null} />
              </EmptyList>
            )
          }
        />
      </div>
    </Page>
  );
}

const DETAIL_MOVEMENTS = 6;

/** The figures' sums, to be checked: lots add up to on hand, the newest balance is on hand. */
function StockDetail({ row }: { readonly row: StockListRow }): ReactNode {
  const { t } = useTranslation();
  const { productId, warehouseId } = row;
  const openProduct = () => void openTab('product', { productId });
  return (
    <div className="stock-detail">
      <Lots productId={productId} warehouseId={warehouseId} />
      {warehouseId === null ? null : (
        <Movements productId={productId} warehouseId={warehouseId} limitRows={DETAIL_MOVEMENTS} onAll={openProduct} />
      )}
      <div className="stock-detail-links">
        <ActionButton label={t('inventory.product.open')} onRun={openProduct} />
      </div>
    </div>
  );
}

function NoStock({ isAsked }: { readonly isAsked: boolean }): ReactNode {
  const { t } = useTranslation();
  const mayImport = usePermission(permissions.importData);
  if (isAsked) {
    return (
      <EmptyState
        title={t('inventory.stock.none')}
        action={<ActionButton label={t('inventory.stock.showAll')} onRun={() => askStock({})} />}
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
