import type { TFunction } from 'i18next';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '#shared/kernel/table.ts';
import { usePermission } from '../../../app/session.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { Empty } from '../../../ui/format.tsx';
import { EmptyState, Page, PageHeader } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { CarrierDialog } from './carrier-dialog.tsx';

type Carrier = Row<'carriers'>;

/** Who carries goods, and where their parcels are followed. */
export function CarrierList(): ReactNode {
  const { t } = useTranslation();
  const mayChange = usePermission('inventory.planTours');
  const { data, loading, refusal, refetch } = useQuery<Carrier[]>('inventory.carrierList', {});
  const [asked, setAsked] = useState<Carrier | 'new' | null>(null);
  const columns = useMemo(() => columnsOf(t), [t]);
  const add = (
    <ActionButton
      primary
      label={t('inventory.carriers.new')}
      keys="n"
      labelKey="inventory.carriers.new"
      onRun={() => setAsked('new')}
    />
  );
  return (
    <Page header={<PageHeader title={t('inventory.carriers.title')}>{mayChange ? add : null}</PageHeader>}>
      <div className="page-main">
        <QueryFailed refusal={refusal} onRetry={refetch} />
        <DataTable<Carrier>
          label={t('inventory.carriers.title')}
          columns={columns}
          rows={data ?? []}
          rowKey={({ id }) => id}
          {...(mayChange ? { onOpen: setAsked } : {})}
          autoFocus
          empty={
            loading || refusal ? null : (
              <EmptyState title={t('inventory.carriers.empty')}>{t('inventory.carriers.emptyText')}</EmptyState>
            )
          }
        />
      </div>
      {asked === null ? null : (
        <CarrierDialog carrier={asked === 'new' ? null : asked} onClose={() => setAsked(null)} />
      )}
    </Page>
  );
}

function columnsOf(t: TFunction): readonly DataColumn<Carrier>[] {
  return [
    { key: 'code', title: t('inventory.carriers.code'), width: '112px', render: (row) => row.code },
    {
      key: 'name',
      title: t('inventory.carriers.name'),
      width: 'minmax(160px, 1fr)',
      strong: true,
      render: (row) => row.name,
    },
    {
      key: 'kind',
      title: t('inventory.carriers.kind'),
      width: '112px',
      render: (row) => t(row.isOwn === 1 ? 'inventory.carriers.own' : 'inventory.carriers.company'),
    },
    { key: 'phone', title: t('inventory.carriers.phone'), width: '136px', render: (row) => row.phone ?? <Empty /> },
    {
      key: 'url',
      title: t('inventory.carriers.trackingUrl'),
      width: 'minmax(240px, 2fr)',
      render: (row) => row.trackingUrl ?? <Empty />,
    },
    {
      key: 'active',
      title: t('inventory.documents.state'),
      width: '120px',
      render: (row) => (
        <StateTag plain state={row.active === 1 ? 'done' : 'draft'}>
          {t(`inventory.carriers.states.${row.active === 1 ? 'active' : 'former'}`)}
        </StateTag>
      ),
    },
  ];
}
