/** What a person does about an entry. What was refused is told; the ledger looks again by itself. */
import { bridge } from '../../app/bridge.ts';
import { i18n } from '../../app/i18n.ts';
import { replyOf } from '../../app/kept-notice.ts';
import { notify, notifyRefusal } from '../../app/notices.ts';

export async function markSeen(commandId: string): Promise<void> {
  const reply = await replyOf(bridge().sync.markSeen(commandId));
  if (!reply.ok) notifyRefusal(reply.reason);
}

export async function drop(commandId: string, document: string): Promise<void> {
  const reply = await replyOf(bridge().sync.drop(commandId));
  if (reply.ok) notify({ tone: 'done', title: i18n.t('syncLedger.told.dropped', { document }) });
  else notifyRefusal(reply.reason);
}

export async function withdraw(commandId: string, document: string): Promise<void> {
  const reply = await replyOf(bridge().sync.withdraw(commandId));
  if (reply.ok) notify({ tone: 'done', title: i18n.t('syncLedger.told.withdrawn', { document }) });
  else notifyRefusal(reply.reason);
}

/** Everything with its seals into a file that proves what was sent and received. */
export async function exportProof(): Promise<void> {
  const reply = await replyOf(bridge().proof.export());
  if (!reply.ok) notifyRefusal(reply.reason);
  else if (reply.path !== null) {
    notify({ tone: 'done', title: i18n.t('syncLedger.told.exported'), text: reply.path });
  }
}
