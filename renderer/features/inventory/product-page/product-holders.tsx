import type { TFunction } from 'i18next';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProductHolders as Holders, HoldingRow } from '#shared/domains/sales/queries/product-holders.ts';
import type { Row } from '#shared/kernel/table.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { useQuery } from '../../../app/use-query.ts';
import { DateOnly, Empty, Quantity } from '../../../ui/format.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { placeName, useCompany } from '../../../ui/use-company.ts';
import { MoveReservation } from './move-reservation.tsx';

type Product = Pick<Row<'products'>, 'id' | 'unit'>;

/** R22: for whom a product is held back, in which warehouse, and who waits for it; a manager moves it from one to another. */
export function ProductHolders({ product }: { readonly product: Product }): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const mayMove = usePermission('sales.moveReservation');
  const { data, refusal, refetch } = useQuery<Holders>('sales.productHolders', { productId: product.id });
  const [moving, setMoving] = useState<HoldingRow | null>(null);
  const nameOf = useMemo(() => (id: string) => placeName(company, id) ?? '', [company]);
  if (refusal) return <QueryFailed refusal={refusal} onRetry={refetch} />;
  if (!data || (data.holding.length === 0 && data.waiting.length === 0)) return null;
  const canMove = (row: HoldingRow): boolean =>
    mayMove && row.held > row.onLists && data.waiting.some(({ orderId }) => orderId !== row.orderId);
  return (
    <section className="ledger" aria-label={t('inventory.holders.title')}>
      <h3>
        {t('inventory.holders.title')} <span className="text-3 small">{t('inventory.holders.note')}</span>
      </h3>
      <table className="ledger-table">
        <thead>
          <tr>
            <th scope="col">{t('inventory.product.order')}</th>
            <th scope="col">{t('inventory.product.customer')}</th>
            <th scope="col">{t('inventory.stock.warehouse')}</th>
            <th scope="col">{t('inventory.holders.requestedOn')}</th>
            <th scope="col" className="cell-figure">
              {t('inventory.stock.reserved')}
            </th>
            <th scope="col" className="cell-figure">
              {t('inventory.holders.onLists')}
            </th>
            <th scope="col" />
          </tr>
        </thead>
        <tbody>
          {data.holding.map((row) => (
            <tr key={row.id}>
              <td>
                <OrderLink orderId={row.orderId} number={row.number} />
              </td>
              <td className="holders-customer ellipsis" title={row.customerName}>
                {row.customerName}
              </td>
              <td>{nameOf(row.warehouseId)}</td>
              <td>
                <DateOnly value={row.requestedOn} short />
              </td>
              <td className="cell-figure strong">
                <Quantity value={row.held} />
              </td>
              <td className="cell-figure">
                <Quantity value={row.onLists} dashZero />
              </td>
              <td>
                {row.isHeld ? (
                  <StateTag plain state="wait">
                    {t('inventory.holders.held')}
                  </StateTag>
                ) : null}{' '}
                {canMove(row) ? (
                  <button type="button" className="link-button" onClick={() => setMoving(row)}>
                    {t('inventory.holders.move')}
                  </button>
                ) : null}
              </td>
            </tr>
          ))}
          {data.waiting.map((row) => (
            <tr key={`waiting ${row.id}`}>
              <td>
                <OrderLink orderId={row.orderId} number={row.number} />
              </td>
              <td className="holders-customer ellipsis" title={row.customerName}>
                {row.customerName}
              </td>
              <td>
                <Empty />
              </td>
              <td>
                <DateOnly value={row.requestedOn} short />
              </td>
              <td className="cell-figure">
                <Empty />
              </td>
              <td className="cell-figure">
                <Empty />
              </td>
              <td>
                <StateTag plain state="late">
                  {waitsText(t, row.backOrdered, product.unit)}
                </StateTag>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {moving === null ? null : (
        <MoveReservation
          holding={moving}
          waiting={data.waiting}
          unit={product.unit}
          warehouse={nameOf(moving.warehouseId)}
          onClose={() => setMoving(null)}
        />
      )}
    </section>
  );
}

const waitsText = (t: TFunction, quantity: number, unit: string): string =>
  t('inventory.holders.waits', { quantity, unit });

function OrderLink({ orderId, number }: { readonly orderId: string; readonly number: string }): ReactNode {
  return (
    <button type="button" className="link-button" onClick={() => void openTab('order', { orderId })}>
      {number}
    </button>
  );
}
