import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { taxRateOn } from '#shared/domains/billing/rules/tax-rate.ts';
import type { Row } from '#shared/kernel/table.ts';
import { Barcode } from '../../../ui/barcode.tsx';
import { Empty, Percent, Quantity, UnitPrice } from '../../../ui/format.tsx';
import { currencySymbol } from '../../../ui/format-text.ts';
import { Picture } from '../../../ui/picture.tsx';
import { todayAt, useCompany } from '../../../ui/use-company.ts';

const PICTURE = 168;

/** What a product is: its picture, its numbers, its price. */
export function ProductFacts({ product }: { readonly product: Row<'products'> }): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const rate = company ? taxRateOn(company.taxRates, product.taxCode, todayAt(company)) : undefined;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [
      'price',
      <span key="price" className="product-price">
        <span className="figure-currency">{currencySymbol(product.currency).trim()}</span>
        <UnitPrice value={product.basePrice} />
        <span className="figure-unit">/ {product.unit}</span>
      </span>,
    ],
    ['taxCode', rate === undefined || rate === null ? product.taxCode : <Percent key="tax" value={rate} />],
    ...(product.otherName === null ? [] : [['otherName', product.otherName] as const]),
    ...(product.brand === null ? [] : [['brand', product.brand] as const]),
    ['category', product.category],
    ['packaging', product.packaging],
    ['reorderPoint', <Quantity key="reorder" value={product.reorderPoint} unit={product.unit} dashZero />],
    [
      'shelfLife',
      product.shelfLifeDays === null ? null : t('inventory.product.shelfLifeDays', { count: product.shelfLifeDays }),
    ],
    ['barcode', product.barcode === null ? null : <Barcode key="barcode" value={product.barcode} />],
  ];
  return (
    <section className="product-facts" aria-label={t('inventory.product.facts')}>
      <Picture hash={product.pictureHash} size={PICTURE} alt={product.name} />
      <dl data-selectable>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`inventory.product.${name}`)}</dt>
            <dd>{value ?? <Empty />}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
