import type { TFunction } from 'i18next';
import { type ReactNode, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PickListDocument } from '#shared/domains/inventory/queries/pick-list.ts';
import type { Row } from '#shared/kernel/table.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { findRoute } from '../../../app/features.ts';
import { useFirstFocus } from '../../../app/focus.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { DateOnly, DateTime, Empty, Quantity } from '../../../ui/format.tsx';
import { EmptyState, Page, PageHeader } from '../../../ui/page.tsx';
import { PaperButton } from '../../../ui/paper-button.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { useCompany } from '../../../ui/use-company.ts';
import { DocumentState } from '../documents/document-state.tsx';
import { OpenDocument } from '../documents/open-document.tsx';
import { LotOrPiece } from '../ledger.tsx';
import '../documents/documents.css';

type Line = Row<'pickLines'>;

/** One way through a warehouse as the office sees it: who walked it, what was taken, what was missing and why (R24). */
export function PickListPage({ params }: ScreenProps): ReactNode {
  return (
    <OpenDocument<PickListDocument>
      query="inventory.pickList"
      id={params.pickListId}
      titleOf={({ head }) => head.number}
      texts="inventory.pickLists"
      list="releaseQueue"
      listKey="inventory.release.title"
    >
      {(document) => <PickListView document={document} />}
    </OpenDocument>
  );
}

function PickListView({ document: { head, lines } }: { readonly document: PickListDocument }): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const mayPick = usePermission('inventory.recordPick');
  const mayOpenOrder = usePermission(findRoute('order')?.permission);
  const title = useRef<HTMLHeadingElement>(null);
  useFirstFocus(title);
  const columns = useMemo(() => columnsOf(t, mayOpenOrder), [t, mayOpenOrder]);
  const isToDo = head.state === 'released' || head.state === 'claimed';
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['warehouse', company?.warehouses.find(({ id }) => id === head.warehouseId)?.name ?? <Empty key="where" />],
    ['released', <At key="released" at={head.releasedAt} by={head.releasedByName} />],
    ['claimed', <At key="claimed" at={head.claimedAt} by={head.claimedByName} device={head.claimedDeviceCode} />],
    ['picked', <At key="picked" at={head.pickedAt} by={null} />],
    ['orders', head.orderCount],
    ...(head.note === null ? [] : [['note', head.note] as const]),
  ];
  return (
    <Page
      header={
        <PageHeader
          titleRef={title}
          title={t('inventory.pickLists.one', { number: head.number })}
          tag={<DocumentState kind="pickList" state={head.state} />}
        >
          <PaperButton kind="pickList" id={head.id} />
          {mayPick && isToDo ? (
            <ActionButton
              primary
              label={t('inventory.pickLists.pick')}
              keys="mod+enter"
              labelKey="inventory.pickLists.pick"
              onRun={() => openTab('pick', { pickListId: head.id })}
            />
          ) : null}
        </PageHeader>
      }
    >
      <div className="page-main document-lines">
        <div className="document-fields">
          {facts.map(([key, value]) => (
            <span key={key} className="document-field">
              <span>{t(`inventory.pickLists.${key}`)}</span>
              <span data-selectable>{value}</span>
            </span>
          ))}
        </div>
        <DataTable<Line>
          label={t('inventory.documents.lines')}
          columns={columns}
          rows={lines}
          rowKey={({ id }) => id}
          onOpen={({ productId }) => void openTab('product', { productId })}
          empty={<EmptyState title={t('inventory.documents.none')} />}
        />
      </div>
    </Page>
  );
}

interface AtProps {
  readonly at: number | null;
  readonly by: string | null;
  readonly device?: string | null;
}

/** When it was done, by whom, at which computer. */
function At({ at, by, device = null }: AtProps): ReactNode {
  if (at === null) return <Empty />;
  return (
    <>
      <DateTime value={at} /> {[by, device].filter((word) => word !== null).join(' · ')}
    </>
  );
}

function columnsOf(t: TFunction, mayOpenOrder: boolean): readonly DataColumn<Line>[] {
  const figure = (key: 'quantity' | 'picked' | 'packed' | 'shipped'): DataColumn<Line> => ({
    key,
    title: t(`inventory.pickLists.${key === 'picked' ? 'taken' : key}`),
    width: '80px',
    figure: true,
    render: (line) => <Quantity value={line[key]} {...(key === 'quantity' ? { unit: line.unit } : {})} dashZero />,
  });
  return [
    {
      key: 'place',
      title: t('inventory.receipts.place'),
      width: '96px',
      render: (line) => line.locationCode ?? <Empty />,
    },
    { key: 'code', title: t('inventory.stock.code'), width: '88px', render: (line) => line.productCode },
    {
      key: 'product',
      title: t('inventory.stock.product'),
      width: 'minmax(160px, 2fr)',
      strong: true,
      render: (line) => line.productName,
    },
    {
      key: 'lot',
      title: t('inventory.receipts.lot'),
      width: 'minmax(96px, 1fr)',
      render: (line) => <LotOrPiece line={line} />,
    },
    {
      key: 'expiresOn',
      title: t('inventory.receipts.expiresOn'),
      width: '96px',
      render: (line) => <DateOnly value={line.expiresOn} />,
    },
    figure('quantity'),
    figure('picked'),
    figure('packed'),
    figure('shipped'),
    {
      key: 'short',
      title: t('inventory.pickLists.short'),
      width: '96px',
      render: ({ shortReason }) =>
        shortReason === null ? (
          <Empty />
        ) : (
          <StateTag plain state="late">
            {t(`inventory.work.pick.reasons.${shortReason}`)}
          </StateTag>
        ),
    },
    {
      key: 'order',
      title: t('inventory.pickLists.order'),
      width: 'minmax(136px, 1fr)',
      render: ({ orderId, orderNumber, customerName }) => (
        <span title={customerName}>
          {mayOpenOrder ? (
            <button
              type="button"
              className="link-button"
              onClick={(event) => {
                event.stopPropagation();
                openTab('order', { orderId });
              }}
            >
              {orderNumber}
            </button>
          ) : (
            orderNumber
          )}
        </span>
      ),
    },
  ];
}
