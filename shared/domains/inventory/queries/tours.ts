/** Tours of a day: which van stops where with which goods, and what nobody has put on a van yet. */
import { z } from 'zod';
import { calendarDateSchema } from '../../../kernel/instants.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Row } from '../../../kernel/table.ts';
import { provedLater } from './shipment-history.ts';

const columns = [
  'id',
  'number',
  'orderNumber',
  'state',
  'warehouseId',
  'warehouseName',
  'customerName',
  'contactName',
  'phone',
  'shipTo',
  'shippedAt',
  'carrierName',
  'parcelCount',
  'weightGrams',
  'note',
  'tourOn',
  'driverId',
  'stop',
  'deliveredAt',
  'receivedByName',
  'deliveryNote',
] as const;

/** A stop: one delivery note at one door. */
export interface TourStop extends Pick<Row<'shipments'>, (typeof columns)[number]> {
  /** A signature or a picture shows what became of it. */
  readonly hasProof: boolean;
}

const LIMIT_ROWS = 500;

/** The stops of a day, by driver and in their order; a shipment that was taken back has left its tour. */
export const tourOfDay = defineQuery({
  name: 'inventory.tourOfDay',
  permission: 'inventory.see',
  args: z.strictObject({ day: calendarDateSchema }),
  reads: ['shipments', 'shipmentChanges'],
  async run(db, { day }): Promise<TourStop[]> {
    const stops = await db
      .selectFrom('shipments')
      .select([...columns, 'signatureHash', 'photoHash'])
      .where('tourOn', '=', day)
      .where('state', 'in', ['shipped', 'delivered', 'refused'])
      .where('deletedAt', 'is', null)
      .orderBy('driverId')
      .orderBy('stop')
      .orderBy('id')
      .limit(LIMIT_ROWS)
      .execute();
    const bare = stops.filter(({ signatureHash, photoHash }) => signatureHash === null && photoHash === null);
    const proved = await provedLater(
      db,
      bare.map(({ id }) => id),
    );
    const unproved = new Set(bare.map(({ id }) => id).filter((id) => !proved.has(id)));
    return stops.map(({ signatureHash: _1, photoHash: _2, ...stop }) => ({
      ...stop,
      hasProof: !unproved.has(stop.id),
    }));
  },
});

/**
 * What left and is on no tour, and what stood on one of an earlier day and never arrived; the oldest first. A carrier's
 * parcels ride on no van of ours.
 */
export const untoured = defineQuery({
  name: 'inventory.untoured',
  permission: 'inventory.see',
  args: z.strictObject({ day: calendarDateSchema }),
  reads: ['shipments', 'carriers'],
  async run(db, { day }): Promise<TourStop[]> {
    const rows = await db
      .selectFrom('shipments')
      .leftJoin('carriers', 'carriers.id', 'shipments.carrierId')
      .select(columns.map((column) => `shipments.${column}` as const))
      .where('shipments.state', '=', 'shipped')
      .where((eb) => eb.or([eb('shipments.carrierId', 'is', null), eb('carriers.isOwn', '=', 1)]))
      .where((eb) => eb.or([eb('shipments.tourOn', 'is', null), eb('shipments.tourOn', '<', day)]))
      .where('shipments.deletedAt', 'is', null)
      .orderBy('shipments.shippedAt')
      .orderBy('shipments.id')
      .limit(LIMIT_ROWS)
      .execute();
    return rows.map((row) => ({ ...row, hasProof: false }));
  },
});

/** Somebody who drives, or has stock of their own: of the company, and not gone. */
export type DriverRow = Pick<Row<'users'>, 'id' | 'name' | 'phone'>;

/** The people of the company by name: who drives, who takes stock along. */
export const drivers = defineQuery({
  name: 'inventory.drivers',
  permission: 'inventory.see',
  args: z.strictObject({}),
  reads: ['users'],
  async run(db): Promise<DriverRow[]> {
    return db
      .selectFrom('users')
      .select(['id', 'name', 'phone'])
      .where('active', '=', 1)
      .where('deletedAt', 'is', null)
      .orderBy('name')
      .orderBy('id')
      .execute();
  },
});
