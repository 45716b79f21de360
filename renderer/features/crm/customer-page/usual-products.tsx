import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProductOfYear } from '#shared/domains/sales/queries/customer-year.ts';
import { openTab } from '../../../app/tabs.ts';
import { Sparkline } from '../../../ui/charts.tsx';
import { ChangeText, Money } from '../../../ui/format.tsx';
import { PanelHeading } from '../../../ui/page.tsx';

interface UsualProductsProps {
  readonly products: readonly ProductOfYear[];
  readonly currency: string;
}

/** What this customer buys again and again, with the trend of a year. */
export function UsualProducts({ products, currency }: UsualProductsProps): ReactNode {
  const { t } = useTranslation();
  return (
    <section className="customer-section customer-usual">
      <PanelHeading note={t('crm.usual.note')}>{t('crm.usual.title')}</PanelHeading>
      {products.length === 0 ? <p className="text-2">{t('crm.usual.empty')}</p> : null}
      {products.length > 0 ? (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('crm.usual.code')}</th>
              <th scope="col">{t('crm.usual.name')}</th>
              <th scope="col">{t('crm.usual.trend')}</th>
              <th scope="col" className="cell-figure">
                {t('crm.usual.net')}
              </th>
              <th scope="col" className="cell-figure">
                {t('crm.usual.change')}
              </th>
            </tr>
          </thead>
          <tbody>
            {products.map((product) => (
              <tr key={product.productId}>
                <td>
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => openTab('product', { productId: product.productId })}
                  >
                    {product.productCode}
                  </button>
                </td>
                <td className="ellipsis" title={product.productName}>
                  {product.productName}
                </td>
                <td>
                  <Sparkline values={product.quantities} />
                </td>
                <td className="cell-figure">
                  <Money minor={product.netMinor} currency={currency} bare whole />
                </td>
                <td className="cell-figure">
                  <ChangeText value={halfYearChange(product.quantities)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}

/** How much more was bought in the second half than in the first, in basis points; null where there was no first. */
function halfYearChange(quantities: readonly number[]): number | null {
  const half = quantities.length / 2;
  const sum = (part: readonly number[]) => part.reduce((total, quantity) => total + quantity, 0);
  const before = sum(quantities.slice(0, half));
  return before === 0 ? null : Math.round(((sum(quantities.slice(half)) - before) / before) * 10_000);
}
