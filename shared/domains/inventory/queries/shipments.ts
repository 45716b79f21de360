import { z } from 'zod';
import { readHits } from '../../../kernel/hits.ts';
import { idSchema } from '../../../kernel/ids.ts';
import type { CurrencyCode, Minor } from '../../../kernel/money.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader, Row } from '../../../kernel/table.ts';
import { historyTables, readShipmentHistory, type ShipmentEvent } from './shipment-history.ts';

const columns = [
  'id',
  'number',
  'orderNumber',
  'state',
  'reversesId',
  'warehouseId',
  'warehouseName',
  'customerName',
  'shipTo',
  'shippedAt',
  'shippedByName',
  'carrierName',
  'trackingNumber',
  'parcelCount',
  'weightGrams',
  'deliveredAt',
  'receivedByName',
] as const;

/** One delivery note in a list. */
export type ShipmentListRow = Pick<Row<'shipments'>, (typeof columns)[number]>;

const states = ['shipped', 'delivered', 'refused', 'reversed'] as const;

/** Delivery notes, the newest first, or those that fit what was typed (one page). */
export const shipmentList = defineQuery({
  name: 'inventory.shipmentList',
  permission: 'inventory.see',
  args: z.strictObject({
    search: z.string().max(100),
    state: z.enum(states).nullable(),
    warehouseId: idSchema.nullable(),
    ...pageArgs,
  }),
  reads: ['shipments'],
  async run(db, { search, state, warehouseId, cursor, limit }, context): Promise<Page<ShipmentListRow>> {
    let query = db.selectFrom('shipments').select(columns).where('deletedAt', 'is', null);
    if (state !== null) query = query.where('state', '=', state);
    if (warehouseId !== null) query = query.where('warehouseId', '=', warehouseId);
    if (search.trim() !== '') {
      const filtered = query;
      const wanted = { table: 'shipments', typed: search, enough: limit, isRanked: true } as const;
      const hits = await readHits(context, wanted, (ids) => filtered.where('id', 'in', ids).orderBy('id').execute());
      return { rows: hits.slice(0, limit), next: null };
    }
    if (cursor) {
      const { key, id } = cursor;
      query = query.where((eb) =>
        eb.or([eb('shippedAt', '<', Number(key)), eb.and([eb('shippedAt', '=', Number(key)), eb('id', '<', id)])]),
      );
    }
    const rows = await query
      .orderBy('shippedAt', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    return toPage(rows, limit, (row) => row.shippedAt);
  },
});

/** A delivery note with all that stands on it. */
export interface ShipmentDocument {
  /** Its own freight, which older packing desks wrote there, is never told here: that is cost (R47), and stands in `freight`. */
  readonly head: Row<'shipments'>;
  readonly lines: readonly Row<'shipmentLines'>[];
  readonly parcels: readonly Row<'parcels'>[];
  /** Of the carrier that took it: the page that follows it. */
  readonly trackingUrl: string | null;
  /** What it cost to carry it; null where nobody said, or the person may not see cost (R47). */
  readonly freight: { readonly minor: Minor; readonly currency: CurrencyCode } | null;
  /** What became of it (R8, R10), also what came back of it (R52), the last first. */
  readonly history: readonly ShipmentEvent[];
}

export const shipment = defineQuery({
  name: 'inventory.shipment',
  permission: 'inventory.see',
  args: z.strictObject({ id: idSchema }),
  reads: [...historyTables, 'shipmentFreights', 'shipmentLines', 'parcels', 'carriers', 'goodsReturns'],
  async run(db, { id }, { actor }): Promise<ShipmentDocument | null> {
    const head = await db
      .selectFrom('shipments')
      .selectAll()
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    if (!head) return null;
    const lines = await db
      .selectFrom('shipmentLines')
      .selectAll()
      .where('shipmentId', '=', id)
      .where('deletedAt', 'is', null)
      .orderBy('position')
      .orderBy('id')
      .execute();
    const parcels = await db
      .selectFrom('parcels')
      .selectAll()
      .where('shipmentId', '=', id)
      .where('deletedAt', 'is', null)
      .orderBy('position')
      .orderBy('id')
      .execute();
    const carrier =
      head.carrierId === null
        ? undefined
        : await db.selectFrom('carriers').select('trackingUrl').where('id', '=', head.carrierId).executeTakeFirst();
    const returns = await db
      .selectFrom('goodsReturns')
      .select(['id', 'number', 'returnedAt', 'takenByName'])
      .where('shipmentId', '=', id)
      .where('deletedAt', 'is', null)
      .orderBy('returnedAt', 'desc')
      .orderBy('id', 'desc')
      .execute();
    const freight = actor.permissions.has('inventory.seeCost') ? await readFreight(db, head) : null;
    return {
      head: { ...head, freightMinor: null },
      lines,
      parcels,
      trackingUrl: carrier?.trackingUrl ?? null,
      freight,
      history: await readShipmentHistory(db, { head, isReversal: isReversal(head, lines), returns }),
    };
  },
});

/** Of a shipment and the one that takes it back, both reversed, the second has its goods below zero. */
const isReversal = ({ reversesId }: Row<'shipments'>, lines: readonly Row<'shipmentLines'>[]): boolean =>
  reversesId !== null && lines.some(({ quantity }) => quantity < 0);

async function readFreight(db: Reader, head: Row<'shipments'>): Promise<ShipmentDocument['freight']> {
  const row = await db
    .selectFrom('shipmentFreights')
    .select(['freightMinor', 'currency'])
    .where('id', '=', head.id)
    .executeTakeFirst();
  const { freightMinor: minor, currency } = row ?? head;
  return minor === null ? null : { minor, currency };
}

/** Carriers that goods can be given to, by name. */
export const carriers = defineQuery({
  name: 'inventory.carriers',
  permission: 'inventory.see',
  args: z.strictObject({}),
  reads: ['carriers'],
  async run(db): Promise<Row<'carriers'>[]> {
    return db
      .selectFrom('carriers')
      .selectAll()
      .where('active', '=', 1)
      .where('deletedAt', 'is', null)
      .orderBy('name')
      .orderBy('id')
      .execute();
  },
});

/** All carriers, those too that are out of use, by name. */
export const carrierList = defineQuery({
  name: 'inventory.carrierList',
  permission: 'inventory.see',
  args: z.strictObject({}),
  reads: ['carriers'],
  async run(db): Promise<Row<'carriers'>[]> {
    return db
      .selectFrom('carriers')
      .selectAll()
      .where('deletedAt', 'is', null)
      .orderBy('active', 'desc')
      .orderBy('name')
      .orderBy('id')
      .execute();
  },
});
