import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { endPromotionRow, promotionById } from '../pricing/write-promotions.ts';

/** R40: a promotion gives nothing from now on. What was ordered by it stays as it is; ended twice is ended. */
export const endPromotion = defineCommand({
  name: 'sales.endPromotion',
  version: 1,
  kind: 'request',
  permission: 'sales.managePrices',
  args: z.strictObject({ promotionId: idSchema }),
  reads: ['promotions'],
  writes: ['promotions'],
  refusals: { 'sales.promotionGone': 'reject' },
  async run(tx, { promotionId }, context) {
    const promotion = await promotionById(tx, promotionId);
    if (!promotion) throw context.refusal('sales.promotionGone');
    if (promotion.knownUntil === null) await endPromotionRow(tx, promotion, context);
    const { code, name } = promotion;
    return { code, name };
  },
  subject: (_args, { code: document, name: party }) => ({ document, party }),
});
