/** Answers of the office about an order that hold it up or change its number, as the sync ledger tells them. */
import { Checkbox } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderDocument } from '#shared/domains/sales/queries/order.ts';
import type { ActionReply } from '#shared/protocol/bridge.ts';
import type { AttentionChoice, AttentionPartProps } from '../../../app/attention.ts';
import { bridge } from '../../../app/bridge.ts';
import { reasonText } from '../../../app/i18n.ts';
import { usePermission } from '../../../app/session.ts';
import { copyText } from '../../../app/shell/copy-text.ts';
import { openTab } from '../../../app/tabs.ts';
import { useQuery } from '../../../app/use-query.ts';
import { orderIdOf } from '../shortage/tell-shortage.ts';

const ok: ActionReply = { ok: true };

function useOrder(args: unknown): OrderDocument | 'loading' | 'settled' {
  const orderId = orderIdOf(args);
  const { data, refusal } = useQuery<OrderDocument | null>('sales.order', { id: orderId });
  if (refusal || data === null) return 'settled';
  return data ?? 'loading';
}

/** The paper that the customer has shows another number. */
export function NumberTaken({ entry, reason, children }: AttentionPartProps): ReactNode {
  const { t } = useTranslation();
  const [tells, setTells] = useState(true);
  const found = useOrder(entry.args);
  if (typeof found === 'string') return children(found);
  const { order } = found;
  const wanted = String(reason.params.wanted ?? '');
  const number = String(reason.params.number ?? order.number);
  const contact = order.contactName ?? order.customerName;
  return children({
    title: t('sales.answers.numberTitle', { number }),
    explanation: reasonText(reason),
    subject: order.customerName,
    rows: [{ label: t('sales.answers.number'), promised: wanted, now: number, isChanged: true }],
    question: t('sales.answers.numberQuestion'),
    choices: [
      {
        id: 'noted',
        label: t('sales.answers.numberNoted'),
        detail: t('sales.answers.numberNotedMore', { customer: order.customerName }),
        cost: null,
        run: async () => {
          if (tells) copyText(t('sales.answers.numberMessage', { contact, wanted, number }));
          return ok;
        },
      },
    ],
    aside: (
      <Checkbox checked={tells} onChange={(event) => setTells(event.target.checked)}>
        {t('sales.shortage.tell', { contact })}
      </Checkbox>
    ),
  });
}

/** The order stands and waits: somebody at the office decides, or it is taken back. */
export function OrderHeld({ entry, reason, children }: AttentionPartProps): ReactNode {
  const { t } = useTranslation();
  const found = useOrder(entry.args);
  const mayCancel = usePermission('sales.cancelOrder');
  if (typeof found === 'string') return children(found);
  const { order, lines } = found;
  const kind = reason.code.startsWith('billing.') && reason.code !== 'billing.taxRateDiffers' ? 'credit' : 'approval';
  const isHeld = kind === 'credit' ? order.creditHold === 1 : order.approvalHold === 1;
  if (order.state !== 'open' || !isHeld) return children('settled');
  const { id: orderId, number } = order;
  const cancel: AttentionChoice = {
    id: 'cancel',
    label: t('sales.order.cancel'),
    detail: t('sales.answers.cancelMore'),
    cost: null,
    run: async () => {
      const reply = await bridge().command('sales.cancelOrder', { orderId });
      return reply.state === 'rejected' ? { ok: false, reason: reply.reason } : ok;
    },
  };
  return children({
    title: t(`sales.answers.${kind}Title`, { number }),
    explanation: reasonText(reason),
    subject: order.customerName,
    rows: [],
    question: t('sales.answers.heldQuestion'),
    choices: [
      {
        id: 'wait',
        label: t('sales.answers.wait'),
        detail: t(`sales.answers.${kind}Wait`),
        cost: null,
        run: async () => ok,
      },
      {
        id: 'open',
        label: t('sales.answers.open'),
        detail: t('sales.answers.openMore'),
        cost: null,
        run: async () => {
          openTab('order', { orderId });
          return ok;
        },
      },
      ...(mayCancel && lines.every((line) => line.shipped === 0) ? [cancel] : []),
    ],
  });
}
