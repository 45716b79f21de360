import { z } from 'zod';
import { readHits } from '../../../kernel/hits.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Row } from '../../../kernel/table.ts';

const SEE = 'inventory.see';

const shipmentColumns = [
  'id',
  'number',
  'orderNumber',
  'customerName',
  'state',
  'shippedAt',
  'warehouseId',
  'trackingNumber',
  'lineCount',
] as const;

/** A shipment of which goods may come back. */
export type ReturnableShipment = Pick<Row<'shipments'>, (typeof shipmentColumns)[number]>;

const LIMIT_SHIPMENTS = 60;

/**
 * Shipments that goods can be taken back of: those that bear a code (delivery note, order, parcel, the carrier's number),
 * or the latest, what customers refused on top.
 */
export const returnableShipments = defineQuery({
  name: 'inventory.returnableShipments',
  permission: 'inventory.receiveGoods',
  args: z.strictObject({ code: z.string().trim().min(1).max(200).nullable() }),
  reads: ['shipments', 'parcels'],
  async run(db, { code }, context): Promise<ReturnableShipment[]> {
    const sent = db
      .selectFrom('shipments')
      .select(shipmentColumns)
      .where('state', '<>', 'reversed')
      .where('deletedAt', 'is', null);
    if (code === null) {
      const rows = await sent.orderBy('shippedAt', 'desc').orderBy('id', 'desc').limit(LIMIT_SHIPMENTS).execute();
      return rows.sort((a, b) => Number(b.state === 'refused') - Number(a.state === 'refused'));
    }
    const spellings = [...new Set([code, code.toUpperCase(), code.toLowerCase()])];
    const parcels = await db
      .selectFrom('parcels')
      .select('shipmentId')
      .where('code', 'in', spellings)
      .where('deletedAt', 'is', null)
      .orderBy('id')
      .limit(LIMIT_SHIPMENTS)
      .execute();
    const found = await context.findByCodes('shipments', spellings);
    const ids = [...new Set([...found, ...parcels.map(({ shipmentId }) => shipmentId)])];
    if (ids.length === 0) return [];
    const rows = await sent
      .where('id', 'in', ids)
      .orderBy('shippedAt', 'desc')
      .orderBy('id', 'desc')
      .limit(LIMIT_SHIPMENTS)
      .execute();
    // The index leaves separators out: DN-1-2 is not DN-12.
    const wanted = code.toUpperCase();
    const ofParcels = new Set(parcels.map(({ shipmentId }) => shipmentId));
    return rows.filter(
      ({ id, number, orderNumber, trackingNumber }) =>
        ofParcels.has(id) || [number, orderNumber, trackingNumber].some((each) => each?.toUpperCase() === wanted),
    );
  },
});

const returnColumns = [
  'id',
  'number',
  'warehouseName',
  'shipmentNumber',
  'orderNumber',
  'customerName',
  'returnedAt',
  'takenByName',
  'lineCount',
] as const;

/** What came back at one time, in a list. */
export type GoodsReturnRow = Pick<Row<'goodsReturns'>, (typeof returnColumns)[number]>;

/** What came back, the newest first, or what fits what was typed (one page). */
export const goodsReturnList = defineQuery({
  name: 'inventory.goodsReturnList',
  permission: SEE,
  args: z.strictObject({ search: z.string().max(100), warehouseId: idSchema.nullable(), ...pageArgs }),
  reads: ['goodsReturns'],
  async run(db, { search, warehouseId, cursor, limit }, context): Promise<Page<GoodsReturnRow>> {
    let query = db.selectFrom('goodsReturns').select(returnColumns).where('deletedAt', 'is', null);
    if (warehouseId !== null) query = query.where('warehouseId', '=', warehouseId);
    if (search.trim() !== '') {
      const filtered = query;
      const wanted = { table: 'goodsReturns', typed: search, enough: limit, isRanked: true } as const;
      const hits = await readHits(context, wanted, (ids) => filtered.where('id', 'in', ids).orderBy('id').execute());
      return { rows: hits.slice(0, limit), next: null };
    }
    if (cursor) {
      const { key, id } = cursor;
      query = query.where((eb) =>
        eb.or([eb('returnedAt', '<', Number(key)), eb.and([eb('returnedAt', '=', Number(key)), eb('id', '<', id)])]),
      );
    }
    const rows = await query
      .orderBy('returnedAt', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    return toPage(rows, limit, (row) => row.returnedAt);
  },
});

/** What came back at one time, with all that stands on it. */
export interface GoodsReturnDocument {
  readonly head: Row<'goodsReturns'>;
  readonly lines: readonly Row<'goodsReturnLines'>[];
}

export const goodsReturn = defineQuery({
  name: 'inventory.goodsReturn',
  permission: SEE,
  args: z.strictObject({ id: idSchema }),
  reads: ['goodsReturns', 'goodsReturnLines'],
  async run(db, { id }): Promise<GoodsReturnDocument | null> {
    const head = await db
      .selectFrom('goodsReturns')
      .selectAll()
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    const lines = await db
      .selectFrom('goodsReturnLines')
      .selectAll()
      .where('goodsReturnId', '=', id)
      .where('deletedAt', 'is', null)
      .orderBy('position')
      .orderBy('id')
      .execute();
    return head ? { head, lines } : null;
  },
});
