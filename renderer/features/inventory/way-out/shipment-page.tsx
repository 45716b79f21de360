import { Input, Modal } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShipmentDocument } from '#shared/domains/inventory/queries/shipments.ts';
import { bridge } from '../../../app/bridge.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { useFirstFocus } from '../../../app/focus.ts';
import { notify } from '../../../app/notices.ts';
import { usePermission } from '../../../app/session.ts';
import { copyText } from '../../../app/shell/copy-text.ts';
import { openTab, useTab } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { DateTime, Empty, Money, Quantity } from '../../../ui/format.tsx';
import { EmptyState, Page, PageHeader } from '../../../ui/page.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { trackingAddress } from '../carriers/tracking-address.ts';
import { ParcelLabels } from '../labels/goods-label-dialogs.tsx';
import { LabelButton } from '../labels/label-button.tsx';
import { LotLink } from '../ledger.tsx';
import { DeliveryDialog } from './delivery-dialog.tsx';
import { ShipmentState } from './shipment-state.tsx';
import './shipment.css';

const SIGNATURE_PX = 160;

/** A delivery note: what left, in which parcels, by whom it goes, and who took it. Printed as it stands. */
export function ShipmentPage({ params }: ScreenProps): ReactNode {
  const { t } = useTranslation();
  const tab = useTab();
  const id = String(params.shipmentId ?? '');
  const { data, refusal, refetch } = useQuery<ShipmentDocument | null>('inventory.shipment', { id });
  const number = data?.head.number ?? null;
  useEffect(() => {
    if (number !== null) tab.setTitle(number);
  }, [tab, number]);
  if (refusal && !data) return <QueryFailed refusal={refusal} onRetry={refetch} />;
  if (data === undefined) return null;
  if (data === null) {
    const open = <ActionButton primary label={t('inventory.shipments.openList')} onRun={() => openTab('shipments')} />;
    return (
      <EmptyState title={t('inventory.shipments.gone')} action={open}>
        {t('inventory.shipments.goneText')}
      </EmptyState>
    );
  }
  return <ShipmentView document={data} />;
}

