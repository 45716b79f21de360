/** Where people work, what waits there to be put away, and where each thing may go. */
import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import type { Quantity } from '../../../kernel/money.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader } from '../../../kernel/table.ts';
import { type Placed, suggestPlaces, waitingShelves } from '../rules/put-away.ts';
import type { TallyShelf } from '../rules/tally-decision.ts';

const SEE = 'inventory.see';
/** More is a list that nobody reads; the rest follows once this is put away. */
const LIMIT_ROWS = 100;

/** A warehouse in which a person works with goods. */
export interface Workplace {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly hasPlaces: boolean;
  /** How the code of a place looks there: of a rack where there is one. Null: it is kept by no places. */
  readonly placeExample: string | null;
}

/** The warehouses that are the asking person's to work in. */
export const workplaces = defineQuery({
  name: 'inventory.workplaces',
  permission: SEE,
  args: z.strictObject({}),
  reads: ['warehouses', 'userScopes', 'locations'],
  async run(db, _args, { actor }): Promise<Workplace[]> {
    const scopes = await db
      .selectFrom('userScopes')
      .select('scope')
      .where('userId', '=', actor.userId)
      .where('deletedAt', 'is', null)
      .orderBy('scope')
      .orderBy('id')
      .execute();
    const own = new Set(scopes.map(({ scope }) => scope));
    const rows = await db
      .selectFrom('warehouses')
      .select(['id', 'code', 'name'])
      .select((eb) => {
        const first = eb
          .selectFrom('locations')
          .select(({ fn }) => fn.min('locations.code').as('code'))
          .whereRef('locations.warehouseId', '=', 'warehouses.id')
          .where('locations.deletedAt', 'is', null);
        return [first.where('locations.rack', 'is not', null).as('ofRack'), first.as('ofAny')];
      })
      .where('deletedAt', 'is', null)
      .orderBy('code')
      .orderBy('id')
      .execute();
    return rows
      .filter(({ id }) => own.has('warehouse:*') || own.has(`warehouse:${id}`))
      .map(({ ofRack, ofAny, ...warehouse }) => {
        const placeExample = ofRack ?? ofAny;
        return { ...warehouse, hasPlaces: placeExample !== null, placeExample };
      });
  },
});

/** Goods that wait to be put away. */
export interface WaitingGoods extends TallyShelf {
  readonly productId: string;
  readonly productCode: string;
  readonly productName: string;
  readonly unit: string;
}

/** What lies at no place of a warehouse, or where goods come in; by the goods' code (at most 100). */
export const goodsToPutAway = defineQuery({
  name: 'inventory.goodsToPutAway',
  permission: SEE,
  args: z.strictObject({ warehouseId: idSchema }),
  reads: [
    'stockBalances',
    'lotBalances',
    'locationBalances',
    'locationLotBalances',
    'locations',
    'zones',
    'lots',
    'products',
  ],
  async run(db, { warehouseId }): Promise<WaitingGoods[]> {
    // What lies at no place: on hand less what lies at some. In receiving: what lies there.
    const arrivals = await db
      .selectFrom('locations')
      .innerJoin('zones', 'zones.id', 'locations.zoneId')
      .select('locations.id')
      .where('locations.warehouseId', '=', warehouseId)
      .where('zones.kind', '=', 'receiving')
      .orderBy('locations.id')
      .execute();
    const [first = '', ...more] = arrivals.map(({ id }) => id);
    const ids = await db
      .selectFrom('products')
      .innerJoin('stockBalances', 'stockBalances.productId', 'products.id')
      .select(['stockBalances.productId', 'products.code', 'products.name', 'products.unit'])
      .where('stockBalances.warehouseId', '=', warehouseId)
      .where((eb) =>
        eb(
          'stockBalances.onHand',
          '>',
          eb.fn.coalesce(
            eb
              .selectFrom('locationBalances')
              .select(({ fn }) => fn.sum<number>('locationBalances.onHand').as('placed'))
              .whereRef('locationBalances.productId', '=', 'stockBalances.productId')
              .whereRef('locationBalances.warehouseId', '=', 'stockBalances.warehouseId')
              .where('locationBalances.locationId', 'not in', [first, ...more]),
            eb.lit(0),
          ),
        ),
      )
      .orderBy('products.code')
      .orderBy('stockBalances.id')
      .limit(LIMIT_ROWS)
      .execute();
    const placed = await readPlaced(
      db,
      warehouseId,
      ids.map(({ productId }) => productId),
    );
    return ids.flatMap(({ productId, code: productCode, name: productName, unit }) =>
      waitingShelves(placed.get(productId) ?? nothing).map((shelf) => ({
        ...{ ...shelf, productId, productCode, productName, unit },
      })),
    );
  },
});

const nothing: Placed = { onHand: 0, quarantined: 0, lots: [], places: [], lotsAtPlaces: [] };

/** Where goods may be put, the best first. */
export interface PlaceSuggestion {
  readonly locationId: string;
  readonly code: string;
  readonly rack: string | null;
  readonly bay: number | null;
  readonly level: number | null;
  /** sameLot, sameProduct: it lies there already. apart: rejected goods. empty: nothing lies there. */
  readonly why: 'sameLot' | 'sameProduct' | 'apart' | 'empty';
  /** Of the product there. */
  readonly onHand: Quantity;
}

