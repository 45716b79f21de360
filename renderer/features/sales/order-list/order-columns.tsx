import type { TFunction } from 'i18next';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { DateOnly, DateTime, Empty, Money } from '../../../ui/format.tsx';
import { OrderTags, RequestedOn } from '../../../ui/order-tags.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import type { OrderRow } from './order-rows.ts';

/** The columns of the list of orders. */
export function orderColumns(
  t: TFunction,
  warehouses: readonly { readonly id: string; readonly name: string }[],
): readonly DataColumn<OrderRow>[] {
  const nameOf = new Map(warehouses.map(({ id, name }) => [id, name]));
  return [
    {
      key: 'number',
      title: t('sales.list.number'),
      width: '108px',
      render: (row) => (row.kind === 'draft' ? row.number : row.order.number),
    },
    {
      key: 'customer',
      title: t('sales.orderEntry.customer'),
      width: 'minmax(200px, 2fr)',
      strong: true,
      // What the office refused keeps no customer.
      render: (row) => (row.kind === 'draft' ? row.customerName : row.order.customerName) || <Empty />,
    },
    {
      key: 'state',
      title: t('sales.list.state'),
      width: '228px',
      render: (row) => (
        <span className="order-list-states">
          {row.kind === 'draft' ? (
            <StateTag state="draft">{t('sales.states.draft')}</StateTag>
          ) : (
            <OrderTags order={row.order} />
          )}
        </span>
      ),
    },
    {
      key: 'warehouse',
      title: t('sales.orderEntry.warehouse'),
      width: 'minmax(80px, 0.7fr)',
      render: (row) => nameOf.get((row.kind === 'draft' ? row.warehouseId : row.order.warehouseId) ?? '') ?? <Empty />,
    },
    {
      key: 'requestedOn',
      title: t('sales.orderEntry.requestedOn'),
      width: 'minmax(108px, 0.6fr)',
      render: (row) =>
        row.kind === 'draft' ? <DateOnly value={row.requestedOn} /> : <RequestedOn order={row.order} />,
    },
    {
      key: 'lines',
      title: t('sales.list.lines'),
      width: '40px',
      figure: true,
      render: (row) => (row.kind === 'draft' ? row.lineCount : row.order.lineCount),
    },
    {
      key: 'total',
      title: t('sales.foot.total'),
      width: 'minmax(104px, 0.6fr)',
      figure: true,
      render: (row) =>
        row.kind === 'draft' ? (
          <Money minor={row.totalMinor} currency={row.currency} />
        ) : (
          <Money minor={row.order.totalMinor} currency={row.order.currency} />
        ),
    },
    {
      key: 'taken',
      title: t('sales.order.taken'),
      width: 'minmax(176px, 1fr)',
      render: (row) =>
        row.kind === 'draft' ? (
          <DateTime value={row.updatedAt} />
        ) : (
          <>
            <DateOnly value={row.order.orderedOn} /> <span className="text-3">{row.order.confirmedByName}</span>
          </>
        ),
    },
  ];
}
