import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { calendarDateSchema } from '../../../kernel/instants.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader } from '../../../kernel/table.ts';
import { mayBeIssued, type Shelf } from '../rules/allocation.ts';
import { compareForIssue } from '../rules/lot-life.ts';
import type { PickLine } from '../rules/pick-work.ts';
import { type PickListRow, readPickList } from './pick-lists.ts';

/** Where on its rack a place is, and how large the rack is. */
export interface RackPlace {
  readonly rack: string;
  readonly bay: number;
  readonly level: number;
  readonly bays: number;
  readonly levels: number;
}

export interface PickWorkLine extends PickLine {
  readonly orderNumber: string;
  readonly customerName: string;
  readonly place: RackPlace | null;
  /** What else it is counted in, the smallest first. */
  readonly packs: readonly { readonly name: string; readonly ratio: number }[];
  /** What is in one base unit, as printed. */
  readonly packaging: string | null;
  /** Told to the office: taken, or found missing. */
  readonly isDone: boolean;
}

export interface PickWork {
  readonly list: PickListRow;
  /** In the order of the way. */
  readonly lines: readonly PickWorkLine[];
  /** Whether the warehouse has places at all: goods without one lie beside them, or there are none to tell. */
  readonly hasPlaces: boolean;
}

/** A pick list with all that its operator needs to see of it; null: it is not here. */
export const pickWork = defineQuery({
  name: 'inventory.pickWork',
  permission: 'inventory.see',
  args: z.strictObject({ pickListId: idSchema }),
  reads: ['pickLists', 'warehouses', 'pickLines', 'products', 'productUnits', 'locations'],
  async run(db, { pickListId }): Promise<PickWork | null> {
    const list = await readPickList(db, pickListId);
    if (!list) return null;
    const lines = await db
      .selectFrom('pickLines')
      .leftJoin('products', 'products.id', 'pickLines.productId')
      .select(['pickLines.id', 'pickLines.productId', 'pickLines.productCode', 'pickLines.productName'])
      .select(['pickLines.unit', 'pickLines.lotId', 'pickLines.lotCode', 'pickLines.expiresOn'])
      .select(['pickLines.locationId', 'pickLines.locationCode', 'pickLines.quantity'])
      .select([
        'pickLines.orderNumber',
        'pickLines.customerName',
        'pickLines.picked',
        'pickLines.shortReason',
        'products.tracking',
        'products.packaging',
      ])
      .where('pickLines.pickListId', '=', pickListId)
      .where('pickLines.deletedAt', 'is', null)
      .orderBy('pickLines.position')
      .orderBy('pickLines.id')
      .execute();
    const packs = await readPacks(db, [...new Set(lines.map(({ productId }) => productId))]);
    const places = await readPlaces(db, list.warehouseId);
    const anyPlace = await db
      .selectFrom('locations')
      .select('id')
      .where('warehouseId', '=', list.warehouseId)
      .where('deletedAt', 'is', null)
      .limit(1)
      .executeTakeFirst();
    return {
      list,
      hasPlaces: anyPlace !== undefined,
      lines: lines.map(({ picked, shortReason, ...line }) => ({
        ...line,
        isDone: picked > 0 || shortReason !== null,
        tracking: line.tracking ?? 'none',
        place: line.locationId === null ? null : (places.get(line.locationId) ?? null),
        packs: packs.get(line.productId) ?? [],
      })),
    };
  },
});

async function readPacks(db: Reader, productIds: readonly string[]): Promise<Map<string, PickWorkLine['packs']>> {
  const rows =
    productIds.length === 0
      ? []
      : await db
          .selectFrom('productUnits')
          .select(['productId', 'name', 'ratio'])
          .where('productId', 'in', [...productIds])
          .where('deletedAt', 'is', null)
          .orderBy('ratio')
          .orderBy('id')
          .execute();
  const packs = new Map<string, (typeof rows)[number][]>();
  for (const row of rows) packs.set(row.productId, [...(packs.get(row.productId) ?? []), row]);
  return packs;
}

/** By the place's id; places whose rack, bay or level nobody wrote down have none. */
async function readPlaces(db: Reader, warehouseId: string): Promise<Map<string, RackPlace>> {
  const rows = await db
    .selectFrom('locations')
    .select(['id', 'zoneId', 'rack', 'bay', 'level'])
    .where('warehouseId', '=', warehouseId)
    .where('rack', 'is not', null)
    .where('deletedAt', 'is', null)
    .orderBy('walkOrder')
    .orderBy('id')
    .execute();
  const places = new Map<string, RackPlace>();
  const largest = new Map<string, { bays: number; levels: number }>();
  const rackOf = ({ zoneId, rack }: { zoneId: string; rack: string | null }) => `${zoneId} ${rack}`;
  for (const row of rows) {
    const { bays = 0, levels = 0 } = largest.get(rackOf(row)) ?? {};
    largest.set(rackOf(row), { bays: Math.max(bays, row.bay ?? 0), levels: Math.max(levels, row.level ?? 0) });
  }
  for (const row of rows) {
    const { rack, bay, level } = row;
    const size = largest.get(rackOf(row));
    if (rack !== null && bay !== null && level !== null && size) places.set(row.id, { rack, bay, level, ...size });
  }
  return places;
}

