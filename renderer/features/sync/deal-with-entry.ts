/** What a person does about an entry. What was refused is told; the ledger looks again by itself. */
import type { ActionReply } from '#shared/protocol/bridge.ts';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { bridge } from '../../app/bridge.ts';
import { i18n } from '../../app/i18n.ts';
import { replyOf } from '../../app/kept-notice.ts';
import { closeRefusal, endUndoOf, notify, notifyRefusal } from '../../app/notices.ts';
import { writeSummary } from './write-summary.ts';

/** One message for what was refused about an entry; none once something was done about it. */
function tellRefusal(commandId: string, reply: ActionReply): void {
  if (reply.ok) closeRefusal(commandId);
  else notifyRefusal(reply.reason, null, commandId);
}

export async function markSeen(commandId: string): Promise<void> {
  const reply = await replyOf(bridge().sync.markSeen(commandId));
  tellRefusal(commandId, reply);
}

export async function drop(commandId: string, document: string): Promise<void> {
  const reply = await replyOf(bridge().sync.drop(commandId));
  tellRefusal(commandId, reply);
  if (reply.ok) notify({ tone: 'done', title: () => i18n.t('syncLedger.told.dropped', { document }) });
}

/** Sends a rejected deed once more as it was, in place of the rejected one. */
export async function sendAgain({ commandId, name, args }: LedgerEntry): Promise<void> {
  const reply = await replyOf(
    bridge()
      .command(name, args, { replaces: commandId })
      .then((ended): ActionReply => (ended.state === 'rejected' ? { ok: false, reason: ended.reason } : { ok: true })),
  );
  tellRefusal(commandId, reply);
  if (reply.ok) notify({ tone: 'done', title: () => i18n.t('syncLedger.told.again') });
}

export async function withdraw(commandId: string, document: string): Promise<void> {
  const reply = await replyOf(bridge().sync.withdraw(commandId));
  tellRefusal(commandId, reply);
  if (!reply.ok) return;
  endUndoOf(commandId);
  notify({ tone: 'done', title: () => i18n.t('syncLedger.told.withdrawn', { document }) });
}

/** Everything with its seals into a file that proves what was sent and received, and beside it as a text to be read. */
export async function exportProof(): Promise<void> {
  const reply = await replyOf(writeSummary().then((summary) => bridge().proof.export({ summary })));
  if (!reply.ok) notifyRefusal(reply.reason);
  else if (reply.path !== null) {
    notify({ tone: 'done', title: () => i18n.t('syncLedger.told.exported'), text: reply.path });
  }
}
