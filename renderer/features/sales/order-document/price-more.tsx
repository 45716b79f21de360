import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BasisPoints, UnitPrice } from '#shared/kernel/money.ts';

interface PriceMoreProps {
  readonly unitPrice: UnitPrice;
  readonly listPrice: UnitPrice;
  readonly waits: boolean;
  readonly discountLimit: BasisPoints;
}

/** What stands behind a price that is not simply the list's. */
export function PriceMore({ unitPrice, listPrice, waits, discountLimit: limit }: PriceMoreProps): ReactNode {
  const { t } = useTranslation();
  const manual = unitPrice !== listPrice;
  if (waits) return t(manual ? 'sales.price.manualBeyond' : 'sales.price.discountBeyond', { listPrice, limit });
  return manual ? t('sales.price.listWas', { listPrice }) : null;
}
