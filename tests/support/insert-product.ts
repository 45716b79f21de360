import type { Id } from '#shared/kernel/ids.ts';
import { ONE_UNIT } from '#shared/kernel/money.ts';
import type { Row, Tx } from '#shared/kernel/table.ts';
import type { SystemContext } from '../../server/sync/system-command.ts';

/** What one product of a test differs in from another; prices in 1/10,000. */
type TestProduct = Pick<Row<'products'>, 'id' | 'code' | 'name' | 'basePrice'>;

/** Puts a product in, with so many pieces of it in the warehouse. For companies that the server's functions make. */
export async function insertProduct(
  tx: Tx,
  context: SystemContext,
  warehouseId: Id,
  product: TestProduct,
  pieces: number,
): Promise<void> {
  await tx
    .insertInto('products')
    .values({
      ...product,
      category: null,
      unit: '件',
      packaging: null,
      barcode: null,
      currency: 'CNY',
      taxCode: 'standard',
      reorderPoint: 0,
      discontinued: 0,
      ...context.created,
    })
    .execute();
  await tx
    .insertInto('stockMovements')
    .values({
      id: context.newId(),
      productId: product.id,
      warehouseId,
      quantity: pieces * ONE_UNIT,
      cause: 'openingBalance',
      documentId: null,
      occurredAt: context.created.createdAt,
      ...context.created,
    })
    .execute();
}
