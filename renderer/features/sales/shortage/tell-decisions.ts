import { z } from 'zod';
import type { TellDecisions } from '../../../app/feature.ts';
import { i18n } from '../../../app/i18n.ts';

const settledSchema = z.object({
  lines: z.array(
    z.object({
      choice: z.enum(['keepBackOrder', 'otherWarehouse', 'cutLine', 'substitute']),
      backOrderedSeen: z.number(),
      availableSeen: z.number().nullable().optional(),
      warehouseId: z.string().optional(),
    }),
  ),
});

/** What was decided about pieces on back-order, from the arguments of `sales.settleShortage`: a sentence for each line. */
export const tellDecisions: TellDecisions = ({ args }, nameOf) => {
  const settled = settledSchema.safeParse(args);
  if (!settled.success) return [];
  return settled.data.lines.map(({ choice, backOrderedSeen: missing, availableSeen, warehouseId }) => {
    const sent = Math.min(missing, availableSeen ?? missing);
    const rest = missing - sent;
    const kind = choice === 'otherWarehouse' && rest > 0 ? 'otherWarehouseSome' : choice;
    const warehouse = (warehouseId && nameOf(warehouseId)) || i18n.t('sales.shortage.decided.unnamed');
    return i18n.t(`sales.shortage.decided.${kind}`, { missing, sent, rest, warehouse });
  });
};
