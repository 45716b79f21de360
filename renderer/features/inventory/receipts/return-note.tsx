import { type ReactNode, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CameWith, ReceiptDocument } from '#shared/domains/inventory/queries/receipts.ts';
import { useFirstFocus } from '../../../app/focus.ts';
import { openTab } from '../../../app/tabs.ts';
import { DateOnly, DateTime, Empty, Quantity } from '../../../ui/format.tsx';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { PaperButton } from '../../../ui/paper-button.tsx';
import { useCompany } from '../../../ui/use-company.ts';
import { LotOrPiece } from '../ledger.tsx';
import { ReceiptState } from './receipt-state.tsx';
import { OtherReceipt, ReverseReceipt } from './reverse-receipt.tsx';
import { SupplierOfReceipt } from './supplier-of-receipt.tsx';
import '../way-out/shipment.css';

/** What went back to a supplier at one time, and what the goods came with, by which the supplier finds them. */
export function ReturnNote({ document }: { readonly document: ReceiptDocument }): ReactNode {
  const { t } = useTranslation();
  const { head, lines, otherNumber } = document;
  const heading = useRef<HTMLHeadingElement>(null);
  useFirstFocus(heading);
  // Goods that went back stand below zero; what takes that back, above.
  const isReversal = lines.some(({ quantity }) => quantity > 0);
  const title = t(`inventory.receipts.${isReversal ? 'reversalOne' : 'sentBackOne'}`, { number: head.number });
  return (
    <Page
      header={
        <PageHeader
          titleRef={heading}
          title={title}
          tag={<ReceiptState reversesId={head.reversesId} isReversal={isReversal} isSentBack />}
          note={head.supplierName}
        >
          <PaperButton kind="supplierReturn" id={head.id} />
          <ReverseReceipt head={head} />
        </PageHeader>
      }
    >
      <div className="page-main shipment">
        <div className="shipment-head">
          <Facts document={document} />
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long paper is scrolled by keys */}
        <div className="shipment-scroll" role="region" aria-label={t('inventory.shipments.lines')} tabIndex={0}>
          <table className="shipment-lines">
            <thead>
              <tr>
                <th scope="col">#</th>
                <th scope="col">{t('inventory.stock.code')}</th>
                <th scope="col">{t('inventory.stock.product')}</th>
                <th scope="col">{t('inventory.receipts.lot')}</th>
                <th scope="col">{t('inventory.receipts.expiresOn')}</th>
                <th scope="col">{t('inventory.receipts.cameWith')}</th>
                <th scope="col" className="shipment-figure">
                  {t('inventory.receipts.quantity')}
                </th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.id}>
                  <td>{line.position}</td>
                  <td>{line.productCode}</td>
                  <td>{line.productName}</td>
                  <td>
                    <LotOrPiece line={line} />
                  </td>
                  <td>
                    <DateOnly value={line.expiresOn} />
                  </td>
                  <td>
                    <Origin of={line.cameWith} />
                  </td>
                  <td className="shipment-figure">
                    <Quantity value={-line.quantity} unit={line.unit} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p>
            <OtherReceipt head={head} isReversal={isReversal} number={otherNumber} />
          </p>
        </div>
      </div>
    </Page>
  );
}

/** Our receipt, and the supplier's own numbers. */
function Origin({ of }: { readonly of: CameWith | null }): ReactNode {
  const { t } = useTranslation();
  if (of === null) return <Empty />;
  const { receiptId, number, deliveryNote, purchaseOrderNumber, receivedAt } = of;
  const theirs = [
    deliveryNote === null ? null : t('inventory.receipts.theirNote', { number: deliveryNote }),
    purchaseOrderNumber,
  ].filter((each) => each !== null);
  return (
    <>
      <button type="button" className="link-button" onClick={() => void openTab('receipt', { receiptId })}>
        {number}
      </button>{' '}
      <DateTime whole value={receivedAt} />
      {theirs.length === 0 ? null : <div className="text-2">{theirs.join(' · ')}</div>}
    </>
  );
}

function Facts({ document: { head } }: { readonly document: ReceiptDocument }): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const supplierLabel = useId();
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['warehouse', company?.warehouses.find(({ id }) => id === head.warehouseId)?.name ?? <Empty key="where" />],
    ['sentAt', <DateTime key="at" whole value={head.receivedAt} />],
    ['sentBy', head.receivedByName],
  ];
  return (
    <dl className="shipment-facts">
      <div>
        <dt id={supplierLabel}>{t('inventory.receipts.supplier')}</dt>
        <dd data-selectable>
          <SupplierOfReceipt head={head} labelId={supplierLabel} />
        </dd>
      </div>
      {facts.map(([key, value]) => (
        <div key={key}>
          <dt>{t(`inventory.receipts.${key}`)}</dt>
          <dd data-selectable>{value}</dd>
        </div>
      ))}
      {head.note === null ? null : (
        <div className="shipment-wide">
          <dt>{t('inventory.receipts.sentBackWhy')}</dt>
          <dd data-selectable>{head.note}</dd>
        </div>
      )}
    </dl>
  );
}
