import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DateOnly } from './format.tsx';
import { isPast } from './format-text.ts';
import { type StateName, StateShape, StateTag } from './state-tag.tsx';

/** What the state tags of an order go by (R5: holds and back-orders stand beside its life). */
export interface OrderStanding {
  readonly state: 'open' | 'closed' | 'cancelled' | 'rejected';
  readonly creditHold: 0 | 1;
  readonly approvalHold: 0 | 1;
  readonly manualHold: 0 | 1;
  readonly backOrderedLines: number;
}

export interface OrderTag {
  readonly state: StateName;
  readonly word:
    | 'open'
    | 'closed'
    | 'cancelled'
    | 'rejected'
    | 'creditHold'
    | 'approvalHold'
    | 'manualHold'
    | 'backOrdered';
}

const lives: Readonly<Record<OrderStanding['state'], StateName>> = {
  open: 'open',
  closed: 'done',
  cancelled: 'draft',
  rejected: 'late',
};

/** Where an order stands: its life, or, while it is open, what it waits for. */
export function orderTags(order: OrderStanding): readonly OrderTag[] {
  if (order.state !== 'open') return [{ state: lives[order.state], word: order.state }];
  const waits: OrderTag[] = [];
  if (order.creditHold) waits.push({ state: 'wait', word: 'creditHold' });
  if (order.approvalHold) waits.push({ state: 'wait', word: 'approvalHold' });
  if (order.manualHold) waits.push({ state: 'wait', word: 'manualHold' });
  const life: OrderTag[] = waits.length === 0 ? [{ state: 'open', word: 'open' }] : [];
  const backOrder: OrderTag[] = order.backOrderedLines > 0 ? [{ state: 'wait', word: 'backOrdered' }] : [];
  return [...life, ...waits, ...backOrder];
}

/** The tags of an order, each as shape and word. */
export function OrderTags({
  order,
  plain = false,
}: {
  readonly order: OrderStanding;
  readonly plain?: boolean;
}): ReactNode {
  const { t } = useTranslation();
  return orderTags(order).map(({ state, word }) => (
    <StateTag key={word} state={state} plain={plain}>
      {t(`sales.states.${word}`)}
    </StateTag>
  ));
}

/** The day that the customer asked for; an open order whose day is past is late, by shape and colour. */
export function RequestedOn({
  order,
}: {
  readonly order: Pick<OrderStanding, 'state'> & { readonly requestedOn: string | null };
}): ReactNode {
  const { t } = useTranslation();
  const { state, requestedOn } = order;
  if (state !== 'open' || requestedOn === null || !isPast(requestedOn)) return <DateOnly value={requestedOn} />;
  return (
    <span className="late-day state-late" title={t('sales.states.late')}>
      <StateShape state="late" />
      <span className="visually-hidden">{t('sales.states.late')}</span>
      <DateOnly value={requestedOn} />
    </span>
  );
}
