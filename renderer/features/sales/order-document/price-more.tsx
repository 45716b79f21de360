import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BasisPoints, CurrencyCode, Minor, UnitPrice } from '#shared/kernel/money.ts';
import { moneyText } from '../../../ui/format-text.ts';

interface PriceMoreProps {
  readonly unitPrice: UnitPrice;
  readonly listPrice: UnitPrice;
  readonly waits: boolean;
  readonly discountLimit: BasisPoints;
  /** Reasons of the price beside the first, which stands above. */
  readonly others: readonly string[];
  /** Of what was taken off the whole document: the line's net is what is left. */
  readonly offMinor: Minor;
  readonly currency: CurrencyCode;
}

/** What stands behind a line's price and its net, below its first reason. */
export function PriceMore(props: PriceMoreProps): ReactNode {
  const { unitPrice, listPrice, waits, discountLimit: limit, others, offMinor, currency } = props;
  const { t } = useTranslation();
  const manual = unitPrice !== listPrice;
  const price = waits
    ? t(manual ? 'sales.price.manualBeyond' : 'sales.price.discountBeyond', { listPrice, limit })
    : manual
      ? t('sales.price.listWas', { listPrice })
      : null;
  const off = offMinor === 0 ? null : t('sales.price.offDocument', { off: moneyText(offMinor, currency) });
  const text = [price, ...others, off].filter((word) => word !== null).join(' · ');
  return <span title={text}>{text}</span>;
}
