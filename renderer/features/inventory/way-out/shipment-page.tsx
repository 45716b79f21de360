import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { ShipmentDocument } from '#shared/domains/inventory/queries/shipments.ts';
import { formatDecimal } from '#shared/kernel/money.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { useFirstFocus } from '../../../app/focus.ts';
import { notify } from '../../../app/notices.ts';
import { usePermission } from '../../../app/session.ts';
import { copyText } from '../../../app/shell/copy-text.ts';
import { openTab } from '../../../app/tabs.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DateTime, Empty, Money, Quantity } from '../../../ui/format.tsx';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { PaperButton } from '../../../ui/paper-button.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { trackingAddress } from '../carriers/tracking-address.ts';
import { OpenDocument } from '../documents/open-document.tsx';
import { ParcelLabels } from '../labels/goods-label-dialogs.tsx';
import { LabelButton } from '../labels/label-button.tsx';
import { LotOrPiece } from '../ledger.tsx';
import { CarrierOfShipment } from './carrier-of-shipment.tsx';
import { DeliveryDialog } from './delivery-dialog.tsx';
import { DeliveryProofs, isProved } from './delivery-proofs.tsx';
import { ProofDialog } from './proof-dialog.tsx';
import { ReversalDialog } from './reversal-dialog.tsx';
import { ShipmentHistory } from './shipment-history.tsx';
import { ShipmentState } from './shipment-state.tsx';
import './shipment.css';

/** A delivery note: what left, in which parcels, by whom it goes, and who took it. */
export function ShipmentPage({ params }: ScreenProps): ReactNode {
  return (
    <OpenDocument<ShipmentDocument>
      query="inventory.shipment"
      id={params.shipmentId}
      titleOf={({ head }) => head.number}
      texts="inventory.shipments"
      list="shipments"
      listKey="inventory.shipments.openList"
    >
      {(document) => <ShipmentView document={document} />}
    </OpenDocument>
  );
}

function ShipmentView({ document }: { readonly document: ShipmentDocument }): ReactNode {
  const { t } = useTranslation();
  const { head, lines, parcels, history } = document;
  const title = useRef<HTMLHeadingElement>(null);
  useFirstFocus(title);
  const [asks, setAsks] = useState<'delivery' | 'proof' | 'reversal' | 'carrier' | null>(null);
  const mayConfirm = usePermission('inventory.confirmDelivery');
  const mayDeliver = mayConfirm && head.state === 'shipped';
  const mayProve = mayConfirm && (head.state === 'delivered' || head.state === 'refused');
  const isUnproven = head.state === 'delivered' && !isProved(document);
  const address = trackingAddress(document.trackingUrl, head.trackingNumber);
  const copyAddress = () => {
    if (address === null) return;
    copyText(address);
    notify({ tone: 'done', title: () => t('inventory.shipments.copiedTracking', { number: head.number }) });
  };
  const mayName = usePermission('inventory.ship') && head.state !== 'reversed';
  const isReversal = head.state === 'reversed' && lines.some(({ quantity }) => quantity < 0);
  const name = t(isReversal ? 'inventory.shipments.reversalOne' : 'inventory.shipments.one', { number: head.number });
  const isReturned = lines.some(({ returned }) => returned > 0);
  const mayTakeBack =
    usePermission('inventory.receiveGoods') &&
    head.state !== 'reversed' &&
    lines.some(({ quantity, returned }) => returned < quantity);
  const mayReverse =
    usePermission('inventory.reverseShipment') && !isReturned && (head.state === 'shipped' || head.state === 'refused');
  return (
    <Page
      header={
        <PageHeader
          titleRef={title}
          title={name}
          tag={
            <>
              <ShipmentState state={head.state} />
              {isUnproven ? <StateTag state="wait">{t('inventory.shipments.noProof')}</StateTag> : null}
            </>
          }
          note={head.customerName}
        >
          {address === null ? null : (
            <ActionButton
              label={t('inventory.shipments.copyTracking')}
              keys="c"
              labelKey="inventory.shipments.copyTracking"
              onRun={copyAddress}
            />
          )}
          <PaperButton kind="deliveryNote" id={head.id} />
          {parcels.length === 0 ? null : (
            <LabelButton labelKey="inventory.labels.printParcels">
              {(close) => <ParcelLabels shipmentId={head.id} onClose={close} />}
            </LabelButton>
          )}
        </PageHeader>
      }
      footer={
        <div className="shipment-foot">
          {mayTakeBack ? (
            <ActionButton
              label={t('inventory.returns.take')}
              keys="b"
              labelKey="inventory.returns.take"
              onRun={() => openTab('takeBack', { shipmentId: head.id })}
            />
          ) : null}
          {mayName ? (
            <ActionButton
              label={t('inventory.shipments.nameCarrier')}
              keys="t"
              labelKey="inventory.shipments.nameCarrier"
              onRun={() => setAsks('carrier')}
            />
          ) : null}
          {mayReverse ? (
            <ActionButton
              label={t('inventory.shipments.reverse')}
              keys="r"
              labelKey="inventory.shipments.reverse"
              onRun={() => setAsks('reversal')}
            />
          ) : null}
          {mayProve ? (
            <ActionButton
              primary={isUnproven}
              label={t('inventory.shipments.addProof')}
              keys="p"
              labelKey="inventory.shipments.addProof"
              onRun={() => setAsks('proof')}
            />
          ) : null}
          {mayDeliver ? (
            <ActionButton
              primary
              label={t('inventory.shipments.deliver')}
              keys="d"
              labelKey="inventory.shipments.deliver"
              onRun={() => setAsks('delivery')}
            />
          ) : null}
        </div>
      }
    >
      <div className="page-main shipment">
        <Facts document={document} />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long note is scrolled by keys */}
        <div className="shipment-scroll" role="region" aria-label={t('inventory.shipments.lines')} tabIndex={0}>
          <table className="shipment-lines">
            <thead>
              <tr>
                <th scope="col">#</th>
                <th scope="col">{t('inventory.stock.code')}</th>
                <th scope="col">{t('inventory.stock.product')}</th>
                <th scope="col">{t('inventory.shipments.lot')}</th>
                <th scope="col" className="shipment-figure">
                  {t('inventory.shipments.parcel')}
                </th>
                <th scope="col" className="shipment-figure">
                  {t('inventory.shipments.quantity')}
                </th>
                {isReturned ? (
                  <th scope="col" className="shipment-figure">
                    {t('inventory.returns.cameBack')}
                  </th>
                ) : null}
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
                  <td className="shipment-figure">{line.parcel}</td>
                  <td className="shipment-figure">
                    <Quantity value={line.quantity} unit={line.unit} />
                  </td>
                  {isReturned ? (
                    <td className="shipment-figure">
                      {line.returned === 0 ? <Empty /> : <Quantity value={line.returned} unit={line.unit} />}
                    </td>
                  ) : null}
                </tr>
              ))}
            </tbody>
          </table>
          {parcels.length === 0 ? null : (
            <p className="text-2 shipment-parcels">
              {t('inventory.shipments.parcelNumbers', {
                numbers: parcels
                  .map(({ code, trackingNumber }) => (trackingNumber === null ? code : `${code} (${trackingNumber})`))
                  .join(', '),
              })}
            </p>
          )}
          {head.note === null ? null : <p>{head.note}</p>}
          <ShipmentHistory history={history} />
        </div>
      </div>
      {asks === 'delivery' ? <DeliveryDialog shipment={head} onClose={() => setAsks(null)} /> : null}
      {asks === 'proof' ? <ProofDialog shipment={head} onClose={() => setAsks(null)} /> : null}
      {asks === 'carrier' ? <CarrierOfShipment document={document} onClose={() => setAsks(null)} /> : null}
      {asks === 'reversal' ? <ReversalDialog head={head} onClose={() => setAsks(null)} /> : null}
    </Page>
  );
}

