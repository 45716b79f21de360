import type { TFunction } from 'i18next';
import { type ReactNode, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { Purchase, PurchaseLineRow, PurchaseReceiptRow } from '#shared/domains/inventory/queries/purchase-list.ts';
import { purchaseProgress } from '#shared/domains/inventory/rules/purchase-progress.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { useFirstFocus } from '../../../app/focus.ts';
import { notify } from '../../../app/notices.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { DateOnly, DateTime, Empty, Money, Quantity, UnitPrice } from '../../../ui/format.tsx';
import { EmptyState, Page, PageHeader, PanelHeading, SidePanel } from '../../../ui/page.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { useCompany, useToday } from '../../../ui/use-company.ts';
import { DocumentState } from '../documents/document-state.tsx';
import { OpenDocument } from '../documents/open-document.tsx';
import { ReceiptLabels } from '../labels/goods-label-dialogs.tsx';
import { LabelButton } from '../labels/label-button.tsx';
import { SupplierLink } from '../suppliers/supplier-link.tsx';
import '../documents/documents.css';

/** One order at a supplier: what was bought, what came, and what can be done about it. */
export function PurchasePage({ params }: ScreenProps): ReactNode {
  return (
    <OpenDocument<Purchase>
      query="inventory.purchase"
      id={params.purchaseOrderId}
      titleOf={({ head }) => head.number}
      texts="inventory.documents"
      list="purchaseList"
      listKey="inventory.purchases.title"
    >
      {(purchase) => <PurchaseView purchase={purchase} />}
    </OpenDocument>
  );
}

function PurchaseView({ purchase: { head, lines, receipts } }: { readonly purchase: Purchase }): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const today = useToday();
  const mayWrite = usePermission(permissions.purchase);
  const seesCost = usePermission(permissions.seeCost);
  const title = useRef<HTMLHeadingElement>(null);
  useFirstFocus(title);
  const order = useCommand('inventory.orderPurchase');
  const close = useCommand('inventory.closePurchase');
  const cancel = useCommand('inventory.cancelPurchase');
  const isLive = head.state === 'draft' || head.state === 'open';
  const progress = purchaseProgress(lines, head.currency);
  const hasCome = lines.some(({ received }) => received > 0);
  const columns = useMemo(() => lineColumns(t, seesCost), [t, seesCost]);
  const run = async (command: typeof order, said: string) => {
    const reply = await command.run({ purchaseOrderId: head.id });
    if (reply.state !== 'rejected') notify({ tone: 'done', title: t(said, { number: head.number }) });
  };
  return (
    <Page
      header={
        <PageHeader
          titleRef={title}
          title={t('inventory.purchases.one', { number: head.number })}
          tag={
            <DocumentState
              kind="purchase"
              state={head.state}
              late={head.state === 'open' && head.dueOn !== null && head.dueOn < today}
            />
          }
        >
          {receipts.length > 0 ? (
            <LabelButton>
              {(close) => <ReceiptLabels numbers={receipts.map(({ number }) => number)} onClose={close} />}
            </LabelButton>
          ) : null}
          {mayWrite && isLive ? (
            <ActionButton
              label={t('inventory.purchases.change')}
              keys="e"
              labelKey="inventory.purchases.change"
              onRun={() => openTab('purchaseEntry', { purchaseOrderId: head.id })}
            />
          ) : null}
          {mayWrite && isLive && !hasCome ? (
            <ActionButton
              label={t('inventory.purchases.cancel')}
              loading={cancel.running}
              onRun={() => void run(cancel, 'inventory.purchases.cancelled')}
            />
          ) : null}
          {mayWrite && head.state === 'open' ? (
            <ActionButton
              label={t('inventory.purchases.close')}
              loading={close.running}
              onRun={() => void run(close, 'inventory.purchases.closed')}
            />
          ) : null}
          {mayWrite && head.state === 'draft' ? (
            <ActionButton
              primary
              label={t('inventory.purchases.order')}
              keys="mod+enter"
              labelKey="inventory.purchases.order"
              loading={order.running}
              onRun={() => void run(order, 'inventory.purchases.ordered')}
            />
          ) : null}
        </PageHeader>
      }
    >
      <div className="page-main document-lines">
        <div className="document-fields">
          <span className="document-field">
            <span>{t('inventory.purchases.supplier')}</span>
            <SupplierLink supplierId={head.supplierId} name={head.supplierName} />
          </span>
          <span className="document-field">
            <span>{t('inventory.stock.warehouse')}</span>
            {company?.warehouses.find(({ id }) => id === head.warehouseId)?.name ?? <Empty />}
          </span>
          <span className="document-field">
            <span>{t('inventory.purchases.dueOn')}</span>
            <DateOnly value={head.dueOn} />
          </span>
          <span className="document-field">
            <span>{t('inventory.purchases.orderedOn')}</span>
            <DateOnly value={head.orderedOn} /> {head.orderedByName}
          </span>
          <span className="document-field">
            <span>{t('inventory.purchases.came')}</span>
            {progress.doneLines} / {lines.length}
          </span>
          {seesCost ? (
            <span className="document-field">
              <span>{t('inventory.purchases.value')}</span>
              <Money minor={progress.valueMinor} currency={head.currency} />
              {progress.valueMinor !== null && progress.withoutCost > 0 ? (
                <span className="text-3">{t('inventory.purchases.withoutCost', { count: progress.withoutCost })}</span>
              ) : null}
            </span>
          ) : null}
          {head.note === null ? null : <span>{head.note}</span>}
        </div>
        <DataTable<PurchaseLineRow>
          label={t('inventory.documents.lines')}
          columns={columns}
          rows={lines}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t('inventory.documents.none')} />}
        />
      </div>
      <SidePanel label={t('inventory.purchases.receipts')} kind="order">
        <PanelHeading note={receipts.length}>{t('inventory.purchases.receipts')}</PanelHeading>
        {receipts.length === 0 ? <p className="text-3">{t('inventory.purchases.nothingCame')}</p> : null}
        {receipts.map((receipt) => (
          <ReceiptLine key={receipt.id} receipt={receipt} />
        ))}
      </SidePanel>
    </Page>
  );
}

