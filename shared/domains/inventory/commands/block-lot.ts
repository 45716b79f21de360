import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { livingLots } from '../find-goods.ts';

/** R20: takes a lot out of what can be promised, called back or under suspicion, or frees it; what was sent stays sent. */
export const blockLot = defineCommand({
  name: 'inventory.blockLot',
  version: 1,
  kind: 'request',
  args: z.strictObject({ lotId: idSchema, isBlocked: z.boolean() }),
  reads: ['lots', 'products'],
  writes: ['lots'],
  refusals: { 'inventory.lotGone': 'reject' },
  async run(tx, { lotId, isBlocked }, context): Promise<{ code: string; product: string }> {
    const lot = (await livingLots(tx, [lotId])).get(lotId);
    if (!lot) throw context.refusal('inventory.lotGone');
    const product = await tx
      .selectFrom('products')
      .select('name')
      .where('id', '=', lot.productId)
      .orderBy('id')
      .executeTakeFirst();
    const blocked = isBlocked ? (1 as const) : (0 as const);
    if (lot.blocked !== blocked) {
      await tx
        .updateTable('lots')
        .set({ blocked, ...context.updated() })
        .where('id', '=', lot.id)
        .execute();
    }
    return { code: lot.code, product: product?.name ?? '' };
  },
  subject: (_args, { code: document, product: party }) => ({ document, party }),
  withdraw: ({ lotId, isBlocked }) => ({ name: 'inventory.blockLot', args: { lotId, isBlocked: !isBlocked } }),
});
