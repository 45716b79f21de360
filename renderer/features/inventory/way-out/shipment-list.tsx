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
import { numberColumn, PaperList, type PaperQuestion } from '../documents/paper-list.tsx';
import { ShipmentState } from './shipment-state.tsx';

const filters = ['all', 'shipped', 'delivered', 'refused', 'reversed'] as const;
const { use: useQuestion } = makeListQuestion<PaperQuestion<(typeof filters)[number]>>({ search: '', filter: 'all' });

/** Delivery notes, the newest first. */
export function ShipmentList(): ReactNode {
  const { t } = useTranslation();
  const { search, filter } = useQuestion();
  const mayPlan = usePermission('inventory.planTours');
  const mayDeliver = usePermission('inventory.confirmDelivery');
  const args = { search, state: filter === 'all' ? null : filter, warehouseId: null };
  const paged = usePagedQuery<ShipmentListRow>('inventory.shipmentList', args);
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PaperList
      texts="inventory.shipments"
      filters={filters}
      use={useQuestion}
      paged={paged}
      columns={columns}
      onOpen={(row) => void openTab('shipment', { shipmentId: row.id })}
      actions={
        <>
          <ActionButton
            label={t('inventory.returns.title')}
            keys="r"
            labelKey="inventory.returns.title"
            onRun={() => openTab('goodsReturns')}
          />
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
        </>
      }
    />
  );
}

function columnsOf(t: TFunction): readonly DataColumn<ShipmentListRow>[] {
  return [
    numberColumn(t),
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
      width: '108px',
      render: (row) => <ShipmentState plain state={row.state} />,
    },
    {
      key: 'order',
      title: t('inventory.shipments.order'),
      width: '112px',
      render: (row) => row.orderNumber || <Empty />,
    },
    {
      key: 'warehouse',
      title: t('inventory.shipments.warehouse'),
      width: 'minmax(72px, 0.6fr)',
      render: (row) => row.warehouseName,
    },
    {
      key: 'carrier',
      title: t('inventory.shipments.carrier'),
      width: 'minmax(184px, 1.6fr)',
      render: (row) => [row.carrierName, row.trackingNumber].filter(Boolean).join(' · ') || <Empty />,
    },
    {
      key: 'parcels',
      title: t('inventory.shipments.parcels'),
      width: '56px',
      figure: true,
      render: (row) => row.parcelCount,
    },
    {
      key: 'shippedAt',
      title: t('inventory.shipments.shippedAt'),
      width: 'minmax(100px, 0.6fr)',
      render: (row) => <DateTime value={row.shippedAt} />,
    },
    {
      key: 'delivered',
      title: t('inventory.shipments.receivedBy'),
      width: 'minmax(88px, 0.8fr)',
      render: (row) => row.receivedByName ?? <Empty />,
    },
  ];
}