export interface PutAwayAdvice {
  /** What of the product waits to be put away. */
  readonly shelves: readonly TallyShelf[];
  readonly suggestions: readonly PlaceSuggestion[];
}

/** What waits of a product, and where it may go: to its own lot, to its like, to an empty place along the way. */
export const putAwayAdvice = defineQuery({
  name: 'inventory.putAwayAdvice',
  permission: SEE,
  args: z.strictObject({ warehouseId: idSchema, productId: idSchema, lotId: idSchema.nullable() }),
  reads: ['stockBalances', 'lotBalances', 'locationBalances', 'locationLotBalances', 'locations', 'zones', 'lots'],
  async run(db, { warehouseId, productId, lotId }): Promise<PutAwayAdvice> {
    const placed = (await readPlaced(db, warehouseId, [productId])).get(productId) ?? nothing;
    const empty = await db
      .selectFrom('locations')
      .innerJoin('zones', 'zones.id', 'locations.zoneId')
      .select(['locations.id as locationId', 'locations.code', 'locations.rack', 'locations.bay', 'locations.level'])
      .select(['locations.walkOrder', 'zones.kind as zoneKind'])
      .where('locations.warehouseId', '=', warehouseId)
      .where('locations.active', '=', 1)
      .where('locations.deletedAt', 'is', null)
      .where('zones.kind', 'in', ['storage', 'quarantine'])
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('locationBalances')
              .select('locationBalances.id')
              .whereRef('locationBalances.locationId', '=', 'locations.id')
              .where('locationBalances.onHand', '<>', 0),
          ),
        ),
      )
      .orderBy('locations.walkOrder')
      .orderBy('locations.id')
      .limit(LIMIT_ROWS)
      .execute();
    const shelves = waitingShelves(placed);
    const isApart = shelves.length > 0 && shelves.every(({ condition }) => condition === 'quarantine');
    return { shelves, suggestions: suggestPlaces(placed, empty, lotId, isApart) };
  },
});

/** By product: what the books hold of it in a warehouse, by lot and place. */
async function readPlaced(
  db: Reader,
  warehouseId: string,
  productIds: readonly string[],
): Promise<Map<string, Placed>> {
  const ids = productIds.length > 0 ? [...productIds] : [''];
  const stock = await db
    .selectFrom('stockBalances')
    .select(['productId', 'onHand', 'quarantined'])
    .where('warehouseId', '=', warehouseId)
    .where('productId', 'in', ids)
    .orderBy('id')
    .execute();
  const lots = await db
    .selectFrom('lotBalances')
    .innerJoin('lots', 'lots.id', 'lotBalances.lotId')
    .select(['lotBalances.productId', 'lotBalances.lotId', 'lotBalances.onHand', 'lotBalances.quarantined'])
    .select(['lots.code as lotCode', 'lots.expiresOn'])
    .where('lotBalances.warehouseId', '=', warehouseId)
    .where('lotBalances.productId', 'in', ids)
    .where('lotBalances.onHand', '<>', 0)
    .orderBy('lots.expiresOn')
    .orderBy('lotBalances.id')
    .execute();
  const places = await db
    .selectFrom('locationBalances')
    .innerJoin('locations', 'locations.id', 'locationBalances.locationId')
    .innerJoin('zones', 'zones.id', 'locations.zoneId')
    .select(['locationBalances.productId', 'locationBalances.locationId', 'locationBalances.onHand'])
    .select(['locations.code', 'locations.rack', 'locations.bay', 'locations.level', 'locations.walkOrder'])
    .select(['locations.active', 'zones.kind as zoneKind'])
    .where('locationBalances.warehouseId', '=', warehouseId)
    .where('locationBalances.productId', 'in', ids)
    .where('locationBalances.onHand', '<>', 0)
    .orderBy('locations.walkOrder')
    .orderBy('locationBalances.id')
    .execute();
  const lotsAtPlaces = await db
    .selectFrom('locationLotBalances')
    .select(['productId', 'locationId', 'lotId', 'onHand'])
    .where('warehouseId', '=', warehouseId)
    .where('productId', 'in', ids)
    .where('onHand', '<>', 0)
    .orderBy('id')
    .execute();
  return new Map(
    stock.map(({ productId, onHand, quarantined }) => {
      const isOf = (row: { readonly productId: string }) => row.productId === productId;
      const own = { lots: lots.filter(isOf), places: places.filter(isOf), lotsAtPlaces: lotsAtPlaces.filter(isOf) };
      return [productId, { onHand, quarantined, ...own }];
    }),
  );
}

/** Whether a booking with these ids is here: asked by a desk whose power went before it heard so. */
export const isBooked = defineQuery({
  name: 'inventory.isBooked',
  permission: SEE,
  args: z.strictObject({ ids: z.array(idSchema).min(1).max(500) }),
  reads: ['stockMovements'],
  async run(db, { ids }): Promise<boolean> {
    const found = await db
      .selectFrom('stockMovements')
      .select('id')
      .where('id', 'in', ids)
      .orderBy('id')
      .limit(1)
      .execute();
    return found.length > 0;
  },
});