function Facts({ document }: { readonly document: ShipmentDocument }): ReactNode {
  const { t } = useTranslation();
  const { head, trackingUrl, freight } = document;
  const seesCost = usePermission(permissions.seeCost);
  const facts: [string, ReactNode][] = [
    [
      'order',
      <button
        key="order"
        type="button"
        className="link-button"
        onClick={() => void openTab('order', { orderId: head.orderId })}
      >
        {head.orderNumber || head.orderId}
      </button>,
    ],
    ['shipTo', head.shipTo ?? <Empty key="to" />],
    ['contact', [head.contactName, head.phone].filter(Boolean).join(' ') || <Empty key="contact" />],
    ['warehouse', head.warehouseName],
    ['shippedAt', <DateTime key="at" whole value={head.shippedAt} />],
    ['shippedBy', head.shippedByName],
    ['carrier', [head.carrierName, head.trackingNumber].filter(Boolean).join(' · ') || <Empty key="carrier" />],
  ];
  if (head.weightGrams !== null) {
    const weight = formatDecimal(head.weightGrams, 3);
    facts.push(['weight', t('inventory.work.pack.kilograms', { weight })]);
  }
  if (seesCost) {
    const paid = freight === null ? null : <Money key="freight" {...freight} />;
    facts.push(['freight', paid ?? <Empty key="freight" />]);
  }
  const address = trackingAddress(trackingUrl, head.trackingNumber);
  if (address !== null) facts.push(['tracking', <span key="tracking">{address}</span>]);
  if (head.deliveredAt !== null) {
    facts.push(['receivedBy', head.receivedByName ?? <Empty key="by" />]);
    facts.push(['deliveredAt', <DateTime key="delivered" whole value={head.deliveredAt} />]);
    if (head.deliveryNote !== null) facts.push(['deliveryNote', head.deliveryNote]);
  }
  return (
    <div className="shipment-head">
      <dl className="shipment-facts">
        {facts.map(([key, value]) => (
          <div key={key} className={key === 'tracking' ? 'shipment-wide' : ''}>
            <dt>{t(`inventory.shipments.${key}`)}</dt>
            <dd data-selectable>{value}</dd>
          </div>
        ))}
      </dl>
      <DeliveryProofs document={document} />
    </div>
  );
}