/** One delivery: its number, who took it in and when, and below it what it brought, each unit by itself. */
function ReceiptLine({ receipt }: { readonly receipt: PurchaseReceiptRow }): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="purchase-receipt">
      <p className="document-bar">
        <button
          type="button"
          className="link-button strong"
          onClick={() => void openTab('receipt', { receiptId: receipt.id })}
        >
          {receipt.number}
        </button>
        <DateTime value={receipt.receivedAt} />
        <span className="text-3">{receipt.receivedByName}</span>
      </p>
      <p className="document-bar text-2">
        <span>{t('inventory.purchases.receiptLines', { count: receipt.lineCount })}</span>
        {receipt.amounts.map(({ unit, quantity }) => (
          <Quantity key={unit} value={quantity} unit={unit} />
        ))}
        {receipt.rejectedLines > 0 ? (
          <StateTag plain state="late">
            {t('inventory.purchases.receiptRejected', { count: receipt.rejectedLines })}
          </StateTag>
        ) : null}
        {receipt.deliveryNote === null ? null : <span className="text-3">{receipt.deliveryNote}</span>}
      </p>
    </div>
  );
}

function lineColumns(t: TFunction, seesCost: boolean): readonly DataColumn<PurchaseLineRow>[] {
  const cost: DataColumn<PurchaseLineRow> = {
    key: 'cost',
    title: t('inventory.documents.unitCost'),
    width: '88px',
    figure: true,
    render: (line) => <UnitPrice value={line.unitCost} />,
  };
  return [
    { key: 'code', title: t('inventory.stock.code'), width: '88px', render: (line) => line.productCode },
    {
      key: 'product',
      title: t('inventory.stock.product'),
      width: 'minmax(176px, 2fr)',
      strong: true,
      render: (line) => line.productName,
    },
    {
      key: 'quantity',
      title: t('inventory.purchases.quantity'),
      width: '88px',
      figure: true,
      render: (line) => <Quantity value={line.quantity} unit={line.baseUnit} />,
    },
    {
      key: 'received',
      title: t('inventory.purchases.received'),
      width: '72px',
      figure: true,
      render: (line) => <Quantity value={line.received} dashZero />,
    },
    {
      key: 'rejected',
      title: t('inventory.purchases.rejected'),
      width: '72px',
      figure: true,
      render: (line) => <Quantity value={line.rejected} dashZero />,
    },
    {
      key: 'open',
      title: t('inventory.purchases.toCome'),
      width: '72px',
      figure: true,
      render: (line) => <Quantity value={Math.max(0, line.quantity - line.received)} dashZero />,
    },
    ...(seesCost ? [cost] : []),
  ];
}
