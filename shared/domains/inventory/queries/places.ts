import type { ExpressionBuilder } from 'kysely';
import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import type { CalendarDate } from '../../../kernel/instants.ts';
import type { Quantity } from '../../../kernel/money.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader, Row, Tables } from '../../../kernel/table.ts';

/** A zone with how many places it has. */
export interface ZoneRow extends Pick<Row<'zones'>, 'id' | 'warehouseId' | 'code' | 'name' | 'kind'> {
  readonly placeCount: number;
  readonly isOutOfUse: boolean;
}

/** The zones of a warehouse, those too that are out of use. */
export const zoneList = defineQuery({
  name: 'inventory.zoneList',
  permission: 'inventory.see',
  args: z.strictObject({ warehouseId: idSchema }),
  reads: ['zones', 'locations'],
  async run(db, { warehouseId }): Promise<ZoneRow[]> {
    const zones = await db
      .selectFrom('zones')
      .select(['id', 'warehouseId', 'code', 'name', 'kind', 'deletedAt'])
      .where('warehouseId', '=', warehouseId)
      .orderBy('code')
      .orderBy('id')
      .execute();
    const counts = await db
      .selectFrom('locations')
      .select(({ fn }) => ['zoneId', fn.countAll<number>().as('count')])
      .where('warehouseId', '=', warehouseId)
      .where('deletedAt', 'is', null)
      .groupBy('zoneId')
      .orderBy('zoneId')
      .execute();
    const countOf = new Map(counts.map(({ zoneId, count }) => [zoneId, Number(count)]));
    return zones.map(({ deletedAt, ...zone }) => ({
      ...zone,
      placeCount: countOf.get(zone.id) ?? 0,
      isOutOfUse: deletedAt !== null,
    }));
  },
});

/** A place with what can be said of it in a line. */
export interface LocationRow
  extends Pick<Row<'locations'>, 'id' | 'warehouseId' | 'zoneId' | 'code' | 'walkOrder' | 'active'> {
  readonly zoneCode: string | null;
  readonly zoneKind: Row<'zones'>['kind'] | null;
  readonly isOutOfUse: boolean;
  /** Different products that lie there. */
  readonly productCount: number;
  /** One of them, named. */
  readonly productName: string | null;
}

const uses = ['all', 'empty', 'filled', 'blocked', 'outOfUse'] as const;

/** Sorts after every code that begins with what was typed. */
const AFTER = '\uffff';

/**
 * Places by their codes, within a warehouse or everywhere; those whose code begins with what was typed.
 */
export const locationList = defineQuery({
  name: 'inventory.locationList',
  permission: 'inventory.see',
  args: z.strictObject({
    search: z.string().max(100),
    /** Null: everywhere. */
    warehouseId: idSchema.nullable(),
    zoneId: idSchema.nullable(),
    use: z.enum(uses),
    ...pageArgs,
  }),
  reads: ['locations', 'zones', 'locationBalances', 'products'],
  async run(db, { search, warehouseId, zoneId, use, cursor, limit }): Promise<Page<LocationRow>> {
    let query = db
      .selectFrom('locations')
      .leftJoin('zones', 'zones.id', 'locations.zoneId')
      .select(['locations.id', 'locations.warehouseId', 'locations.zoneId', 'locations.code', 'locations.walkOrder'])
      .select(['locations.active', 'locations.deletedAt', 'zones.code as zoneCode', 'zones.kind as zoneKind']);
    query =
      use === 'outOfUse'
        ? query.where('locations.deletedAt', 'is not', null)
        : query.where('locations.deletedAt', 'is', null);
    if (use === 'blocked') query = query.where('locations.active', '=', 0);
    if (use === 'empty') query = query.where((eb) => eb.not(eb.exists(goodsOf(eb))));
    if (use === 'filled') query = query.where((eb) => eb.exists(goodsOf(eb)));
    if (warehouseId !== null) query = query.where('locations.warehouseId', '=', warehouseId);
    if (zoneId !== null) query = query.where('locations.zoneId', '=', zoneId);
    const typed = search.trim();
    if (typed !== '') {
      query = query.where((eb) =>
        eb.or(
          [...new Set([typed, typed.toUpperCase()])].map((start) =>
            eb.and([eb('locations.code', '>=', start), eb('locations.code', '<', `${start}${AFTER}`)]),
          ),
        ),
      );
    }
    if (cursor) {
      const { key, id } = cursor;
      query = query.where((eb) =>
        eb.or([
          eb('locations.code', '>', String(key)),
          eb.and([eb('locations.code', '=', String(key)), eb('locations.id', '>', id)]),
        ]),
      );
    }
    const rows = await query
      .orderBy('locations.code')
      .orderBy('locations.id')
      .limit(limit + 1)
      .execute();
    const page = toPage(rows, limit, (row) => row.code);
    const lying = await lyingAt(
      db,
      page.rows.map(({ id }) => id),
    );
    return {
      ...page,
      rows: page.rows.map(({ deletedAt, ...row }) => ({
        ...row,
        isOutOfUse: deletedAt !== null,
        productCount: lying.get(row.id)?.count ?? 0,
        productName: lying.get(row.id)?.name ?? null,
      })),
    };
  },
});

