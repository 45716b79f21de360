import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import { orderTotals } from '#shared/domains/sales/rules/order-totals.ts';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { bridge } from '../../../app/bridge.ts';
import { reasonText } from '../../../app/i18n.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab, useTab } from '../../../app/tabs.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { EN_DASH } from '../../../ui/format-text.ts';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { useCompany } from '../../../ui/use-company.ts';
import { LinesHead } from '../order-document/lines-head.tsx';
import { OrderFoot } from '../order-document/order-foot.tsx';
import { sentLineSchema, sentOffSchema } from '../order-document/sent-lines.ts';
import { OrderLine } from './order-line.tsx';

const argsSchema = z.object({
  orderId: z.string(),
  number: z.string(),
  warehouseId: z.string(),
  currency: z.string(),
  ...sentOffSchema,
  lines: z.array(sentLineSchema),
});
type Made = z.infer<typeof argsSchema>;

interface OrderAsMadeProps {
  readonly orderId: string;
  /** Shown for an order that this device has not taken either. */
  readonly children: ReactNode;
}

/**
 * An order that the office rejected, or that waits and cannot be shown, read from the command by which it was taken here:
 * no row of it is on this device.
 */
export function OrderAsMade({ orderId, children }: OrderAsMadeProps): ReactNode {
  const [entry, setEntry] = useState<LedgerEntry | 'asked' | null>('asked');
  const company = useCompany();
  useEffect(() => {
    let isGone = false;
    void bridge()
      .sync.entryAbout({ name: 'sales.confirmOrder', id: orderId })
      .then((found) => {
        if (!isGone) setEntry(found);
      });
    return () => {
      isGone = true;
    };
  }, [orderId]);
  if (entry === 'asked') return null;
  const made = argsSchema.safeParse(entry?.args);
  const isRowless = entry !== null && (entry.state === 'rejected' || entry.unshown !== null);
  if (!isRowless || !made.success || made.data.orderId !== orderId) return children;
  return company ? <MadeView entry={entry} made={made.data} company={company} /> : null;
}

interface MadeViewProps {
  readonly entry: LedgerEntry;
  readonly made: Made;
  readonly company: Company;
}

function MadeView({ entry, made, company }: MadeViewProps): ReactNode {
  const { t } = useTranslation();
  const tab = useTab();
  const { number, warehouseId, currency } = made;
  const ids = [...new Set(made.lines.map((line) => line.productId))];
  const { data: products } = useQuery<readonly ProductListRow[]>('inventory.productsById', { ids, warehouseId });
  useEffect(() => tab.setTitle({ key: 'sales.order.title', values: { number } }), [tab, number]);
  const isRejected = entry.state === 'rejected';
  const mayWrite = usePermission('sales.confirmOrder');
  const mayAmend = isRejected && mayWrite && entry.replacedBy === null && entry.droppedAt === null;
  const { settings } = company;
  const terms = { currency, priceMode: settings['sales.priceMode'], taxRounding: settings['sales.taxRounding'] };
  const totals = orderTotals(made.lines, terms);
  return (
    <div className="order">
      <Page
        header={
          <PageHeader
            title={t('sales.order.title', { number })}
            tag={
              isRejected ? (
                <StateTag state="late">{t('sales.states.rejected')}</StateTag>
              ) : (
                <StateTag state="wait">{t('sales.order.unshown')}</StateTag>
              )
            }
          >
            {entry.subject.party === undefined ? null : (
              <span className="order-field">
                {t('sales.orderEntry.customer')} <strong>{entry.subject.party}</strong>
              </span>
            )}
          </PageHeader>
        }
        footer={
          <OrderFoot {...totals} currency={currency} counts={t('sales.foot.lines', { count: made.lines.length })}>
            <ActionButton label={t('sales.order.openInLedger')} onRun={() => openTab('sync')} />
            {mayAmend ? (
              <ActionButton
                primary
                label={t('sales.order.correct')}
                keys="a"
                labelKey="sales.order.correct"
                onRun={() => openTab('orderEntry', { amends: entry.commandId })}
              />
            ) : null}
          </OrderFoot>
        }
      >
        <div className="page-main">
          <div className="order-made" role="status">
            <p className="strong">{t(isRejected ? 'sales.order.asMade' : 'sales.order.asMadeUnshown')}</p>
            {(entry.unshown === null ? entry.reasons : [entry.unshown]).map((reason) => (
              <p key={JSON.stringify(reason)}>{reasonText(reason)}</p>
            ))}
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long order is scrolled by keys */}
          <div className="order-scroll" role="region" aria-label={t('sales.lines.label')} tabIndex={0}>
            <table className="order-table" aria-label={t('sales.lines.label')}>
              <LinesHead />
              <tbody>
                {made.lines.map((line, index) => {
                  const product = products?.find(({ id }) => id === line.productId);
                  return (
                    <OrderLine
                      key={line.id}
                      line={{
                        ...line,
                        position: index + 1,
                        productCode: product?.code ?? EN_DASH,
                        productName: product?.name ?? EN_DASH,
                        unit: product?.unit ?? '',
                        priceSource: line.unitPrice === line.listPrice ? 'base' : 'manual',
                        priceReasons: '[]',
                        netMinor: totals.lines[index]?.netMinor ?? 0,
                        documentDiscountMinor: 0,
                        reserved: 0,
                        backOrdered: 0,
                        shipped: 0,
                      }}
                      currency={currency}
                      open={false}
                      waits={false}
                      discountLimit={settings['sales.discountLimit']}
                    />
                  );
                })}
              </tbody>
            </table>
          </div>
        </div>
      </Page>
    </div>
  );
}
