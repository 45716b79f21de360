import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerBuying } from '#shared/domains/sales/queries/customer-buying.ts';
import { useQuery } from '../../../app/use-query.ts';
import { Quantity } from '../../../ui/format.tsx';
import { PanelHeading } from '../../../ui/page.tsx';

const SHOWN_PRODUCTS = 12;

/** What this customer buys again and again, with the quantity of the last time. */
export function UsualProducts({ customerId }: { readonly customerId: string }): ReactNode {
  const { t } = useTranslation();
  const { data } = useQuery<CustomerBuying>('sales.customerBuying', {
    customerId,
    limitOrders: 5,
    limitUsual: SHOWN_PRODUCTS,
  });
  const usual = data?.usual ?? [];
  return (
    <section className="customer-section customer-usual">
      <PanelHeading note={t('crm.usual.note')}>{t('crm.usual.title')}</PanelHeading>
      {data && usual.length === 0 ? <p className="text-2">{t('crm.usual.empty')}</p> : null}
      {usual.length > 0 ? (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('crm.usual.code')}</th>
              <th scope="col">{t('crm.usual.name')}</th>
              <th scope="col" className="cell-figure">
                {t('crm.usual.orders')}
              </th>
              <th scope="col" className="cell-figure">
                {t('crm.usual.quantity')}
              </th>
            </tr>
          </thead>
          <tbody>
            {usual.map((product) => (
              <tr key={product.productId}>
                <td>{product.productCode}</td>
                <td className="ellipsis" title={product.productName}>
                  {product.productName}
                </td>
                <td className="cell-figure">{product.orders}</td>
                <td className="cell-figure">
                  <Quantity value={product.quantity} unit={product.unit} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}
