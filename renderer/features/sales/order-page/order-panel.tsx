import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import { DateOnly, DateTime } from '../../../ui/format.tsx';
import { Note, PanelHeading, SidePanel } from '../../../ui/page.tsx';

/** Who took the order, when and on which device (R10), and what it waits for. */
export function OrderPanel({ order }: { readonly order: OrderDocument['order'] }): ReactNode {
  const { t } = useTranslation();
  const holds = (['creditHold', 'approvalHold', 'manualHold'] as const).filter((hold) => order[hold] === 1);
  return (
    <SidePanel label={t('sales.order.about')} kind="order">
      {order.state === 'open'
        ? holds.map((hold) => (
            <section key={hold} className="order-panel-section">
              <Note tone="wait" title={t(`sales.states.${hold}`)}>
                {t(`sales.order.${hold}Text`)}
              </Note>
            </section>
          ))
        : null}
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
