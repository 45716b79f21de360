import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** Headings of the columns that order lines and product hits share. */
export function LinesHead(): ReactNode {
  const { t } = useTranslation();
  return (
    <thead>
      <tr className="order-lines-head">
        <th scope="col" aria-label={t('sales.lines.place')}>
          #
        </th>
        <th scope="col">{t('sales.lines.code')}</th>
        <th scope="col">{t('sales.lines.name')}</th>
        <th scope="col" className="order-figure">
          {t('sales.lines.quantity')}
        </th>
        <th scope="col" className="order-unit">
          {t('sales.lines.unit')}
        </th>
        <th scope="col" className="order-figure">
          {t('sales.lines.price')}
        </th>
        <th scope="col" className="order-why">
          {t('sales.lines.why')}
        </th>
        <th scope="col" className="order-figure">
          {t('sales.lines.discount')}
        </th>
        <th scope="col" className="order-figure">
          {t('sales.lines.net')}
        </th>
      </tr>
    </thead>
  );
}