/** What a line's operator may take instead of what it names: lots that R30 lets go to its customer, the first to go first. */
export const pickShelves = defineQuery({
  name: 'inventory.pickShelves',
  permission: 'inventory.see',
  args: z.strictObject({ pickLineId: z.string().min(1).max(160), today: calendarDateSchema }),
  reads: ['pickLines', 'orders', 'locationLotBalances', 'lotBalances', 'lots', 'locations', 'zones'],
  async run(db, { pickLineId, today }): Promise<Shelf[]> {
    const line = await db
      .selectFrom('pickLines')
      .leftJoin('orders', 'orders.id', 'pickLines.orderId')
      .select(['pickLines.productId', 'pickLines.warehouseId', 'pickLines.lotId', 'pickLines.locationId'])
      .select('orders.minimumLifeDays')
      .where('pickLines.id', '=', pickLineId)
      .executeTakeFirst();
    if (!line) return [];
    const rules = { today, minimumLifeDays: line.minimumLifeDays ?? 0 };
    const placed = await readPlaced(db, line);
    const shelves = placed.length > 0 ? placed : await readLots(db, line);
    return shelves
      .filter((shelf) => shelf.lotId !== line.lotId || shelf.locationId !== line.locationId)
      .filter((shelf) => shelf.free > 0 && mayBeIssued(shelf, rules))
      .sort(
        (left, right) =>
          compareForIssue(datesOf(left), datesOf(right)) ||
          left.walkOrder - right.walkOrder ||
          ((left.locationId ?? '') < (right.locationId ?? '') ? -1 : 1),
      );
  },
});

const datesOf = ({ lotCode, expiresOn, receivedOn }: Shelf) => ({
  code: lotCode ?? '',
  expiresOn,
  receivedOn: receivedOn ?? '0000-00-00',
});

interface Goods {
  readonly productId: string;
  readonly warehouseId: string;
}

/** Where places are kept: what lies in quarantine is nobody's to take. */
async function readPlaced(db: Reader, { productId, warehouseId }: Goods): Promise<Shelf[]> {
  const rows = await db
    .selectFrom('locationLotBalances')
    .innerJoin('lots', 'lots.id', 'locationLotBalances.lotId')
    .innerJoin('locations', 'locations.id', 'locationLotBalances.locationId')
    .innerJoin('zones', 'zones.id', 'locations.zoneId')
    .select(['locationLotBalances.lotId', 'locationLotBalances.locationId', 'locationLotBalances.onHand'])
    .select(['locationLotBalances.allocated', 'lots.code as lotCode', 'lots.expiresOn', 'lots.receivedOn'])
    .select(['lots.blocked', 'locations.code as locationCode', 'locations.walkOrder'])
    .where('locationLotBalances.productId', '=', productId)
    .where('locationLotBalances.warehouseId', '=', warehouseId)
    .where('zones.kind', '<>', 'quarantine')
    .orderBy('locationLotBalances.id')
    .execute();
  return rows.map(({ onHand, allocated, blocked, ...row }) => ({
    ...row,
    isBlocked: blocked === 1,
    free: onHand - allocated,
  }));
}

async function readLots(db: Reader, { productId, warehouseId }: Goods): Promise<Shelf[]> {
  const rows = await db
    .selectFrom('lotBalances')
    .innerJoin('lots', 'lots.id', 'lotBalances.lotId')
    .select(['lotBalances.lotId', 'lotBalances.onHand', 'lotBalances.quarantined', 'lotBalances.allocated'])
    .select(['lots.code as lotCode', 'lots.expiresOn', 'lots.receivedOn', 'lots.blocked'])
    .where('lotBalances.productId', '=', productId)
    .where('lotBalances.warehouseId', '=', warehouseId)
    .orderBy('lotBalances.id')
    .execute();
  return rows.map(({ onHand, quarantined, allocated, blocked, ...row }) => ({
    ...row,
    isBlocked: blocked === 1,
    ...{ locationId: null, locationCode: null, walkOrder: 0 },
    free: onHand - quarantined - allocated,
  }));
}
