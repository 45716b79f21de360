import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Row } from '../../../kernel/table.ts';

/** A numbered piece that is there, or should be. */
export interface ProductSerialRow
  extends Pick<Row<'serials'>, 'id' | 'code' | 'state' | 'warehouseId' | 'lotId' | 'movedAt'> {
  readonly locationCode: string | null;
  readonly lotCode: string | null;
}

/** The numbers of a product that are in stock, and those that a count did not find, by number (R29). */
export const productSerials = defineQuery({
  name: 'inventory.productSerials',
  permission: 'inventory.see',
  args: z.strictObject({ productId: idSchema, ...pageArgs }),
  reads: ['serials', 'locations', 'lots'],
  async run(db, { productId, cursor, limit }): Promise<Page<ProductSerialRow>> {
    const rows = await db
      .selectFrom('serials')
      .leftJoin('locations', 'locations.id', 'serials.locationId')
      .leftJoin('lots', 'lots.id', 'serials.lotId')
      .select(['serials.id', 'serials.code', 'serials.state', 'serials.warehouseId', 'serials.lotId'])
      .select(['serials.movedAt', 'locations.code as locationCode', 'lots.code as lotCode'])
      .where('serials.productId', '=', productId)
      .where('serials.state', 'in', ['inStock', 'missing'])
      .where('serials.deletedAt', 'is', null)
      .$if(cursor !== null, (query) =>
        query.where((where) =>
          where.or([
            where('serials.code', '>', String(cursor?.key)),
            where.and([where('serials.code', '=', String(cursor?.key)), where('serials.id', '>', cursor?.id ?? '')]),
          ]),
        ),
      )
      .orderBy('serials.code')
      .orderBy('serials.id')
      .limit(limit + 1)
      .execute();
    return toPage(rows, limit, ({ code }) => code);
  },
});
