import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderChange } from '#shared/domains/sales/queries/order-changes.ts';
import { useQuery } from '../../../app/use-query.ts';
import { DateTime } from '../../../ui/format.tsx';
import { MINUS, moneyText } from '../../../ui/format-text.ts';
import { PanelHeading } from '../../../ui/page.tsx';

/** Who decided what about the order's lines since it was confirmed (R10), the newest first. */
export function OrderHistory({ orderId }: { readonly orderId: string }): ReactNode {
  const { t } = useTranslation();
  const { data } = useQuery<readonly OrderChange[]>('sales.orderChanges', { orderId });
  if (!data || data.length === 0) return null;
  return (
    <section className="order-panel-section">
      <PanelHeading>{t('sales.history.title')}</PanelHeading>
      <ol className="order-history" data-selectable>
        {data.map((change) => (
          <li key={change.id}>
            <div>{t(`sales.history.${change.kind}`, figuresOf(change))}</div>
            <div className="small text-3">
              <DateTime value={change.changedAt} /> {change.changedByName} {change.deviceCode} {totalText(change)}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function figuresOf(change: OrderChange) {
  const { position, productName, unit, quantity, quantityBefore, quantityAfter, warehouseName, newProductName } =
    change;
  return {
    position,
    product: productName,
    unit,
    quantity,
    quantityBefore,
    quantityAfter,
    warehouseName,
    newProductName,
  };
}

function totalText({ totalBeforeMinor, totalAfterMinor, currency }: OrderChange): string {
  const minor = totalAfterMinor - totalBeforeMinor;
  return minor === 0 ? '' : `${minor < 0 ? MINUS : '+'}${moneyText(Math.abs(minor), currency)}`;
}
