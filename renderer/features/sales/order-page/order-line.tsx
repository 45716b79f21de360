import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import type { BasisPoints, CurrencyCode } from '#shared/kernel/money.ts';
import { Money, Percent, Quantity, UnitPrice } from '../../../ui/format.tsx';
import { StateShape } from '../../../ui/state-tag.tsx';
import { PriceMore } from '../order-document/price-more.tsx';
import { reasonTexts, storedReasons } from '../order-document/price-reason.ts';

/** What of a line is shown: also of one that was only entered, and is in no order. */
export type ShownLine = Pick<
  OrderDocument['lines'][number],
  | 'position'
  | 'productCode'
  | 'productName'
  | 'quantity'
  | 'unit'
  | 'unitPrice'
  | 'listPrice'
  | 'priceSource'
  | 'priceReasons'
  | 'soldUnit'
  | 'unitRatio'
  | 'lineKind'
  | 'secondDiscount'
  | 'discount'
  | 'netMinor'
  | 'documentDiscountMinor'
  | 'reserved'
  | 'backOrdered'
  | 'shipped'
>;

const sourceWords = {
  base: 'list',
  list: 'list',
  group: 'group',
  customer: 'customer',
  contract: 'contract',
  quote: 'quote',
  manual: 'manual',
  imported: 'imported',
  free: 'free',
} as const;

interface OrderLineProps {
  readonly line: ShownLine;
  readonly currency: CurrencyCode;
  /** The order still goes on: what is reserved and what is missing counts. */
  readonly open: boolean;
  /** Its price waits for approval. */
  readonly waits: boolean;
  readonly discountLimit: BasisPoints;
}

/** A line as it was agreed, and how far it is: reserved, back-ordered, shipped. */
export function OrderLine({ line, currency, open, waits, discountLimit }: OrderLineProps): ReactNode {
  const { t } = useTranslation();
  const [why = t(`sales.price.${sourceWords[line.priceSource]}`), ...others] = reasonTexts(
    storedReasons(line.priceReasons),
    t,
  );
  return (
    <tr className={`order-line${line.lineKind === 'goods' ? '' : ' order-line-free'}`}>
      <td className="order-cell order-line-place">{line.position}</td>
      <td className="order-cell" title={line.productCode}>
        {line.productCode}
      </td>
      <td className="order-cell" title={line.productName}>
        {line.productName}
      </td>
      <td className="order-cell order-figure strong">
        <Quantity value={line.quantity / line.unitRatio} />
      </td>
      <td className="order-cell order-unit">{line.soldUnit ?? line.unit}</td>
      <td className="order-cell order-figure">
        <UnitPrice value={line.unitPrice} />
      </td>
      <td className="order-cell order-why">
        {waits ? (
          <span className="order-waits">
            <StateShape state="wait" />
            {t('sales.price.waits')}
          </span>
        ) : (
          <span title={why}>{why}</span>
        )}
      </td>
      <td className="order-cell order-figure">
        <Percent value={line.discount} dashZero />
        {line.secondDiscount > 0 ? (
          <>
            +<Percent value={line.secondDiscount} />
          </>
        ) : null}
      </td>
      <td className="order-cell order-figure">
        <Money minor={line.netMinor} currency={currency} bare />
      </td>
      <td className="order-facts">
        <Progress line={line} open={open} />
      </td>
      <td className="order-why-more">
        {line.lineKind === 'goods' ? (
          <PriceMore
            unitPrice={line.unitPrice}
            listPrice={line.listPrice}
            waits={waits}
            discountLimit={discountLimit}
            others={others}
            offMinor={line.documentDiscountMinor}
            currency={currency}
          />
        ) : (
          t(`sales.lineKinds.${line.lineKind}`)
        )}
      </td>
    </tr>
  );
}

function Progress({ line, open }: Pick<OrderLineProps, 'line' | 'open'>): ReactNode {
  const { t } = useTranslation();
  const facts: string[] = [];
  if (open && line.reserved > 0) facts.push(t('sales.stock.reservedHere', { reserved: line.reserved }));
  if (line.shipped > 0) facts.push(t('sales.stock.shipped', { shipped: line.shipped }));
  const rest = facts.join(' · ');
  if (!open || line.backOrdered === 0) return rest;
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
