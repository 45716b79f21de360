import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProductOrderRow } from '#shared/domains/sales/queries/product-orders.ts';
import type { Row } from '#shared/kernel/table.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { DateOnly, Money, Quantity } from '../../../ui/format.tsx';
import { EmptyState } from '../../../ui/page.tsx';
import { PagedTable } from '../../../ui/paged-table.tsx';

/** Who ordered a product, newest first. */
export function ProductOrders({ product }: { readonly product: Row<'products'> }): ReactNode {
  const { t } = useTranslation();
  const paged = usePagedQuery<ProductOrderRow>('sales.productOrders', { productId: product.id });
  const columns = useMemo(
    (): readonly DataColumn<ProductOrderRow>[] => [
      {
        key: 'orderedOn',
        title: t('inventory.product.orderedOn'),
        width: '72px',
        render: (row) => (
          <span className="text-2">
            <DateOnly value={row.orderedOn} short />
          </span>
        ),
      },
      { key: 'number', title: t('inventory.product.order'), width: '100px', render: (row) => row.number },
      {
        key: 'customer',
        title: t('inventory.product.customer'),
        width: 'minmax(96px, 1fr)',
        render: (row) => row.customerName,
      },
      {
        key: 'quantity',
        title: t('inventory.product.quantity'),
        width: '48px',
        figure: true,
        strong: true,
        render: (row) => <Quantity value={row.quantity} />,
      },
      {
        key: 'net',
        title: t('inventory.product.net'),
        width: '76px',
        figure: true,
        render: (row) => <Money minor={row.netMinor} currency={row.currency} bare />,
      },
    ],
    [t],
  );
  return (
    <>
      <h2 className="product-heading">{t('inventory.product.orders')}</h2>
      <PagedTable<ProductOrderRow>
        label={t('inventory.product.orders')}
        columns={columns}
        paged={paged}
        rowKey={(row) => row.id}
        onOpen={(row) => openTab('order', { orderId: row.id })}
        empty={<EmptyState title={t('inventory.product.ordersEmpty')} />}
      />
    </>
  );
}
