import { z } from 'zod';
import type { LedgerEntry } from '#shared/protocol/ledger-bridge.ts';
import { i18n } from '../../../app/i18n.ts';

const settledSchema = z.object({
  lines: z.array(
    z.object({
      choice: z.enum(['keepBackOrder', 'otherWarehouse', 'cutLine', 'substitute']),
      backOrderedSeen: z.number(),
      availableSeen: z.number().nullable().optional(),
    }),
  ),
});

/** What was decided about pieces on back-order, from the arguments of `sales.settleShortage`: a sentence for each line. */
export function tellDecisions({ args }: LedgerEntry): readonly string[] {
  const settled = settledSchema.safeParse(args);
  if (!settled.success) return [];
  return settled.data.lines.map(({ choice, backOrderedSeen: missing, availableSeen }) => {
    const sent = Math.min(missing, availableSeen ?? missing);
    const rest = missing - sent;
    const kind = choice === 'otherWarehouse' && rest > 0 ? 'otherWarehouseSome' : choice;
    return i18n.t(`sales.shortage.decided.${kind}`, { missing, sent, rest });
  });
}
