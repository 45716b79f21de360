import { z } from 'zod';
import { idSchema } from '../../../../kernel/ids.ts';
import { calendarDateSchema, type Instant } from '../../../../kernel/instants.ts';
import type { Quantity } from '../../../../kernel/money.ts';
import { type Page, pageArgs, toPage } from '../../../../kernel/paging.ts';
import { defineQuery } from '../../../../kernel/query.ts';
import type { Row } from '../../../../kernel/table.ts';
import { basisTables, bookedUntil, endOfDay, REPORT_RIGHT, readBasis, reportArgs } from './read-basis.ts';

/** A movement behind a figure of a report. */
export interface MovementBehind {
  readonly id: string;
  readonly occurredAt: Instant;
  readonly cause: Row<'stockMovements'>['cause'];
  readonly quantity: Quantity;
  readonly warehouseName: string;
  readonly lotCode: string | null;
  readonly documentNumber: string | null;
}

/** The movements whose sum a report's figure is, the newest first (R93). */
export const movementsBehind = defineQuery({
  name: 'inventory.movementsBehind',
  permission: REPORT_RIGHT,
  args: z.strictObject({
    productId: idSchema,
    warehouseId: reportArgs.warehouseId,
    lotId: idSchema.nullable(),
    /** The books' day up to which they count, included; null: all. */
    on: calendarDateSchema.nullable(),
    /** Days looked back from now; null: all. */
    lookBackDays: z.int().min(1).max(3_650).nullable(),
    /** Null: every cause. */
    cause: z.literal('shipment').nullable(),
    ...pageArgs,
  }),
  reads: [...basisTables, 'stockMovements', 'lots'],
  isSlow: true,
  async run(db, asked, context): Promise<Page<MovementBehind>> {
    const { productId, warehouseId, lotId, on, lookBackDays, cause, cursor, limit } = asked;
    const basis = await readBasis(db, warehouseId, context);
    let query = db
      .selectFrom('stockMovements')
      .innerJoin('warehouses', 'warehouses.id', 'stockMovements.warehouseId')
      .leftJoin('lots', 'lots.id', 'stockMovements.lotId')
      .select(['stockMovements.id', 'stockMovements.occurredAt', 'stockMovements.cause', 'stockMovements.quantity'])
      .select(['stockMovements.documentNumber', 'lots.code as lotCode', 'warehouses.name as warehouseName'])
      .where('stockMovements.productId', '=', productId)
      .where('stockMovements.warehouseId', 'in', basis.warehouseIds)
      .where('stockMovements.deletedAt', 'is', null);
    if (lotId !== null) query = query.where('stockMovements.lotId', '=', lotId);
    if (cause !== null) query = query.where('stockMovements.cause', '=', cause);
    if (lookBackDays !== null)
      query = query.where('stockMovements.occurredAt', '>=', context.now - lookBackDays * 86_400_000);
    if (on !== null) {
      const end = endOfDay(on, basis.offsetMinutes);
      query = query.where((eb) => bookedUntil(eb, { on, end }));
    }
    if (cursor) {
      const { key, id } = cursor;
      query = query.where((eb) =>
        eb.or([
          eb('stockMovements.occurredAt', '<', Number(key)),
          eb.and([eb('stockMovements.occurredAt', '=', Number(key)), eb('stockMovements.id', '<', id)]),
        ]),
      );
    }
    const rows = await query
      .orderBy('stockMovements.occurredAt', 'desc')
      .orderBy('stockMovements.id', 'desc')
      .limit(limit + 1)
      .execute();
    return toPage(rows, limit, (row) => row.occurredAt);
  },
});
