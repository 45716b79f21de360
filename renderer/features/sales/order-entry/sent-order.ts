/** An order as it was sent: the way back from a rejection, whose stub has kept no lines (R101). */
import { useEffect, useState } from 'react';
import { z } from 'zod';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { bridge } from '../../../app/bridge.ts';
import { sentLineSchema, sentOffSchema } from '../order-document/sent-lines.ts';

const sentOrderSchema = z.object({
  orderId: z.string(),
  customerId: z.string(),
  warehouseId: z.string(),
  requestedOn: z.string().nullable(),
  paymentTermsDays: z.int(),
  ...sentOffSchema,
  lines: z.array(sentLineSchema),
});
export type SentOrder = z.infer<typeof sentOrderSchema> & {
  /** Its command, where a new one may be sent in its place: rejected, and not replaced yet. */
  readonly replaceable: string | null;
};

const COMMAND = 'sales.confirmOrder';

/** What this device has sent as this order; null when it was another device. */
export async function findSentOrder(orderId: string): Promise<SentOrder | null> {
  const sent = toSentOrder(await bridge().sync.entryAbout({ name: COMMAND, id: orderId }));
  return sent?.orderId === orderId ? sent : null;
}

/** The order that a command of this device held; null when it was another command, or is here no more. */
export async function readSentOrder(commandId: string): Promise<SentOrder | null> {
  return toSentOrder((await bridge().sync.entry(commandId))?.entry ?? null);
}

/** @returns null for another command */
export function toSentOrder(entry: LedgerEntry | null): SentOrder | null {
  const sent = sentOrderSchema.safeParse(entry?.args);
  if (!entry || entry.name !== COMMAND || !sent.success) return null;
  const isOpen = entry.state === 'rejected' && entry.replacedBy === null;
  return { ...sent.data, replaceable: isOpen ? entry.commandId : null };
}

/** Whether this device has sent the order itself, so that it can be taken up again here; false until it is known. */
export function useIsSentHere(orderId: string, enabled: boolean): boolean {
  const [sentId, setSentId] = useState<string | null>(null);
  useEffect(() => {
    if (!enabled) return;
    let isGone = false;
    void findSentOrder(orderId).then(
      (sent) => {
        if (!isGone && sent) setSentId(orderId);
      },
      () => {},
    );
    return () => {
      isGone = true;
    };
  }, [orderId, enabled]);
  return enabled && sentId === orderId;
}
