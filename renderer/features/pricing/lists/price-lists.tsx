import type { TFunction } from 'i18next';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PriceListRow } from '#shared/domains/sales/queries/price-lists.ts';
import { openTab } from '../../../app/tabs.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState, Page, PageHeader } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { useToday } from '../../../ui/use-company.ts';
import { Days } from '../prices/days.tsx';
import { ListDialog } from './list-dialog.tsx';

/** Every price list: whose it is, in which currency, how many prices stand in it. */
export function PriceLists(): ReactNode {
  const { t } = useTranslation();
  const today = useToday();
  const { data, loading, refusal, refetch } = useQuery<PriceListRow[]>('sales.priceLists', {});
  const [isAdding, setAdding] = useState(false);
  const columns = useMemo(() => columnsOf(t, today), [t, today]);
  const add = (isPrimary: boolean) => (
    <ActionButton
      {...(isPrimary ? { primary: true, keys: 'n', labelKey: 'pricing.lists.new' } : {})}
      label={t('pricing.lists.new')}
      onRun={() => setAdding(true)}
    />
  );
  return (
    <Page
      header={
        <PageHeader title={t('pricing.lists.title')}>
          <ActionButton
            label={t('pricing.promotions.title')}
            keys="p"
            labelKey="pricing.promotions.title"
            onRun={() => void openTab('promotions')}
          />
          <ActionButton
            label={t('pricing.groups.title')}
            keys="g"
            labelKey="pricing.groups.title"
            onRun={() => void openTab('customerGroups')}
          />
          {add(true)}
        </PageHeader>
      }
    >
      <div className="page-main">
        <QueryFailed refusal={refusal} onRetry={refetch} />
        <DataTable<PriceListRow>
          label={t('pricing.lists.title')}
          columns={columns}
          rows={data ?? []}
          rowKey={({ id }) => id}
          onOpen={({ id }) => void openTab('priceList', { priceListId: id })}
          autoFocus
          empty={
            loading || refusal ? null : (
              <EmptyState title={t('pricing.lists.empty')} action={add(false)}>
                {t('pricing.lists.emptyText')}
              </EmptyState>
            )
          }
        />
      </div>
      {isAdding ? <ListDialog list={null} onClose={() => setAdding(false)} /> : null}
    </Page>
  );
}

function columnsOf(t: TFunction, today: string): readonly DataColumn<PriceListRow>[] {
  return [
    { key: 'code', title: t('pricing.code'), width: '112px', render: (row) => row.code },
    { key: 'name', title: t('pricing.name'), width: 'minmax(180px, 2fr)', strong: true, render: (row) => row.name },
    {
      key: 'for',
      title: t('pricing.lists.for'),
      width: 'minmax(160px, 1fr)',
      render: (row) => forWhom(t, row),
    },
    { key: 'currency', title: t('pricing.currency'), width: '88px', render: (row) => row.currency },
    {
      key: 'days',
      title: t('pricing.days'),
      width: '232px',
      render: (row) => <Days from={row.validFrom} until={row.validUntil} />,
    },
    { key: 'prices', title: t('pricing.lists.prices'), width: '96px', figure: true, render: (row) => row.prices },
    {
      key: 'state',
      title: t('pricing.state'),
      width: '112px',
      render: (row) => <ListState list={row} today={today} />,
    },
  ];
}

/** Everybody who has no list of their own, a group, or those who are given it. */
export function forWhom(t: TFunction, { kind, groupName, isDefault }: PriceListRow): string {
  if (kind === 'group') return groupName ?? '';
  return t(isDefault === 1 ? 'pricing.lists.everybody' : 'pricing.lists.byCustomer');
}

/** Whether it counts now. */
export function ListState({ list, today }: { readonly list: PriceListRow; readonly today: string }): ReactNode {
  const { t } = useTranslation();
  if (list.active === 0)
    return (
      <StateTag plain state="draft">
        {t('pricing.outOfUse')}
      </StateTag>
    );
  if (list.validUntil !== null && list.validUntil < today)
    return (
      <StateTag plain state="draft">
        {t('pricing.over')}
      </StateTag>
    );
  if (list.validFrom > today)
    return (
      <StateTag plain state="open">
        {t('pricing.coming')}
      </StateTag>
    );
  return (
    <StateTag plain state="done">
      {t('pricing.holds')}
    </StateTag>
  );
}
