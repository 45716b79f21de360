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
  /** R47: of the line's net; left out: it is not seen here, or not known. */
  readonly marginRate?: BasisPoints | undefined;
}

/** What stands behind a line's price and its net, below its first reason. */
export function PriceMore(props: PriceMoreProps): ReactNode {
  const { unitPrice, listPrice, waits, discountLimit: limit, others, offMinor, currency, marginRate } = props;
  const { t } = useTranslation();
  const manual = unitPrice !== listPrice;
  const price = waits
    ? t(manual ? 'sales.price.manualBeyond' : 'sales.price.discountBeyond', { listPrice, limit })
    : manual
      ? t('sales.price.listWas', { listPrice })
      : null;
  const off = offMinor === 0 ? null : t('sales.price.offDocument', { off: moneyText(offMinor, currency) });
  const margin = marginRate === undefined ? null : t('sales.price.margin', { rate: marginRate });
  const text = [price, ...others, off, margin].filter((word) => word !== null).join(' · ');
  return <span title={text}>{text}</span>;
}
