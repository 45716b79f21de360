import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { quantitySchema } from '../../../kernel/money.ts';
import { productForChange } from '../write-catalogue.ts';

const figure = quantitySchema.min(0);

/** R34: says when a product is ordered again for a warehouse, and up to what; null: the product's own point holds there. */
export const setReorderRule = defineCommand({
  name: 'inventory.setReorderRule',
  version: 1,
  kind: 'request',
  permission: 'inventory.manageProducts',
  args: z.strictObject({
    /** Of the rule if there is none yet. */
    ruleId: idSchema,
    productId: idSchema,
    warehouseId: idSchema,
    rule: z
      .strictObject({
        reorderPoint: figure,
        maximum: figure,
        multiple: figure,
        safetyStock: figure,
        leadDays: z.int().min(0).max(1_000).nullable(),
        supplierId: idSchema.nullable(),
        isComputed: z.boolean(),
      })
      .nullable(),
  }),
  reads: ['products', 'warehouses', 'reorderRules'],
  writes: ['reorderRules'],
  refusals: {
    'inventory.productRemoved': 'reject',
    'inventory.warehouseGone': 'reject',
    'inventory.maximumBelowPoint': 'reject',
  },
  async run(tx, { ruleId, productId, warehouseId, rule }, context): Promise<{ code: string; name: string }> {
    const { code, name } = await productForChange(tx, productId);
    const warehouse = await tx
      .selectFrom('warehouses')
      .select(['id', 'name'])
      .where('id', '=', warehouseId)
      .where('deletedAt', 'is', null)
      .orderBy('id')
      .executeTakeFirst();
    if (!warehouse) throw context.refusal('inventory.warehouseGone');
    if (rule && !rule.isComputed && rule.maximum < rule.reorderPoint) {
      throw context.refusal('inventory.maximumBelowPoint', { product: name, warehouse: warehouse.name });
    }
    const rows = await tx
      .selectFrom('reorderRules')
      .select(['id', 'deletedAt'])
      .where('productId', '=', productId)
      .where('warehouseId', '=', warehouseId)
      .orderBy('id')
      .execute();
    // Two desks that wrote the first one without a network: one row stays.
    const [standing, ...doubles] = [...rows].sort(
      (a, b) => Number(a.deletedAt !== null) - Number(b.deletedAt !== null),
    );
    const gone = rule === null ? rows : doubles;
    for (const row of gone.filter(({ deletedAt }) => deletedAt === null)) {
      await tx
        .updateTable('reorderRules')
        .set({ deletedAt: context.now, ...context.updated() })
        .where('id', '=', row.id)
        .execute();
    }
    if (rule === null) return { code, name };
    const row = { ...rule, isComputed: rule.isComputed ? (1 as const) : (0 as const) };
    if (standing) {
      await tx
        .updateTable('reorderRules')
        .set({ ...row, deletedAt: null, ...context.updated() })
        .where('id', '=', standing.id)
        .execute();
    } else {
      await tx
        .insertInto('reorderRules')
        .values({ id: ruleId, productId, warehouseId, ...row, ...context.created() })
        .execute();
    }
    return { code, name };
  },
  subject: (_args, { code: document, name: party }) => ({ document, party }),
});
