/** Why an order that stands is held, by the rules that held it and its stored lines (R9, R54, R55). */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Company } from '#shared/domains/admin/queries/company.ts';
import type { CreditStatus } from '#shared/domains/billing/queries/credit-status.ts';
import { daysBetween, decideCredit, totalExposure } from '#shared/domains/billing/rules/credit-limit.ts';
import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import { usePermission } from '../../../app/session.ts';
import { useQuery } from '../../../app/use-query.ts';
import { dateText } from '../../../ui/format-text.ts';
import { Note } from '../../../ui/page.tsx';
import { todayAt } from '../../../ui/use-company.ts';
import { waitsForPrice } from './waits-for-price.ts';

interface HoldNotesProps {
  readonly document: OrderDocument;
  readonly company: Company;
}

const SHOWN_LINES = 6;

export function HoldNotes({ document: { order, lines }, company }: HoldNotesProps): ReactNode {
  if (order.state !== 'open') return null;
  return (
    <>
      {order.creditHold === 1 ? <CreditHold order={order} company={company} /> : null}
      {order.approvalHold === 1 ? (
        <ApprovalHold order={order} lines={lines} discountLimit={company.settings['sales.discountLimit']} />
      ) : null}
      {order.manualHold === 1 ? <Hold kind="manualHold" /> : null}
    </>
  );
}

interface HoldProps {
  readonly kind: 'creditHold' | 'approvalHold' | 'manualHold';
  readonly children?: ReactNode;
}

function Hold({ kind, children }: HoldProps): ReactNode {
  const { t } = useTranslation();
  return (
    <section className="order-panel-section">
      <Note tone="wait" title={t(`sales.states.${kind}`)}>
        {children}
        <p>{t(`sales.order.${kind}Text`)}</p>
      </Note>
    </section>
  );
}

/** The exposure holds this order already: what is over, is over with it. */
function CreditHold({ order, company }: Pick<OrderDocument, 'order'> & Pick<HoldNotesProps, 'company'>): ReactNode {
  const { t, i18n } = useTranslation();
  const today = todayAt(company);
  const { customerId, currency } = order;
  const seesCredit = usePermission('billing.see');
  const { data: status } = useQuery<CreditStatus>(
    'billing.creditStatus',
    { customerId, currency, today },
    { enabled: seesCredit },
  );
  if (!status) return <Hold kind="creditHold" />;
  const limitDays = company.settings['billing.overdueHoldDays'];
  const { limitMinor, limitValidUntil, oldestDueOn } = status;
  const answer = decideCredit({
    limitMinor,
    limitValidUntil,
    exposureMinor: totalExposure(status),
    orderMinor: 0,
    oldestDueOn,
    today,
    overdueHoldDays: limitDays,
  });
  const why = () => {
    if (!answer.hold) return t('sales.hold.creditEnoughNow');
    if (answer.because === 'limitExceeded') {
      return t('sales.hold.isBeyond', { overMinor: -(answer.leftMinor ?? 0), limitMinor, currency });
    }
    if (answer.because === 'limitExpired') {
      return t('sales.hold.limitExpired', { until: dateText(limitValidUntil ?? today, i18n.language) });
    }
    return t('sales.hold.overdue', { days: daysBetween(oldestDueOn ?? today, today), limitDays });
  };
  return (
    <Hold kind="creditHold">
      <p>{why()}</p>
    </Hold>
  );
}

interface ApprovalHoldProps {
  readonly order: OrderDocument['order'];
  readonly lines: OrderDocument['lines'];
  readonly discountLimit: number;
}

function ApprovalHold({ order, lines, discountLimit }: ApprovalHoldProps): ReactNode {
  const { t } = useTranslation();
  const waiting = lines.filter(waitsForPrice({ order, lines }, discountLimit));
  const reasonsOf = ({ unitPrice, listPrice, discount }: (typeof waiting)[number]) => [
    ...(unitPrice < listPrice ? [t('sales.hold.priceBelow', { unitPrice, listPrice })] : []),
    ...(discount > 0 ? [t('sales.hold.discountGiven', { discount })] : []),
  ];
  return (
    <Hold kind="approvalHold">
      {waiting.length === 0 ? (
        <p>{t('sales.hold.otherPrice')}</p>
      ) : (
        <>
          <p>{t('sales.hold.beyondLimit', { limit: discountLimit })}</p>
          <ul className="order-note-lines">
            {waiting.slice(0, SHOWN_LINES).map((line) => (
              <li key={line.id}>
                {t('sales.hold.lineWhy', {
                  line: line.position,
                  product: line.productName,
                  why: reasonsOf(line).join(t('sales.foot.and')),
                })}
              </li>
            ))}
            {waiting.length > SHOWN_LINES ? (
              <li>{t('sales.orderEntry.andMore', { count: waiting.length - SHOWN_LINES })}</li>
            ) : null}
          </ul>
        </>
      )}
    </Hold>
  );
}
