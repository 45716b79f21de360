import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { productForChange } from '../write-catalogue.ts';

/** Takes a product off sale, or puts it on again: what is there can still be counted, moved and sent out. */
export const setProductUse = defineCommand({
  name: 'inventory.setProductUse',
  version: 1,
  kind: 'request',
  permission: 'inventory.manageProducts',
  args: z.strictObject({ productId: idSchema, inUse: z.literal([0, 1]) }),
  reads: ['products'],
  writes: ['products'],
  refusals: { 'inventory.productRemoved': 'reject' },
  async run(tx, { productId, inUse }, context): Promise<{ code: string; name: string }> {
    const { code, name, discontinued } = await productForChange(tx, productId);
    const next = inUse === 1 ? 0 : 1;
    if (discontinued !== next) {
      await tx
        .updateTable('products')
        .set({ discontinued: next, ...context.updated() })
        .where('id', '=', productId)
        .execute();
    }
    return { code, name };
  },
  subject: (_args, { code: document, name: party }) => ({ document, party }),
  withdraw: ({ productId, inUse }) => ({
    name: 'inventory.setProductUse',
    args: { productId, inUse: inUse === 1 ? 0 : 1 },
  }),
});
