import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instants.ts';
import type { Quantity } from '../../../kernel/money.ts';
import { type Page, type PageKey, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader, Row } from '../../../kernel/table.ts';
import type {} from '../../admin/tables.ts';
import { documentTables, type MovementDocument, withDocuments } from './movement-documents.ts';

/** One line of the ledger of a product in a warehouse. */
export interface StockMovementRow {
  readonly id: string;
  readonly occurredAt: Instant;
  readonly cause: Row<'stockMovements'>['cause'];
  /** Positive in, negative out. */
  readonly quantity: Quantity;
  /** On hand after it; the newest line's is what is on hand now (R33). */
  readonly balance: Quantity;
  readonly lotId: string | null;
  readonly lotCode: string | null;
  readonly documentId: string | null;
  readonly documentNumber: string | null;
  /** Where the document stands; null: it is not on this device. */
  readonly documentTable: MovementDocument | null;
  /** Who booked it; null for what the server did by itself. */
  readonly bookedByName: string | null;
}

/**
 * The ledger of a product in a warehouse, newest first. Empty where the device does not hold the warehouse's movements,
 * though it knows what is on hand.
 */
export const stockMovements = defineQuery({
  name: 'inventory.stockMovements',
  permission: 'inventory.see',
  args: z.strictObject({ productId: idSchema, warehouseId: idSchema, ...pageArgs }),
  reads: ['stockMovements', 'stockBalances', 'lots', 'users', ...documentTables],
  async run(db, { productId, warehouseId, cursor, limit }): Promise<Page<StockMovementRow>> {
    let query = db
      .selectFrom('stockMovements')
      .leftJoin('lots', 'lots.id', 'stockMovements.lotId')
      .leftJoin('users', 'users.id', 'stockMovements.createdBy')
      .select(['stockMovements.id', 'stockMovements.occurredAt', 'stockMovements.cause', 'stockMovements.quantity'])
      .select(['stockMovements.documentId', 'stockMovements.documentNumber', 'stockMovements.lotId'])
      .select(['lots.code as lotCode', 'users.name as bookedByName'])
      .where('stockMovements.productId', '=', productId)
      .where('stockMovements.warehouseId', '=', warehouseId)
      .where('stockMovements.deletedAt', 'is', null);
    if (cursor) {
      query = query.where((eb) =>
        eb.or([
          eb('stockMovements.occurredAt', '<', Number(cursor.key)),
          eb.and([eb('stockMovements.occurredAt', '=', Number(cursor.key)), eb('stockMovements.id', '<', cursor.id)]),
        ]),
      );
    }
    const rows = await query
      .orderBy('stockMovements.occurredAt', 'desc')
      .orderBy('stockMovements.id', 'desc')
      .limit(limit + 1)
      .execute();
    let balance = await balanceBefore(db, { productId, warehouseId, cursor });
    const page = toPage(rows, limit, (row) => row.occurredAt);
    return {
      ...page,
      rows: (await withDocuments(db, page.rows)).map((row) => {
        const after = balance;
        balance -= row.quantity;
        return { ...row, balance: after };
      }),
    };
  },
});

/** On hand when the movements down to the cursor are taken back. */
async function balanceBefore(
  db: Reader,
  { productId, warehouseId, cursor }: { productId: string; warehouseId: string; cursor: PageKey | null },
): Promise<Quantity> {
  const stock = await db
    .selectFrom('stockBalances')
    .select('onHand')
    .where('id', '=', `${productId}:${warehouseId}`)
    .executeTakeFirst();
  const onHand = stock?.onHand ?? 0;
  if (!cursor) return onHand;
  const newer = await db
    .selectFrom('stockMovements')
    .select(({ fn }) => fn.sum<number | null>('quantity').as('quantity'))
    .where('productId', '=', productId)
    .where('warehouseId', '=', warehouseId)
    .where('deletedAt', 'is', null)
    .where((eb) =>
      eb.or([
        eb('occurredAt', '>', Number(cursor.key)),
        eb.and([eb('occurredAt', '=', Number(cursor.key)), eb('id', '>=', cursor.id)]),
      ]),
    )
    .executeTakeFirst();
  return onHand - Number(newer?.quantity ?? 0);
}
