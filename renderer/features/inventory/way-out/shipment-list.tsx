import type { TFunction } from 'i18next';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShipmentListRow } from '#shared/domains/inventory/queries/shipments.ts';
import { makeListQuestion } from '../../../app/list-question.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { DateTime, Empty } from '../../../ui/format.tsx';
import { EmptyState, FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { PagedTable } from '../../../ui/paged-table.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { ShipmentState } from './shipment-state.tsx';

const filters = ['all', 'shipped', 'delivered', 'refused', 'reversed'] as const;
interface Question {
  readonly search: string;
  readonly filter: (typeof filters)[number];
}
const { use: useQuestion } = makeListQuestion<Question>({ search: '', filter: 'all' });

/** Delivery notes, the newest first. */
export function ShipmentList(): ReactNode {
  const { t } = useTranslation();
  const { search, filter } = useQuestion();
  const mayPlan = usePermission('inventory.planTours');
  const mayDeliver = usePermission('inventory.confirmDelivery');
  const ask = useQuestion.setState;
  const args = { search, state: filter === 'all' ? null : filter, warehouseId: null };
  const paged = usePagedQuery<ShipmentListRow>('inventory.shipmentList', args);
  const columns = useMemo(() => columnsOf(t), [t]);
  const open = (row: ShipmentListRow) => void openTab('shipment', { shipmentId: row.id });
  const isAsked = search !== '' || filter !== 'all';
  return (
    <Page
      header={
        <PageHeader title={t('inventory.shipments.title')}>
          {mayPlan ? (
            <ActionButton
              label={t('inventory.shipments.carriers')}
              keys="c"
              labelKey="inventory.shipments.carriers"
              onRun={() => openTab('carriers')}
            />
          ) : null}
          {mayPlan || mayDeliver ? (
            <ActionButton
              label={t('inventory.shipments.tour')}
              keys="t"
              labelKey="inventory.shipments.tour"
              onRun={() => openTab('tours')}
            />
          ) : null}
        </PageHeader>
      }
    >
      <div className="page-main">
        <FilterBar>
          <SearchField
            label={t('inventory.shipments.search')}
            labelKey="inventory.shipments.searchKey"
            value={search}
            onChange={(typed) => ask({ search: typed })}
            onEnter={() => {
              const [first] = paged.rows;
              if (first && !paged.outdated) open(first);
            }}
          />
          <Segmented
            label={t('inventory.shipments.filter')}
            value={filter}
            onChange={(next) => ask({ filter: next })}
            options={filters.map((value) => ({
              value,
              label: t(value === 'all' ? 'inventory.shipments.all' : `inventory.shipments.states.${value}`),
            }))}
          />
        </FilterBar>
        <PagedTable<ShipmentListRow>
          label={t('inventory.shipments.title')}
          columns={columns}
          paged={paged}
          rowKey={(row) => row.id}
          onOpen={open}
          autoFocus
          empty={
            <EmptyState title={t(isAsked ? 'inventory.shipments.none' : 'inventory.shipments.empty')}>
              {t(isAsked ? 'inventory.shipments.noneText' : 'inventory.shipments.emptyText')}
            </EmptyState>
          }
        />
      </div>
    </Page>
  );
}

function columnsOf(t: TFunction): readonly DataColumn<ShipmentListRow>[] {
  return [
    { key: 'number', title: t('inventory.shipments.number'), width: '124px', render: (row) => row.number },
    {
      key: 'customer',
      title: t('inventory.shipments.customer'),
      width: 'minmax(180px, 2fr)',
      strong: true,
      render: (row) => row.customerName || <Empty />,
    },
    {
      key: 'state',
      title: t('inventory.shipments.state'),
      width: '132px',
      render: (row) => <ShipmentState state={row.state} />,
    },
    {
      key: 'order',
      title: t('inventory.shipments.order'),
      width: '124px',
      render: (row) => row.orderNumber || <Empty />,
    },
    {
      key: 'warehouse',
      title: t('inventory.shipments.warehouse'),
      width: 'minmax(80px, 0.7fr)',
      render: (row) => row.warehouseName,
    },
    {
      key: 'carrier',
      title: t('inventory.shipments.carrier'),
      width: 'minmax(140px, 1fr)',
      render: (row) => [row.carrierName, row.trackingNumber].filter(Boolean).join(' · ') || <Empty />,
    },
    {
      key: 'parcels',
      title: t('inventory.shipments.parcels'),
      width: '64px',
      figure: true,
      render: (row) => row.parcelCount,
    },
    {
      key: 'shippedAt',
      title: t('inventory.shipments.shippedAt'),
      width: 'minmax(140px, 0.8fr)',
      render: (row) => <DateTime value={row.shippedAt} />,
    },
    {
      key: 'delivered',
      title: t('inventory.shipments.receivedBy'),
      width: 'minmax(96px, 0.8fr)',
      render: (row) => row.receivedByName ?? <Empty />,
    },
  ];
}