const goodsOf = (eb: ExpressionBuilder<Tables, 'locations'>) =>
  eb
    .selectFrom('locationBalances')
    .select('locationBalances.id')
    .whereRef('locationBalances.locationId', '=', 'locations.id')
    .where('locationBalances.onHand', '<>', 0);

async function lyingAt(db: Reader, ids: readonly string[]): Promise<Map<string, { count: number; name: string }>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('locationBalances')
    .innerJoin('products', 'products.id', 'locationBalances.productId')
    .select(['locationBalances.locationId', 'products.name'])
    .where('locationBalances.locationId', 'in', [...ids])
    .where('locationBalances.onHand', '<>', 0)
    .orderBy('locationBalances.id')
    .execute();
  const found = new Map<string, { count: number; name: string }>();
  for (const { locationId, name } of rows) {
    const known = found.get(locationId);
    found.set(locationId, { count: (known?.count ?? 0) + 1, name: known?.name ?? name });
  }
  return found;
}

/** What lies at a place, of one lot where lots are kept. */
export interface PlaceGoodsRow {
  readonly id: string;
  readonly productId: string;
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly lotId: string | null;
  readonly lotCode: string | null;
  readonly expiresOn: CalendarDate | null;
  readonly blocked: 0 | 1;
  readonly onHand: Quantity;
  readonly allocated: Quantity;
}

export interface PlaceGoods {
  readonly location: Row<'locations'> & { readonly zone: Row<'zones'> | null };
  readonly rows: readonly PlaceGoodsRow[];
  readonly serials: readonly Pick<Row<'serials'>, 'id' | 'code' | 'productId'>[];
}

/** What does not expire comes last. */
const NEVER = '9999-12-31';
/** So many numbered pieces are named; a place with more says how many lines it has all the same. */
const LIMIT_SERIALS = 200;

/** One place with everything that lies there; null when this device does not hold it. */
export const locationGoods = defineQuery({
  name: 'inventory.locationGoods',
  permission: 'inventory.see',
  args: z.strictObject({ id: idSchema }),
  reads: ['locations', 'zones', 'locationBalances', 'locationLotBalances', 'products', 'lots', 'serials'],
  async run(db, { id }): Promise<PlaceGoods | null> {
    const location = await db.selectFrom('locations').selectAll().where('id', '=', id).executeTakeFirst();
    const zone = await db
      .selectFrom('zones')
      .selectAll()
      .where('id', '=', location?.zoneId ?? '')
      .executeTakeFirst();
    const goods = await db
      .selectFrom('locationBalances')
      .innerJoin('products', 'products.id', 'locationBalances.productId')
      .select(['locationBalances.id', 'locationBalances.productId', 'locationBalances.onHand'])
      .select(['locationBalances.allocated', 'products.code', 'products.name', 'products.unit', 'products.tracking'])
      .where('locationBalances.locationId', '=', id)
      .where((eb) => eb.or([eb('locationBalances.onHand', '<>', 0), eb('locationBalances.allocated', '<>', 0)]))
      .orderBy('products.code')
      .orderBy('locationBalances.id')
      .execute();
    const lots = await db
      .selectFrom('locationLotBalances')
      .innerJoin('lots', 'lots.id', 'locationLotBalances.lotId')
      .select(['locationLotBalances.id', 'locationLotBalances.productId', 'locationLotBalances.lotId'])
      .select(['locationLotBalances.onHand', 'locationLotBalances.allocated'])
      .select(['lots.code as lotCode', 'lots.expiresOn', 'lots.blocked'])
      .where('locationLotBalances.locationId', '=', id)
      .where((eb) => eb.or([eb('locationLotBalances.onHand', '<>', 0), eb('locationLotBalances.allocated', '<>', 0)]))
      .orderBy('locationLotBalances.id')
      .execute();
    lots.sort((left, right) => ((left.expiresOn ?? NEVER) < (right.expiresOn ?? NEVER) ? -1 : 1));
    const serials = await db
      .selectFrom('serials')
      .select(['id', 'code', 'productId'])
      .where('warehouseId', '=', location?.warehouseId ?? '')
      .where('locationId', '=', id)
      .where('state', '=', 'inStock')
      .where('deletedAt', 'is', null)
      .orderBy('code')
      .orderBy('id')
      .limit(LIMIT_SERIALS)
      .execute();
    if (!location) return null;
    const rows = goods.flatMap(({ tracking: _tracking, ...row }): PlaceGoodsRow[] => {
      const own = lots.filter(({ productId }) => productId === row.productId);
      const rest = {
        ...row,
        onHand: row.onHand - own.reduce((sum, lot) => sum + lot.onHand, 0),
        allocated: row.allocated - own.reduce((sum, lot) => sum + lot.allocated, 0),
      };
      const isRest = own.length === 0 || rest.onHand !== 0 || rest.allocated !== 0;
      return [
        ...own.map((lot) => ({ ...row, ...lot })),
        ...(isRest ? [{ ...rest, lotId: null, lotCode: null, expiresOn: null, blocked: 0 as const }] : []),
      ];
    });
    return { location: { ...location, zone: zone ?? null }, rows, serials };
  },
});