function ShipmentView({ document }: { readonly document: ShipmentDocument }): ReactNode {
  const { t } = useTranslation();
  const { head, lines, parcels } = document;
  const title = useRef<HTMLHeadingElement>(null);
  useFirstFocus(title);
  const [asks, setAsks] = useState<'delivery' | 'reversal' | null>(null);
  const mayDeliver = usePermission('inventory.confirmDelivery') && head.state === 'shipped';
  const address = trackingAddress(document.trackingUrl, head.trackingNumber);
  const copyAddress = () => {
    if (address === null) return;
    copyText(address);
    notify({ tone: 'done', title: () => t('inventory.shipments.copiedTracking', { number: head.number }) });
  };
  const isReversal = head.state === 'reversed' && lines.some(({ quantity }) => quantity < 0);
  const mayReverse =
    usePermission('inventory.reverseShipment') && (head.state === 'shipped' || head.state === 'refused');
  return (
    <Page
      header={
        <PageHeader
          titleRef={title}
          title={t(isReversal ? 'inventory.shipments.reversalOne' : 'inventory.shipments.one', { number: head.number })}
          tag={<ShipmentState state={head.state} />}
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
          <ActionButton
            label={t('inventory.shipments.print')}
            keys="mod+p"
            labelKey="inventory.shipments.print"
            onRun={() => window.print()}
          />
          {parcels.length === 0 ? null : (
            <LabelButton labelKey="inventory.labels.printParcels">
              {(close) => <ParcelLabels shipmentId={head.id} onClose={close} />}
            </LabelButton>
          )}
        </PageHeader>
      }
      footer={
        <div className="shipment-foot">
          {mayReverse ? (
            <ActionButton label={t('inventory.shipments.reverse')} onRun={() => setAsks('reversal')} />
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
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.id}>
                  <td>{line.position}</td>
                  <td>{line.productCode}</td>
                  <td>{line.productName}</td>
                  <td>
                    {line.serialId === null ? (
                      <LotLink lotId={line.lotId} code={line.lotCode} />
                    ) : (
                      <button
                        type="button"
                        className="link-button"
                        onClick={() => void openTab('serial', { serialId: line.serialId })}
                      >
                        {line.serialCode}
                      </button>
                    )}
                  </td>
                  <td className="shipment-figure">{line.parcel}</td>
                  <td className="shipment-figure">
                    <Quantity value={line.quantity} unit={line.unit} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {parcels.length === 0 ? null : (
            <p className="text-2">
              {t('inventory.shipments.parcel')}: {parcels.map(({ code }) => code).join(', ')}
            </p>
          )}
          {head.note === null ? null : <p>{head.note}</p>}
          <p className="shipment-sign">{t('inventory.shipments.signHere')}</p>
        </div>
      </div>
      {asks === 'delivery' ? <DeliveryDialog shipment={head} onClose={() => setAsks(null)} /> : null}
      {asks === 'reversal' ? <ReversalDialog head={head} onClose={() => setAsks(null)} /> : null}
    </Page>
  );
}

function Facts({ document: { head, trackingUrl } }: { readonly document: ShipmentDocument }): ReactNode {
  const { t } = useTranslation();
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
    ['shippedAt', <DateTime key="at" value={head.shippedAt} />],
    ['shippedBy', head.shippedByName],
    ['carrier', [head.carrierName, head.trackingNumber].filter(Boolean).join(' · ') || <Empty key="carrier" />],
    [
      'freight',
      head.freightMinor === null ? (
        <Empty key="freight" />
      ) : (
        <Money key="freight" minor={head.freightMinor} currency={head.currency} />
      ),
    ],
  ];
  const address = trackingAddress(trackingUrl, head.trackingNumber);
  if (address !== null) facts.push(['tracking', <span key="tracking">{address}</span>]);
  if (head.deliveredAt !== null) {
    facts.push(['receivedBy', head.receivedByName ?? <Empty key="by" />]);
    facts.push(['deliveredAt', <DateTime key="delivered" value={head.deliveredAt} />]);
    if (head.deliveryNote !== null) facts.push(['deliveryNote', head.deliveryNote]);
  }
  const pictures = [head.signatureHash, head.photoHash].filter((hash) => hash !== null);
  return (
    <div className="shipment-head">
      <dl className="shipment-facts">
        {facts.map(([key, value]) => (
          <div key={key} className={key === 'tracking' ? 'shipment-wide' : undefined}>
            <dt>{t(`inventory.shipments.${key}`)}</dt>
            <dd data-selectable>{value}</dd>
          </div>
        ))}
      </dl>
      {pictures.map((hash) => (
        <Picture key={hash} hash={hash} size={SIGNATURE_PX} alt={t('inventory.shipments.signature')} letterOf="" />
      ))}
    </div>
  );
}

interface ReversalDialogProps {
  readonly head: ShipmentDocument['head'];
  readonly onClose: () => void;
}

/** R8: what was written wrongly is taken back by another document, with its reason. */
function ReversalDialog({ head, onClose }: ReversalDialogProps): ReactNode {
  const { t } = useTranslation();
  const { run, running } = useCommand('inventory.reverseShipment');
  const [note, setNote] = useState('');
  const reverse = async () => {
    const [[reversalId], number] = await Promise.all([bridge().newIds(1), bridge().nextNumber('shipment')]);
    const reply = await run({ reversalId, number, shipmentId: head.id, note: note.trim() });
    if (reply.state === 'rejected') return;
    notify({ tone: 'done', title: () => t('inventory.shipments.reversedTold', { number: head.number }) });
    onClose();
  };
  return (
    <Modal
      open
      centered
      title={t('inventory.shipments.reverseTitle', { number: head.number })}
      width="var(--dialog)"
      okText={t('inventory.shipments.reverse')}
      cancelText={t('inventory.shipments.back')}
      okButtonProps={{ disabled: note.trim() === '', loading: running }}
      onOk={() => void reverse()}
      onCancel={onClose}
    >
      <p className="text-2">{t('inventory.shipments.reverseText')}</p>
      <Input.TextArea
        autoFocus
        aria-label={t('inventory.shipments.why')}
        placeholder={t('inventory.shipments.why')}
        rows={2}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </Modal>
  );
}
