import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Promises } from '#shared/domains/inventory/queries/promises.ts';
import type { Row } from '#shared/kernel/table.ts';
import { useQuery } from '../../../app/use-query.ts';
import { DateOnly, Quantity } from '../../../ui/format.tsx';
import { shortDateText } from '../../../ui/format-text.ts';
import { StateShape } from '../../../ui/state-tag.tsx';

/** R21: from which day on how much of a product can be promised in a warehouse. */
export function ProductPromise({
  product,
  warehouseId,
  warehouseName,
}: {
  readonly product: Pick<Row<'products'>, 'id' | 'unit'>;
  readonly warehouseId: string;
  readonly warehouseName: string;
}): ReactNode {
  const { t, i18n } = useTranslation();
  const args = { productId: product.id, warehouseId, on: null, wanted: 0 };
  const { data } = useQuery<Promises>('inventory.promises', args);
  if (!data) return null;
  return (
    <section className="product-promise" aria-label={t('inventory.promise.title')}>
      <h2>
        {t('inventory.promise.title')}{' '}
        <span className="text-3 small">{t('inventory.promise.where', { warehouse: warehouseName })}</span>
      </h2>
      <table className="ledger-table">
        <tbody>
          {data.days.map(({ on, quantity }) => (
            <tr key={on}>
              <td>
                {t('inventory.promise.from')} <DateOnly value={on} short />
              </td>
              <td className="cell-figure strong">
                <Quantity value={Math.max(0, quantity)} unit={product.unit} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {data.late === null ? null : (
        <p className="promise-late state-wait">
          <StateShape state="wait" />
          {t('inventory.promise.late', {
            quantity: data.late.quantity,
            unit: product.unit,
            due: shortDateText(data.late.dueOn, i18n.language),
          })}
        </p>
      )}
    </section>
  );
}
