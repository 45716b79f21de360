import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import type { ScreenProps } from '../../../app/feature.ts';
import { useFirstFocus } from '../../../app/focus.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab, useTab } from '../../../app/tabs.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { OrderTags, RequestedOn } from '../../../ui/order-tags.tsx';
import { EmptyState, Page, PageHeader } from '../../../ui/page.tsx';
import { PaperButton } from '../../../ui/paper-button.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { CustomerStrip } from '../order-document/customer-strip.tsx';
import { LinesHead } from '../order-document/lines-head.tsx';
import { OrderFoot } from '../order-document/order-foot.tsx';
import { cancelOrder, closeShort, setWhole } from '../order-document/tell-confirmed.ts';
import '../order-document/order.css';
import '../order-document/order-lines.css';
import '../order-document/order-panel.css';
import { taxByRate } from '../../../ui/tax-by-rate.ts';
import { placeName, useCompany } from '../../../ui/use-company.ts';
import { useIsSentHere } from '../order-entry/sent-order.ts';
import { OfficeState } from './office-state.tsx';
import { OrderAsMade } from './order-as-made.tsx';
import { OrderLine } from './order-line.tsx';
import { OrderPanel } from './order-panel.tsx';
import { waitsForPrice } from './waits-for-price.ts';

/** An order as it stands: nothing in it changes here, what can be done about it stands below. */
export function OrderPage({ params }: ScreenProps): ReactNode {
  const { t } = useTranslation();
  const tab = useTab();
  const company = useCompany();
  const orderId = String(params.orderId ?? '');
  const { data, loading, refusal, refetch } = useQuery<OrderDocument | null>('sales.order', { id: orderId });
  const number = data?.order.number ?? null;
  useEffect(() => {
    if (number !== null) tab.setTitle({ key: 'sales.order.title', values: { number } });
    tab.setDirty(false);
  }, [tab, number]);
  if (refusal && !data) return <QueryFailed refusal={refusal} onRetry={refetch} />;
  if (loading || data === undefined) return null;
  if (data === null) {
    return (
      <OrderAsMade orderId={orderId}>
        <EmptyState title={t('sales.order.goneTitle')} action={<OpenList />}>
          {t('sales.order.goneText')}
        </EmptyState>
      </OrderAsMade>
    );
  }
  if (!company) return null;
  return <OrderView document={data} company={company} />;
}

function OpenList(): ReactNode {
  const { t } = useTranslation();
  return <ActionButton primary label={t('sales.order.openList')} onRun={() => openTab('orderList')} />;
}

interface OrderViewProps {
  readonly document: OrderDocument;
  readonly company: Company;
}

function OrderView({ document, company }: OrderViewProps): ReactNode {
  const { t } = useTranslation();
  const { order, lines } = document;
  const title = useRef<HTMLHeadingElement>(null);
  useFirstFocus(title);
  const warehouse = placeName(company, order.warehouseId);
  const mayCancel = usePermission('sales.cancelOrder');
  const mayWrite = usePermission('sales.confirmOrder');
  const open = order.state === 'open';
  // A rejected order has kept no lines: the device that sent it has them in its ledger.
  const isSentHere = useIsSentHere(order.id, order.state === 'rejected');
  const canCopy = mayWrite && (lines.length > 0 || isSentHere);
  const discountLimit = company.settings['sales.discountLimit'];
  const isBeyond = waitsForPrice({ order, lines }, discountLimit);
  const waits = (line: (typeof lines)[number]) => open && order.approvalHold === 1 && isBeyond(line);
  const canCancel = mayCancel && open && lines.every((line) => line.shipped === 0);
  const canCloseShort = mayCancel && open && lines.some((line) => line.shipped > 0);
  const isWhole = order.shipComplete === 1;
  const terms = order.paymentTermsDays;
  const isStub = order.state === 'rejected' && lines.length === 0;
  const counts = [
    t('sales.foot.lines', { count: lines.length }),
    open && order.backOrderedLines > 0 ? t('sales.foot.backOrdered', { count: order.backOrderedLines }) : null,
  ].filter((text) => text !== null);
  return (
    <div className="order">
      <Page
        header={
          <PageHeader
            titleRef={title}
            title={t('sales.order.title', { number: order.number })}
            tag={
              <>
                <OrderTags order={order} />
                <OfficeState orderId={order.id} />
              </>
            }
          >
            {order.customerName === '' ? null : (
              <span className="order-field">
                {t('sales.orderEntry.customer')} <strong>{order.customerName}</strong>
              </span>
            )}
            {isStub ? null : <PaperButton kind="orderConfirmation" id={order.id} />}
          </PageHeader>
        }
        footer={
          <OrderFoot {...order} isStub={isStub} taxByRate={taxByRate(lines)} counts={counts.join(t('sales.foot.and'))}>
            {canCancel ? (
              <ActionButton
                label={t('sales.order.cancel')}
                keys="mod+shift+delete"
                labelKey="sales.order.cancel"
                onRun={() => void cancelOrder(order.id, order.number)}
              />
            ) : null}
            {canCloseShort ? (
              <ActionButton label={t('sales.order.closeShort')} onRun={() => void closeShort(order.id, order.number)} />
            ) : null}
            {mayWrite && open ? (
              <ActionButton
                label={t(isWhole ? 'sales.order.allowParts' : 'sales.order.wholeOnly')}
                onRun={() => void setWhole(order, !isWhole)}
              />
            ) : null}
            {canCopy ? (
              <ActionButton
                primary={!open}
                label={t('sales.order.copy')}
                keys="mod+d"
                labelKey="sales.order.copy"
                onRun={() => openTab('orderEntry', { copyOf: order.id })}
              />
            ) : null}
          </OrderFoot>
        }
      >
        <div className="page-main">
          {isStub ? null : (
            <CustomerStrip customerId={order.customerId} contactName={order.contactName} phone={order.phone}>
              <span>
                {t('sales.orderEntry.requestedOn')}{' '}
                {order.requestedOn ? <RequestedOn order={order} /> : t('sales.orderEntry.anyDay')}
              </span>
              {warehouse === undefined ? null : (
                <span>
                  {t('sales.orderEntry.warehouse')} {warehouse}
                </span>
              )}
              <span>{terms === 0 ? t('sales.terms.cash') : t('sales.terms.days', { days: terms })}</span>
            </CustomerStrip>
          )}
          {isStub ? (
            <EmptyState title={t('sales.order.rejectedText')} />
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a long order is scrolled by keys
            <div className="order-scroll" role="region" aria-label={t('sales.lines.label')} tabIndex={0}>
              <table className="order-table" aria-label={t('sales.lines.label')}>
                <LinesHead />
                <tbody>
                  {lines.map((line) => (
                    <OrderLine
                      key={line.id}
                      line={line}
                      currency={order.currency}
                      open={open}
                      waits={waits(line)}
                      discountLimit={discountLimit}
                    />
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </div>
        <OrderPanel document={document} company={company} isSentHere={isSentHere} mayWrite={mayWrite} />
      </Page>
    </div>
  );
}
