import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import type { CurrencyCode } from '#shared/kernel/money.ts';
import { Money, Percent, Quantity, UnitPrice } from '../../../ui/format.tsx';
import { StateShape } from '../../../ui/state-tag.tsx';

type Line = OrderDocument['lines'][number];

const sourceWords = { base: 'list', manual: 'manual', imported: 'imported' } as const;

/** A line as it was agreed, and how far it is: reserved, back-ordered, shipped. */
export function OrderLine({ line, currency }: { readonly line: Line; readonly currency: CurrencyCode }): ReactNode {
  const { t } = useTranslation();
  return (
    <tr className="order-line">
      <td className="order-cell order-line-place">{line.position}</td>
      <td className="order-cell" title={line.productCode}>
        {line.productCode}
      </td>
      <td className="order-cell" title={line.productName}>
        {line.productName}
      </td>
      <td className="order-cell order-figure strong">
        <Quantity value={line.quantity} />
      </td>
      <td className="order-cell order-unit">{line.unit}</td>
      <td className="order-cell order-figure">
        <UnitPrice value={line.unitPrice} />
      </td>
      <td className="order-cell order-why">{t(`sales.price.${sourceWords[line.priceSource]}`)}</td>
      <td className="order-cell order-figure">
        <Percent value={line.discount} dashZero />
      </td>
      <td className="order-cell order-figure">
        <Money minor={line.netMinor} currency={currency} bare />
      </td>
      <td className="order-facts">
        <Progress line={line} />
      </td>
      <td className="order-why-more">
        {line.unitPrice === line.listPrice ? null : t('sales.price.listWas', { listPrice: line.listPrice })}
      </td>
    </tr>
  );
}

function Progress({ line }: { readonly line: Line }): ReactNode {
  const { t } = useTranslation();
  const facts: string[] = [];
  if (line.reserved > 0) facts.push(t('sales.stock.reservedHere', { reserved: line.reserved }));
  if (line.shipped > 0) facts.push(t('sales.stock.shipped', { shipped: line.shipped }));
  const rest = facts.join(' · ');
  if (line.backOrdered === 0) return rest;
  return (
    <>
      <span className="order-short">
        <StateShape state="wait" />
        {t('sales.stock.backOrdered', { short: line.backOrdered })}
      </span>
      {rest === '' ? '' : ` · ${rest}`}
    </>
  );
}
