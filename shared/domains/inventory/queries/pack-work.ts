import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import type { Quantity } from '../../../kernel/money.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader } from '../../../kernel/table.ts';

/** An order whose goods were taken from the shelves and wait to be packed. */
export interface PackQueueRow {
  /** The order's. */
  readonly id: string;
  readonly pickListId: string;
  readonly orderNumber: string;
  readonly customerName: string;
  readonly pickListNumber: string;
  readonly warehouseId: string;
  readonly lineCount: number;
}

/** What of one lot, or which piece, was picked for one line and is not sent. */
export interface PackLine {
  readonly id: string;
  readonly orderLineId: string;
  readonly productId: string;
  readonly productCode: string;
  readonly productName: string;
  readonly unit: string;
  readonly tracking: 'none' | 'lot' | 'serial';
  readonly weightGrams: number | null;
  readonly lotId: string | null;
  readonly lotCode: string | null;
  readonly serialId: string | null;
  readonly serialCode: string | null;
  readonly locationId: string | null;
  /** Picked and not sent. */
  readonly quantity: Quantity;
}

export interface PackWork {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly customerName: string;
  readonly shipTo: string | null;
  readonly pickListId: string;
  readonly pickListNumber: string;
  readonly warehouseId: string;
  readonly currency: string;
  readonly lines: readonly PackLine[];
  /** What is on order and was not sent, of each product: what this parcel leaves open is told before it goes. */
  readonly onOrder: readonly OnOrder[];
}

/** What a customer still waits for of one product. */
export interface OnOrder {
  readonly productId: string;
  readonly productCode: string;
  readonly productName: string;
  readonly unit: string;
  readonly quantity: Quantity;
}

/** Orders with something picked and not sent, those that were picked first on top. */
export const packQueue = defineQuery({
  name: 'inventory.packQueue',
  permission: 'inventory.ship',
  args: z.strictObject({}),
  reads: ['pickLists', 'pickLines'],
  async run(db): Promise<PackQueueRow[]> {
    const rows = await db
      .selectFrom('pickLists')
      .innerJoin('pickLines', 'pickLines.pickListId', 'pickLists.id')
      .select(['pickLines.id', 'pickLines.orderId', 'pickLines.orderNumber', 'pickLines.customerName'])
      .select(['pickLines.pickListId', 'pickLists.number as pickListNumber', 'pickLists.warehouseId'])
      .where('pickLists.state', 'in', ['claimed', 'picked'])
      .where('pickLists.deletedAt', 'is', null)
      .where('pickLines.deletedAt', 'is', null)
      .where('pickLines.allocated', '>', 0)
      .whereRef('pickLines.picked', '>', 'pickLines.shipped')
      .orderBy('pickLists.pickedAt')
      .orderBy('pickLines.id')
      .execute();
    const queue = new Map<string, PackQueueRow>();
    for (const { orderId: id, id: _line, ...row } of rows) {
      const key = `${row.pickListId} ${id}`;
      const lineCount = (queue.get(key)?.lineCount ?? 0) + 1;
      queue.set(key, { id, ...row, lineCount });
    }
    return [...queue.values()];
  },
});

/** What is to be packed for one order of one pick list; null: nothing of it is here any more. */
export const packWork = defineQuery({
  name: 'inventory.packWork',
  permission: 'inventory.ship',
  args: z.strictObject({ orderId: idSchema, pickListId: idSchema }),
  reads: ['pickLists', 'pickLines', 'products', 'orders', 'orderLines'],
  async run(db, { orderId, pickListId }): Promise<PackWork | null> {
    const list = await db
      .selectFrom('pickLists')
      .select(['number', 'warehouseId'])
      .where('id', '=', pickListId)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    const rows = await db
      .selectFrom('pickLines')
      .leftJoin('products', 'products.id', 'pickLines.productId')
      .selectAll('pickLines')
      .select(['products.tracking', 'products.weightGrams'])
      .where('pickLines.pickListId', '=', pickListId)
      .where('pickLines.orderId', '=', orderId)
      .where('pickLines.deletedAt', 'is', null)
      .where('pickLines.allocated', '>', 0)
      .whereRef('pickLines.picked', '>', 'pickLines.shipped')
      .orderBy('pickLines.position')
      .orderBy('pickLines.id')
      .execute();
    const [first] = rows;
    if (!list || !first) return null;
    // Another warehouse's order is not held here; its name stands on the line.
    const order = await db
      .selectFrom('orders')
      .select(['shipTo', 'currency'])
      .where('id', '=', orderId)
      .executeTakeFirst();
    return {
      orderId,
      orderNumber: first.orderNumber,
      customerName: first.customerName,
      shipTo: order?.shipTo ?? null,
      pickListId,
      pickListNumber: list.number,
      warehouseId: list.warehouseId,
      currency: order?.currency ?? 'CNY',
      lines: rows.map((row) => ({
        id: row.id,
        orderLineId: row.orderLineId,
        productId: row.productId,
        productCode: row.productCode,
        productName: row.productName,
        unit: row.unit,
        tracking: row.tracking ?? 'none',
        weightGrams: row.weightGrams,
        lotId: row.lotId,
        lotCode: row.lotCode,
        serialId: row.serialId,
        serialCode: row.serialCode,
        locationId: row.locationId,
        quantity: row.picked - row.shipped,
      })),
      onOrder: await readOnOrder(db, orderId),
    };
  },
});

async function readOnOrder(db: Reader, orderId: string): Promise<OnOrder[]> {
  const rows = await db
    .selectFrom('orderLines')
    .select(['productId', 'productCode', 'productName', 'unit', 'quantity', 'shipped'])
    .where('orderId', '=', orderId)
    .where('deletedAt', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute();
  const open = new Map<string, OnOrder>();
  for (const { shipped, ...row } of rows) {
    const known = open.get(row.productId)?.quantity ?? 0;
    open.set(row.productId, { ...row, quantity: known + Math.max(0, row.quantity - shipped) });
  }
  return [...open.values()];
}
