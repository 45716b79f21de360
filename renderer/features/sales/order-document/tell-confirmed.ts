import type { CommandReply } from '#shared/protocol/bridge.ts';
import type { ConfirmedOrder } from '#shared/workflows/confirm-order.ts';
import { bridge } from '../../../app/bridge.ts';
import { i18n } from '../../../app/i18n.ts';
import { endUndoOf, notify, notifyRefusal, offerUndo } from '../../../app/notices.ts';
import { useSyncStatus } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';

function isConfirmed(result: unknown): result is ConfirmedOrder {
  return typeof result === 'object' && result !== null && 'number' in result && 'backOrderedLines' in result;
}

/** Says that an order was taken and what became of it; Ctrl+Z takes it back within 10 seconds (R104). */
export function tellConfirmed(orderId: string, reply: Exclude<CommandReply, { state: 'rejected' }>): void {
  const { t } = i18n;
  if (!isConfirmed(reply.result)) throw new Error('sales.confirmOrder did not answer with an order');
  const { number, backOrderedLines, creditHold, approvalHold } = reply.result;
  const status = useSyncStatus.getState().status;
  const told = () => {
    const facts = [t('sales.told.confirmed', { number })];
    if (backOrderedLines > 0) facts.push(t('sales.told.backOrdered', { count: backOrderedLines }));
    if (creditHold === 1) facts.push(t('sales.told.creditHold'));
    if (approvalHold === 1) facts.push(t('sales.told.approvalHold'));
    if (status?.workOffline) facts.push(t('sales.told.goesByChoice'));
    else if (status?.network === 'offline') facts.push(t('sales.told.goesLater'));
    return facts.join(' · ');
  };
  offerUndo({ label: told, run: () => takeBack(orderId, number), about: [orderId, reply.commandId] });
}

/** Cancels an order that was just taken and opens what was written as a new draft: its number stays cancelled (R7). */
async function takeBack(orderId: string, number: string): Promise<void> {
  const { t } = i18n;
  const reply = await bridge().command('sales.cancelOrder', { orderId });
  if (reply.state === 'rejected') {
    notifyRefusal(reply.reason);
    return;
  }
  openTab('orderEntry', { takeBack: orderId });
  notify({
    tone: 'done',
    title: () => t('sales.told.cancelled', { number }),
    text: () => t('sales.told.takenBack', { number }),
  });
}

/** R6: gives up the rest of an order that was sent in part. */
export async function closeShort(orderId: string, number: string): Promise<void> {
  const { t } = i18n;
  const reply = await bridge().command('sales.closeShort', { orderId });
  if (reply.state === 'rejected') notifyRefusal(reply.reason);
  else notify({ tone: 'done', title: () => t('sales.told.closedShort', { number }) });
}

/** R23: whether an order leaves in one delivery or not at all. */
export async function setWhole(
  order: { readonly id: string; readonly number: string; readonly minimumLifeDays: number },
  shipComplete: boolean,
): Promise<void> {
  const { t } = i18n;
  const { id: orderId, minimumLifeDays } = order;
  const reply = await bridge().command('sales.setDeliveryTerms', { orderId, shipComplete, minimumLifeDays });
  const key = shipComplete ? 'sales.told.whole' : 'sales.told.inPart';
  if (reply.state === 'rejected') notifyRefusal(reply.reason);
  else notify({ tone: 'done', title: () => t(key, { number: order.number }) });
}

/** Cancels an order; what cannot be undone can be taken up again as a new one. */
export async function cancelOrder(orderId: string, number: string): Promise<void> {
  const { t } = i18n;
  const reply = await bridge().command('sales.cancelOrder', { orderId });
  if (reply.state === 'rejected') {
    notifyRefusal(reply.reason);
    return;
  }
  endUndoOf(orderId);
  notify({
    tone: 'done',
    title: () => t('sales.told.cancelled', { number }),
    action: { label: () => t('sales.order.copy'), run: () => void openTab('orderEntry', { copyOf: orderId }) },
  });
}
