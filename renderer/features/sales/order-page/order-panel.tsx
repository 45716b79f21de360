import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import { DateOnly, DateTime } from '../../../ui/format.tsx';
import { Note, PanelHeading, SidePanel } from '../../../ui/page.tsx';
import { BackOrderNote } from '../shortage/back-order-note.tsx';
import { HoldNotes } from './hold-notes.tsx';
import { OrderHistory } from './order-history.tsx';
import { OrderWords } from './order-words.tsx';

interface OrderPanelProps {
  readonly document: OrderDocument;
  readonly company: Company;
  /** This device has sent the order, and its ledger holds it. */
  readonly isSentHere: boolean;
  readonly mayWrite: boolean;
}

/** Who took the order, when and on which device (R10), and what it waits for. */
export function OrderPanel({ document, company, isSentHere, mayWrite }: OrderPanelProps): ReactNode {
  const { t } = useTranslation();
  const { order } = document;
  // What the office refused has kept none of them.
  const partyFacts = (['customerCode', 'shipTo', 'importKey', 'note'] as const).filter((name) => order[name]);
  return (
    <SidePanel label={t('sales.order.about')} kind="order">
      <HoldNotes document={document} company={company} />
      <OrderWords order={order} />
      {mayWrite ? <BackOrderNote document={document} /> : null}
      {order.state === 'cancelled' ? (
        <section className="order-panel-section">
          <Note tone="draft" title={t('sales.states.cancelled')}>
            {document.cancelled && document.cancelled.byName !== null ? (
              <p>{t('sales.order.cancelledBy', { name: document.cancelled.byName, at: document.cancelled.at })}</p>
            ) : null}
            {t('sales.order.cancelledText')}
          </Note>
        </section>
      ) : null}
      {order.state === 'rejected' ? (
        <section className="order-panel-section">
          <Note tone="late" title={t('sales.states.rejected')}>
            <p>
              {isSentHere
                ? t('sales.order.rejectedOwnText')
                : t('sales.order.rejectedOtherText', { name: order.confirmedByName, device: order.deviceCode })}
            </p>
            {isSentHere && mayWrite ? <p>{t('sales.order.rejectedCopyText')}</p> : null}
          </Note>
        </section>
      ) : null}
      <section className="order-panel-section">
        <PanelHeading>{t('sales.order.taken')}</PanelHeading>
        <dl className="panel-facts" data-selectable>
          <dt>{t('sales.order.by')}</dt>
          <dd>{order.confirmedByName}</dd>
          <dt>{t('sales.order.at')}</dt>
          <dd>
            <DateTime value={order.confirmedAt} />
          </dd>
          <dt>{t('sales.order.device')}</dt>
          <dd>{order.deviceCode}</dd>
          <dt>{t('sales.order.orderedOn')}</dt>
          <dd>
            <DateOnly value={order.orderedOn} />
          </dd>
        </dl>
      </section>
      <OrderHistory orderId={order.id} />
      {partyFacts.length > 0 ? (
        <section className="order-panel-section">
          <PanelHeading>{t('sales.order.party')}</PanelHeading>
          <dl className="panel-facts" data-selectable>
            {partyFacts.map((name) => (
              <Fragment key={name}>
                <dt>{t(`sales.order.${name}`)}</dt>
                <dd>{order[name]}</dd>
              </Fragment>
            ))}
          </dl>
        </section>
      ) : null}
    </SidePanel>
  );
}
