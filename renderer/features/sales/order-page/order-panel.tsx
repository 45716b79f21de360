import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import { DateOnly, DateTime } from '../../../ui/format.tsx';
import { Note, PanelHeading, SidePanel } from '../../../ui/page.tsx';
import { HoldNotes } from './hold-notes.tsx';

interface OrderPanelProps {
  readonly document: OrderDocument;
  readonly company: Company;
}

/** Who took the order, when and on which device (R10), and what it waits for. */
export function OrderPanel({ document, company }: OrderPanelProps): ReactNode {
  const { t } = useTranslation();
  const { order } = document;
  return (
    <SidePanel label={t('sales.order.about')} kind="order">
      <HoldNotes document={document} company={company} />
      {order.state === 'rejected' || order.state === 'cancelled' ? (
        <section className="order-panel-section">
          <Note tone={order.state === 'rejected' ? 'late' : 'open'} title={t(`sales.states.${order.state}`)}>
            {t(`sales.order.${order.state}Text`)}
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
      <section className="order-panel-section">
        <PanelHeading>{t('sales.order.party')}</PanelHeading>
        <dl className="panel-facts" data-selectable>
          <dt>{t('sales.order.customerCode')}</dt>
          <dd>{order.customerCode}</dd>
          {order.shipTo ? (
            <>
              <dt>{t('sales.order.shipTo')}</dt>
              <dd>{order.shipTo}</dd>
            </>
          ) : null}
          {order.importKey ? (
            <>
              <dt>{t('sales.order.importKey')}</dt>
              <dd>{order.importKey}</dd>
            </>
          ) : null}
          {order.note ? (
            <>
              <dt>{t('sales.order.note')}</dt>
              <dd>{order.note}</dd>
            </>
          ) : null}
        </dl>
      </section>
    </SidePanel>
  );
}
