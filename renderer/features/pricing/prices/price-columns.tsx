import type { TFunction } from 'i18next';
import type { PriceRow } from '#shared/domains/sales/queries/price-lists.ts';
import { FULL_PERCENT } from '#shared/kernel/money.ts';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { ChangeText, Empty, Quantity, UnitPrice } from '../../../ui/format.tsx';
import { Days } from './days.tsx';

interface Asked<RowType> {
  readonly today: string;
  readonly currencyOf: (row: RowType) => string;
  readonly withCurrency: boolean;
}

/** A box with its pieces, or the product's own unit. */
export const unitText = (
  t: TFunction,
  { soldUnit, unitRatio, unit }: Pick<PriceRow, 'soldUnit' | 'unitRatio' | 'unit'>,
) => (soldUnit === null ? unit : t('pricing.prices.unitOf', { name: soldUnit, ratio: unitRatio, unit }));

/** How far from the product's own price, in basis points; null where that is in another currency, or is none. */
export function belowBase(row: PriceRow, currency: string): number | null {
  if (row.baseCurrency !== currency || row.basePrice === 0) return null;
  const full = row.basePrice * row.unitRatio;
  return Math.round(((row.unitPrice - full) / full) * FULL_PERCENT);
}

/** What costs how much, from how many on, and when. */
export function priceColumns<RowType extends PriceRow>(
  t: TFunction,
  { today, currencyOf, withCurrency }: Asked<RowType>,
): readonly DataColumn<RowType>[] {
  const currency: DataColumn<RowType> = {
    key: 'currency',
    title: t('pricing.currency'),
    width: '72px',
    render: (row) => currencyOf(row),
  };
  return [
    { key: 'code', title: t('pricing.code'), width: '112px', render: (row) => row.productCode },
    {
      key: 'product',
      title: t('pricing.prices.product'),
      width: 'minmax(180px, 2fr)',
      strong: true,
      render: (row) => row.productName,
    },
    { key: 'unit', title: t('pricing.prices.unit'), width: '120px', render: (row) => unitText(t, row) },
    {
      key: 'from',
      title: t('pricing.prices.from'),
      width: '112px',
      figure: true,
      render: (row) => <Quantity value={row.minQuantity} unit={row.unit} dashZero />,
    },
    {
      key: 'price',
      title: t('pricing.prices.price'),
      width: '104px',
      figure: true,
      render: (row) => <UnitPrice value={row.unitPrice} />,
    },
    ...(withCurrency ? [currency] : []),
    {
      key: 'base',
      title: t('pricing.prices.below'),
      width: '96px',
      figure: true,
      render: (row) => {
        const below = belowBase(row, currencyOf(row));
        return below === null || below === 0 ? <Empty /> : <ChangeText value={below} />;
      },
    },
    {
      key: 'days',
      title: t('pricing.days'),
      width: '232px',
      render: (row) => (
        <span className={row.validUntil !== null && row.validUntil < today ? 'price-over' : ''}>
          <Days from={row.validFrom} until={row.validUntil} />
        </span>
      ),
    },
  ];
}
