import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { productForChange } from '../write-catalogue.ts';

const LIMIT_SUBSTITUTES = 20;

/** Says what can be sold instead of a product, the best first; what is left out goes. */
export const setSubstitutes = defineCommand({
  name: 'inventory.setSubstitutes',
  version: 1,
  kind: 'request',
  permission: 'inventory.manageProducts',
  args: z.strictObject({
    productId: idSchema,
    substitutes: z.array(z.strictObject({ id: idSchema, substituteId: idSchema })).max(LIMIT_SUBSTITUTES),
  }),
  reads: ['products', 'productSubstitutes'],
  writes: ['productSubstitutes'],
  refusals: { 'inventory.productRemoved': 'reject', 'inventory.substituteOfItself': 'reject' },
  async run(tx, { productId, substitutes }, context): Promise<{ code: string; name: string }> {
    const { code, name } = await productForChange(tx, productId);
    if (substitutes.some(({ substituteId }) => substituteId === productId))
      throw context.refusal('inventory.substituteOfItself', { product: name });
    const rows = await tx
      .selectFrom('productSubstitutes')
      .selectAll()
      .where('productId', '=', productId)
      .orderBy('id')
      .execute();
    const wanted = new Map<string, { id: string; rank: number }>();
    for (const { id, substituteId } of substitutes) {
      if (wanted.has(substituteId)) continue;
      await productForChange(tx, substituteId);
      wanted.set(substituteId, { id, rank: wanted.size + 1 });
    }
    const kept = new Set<string>();
    for (const row of rows) {
      const want = wanted.get(row.substituteId);
      const isKept = want !== undefined && !kept.has(row.substituteId);
      if (isKept) kept.add(row.substituteId);
      const next = isKept
        ? { rank: want.rank, deletedAt: null }
        : { rank: row.rank, deletedAt: row.deletedAt ?? context.now };
      if (next.rank === row.rank && next.deletedAt === row.deletedAt) continue;
      await tx
        .updateTable('productSubstitutes')
        .set({ ...next, ...context.updated() })
        .where('id', '=', row.id)
        .execute();
    }
    for (const [substituteId, { id, rank }] of wanted) {
      if (kept.has(substituteId)) continue;
      await tx
        .insertInto('productSubstitutes')
        .values({ id, productId, substituteId, rank, ...context.created() })
        .execute();
    }
    return { code, name };
  },
  subject: (_args, { code: document, name: party }) => ({ document, party }),
});
