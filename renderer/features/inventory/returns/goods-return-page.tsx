import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { GoodsReturnDocument } from '#shared/domains/inventory/queries/goods-returns.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { useFirstFocus } from '../../../app/focus.ts';
import { openTab } from '../../../app/tabs.ts';
import { DateOnly, DateTime, Empty, Quantity } from '../../../ui/format.tsx';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { PaperButton } from '../../../ui/paper-button.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { OpenDocument } from '../documents/open-document.tsx';
import { LotOrPiece } from '../ledger.tsx';
import '../way-out/shipment.css';

/** What came back from a customer at one time. */
export function GoodsReturnPage({ params }: ScreenProps): ReactNode {
  return (
    <OpenDocument<GoodsReturnDocument>
      query="inventory.goodsReturn"
      id={params.goodsReturnId}
      titleOf={({ head }) => head.number}
      texts="inventory.returns"
      list="goodsReturns"
      listKey="inventory.returns.openList"
    >
      {(document) => <ReturnView document={document} />}
    </OpenDocument>
  );
}

function ReturnView({ document: { head, lines } }: { readonly document: GoodsReturnDocument }): ReactNode {
  const { t } = useTranslation();
  const title = useRef<HTMLHeadingElement>(null);
  useFirstFocus(title);
  const name = t('inventory.returns.one', { number: head.number });
  return (
    <Page
      header={
        <PageHeader
          titleRef={title}
          title={name}
          tag={<StateTag state="done">{t('inventory.returns.taken')}</StateTag>}
          note={head.customerName}
        >
          <PaperButton kind="goodsReturn" id={head.id} />
        </PageHeader>
      }
    >
      <div className="page-main shipment">
        <div className="shipment-head">
          <Facts head={head} />
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long paper is scrolled by keys */}
        <div className="shipment-scroll" role="region" aria-label={t('inventory.shipments.lines')} tabIndex={0}>
          <table className="shipment-lines">
            <thead>
              <tr>
                <th scope="col">#</th>
                <th scope="col">{t('inventory.stock.code')}</th>
                <th scope="col">{t('inventory.stock.product')}</th>
                <th scope="col">{t('inventory.shipments.lot')}</th>
                <th scope="col">{t('inventory.receipts.expiresOn')}</th>
                <th scope="col">{t('inventory.returns.reason')}</th>
                <th scope="col">{t('inventory.receipts.condition')}</th>
                <th scope="col" className="shipment-figure">
                  {t('inventory.shipments.quantity')}
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
                  <td>{t(`inventory.returns.reasons.${line.reason}`)}</td>
                  <td>
                    <StateTag plain state={line.condition === 'saleable' ? 'done' : 'wait'}>
                      {t(`inventory.receipts.conditions.${line.condition}`)}
                    </StateTag>
                  </td>
                  <td className="shipment-figure">
                    <Quantity value={line.quantity} unit={line.unit} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {head.note === null ? null : <p>{head.note}</p>}
        </div>
      </div>
    </Page>
  );
}

function Facts({ head }: Pick<GoodsReturnDocument, 'head'>): ReactNode {
  const { t } = useTranslation();
  const { shipmentId, orderId } = head;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [
      'shipment',
      shipmentId === null ? (
        <Empty key="shipment" />
      ) : (
        <button
          key="shipment"
          type="button"
          className="link-button"
          onClick={() => void openTab('shipment', { shipmentId })}
        >
          {head.shipmentNumber ?? shipmentId}
        </button>
      ),
    ],
    [
      'order',
      orderId === null ? (
        <Empty key="order" />
      ) : (
        <button key="order" type="button" className="link-button" onClick={() => void openTab('order', { orderId })}>
          {head.orderNumber ?? orderId}
        </button>
      ),
    ],
    ['warehouse', head.warehouseName],
    ['returnedAt', <DateTime key="at" value={head.returnedAt} />],
    ['takenBy', head.takenByName],
  ];
  return (
    <dl className="shipment-facts">
      {facts.map(([key, value]) => (
        <div key={key}>
          <dt>{t(`inventory.returns.${key}`)}</dt>
          <dd data-selectable>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
