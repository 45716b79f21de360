import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderChange } from '#shared/domains/sales/queries/order-changes.ts';
import { openTab } from '../../../app/tabs.ts';
import { useQuery } from '../../../app/use-query.ts';
import { DateTime, Quantity } from '../../../ui/format.tsx';
import { PanelRows, TodayPanel } from '../../../ui/today-parts.tsx';

/** Goods that orders of the person kept no longer, since they were on hold for too long (R22); nothing where none are. */
export function FreedPanel(): ReactNode {
  const { t } = useTranslation();
  const { data = [] } = useQuery<readonly OrderChange[]>('sales.freedOrders', {});
  if (data.length === 0) return null;
  return (
    <TodayPanel title={t('sales.freed.title')} note={t('sales.freed.note')}>
      <PanelRows<OrderChange>
        rows={data}
        rowKey={(row) => row.id}
        onOpen={(row) => openTab('order', { orderId: row.orderId })}
        columns="name"
        render={(row) => (
          <>
            <span className="ellipsis strong">
              {row.orderNumber} {row.customerName}
            </span>
            <span className="ellipsis text-2">
              {row.productName} <Quantity value={row.quantity} unit={row.unit} />
            </span>
            <span className="text-3">
              <DateTime value={row.changedAt} />
            </span>
          </>
        )}
        empty=""
      />
    </TodayPanel>
  );
}
