import type { TFunction } from 'i18next';
import { type ReactNode, useId, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReceiptDocument } from '#shared/domains/inventory/queries/receipts.ts';
import type { Row } from '#shared/kernel/table.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { useFirstFocus } from '../../../app/focus.ts';
import { openTab } from '../../../app/tabs.ts';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { DateOnly, DateTime, Empty, Quantity } from '../../../ui/format.tsx';
import { EmptyState, Page, PageHeader } from '../../../ui/page.tsx';
import { PaperButton } from '../../../ui/paper-button.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { useCompany } from '../../../ui/use-company.ts';
import { OpenDocument } from '../documents/open-document.tsx';
import { LotLink } from '../ledger.tsx';
import { ReceiptState } from './receipt-state.tsx';
import { ReturnNote } from './return-note.tsx';
import { OtherReceipt, ReverseReceipt } from './reverse-receipt.tsx';
import { SupplierOfReceipt } from './supplier-of-receipt.tsx';
import '../documents/documents.css';

/** What came in one delivery: lots and pieces, where they were put, what was rejected; or the paper of what went back. */
export function ReceiptPage({ params }: ScreenProps): ReactNode {
  return (
    <OpenDocument<ReceiptDocument>
      query="inventory.receipt"
      id={params.receiptId}
      titleOf={({ head }) => head.number}
      texts="inventory.receipts"
      list="receipts"
      listKey="inventory.receipts.openList"
    >
      {(document) =>
        document.head.sentBack === 1 ? <ReturnNote document={document} /> : <ReceiptView document={document} />
      }
    </OpenDocument>
  );
}

function ReceiptView({ document }: { readonly document: ReceiptDocument }): ReactNode {
  const { head, lines, otherNumber } = document;
  const { t } = useTranslation();
  const company = useCompany();
  const supplierLabel = useId();
  const title = useRef<HTMLHeadingElement>(null);
  useFirstFocus(title);
  const isReversal = lines.some(({ quantity }) => quantity < 0);
  const columns = useMemo(() => columnsOf(t), [t]);
  const name = t(`inventory.receipts.${isReversal ? 'reversalOne' : 'one'}`, { number: head.number });
  const { purchaseOrderId } = head;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [
      'purchase',
      purchaseOrderId === null ? (
        t('inventory.receipts.blind')
      ) : (
        <button
          key="purchase"
          type="button"
          className="link-button"
          onClick={() => void openTab('purchase', { purchaseOrderId })}
        >
          {head.purchaseOrderNumber ?? purchaseOrderId}
        </button>
      ),
    ],
    ['deliveryNote', head.deliveryNote ?? <Empty key="note" />],
    ['warehouse', company?.warehouses.find(({ id }) => id === head.warehouseId)?.name ?? <Empty key="where" />],
    ['receivedAt', <DateTime key="at" value={head.receivedAt} />],
    ['receivedBy', head.receivedByName],
    ...(head.note === null ? [] : [['note', head.note] as const]),
  ];
  return (
    <Page
      header={
        <PageHeader
          titleRef={title}
          title={name}
          tag={<ReceiptState reversesId={head.reversesId} isReversal={isReversal} />}
        >
          <PaperButton kind="goodsReceipt" id={head.id} />
          <ReverseReceipt head={head} />
        </PageHeader>
      }
    >
      <div className="page-main document-lines">
        <div className="document-fields">
          <span className="document-field">
            <span id={supplierLabel}>{t('inventory.receipts.supplier')}</span>
            <SupplierOfReceipt head={head} labelId={supplierLabel} />
          </span>
          {facts.map(([key, value]) => (
            <span key={key} className="document-field">
              <span>{t(`inventory.receipts.${key}`)}</span>
              <span data-selectable>{value}</span>
            </span>
          ))}
          <OtherReceipt head={head} isReversal={isReversal} number={otherNumber} />
        </div>
        <DataTable<Row<'receiptLines'>>
          label={t('inventory.documents.lines')}
          columns={columns}
          rows={lines}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t('inventory.documents.none')} />}
        />
      </div>
    </Page>
  );
}

function columnsOf(t: TFunction): readonly DataColumn<Row<'receiptLines'>>[] {
  return [
    { key: 'code', title: t('inventory.stock.code'), width: '112px', render: (line) => line.productCode },
    {
      key: 'product',
      title: t('inventory.stock.product'),
      width: 'minmax(180px, 2fr)',
      strong: true,
      render: (line) => line.productName,
    },
    {
      key: 'lot',
      title: t('inventory.receipts.lot'),
      width: 'minmax(128px, 1fr)',
      render: (line) => line.serialCode ?? <LotLink lotId={line.lotId} code={line.lotCode} />,
    },
    {
      key: 'expiresOn',
      title: t('inventory.receipts.expiresOn'),
      width: '112px',
      render: (line) => <DateOnly value={line.expiresOn} />,
    },
    {
      key: 'place',
      title: t('inventory.receipts.place'),
      width: '104px',
      render: (line) => line.locationCode ?? <Empty />,
    },
    {
      key: 'quantity',
      title: t('inventory.receipts.quantity'),
      width: '112px',
      figure: true,
      render: (line) => <Quantity value={line.quantity} unit={line.unit} />,
    },
    {
      key: 'condition',
      title: t('inventory.receipts.condition'),
      width: '128px',
      render: (line) => (
        <StateTag plain state={line.condition === 'saleable' ? 'done' : 'wait'}>
          {t(`inventory.receipts.conditions.${line.condition}`)}
        </StateTag>
      ),
    },
    {
      key: 'why',
      title: t('inventory.receipts.why'),
      width: 'minmax(120px, 1fr)',
      render: (line) => line.rejectReason ?? <Empty />,
    },
  ];
}
