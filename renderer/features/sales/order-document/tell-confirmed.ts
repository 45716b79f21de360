import type { CommandReply, SyncStatus } from '#shared/protocol/bridge.ts';
import type { ConfirmedOrder } from '#shared/workflows/orders/take-order.ts';
import { bridge } from '../../../app/bridge.ts';
import { i18n } from '../../../app/i18n.ts';
import { troubleWord } from '../../../app/network-told.ts';
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
  const { status } = useSyncStatus.getState();
  const told = () => {
    const facts = [t('sales.told.confirmed', { number })];
    if (backOrderedLines > 0) facts.push(t('sales.told.backOrdered', { count: backOrderedLines }));
    if (creditHold === 1) facts.push(t('sales.told.creditHold'));
    if (approvalHold === 1) facts.push(t('sales.told.approvalHold'));
    const goes = goesWhen(status);
    return [...facts, ...(goes === null ? [] : [goes])].join(' · ');
  };
  offerUndo({ label: told, run: () => takeBack(orderId, number), about: [orderId, reply.commandId] });
}

/** When what was done goes to the office, where it does not go at once; the office does not know of it yet. */
function goesWhen(status: SyncStatus | null): string | null {
  const { t } = i18n;
  if (status?.workOffline) return t('sales.told.goesByChoice');
  if (status?.trouble) return t('sales.told.goesOnceRight', { why: troubleWord(status.trouble.code) });
  return status?.network === 'offline' ? t('sales.told.goesLater') : null;
}

/** What was done to an order, ending like the confirmation where only this computer knows of it. */
function doneWords(key: string, number: string): () => string {
  const { status } = useSyncStatus.getState();
  return () => {
    const goes = goesWhen(status);
    const done = i18n.t(`sales.told.${key}`, { number });
    return goes === null ? done : `${done} · ${goes}`;
  };
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
    title: doneWords('cancelled', number),
    text: () => t('sales.told.takenBack', { number }),
  });
}

/** R6: gives up the rest of an order that was sent in part. */
export async function closeShort(orderId: string, number: string): Promise<void> {
  const reply = await bridge().command('sales.closeShort', { orderId });
  if (reply.state === 'rejected') notifyRefusal(reply.reason);
  else notify({ tone: 'done', title: doneWords('closedShort', number) });
}

/** R23: whether an order leaves in one delivery or not at all. */
export async function setWhole(
  order: { readonly id: string; readonly number: string; readonly minimumLifeDays: number },
  shipComplete: boolean,
): Promise<void> {
  const { id: orderId, minimumLifeDays } = order;
  const reply = await bridge().command('sales.setDeliveryTerms', { orderId, shipComplete, minimumLifeDays });
  if (reply.state === 'rejected') notifyRefusal(reply.reason);
  else notify({ tone: 'done', title: doneWords(shipComplete ? 'whole' : 'inPart', order.number) });
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
    title: doneWords('cancelled', number),
    action: { label: () => t('sales.order.copy'), run: () => void openTab('orderEntry', { copyOf: orderId }) },
  });
}
