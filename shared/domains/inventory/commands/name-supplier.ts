import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';

/** Whoever names suppliers has their rows too. */
const SEE = 'inventory.seeSuppliers';

/**
 * Says from whom goods came that were received without a purchase order, or says it otherwise (null: nobody knows). What
 * was received stays as it is; lots that had their supplier from this receipt have the new one.
 */
export const nameSupplier = defineCommand({
  name: 'inventory.nameSupplier',
  version: 1,
  kind: 'request',
  permission: 'inventory.receiveGoods',
  args: z.strictObject({ receiptId: idSchema, supplierId: idSchema.nullable() }),
  reads: ['receipts', 'receiptLines', 'suppliers', 'lots'],
  writes: ['receipts', 'lots'],
  refusals: {
    'kernel.notPermitted': 'reject',
    'inventory.receiptGone': 'reject',
    'inventory.receiptOfPurchase': 'reject',
    'inventory.supplierGone': 'reject',
  },
  async run(tx, { receiptId, supplierId }, context): Promise<{ number: string; supplierName: string }> {
    if (!context.actor.permissions.has(SEE)) throw context.refusal('kernel.notPermitted', { permission: SEE });
    const receipt = await tx
      .selectFrom('receipts')
      .selectAll()
      .where('id', '=', receiptId)
      .where('deletedAt', 'is', null)
      .orderBy('id')
      .executeTakeFirst();
    if (!receipt || !context.actor.sees(`warehouse:${receipt.warehouseId}`)) {
      throw context.refusal('inventory.receiptGone');
    }
    const { number } = receipt;
    if (receipt.purchaseOrderId !== null) {
      throw context.refusal('inventory.receiptOfPurchase', { number, purchase: receipt.purchaseOrderNumber ?? '' });
    }
    const supplier =
      supplierId === null
        ? null
        : await tx
            .selectFrom('suppliers')
            .select('name')
            .where('id', '=', supplierId)
            .where('deletedAt', 'is', null)
            .orderBy('id')
            .executeTakeFirst();
    if (supplier === undefined) throw context.refusal('inventory.supplierGone');
    const supplierName = supplier?.name ?? null;
    if (receipt.supplierId === supplierId) return { number, supplierName: supplierName ?? '' };
    await tx
      .updateTable('receipts')
      .set({ supplierId, supplierName, ...context.updated() })
      .where('id', '=', receiptId)
      .execute();
    const lines = await tx
      .selectFrom('receiptLines')
      .select(['id', 'lotId'])
      .where('receiptId', '=', receiptId)
      .where('lotId', 'is not', null)
      .orderBy('id')
      .execute();
    const lotIds = [...new Set(lines.flatMap(({ lotId }) => lotId ?? []))];
    if (lotIds.length > 0) {
      const { supplierId: before } = receipt;
      const ofIt = tx
        .updateTable('lots')
        .set({ supplierId, ...context.updated() })
        .where('id', 'in', lotIds);
      const meant = before === null ? ofIt.where('supplierId', 'is', null) : ofIt.where('supplierId', '=', before);
      await meant.execute();
    }
    return { number, supplierName: supplierName ?? '' };
  },
  subject: (_args, { number: document, supplierName: party }) => ({ document, party }),
});
