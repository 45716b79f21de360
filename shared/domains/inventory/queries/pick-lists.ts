import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instants.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader } from '../../../kernel/table.ts';

/** A pick list that waits for somebody, or that somebody is at. */
export interface PickListRow {
  readonly id: string;
  readonly number: string;
  readonly warehouseId: string;
  readonly warehouseName: string;
  readonly state: 'released' | 'claimed' | 'picked' | 'closed' | 'cancelled';
  readonly orderCount: number;
  readonly lineCount: number;
  readonly releasedAt: Instant;
  readonly claimedBy: string | null;
  readonly claimedByName: string | null;
  readonly claimedDeviceCode: string | null;
  readonly claimedAt: Instant | null;
  readonly note: string | null;
}

const LIMIT_ROWS = 100;

function selectLists(db: Reader) {
  return db
    .selectFrom('pickLists')
    .leftJoin('warehouses', 'warehouses.id', 'pickLists.warehouseId')
    .select(['pickLists.id', 'pickLists.number', 'pickLists.warehouseId', 'pickLists.state', 'pickLists.orderCount'])
    .select(['pickLists.lineCount', 'pickLists.releasedAt', 'pickLists.claimedBy', 'pickLists.claimedByName'])
    .select(['pickLists.claimedDeviceCode', 'pickLists.claimedAt', 'pickLists.note'])
    .select(['warehouses.name as warehouseName'])
    .where('pickLists.deletedAt', 'is', null);
}

type Selected = Omit<PickListRow, 'warehouseName'> & { readonly warehouseName: string | null };
const named = ({ warehouseName, ...list }: Selected): PickListRow => ({ ...list, warehouseName: warehouseName ?? '' });

/** What is to be picked in the warehouses within reach, what was released first on top. */
export const pickListsToDo = defineQuery({
  name: 'inventory.pickListsToDo',
  permission: 'inventory.see',
  args: z.strictObject({}),
  reads: ['pickLists', 'warehouses'],
  async run(db): Promise<PickListRow[]> {
    const rows = await selectLists(db)
      .where('pickLists.state', 'in', ['released', 'claimed'])
      .orderBy('pickLists.releasedAt')
      .orderBy('pickLists.id')
      .limit(LIMIT_ROWS)
      .execute();
    return rows.map(named);
  },
});

/** The open pick lists that an order's goods are on, for who scans the order's number. */
export const pickListsOfOrder = defineQuery({
  name: 'inventory.pickListsOfOrder',
  permission: 'inventory.see',
  args: z.strictObject({ orderId: idSchema }),
  reads: ['pickLists', 'pickLines', 'warehouses'],
  async run(db, { orderId }): Promise<PickListRow[]> {
    const rows = await selectLists(db)
      .innerJoin('pickLines', 'pickLines.pickListId', 'pickLists.id')
      .where('pickLines.orderId', '=', orderId)
      .where('pickLines.deletedAt', 'is', null)
      .where('pickLists.state', 'in', ['released', 'claimed'])
      .distinct()
      .orderBy('pickLists.releasedAt')
      .orderBy('pickLists.id')
      .execute();
    return rows.map(named);
  },
});

/** One pick list by itself, whatever its state; null: it is not here. */
export async function readPickList(db: Reader, id: string): Promise<PickListRow | null> {
  const row = await selectLists(db).where('pickLists.id', '=', id).executeTakeFirst();
  return row ? named(row) : null;
}
