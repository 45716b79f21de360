/** An order as it was sent: the way back from a rejection, whose stub has kept no lines (R101). */
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { bridge } from '../../../app/bridge.ts';

const sentOrderSchema = z.object({
  orderId: z.string(),
  customerId: z.string(),
  warehouseId: z.string(),
  requestedOn: z.string().nullable(),
  paymentTermsDays: z.int(),
  lines: z.array(
    z.object({
      productId: z.string(),
      quantity: z.int(),
      unitPrice: z.int(),
      listPrice: z.int(),
      discount: z.int(),
    }),
  ),
});
export type SentOrder = z.infer<typeof sentOrderSchema>;

const COMMAND = 'sales.confirmOrder';

/** What this device has sent as this order; null when it was another device. */
export async function findSentOrder(orderId: string): Promise<SentOrder | null> {
  const entry = await bridge().sync.entryAbout({ name: COMMAND, id: orderId });
  const sent = sentOrderSchema.safeParse(entry?.args);
  return sent.success && sent.data.orderId === orderId ? sent.data : null;
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
