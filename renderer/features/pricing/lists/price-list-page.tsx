import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PriceListRow, PriceRow } from '#shared/domains/sales/queries/price-lists.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { openTab, useTab } from '../../../app/tabs.ts';
import { usePagedQuery, useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { HistoryButton } from '../../../ui/history-button.tsx';
import { EmptyState, FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { PagedTable } from '../../../ui/paged-table.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { useToday } from '../../../ui/use-company.ts';
import { useFirstHit } from '../../../ui/use-first-hit.ts';
import { priceColumns } from '../prices/price-columns.tsx';
import { PriceDialog } from '../prices/price-dialog.tsx';
import { ListDialog } from './list-dialog.tsx';
import { forWhom, ListState } from './price-lists.tsx';

/** One price list with its prices: found, changed one by one, or set many at once. */
export function PriceListPage({ params }: ScreenProps): ReactNode {
  const { t } = useTranslation();
  const id = String(params.priceListId);
  const { data } = useQuery<PriceListRow[]>('sales.priceLists', {});
  const list = data?.find((each) => each.id === id);
  const tab = useTab();
  useEffect(() => {
    if (list) tab.setTitle(list.name);
  }, [list, tab]);
  if (!data) return <Page header={<PageHeader title="" />}>{null}</Page>;
  if (!list)
    return (
      <EmptyState
        title={t('pricing.lists.gone')}
        action={<ActionButton label={t('pricing.lists.title')} onRun={() => void openTab('priceLists')} />}
      >
        {t('pricing.lists.goneText')}
      </EmptyState>
    );
  return <WholeList list={list} />;
}

function WholeList({ list }: { readonly list: PriceListRow }): ReactNode {
  const { t } = useTranslation();
  const today = useToday();
  const [search, setSearch] = useState('');
  const [isChanging, setChanging] = useState(false);
  const [asked, setAsked] = useState<PriceRow | null>(null);
  const paged = usePagedQuery<PriceRow>('sales.priceListItems', { priceListId: list.id, search });
  const openFirst = useFirstHit(search, paged, setAsked);
  const columns = useMemo(
    () => priceColumns<PriceRow>(t, { today, currencyOf: () => list.currency, withCurrency: false }),
    [t, today, list.currency],
  );
  const setMany = (isPrimary: boolean) => (
    <ActionButton
      {...(isPrimary ? { primary: true, keys: 'n', labelKey: 'pricing.prices.set' } : {})}
      label={t('pricing.prices.set')}
      onRun={() => void openTab('priceEntry', { priceListId: list.id })}
    />
  );
  return (
    <Page
      header={
        <PageHeader
          title={list.name}
          tag={<ListState list={list} today={today} />}
          note={`${list.code} · ${forWhom(t, list)} · ${list.currency}`}
        >
          <HistoryButton rowId={list.id} name={list.name} />
          <ActionButton
            label={t('pricing.lists.change')}
            keys="e"
            labelKey="pricing.lists.change"
            onRun={() => setChanging(true)}
          />
          {setMany(true)}
        </PageHeader>
      }
    >
      <div className="page-main">
        <FilterBar>
          <SearchField
            label={t('pricing.prices.search')}
            labelKey="pricing.prices.searchKey"
            value={search}
            onChange={setSearch}
            onEnter={openFirst}
          />
        </FilterBar>
        <PagedTable<PriceRow>
          label={t('pricing.prices.of', { name: list.name })}
          columns={columns}
          paged={paged}
          rowKey={(row) => row.id}
          onOpen={setAsked}
          autoFocus
          empty={
            <EmptyState
              title={t(search.trim() === '' ? 'pricing.prices.empty' : 'pricing.prices.none')}
              action={search.trim() === '' ? setMany(false) : undefined}
            >
              {t(search.trim() === '' ? 'pricing.prices.emptyText' : 'pricing.prices.noneText')}
            </EmptyState>
          }
        />
      </div>
      {isChanging ? <ListDialog list={list} onClose={() => setChanging(false)} /> : null}
      {asked ? (
        <PriceDialog
          price={{ ...asked, currency: list.currency, note: null }}
          owner={{ priceListId: list.id }}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </Page>
  );
}
