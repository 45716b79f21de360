import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderListRow } from '#shared/domains/sales/queries/order-list.ts';
import type { Row } from '#shared/kernel/table.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { DateOnly, Money } from '../../../ui/format.tsx';
import { OrderTags } from '../../../ui/order-tags.tsx';
import { EmptyState } from '../../../ui/page.tsx';
import { PagedTable } from '../../../ui/paged-table.tsx';

/** The customer's orders, newest first. */
export function CustomerOrders({ customer }: { readonly customer: Row<'customers'> }): ReactNode {
  const { t } = useTranslation();
  const maySell = usePermission('sales.confirmOrder');
  const paged = usePagedQuery<OrderListRow>('sales.orderList', {
    search: '',
    filter: null,
    warehouseId: null,
    customerId: customer.id,
  });
  const columns = useMemo(
    (): readonly DataColumn<OrderListRow>[] => [
      { key: 'number', title: t('crm.orders.number'), width: '128px', strong: true, render: (row) => row.number },
      {
        key: 'orderedOn',
        title: t('crm.orders.orderedOn'),
        width: '96px',
        render: (row) => <DateOnly value={row.orderedOn} />,
      },
      {
        key: 'lines',
        title: t('crm.orders.lines'),
        width: '56px',
        figure: true,
        render: (row) => row.lineCount,
      },
      {
        key: 'total',
        title: t('crm.orders.total'),
        width: '112px',
        figure: true,
        render: (row) => <Money minor={row.totalMinor} currency={row.currency} />,
      },
      {
        key: 'state',
        title: t('crm.orders.state'),
        width: 'minmax(152px, 1fr)',
        render: (row) => (
          <span className="customer-order-tags">
            <OrderTags order={row} plain />
          </span>
        ),
      },
    ],
    [t],
  );
  return (
    <>
      <h2 className="customer-heading">{t('crm.orders.title')}</h2>
      <PagedTable<OrderListRow>
        label={t('crm.orders.title')}
        columns={columns}
        paged={paged}
        rowKey={(row) => row.id}
        onOpen={(row) => openTab('order', { orderId: row.id })}
        empty={
          <EmptyState
            title={t('crm.orders.empty')}
            action={
              maySell ? (
                <ActionButton
                  label={t('crm.newOrder')}
                  onRun={() => openTab('orderEntry', { customerId: customer.id })}
                />
              ) : undefined
            }
          >
            {t('crm.orders.emptyText')}
          </EmptyState>
        }
      />
    </>
  );
}
