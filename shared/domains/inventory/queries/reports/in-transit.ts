import type { Quantity } from '../../../../kernel/money.ts';
import type { Reader } from '../../../../kernel/table.ts';
import { lostAfter } from '../../rules/loss-days.ts';
import { bookedAfter, type DayEnd } from './read-basis.ts';

interface Asked extends DayEnd {
  /** Never empty. */
  readonly warehouseIds: readonly string[];
}

/**
 * By product: what was between two of these warehouses at the end of a day (R27), what is there now less what was moved
 * after it. A loss moves nothing: its line keeps the books' day of it, and what was lost before lines did is dated to when
 * its line was last written. A transfer whose other end is not within reach is left out: its movements are not on this
 * device.
 */
export async function readInTransit(db: Reader, { warehouseIds, on, end }: Asked): Promise<Map<string, Quantity>> {
  const lines = await db
    .selectFrom('transferLines')
    .innerJoin('transfers', 'transfers.id', 'transferLines.transferId')
    .select(['transferLines.productId', 'transferLines.lost', 'transferLines.losses', 'transferLines.updatedAt'])
    .select((eb) =>
      eb(eb('transferLines.sent', '-', eb.ref('transferLines.received')), '-', eb.ref('transferLines.lost')).as('left'),
    )
    .where('transfers.fromWarehouseId', 'in', warehouseIds)
    .where('transfers.toWarehouseId', 'in', warehouseIds)
    .where('transferLines.deletedAt', 'is', null)
    .where((eb) =>
      eb.or([
        eb('transferLines.sent', '<>', eb('transferLines.received', '+', eb.ref('transferLines.lost'))),
        eb.and([
          eb('transferLines.lost', '>', 0),
          eb.or([eb('transferLines.losses', 'is not', null), eb('transferLines.updatedAt', '>=', end)]),
        ]),
      ]),
    )
    .orderBy('transferLines.id')
    .execute();
  const after = await db
    .selectFrom('stockMovements')
    .innerJoin('transfers', 'transfers.id', 'stockMovements.documentId')
    .select(({ fn }) => ['stockMovements.productId', fn.sum<number>('stockMovements.quantity').as('quantity')])
    .where('stockMovements.cause', '=', 'transfer')
    .where('transfers.fromWarehouseId', 'in', warehouseIds)
    .where('transfers.toWarehouseId', 'in', warehouseIds)
    .where('stockMovements.deletedAt', 'is', null)
    .where((eb) => bookedAfter(eb, { on, end }))
    .groupBy('stockMovements.productId')
    .orderBy('stockMovements.productId')
    .execute();
  const found = new Map<string, Quantity>();
  const add = (productId: string, quantity: Quantity) =>
    found.set(productId, (found.get(productId) ?? 0) + Number(quantity));
  for (const { productId, left, updatedAt, ...line } of lines) {
    const { after: lost, unknown } = lostAfter(line, on);
    add(productId, Number(left) + lost + (updatedAt >= end ? unknown : 0));
  }
  for (const { productId, quantity } of after) add(productId, quantity);
  return found;
}
