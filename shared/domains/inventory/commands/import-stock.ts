import { z } from 'zod';
import { defineCommand, type WriteContext } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { IMPORT_CHUNK_ROWS, type ImportProblem, type ImportResult } from '../../../kernel/import-fields.ts';
import type { Row, Tx } from '../../../kernel/table.ts';
import { productsByCode, warehouseForDocument } from '../api.ts';
import { type StockImportRow, stockImportRowSchema } from '../model.ts';

/**
 * Opening stock and goods under way, by product code and warehouse (R110). A second import books only the difference
 * to what opening balances brought before, so sales in between stay as they are.
 */
export const importStock = defineCommand({
  name: 'inventory.importStock',
  version: 1,
  kind: 'request',
  permission: 'admin.importData',
  args: z.strictObject({
    importId: z.string().max(60),
    warehouseId: idSchema,
    rows: z.array(stockImportRowSchema).min(1).max(IMPORT_CHUNK_ROWS),
  }),
  reads: ['products', 'warehouses', 'stockBalances', 'expectedReceipts'],
  writes: ['stockMovements', 'stockBalances', 'expectedReceipts'],
  refusals: { 'inventory.warehouseGone': 'reject', 'import.rowsLeftOut': 'adjust' },
  async run(tx, args, context): Promise<ImportResult> {
    await warehouseForDocument(tx, args.warehouseId);
    const products = await productsByCode(
      tx,
      args.rows.map((row) => row.productCode),
    );
    const problems: ImportProblem[] = [];
    let created = 0;
    let updated = 0;
    for (const row of args.rows) {
      const product = products.get(row.productCode);
      if (!product) {
        problems.push({
          line: row.line,
          column: 'productCode',
          code: 'import.unknownProduct',
          params: { cell: row.productCode },
        });
        continue;
      }
      const opening = await openStock(tx, row, product, args.warehouseId, context);
      const underWay = await setUnderWay(tx, row, product, args.warehouseId, context);
      if (opening === 'created') created += 1;
      else if (opening === 'updated' || underWay) updated += 1;
    }
    if (problems.length > 0) context.adjust('import.rowsLeftOut', { count: problems.length });
    return { created, updated, unchanged: args.rows.length - created - updated - problems.length, problems };
  },
});

async function openStock(
  tx: Tx,
  row: StockImportRow,
  product: Row<'products'>,
  warehouseId: string,
  context: WriteContext,
): Promise<'created' | 'updated' | 'unchanged'> {
  const balance = await tx
    .selectFrom('stockBalances')
    .select('opening')
    .where('id', '=', `${product.id}:${warehouseId}`)
    .executeTakeFirst();
  const difference = row.onHand - (balance?.opening ?? 0);
  if (difference === 0) return 'unchanged';
  await tx
    .insertInto('stockMovements')
    .values({
      id: row.movementId,
      productId: product.id,
      warehouseId,
      quantity: difference,
      cause: 'openingBalance',
      documentId: null,
      occurredAt: context.now,
      ...context.created(),
    })
    .execute();
  return balance && balance.opening !== 0 ? 'updated' : 'created';
}

async function setUnderWay(
  tx: Tx,
  row: StockImportRow,
  product: Row<'products'>,
  warehouseId: string,
  context: WriteContext,
): Promise<boolean> {
  if (row.onOrder === null) return false;
  const known = await tx
    .selectFrom('expectedReceipts')
    .select(['id', 'quantity', 'dueOn'])
    .where('productId', '=', product.id)
    .where('warehouseId', '=', warehouseId)
    .where('origin', '=', 'import')
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .executeTakeFirst();
  if (!known) {
    if (row.onOrder === 0) return false;
    await tx
      .insertInto('expectedReceipts')
      .values({
        id: row.receiptId,
        productId: product.id,
        warehouseId,
        quantity: row.onOrder,
        dueOn: row.dueOn,
        origin: 'import',
        ...context.created(),
      })
      .execute();
    return true;
  }
  if (known.quantity === row.onOrder && known.dueOn === row.dueOn) return false;
  await tx
    .updateTable('expectedReceipts')
    .set({ quantity: row.onOrder, dueOn: row.dueOn, ...context.updated() })
    .where('id', '=', known.id)
    .execute();
  return true;
}
