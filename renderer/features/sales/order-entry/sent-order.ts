/** An order as it was sent: the way back from a rejection, whose stub has kept no lines (R101). */
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
const PAGE_ROWS = 200;
const LIMIT_PAGES = 50;

/** Looks through what this device has sent, newest first; null when it was another device. */
export async function findSentOrder(orderId: string): Promise<SentOrder | null> {
  let beforeSequence: number | null = null;
  for (let page = 0; page < LIMIT_PAGES; page += 1) {
    const entries = await bridge().sync.ledger({ beforeSequence, limitRows: PAGE_ROWS });
    for (const { name, args } of entries) {
      const sent = name === COMMAND ? sentOrderSchema.safeParse(args) : null;
      if (sent?.success && sent.data.orderId === orderId) return sent.data;
    }
    const last = entries.at(-1);
    if (!last || entries.length < PAGE_ROWS) return null;
    beforeSequence = last.sequence;
  }
  return null;
}
