import type { TFunction } from 'i18next';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { QuotaRow } from '#shared/domains/inventory/queries/stock-flags.ts';
import { usePermission, useSession } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { DateOnly, Quantity } from '../../../ui/format.tsx';
import { EmptyState, FilterBar, Note, Page, PageHeader } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { useCompany, useToday } from '../../../ui/use-company.ts';
import { GiveBackDialog, GrantDialog } from './quota-dialogs.tsx';
import { hasEnded, type QuotaFilter, quotasFor } from './quota-rows.ts';
import './quotas.css';

const filters = ['mine', 'all', 'expired'] as const satisfies readonly QuotaFilter[];
const emptyTexts = { mine: 'emptyMine', all: 'empty', expired: 'emptyEnded' } as const;

/** Stock that single persons hold: on the van, or kept for the road (R20, R21). */
export function QuotaList(): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const today = useToday();
  const mayGrant = usePermission(permissions.manageQuotas);
  const userId = useSession(({ session }) => (session?.state === 'signedIn' ? session.user.id : null));
  const { data, loading, refusal, refetch } = useQuery<QuotaRow[]>('inventory.quotaList', {});
  const [chosen, setFilter] = useState<QuotaFilter | null>(null);
  const [atId, setAtId] = useState<string | null>(null);
  const [isGranting, setGranting] = useState(false);
  const [givingBack, setGivingBack] = useState<QuotaRow | null>(null);
  const all = data ?? [];
  // Who holds nothing and looks after the warehouse looks for the others'.
  const isMine = all.length === 0 || all.some((row) => row.userId === userId);
  const filter = chosen ?? (mayGrant || !isMine ? 'all' : 'mine');
  const rows = quotasFor(all, filter, { userId, today });
  const ended = mayGrant ? all.filter((row) => hasEnded(row, today)).length : 0;
  const at = rows.find(({ id }) => id === atId) ?? rows[0];
  const mayGiveBack = at !== undefined && (mayGrant || at.userId === userId);
  const columns = useMemo(() => {
    const nameOf = new Map(company?.warehouses.map(({ id, name }) => [id, name]));
    return columnsOf(t, today, (id) => nameOf.get(id) ?? '');
  }, [t, today, company]);
  return (
    <Page
      header={
        <PageHeader title={t('inventory.quotas.title')} note={t('inventory.quotas.note')}>
          <ActionButton
            label={t('inventory.quotas.giveBack')}
            keys="b"
            labelKey="inventory.quotas.giveBack"
            disabled={!mayGiveBack}
            onRun={() => at && setGivingBack(at)}
          />
          {mayGrant ? (
            <ActionButton
              primary
              label={t('inventory.quotas.grant')}
              keys="n"
              labelKey="inventory.quotas.grant"
              onRun={() => setGranting(true)}
            />
          ) : null}
        </PageHeader>
      }
    >
      <div className="page-main">
        <FilterBar>
          <Segmented<QuotaFilter>
            label={t('inventory.quotas.filter')}
            value={filter}
            onChange={setFilter}
            options={filters.map((value) => ({
              value,
              label: t(`inventory.quotas.filters.${value}`),
              ...(data && today !== '' ? { count: quotasFor(all, value, { userId, today }).length } : {}),
            }))}
          />
        </FilterBar>
        <QueryFailed refusal={refusal} onRetry={refetch} />
        {ended > 0 && filter !== 'expired' ? (
          <div className="quotas-ended">
            <Note
              tone="wait"
              title={t('inventory.quotas.endedText', { count: ended })}
              action={<ActionButton label={t('inventory.quotas.showEnded')} onRun={() => setFilter('expired')} />}
            >
              {t('inventory.quotas.endedHelp')}
            </Note>
          </div>
        ) : null}
        <DataTable<QuotaRow>
          label={t('inventory.quotas.title')}
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
          onCursor={({ id }) => setAtId(id)}
          onOpen={({ productId }) => void openTab('product', { productId })}
          autoFocus
          empty={
            loading || refusal ? null : (
              <EmptyState title={t(`inventory.quotas.${emptyTexts[filter]}`)}>
                {t(`inventory.quotas.${emptyTexts[filter]}Text`)}
              </EmptyState>
            )
          }
        />
      </div>
      {isGranting ? <GrantDialog onClose={() => setGranting(false)} /> : null}
      {givingBack ? <GiveBackDialog quota={givingBack} onClose={() => setGivingBack(null)} /> : null}
    </Page>
  );
}

function columnsOf(
  t: TFunction,
  today: string,
  nameOf: (warehouseId: string) => string,
): readonly DataColumn<QuotaRow>[] {
  const figure = (key: 'granted' | 'used' | 'left', value: (row: QuotaRow) => number): DataColumn<QuotaRow> => ({
    key,
    title: t(`inventory.quotas.${key}`),
    width: '92px',
    figure: true,
    render: (row) => <Quantity value={value(row)} {...(key === 'left' ? { unit: row.unit } : {})} dashZero />,
  });
  return [
    { key: 'person', title: t('inventory.quotas.person'), width: 'minmax(112px, 1fr)', render: (row) => row.userName },
    {
      key: 'device',
      title: t('inventory.quotas.device'),
      width: '72px',
      render: (row) => row.deviceCode ?? <span className="text-3">{t('inventory.quotas.anyDevice')}</span>,
    },
    { key: 'code', title: t('inventory.stock.code'), width: '96px', render: (row) => row.productCode },
    {
      key: 'product',
      title: t('inventory.stock.product'),
      width: 'minmax(180px, 2fr)',
      strong: true,
      render: (row) => row.productName,
    },
    {
      key: 'warehouse',
      title: t('inventory.stock.warehouse'),
      width: 'minmax(96px, 1fr)',
      render: (row) => nameOf(row.warehouseId),
    },
    figure('granted', (row) => row.granted),
    figure('used', (row) => row.granted - row.left),
    figure('left', (row) => row.left),
    {
      key: 'validUntil',
      title: t('inventory.quotas.validUntil'),
      width: '104px',
      render: (row) =>
        row.validUntil === null ? (
          <span className="text-3">{t('inventory.quotas.noEnd')}</span>
        ) : (
          <DateOnly value={row.validUntil} />
        ),
    },
    {
      key: 'state',
      title: t('inventory.quotas.state'),
      width: '88px',
      render: (row) => (
        <StateTag plain state={hasEnded(row, today) ? 'late' : 'done'}>
          {t(hasEnded(row, today) ? 'inventory.quotas.ended' : 'inventory.quotas.valid')}
        </StateTag>
      ),
    },
  ];
}
