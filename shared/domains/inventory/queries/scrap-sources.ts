/** What can be thrown away of a product, of a lot, or from a place: where it lies, and how much of it. */
import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { ONE_UNIT, type Quantity } from '../../../kernel/money.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader } from '../../../kernel/table.ts';

/** Goods of one product that lie together: of one lot, or one numbered piece, at one place or at none. */
export interface ScrapSource {
  readonly id: string;
  readonly productId: string;
  readonly productCode: string;
  readonly productName: string;
  readonly unit: string;
  readonly warehouseId: string;
  /** Null: at no place. */
  readonly locationId: string | null;
  readonly locationCode: string | null;
  readonly lotId: string | null;
  readonly lotCode: string | null;
  readonly serialId: string | null;
  readonly serialCode: string | null;
  readonly onHand: Quantity;
  /** By the zone that it lies in. */
  readonly condition: 'saleable' | 'quarantine';
}

interface Asked {
  readonly productId: string | null;
  readonly lotId: string | null;
  readonly locationId: string | null;
}

/** So many pieces are named. */
const LIMIT_SERIALS = 200;

export const scrapSources = defineQuery({
  name: 'inventory.scrapSources',
  permission: 'inventory.scrapStock',
  args: z.strictObject({
    /** Null: everything that lies at the place. */
    productId: idSchema.nullable(),
    lotId: idSchema.nullable(),
    locationId: idSchema.nullable(),
  }),
  reads: [
    'products',
    'lots',
    'serials',
    'locations',
    'zones',
    ...(['stockBalances', 'lotBalances', 'locationBalances', 'locationLotBalances'] as const),
  ],
  async run(db, asked): Promise<ScrapSource[]> {
    const atPlaces = await readPlaces(db, asked);
    const productIds = asked.productId === null ? atPlaces.map(({ productId }) => productId) : [asked.productId];
    if (productIds.length === 0) return [];
    const products = await db
      .selectFrom('products')
      .select(['id', 'code', 'name', 'unit', 'tracking'])
      .where('id', 'in', [...new Set(productIds)])
      .orderBy('code')
      .orderBy('id')
      .execute();
    const ids = products.map(({ id }) => id);
    const pieces = await readPieces(db, asked, ids);
    const books = await readBooks(db, asked, ids, atPlaces);
    return products.flatMap(({ id: productId, code: productCode, name: productName, unit, tracking }) => {
      const own = pieces.filter((piece) => piece.productId === productId);
      // What has numbers is thrown away piece by piece; a piece without one as it lies.
      const goods: Heap[] = tracking === 'serial' && own.length > 0 ? own : heapsOf(productId, asked, books);
      return goods.map((each) => ({ ...each, productId, productCode, productName, unit }));
    });
  },
});

type Heap = Omit<ScrapSource, 'productId' | 'productCode' | 'productName' | 'unit'>;

function conditionIn(kind: string | null): 'saleable' | 'quarantine' {
  return kind === 'quarantine' ? 'quarantine' : 'saleable';
}

function readPlaces(db: Reader, { productId, locationId }: Asked) {
  let query = db
    .selectFrom('locationBalances')
    .innerJoin('locations', 'locations.id', 'locationBalances.locationId')
    .leftJoin('zones', 'zones.id', 'locations.zoneId')
    .select(['locationBalances.productId', 'locationBalances.locationId', 'locationBalances.onHand'])
    .select(['locations.warehouseId', 'locations.code', 'zones.kind'])
    .where('locationBalances.onHand', '<>', 0);
  if (productId !== null) query = query.where('locationBalances.productId', '=', productId);
  if (locationId !== null) query = query.where('locationBalances.locationId', '=', locationId);
  return query.orderBy('locations.code').orderBy('locationBalances.id').execute();
}

/** Numbered pieces of these products, each by itself. */
async function readPieces(
  db: Reader,
  { lotId, locationId }: Asked,
  productIds: readonly string[],
): Promise<(Heap & { readonly productId: string })[]> {
  let query = db
    .selectFrom('serials')
    .leftJoin('locations', 'locations.id', 'serials.locationId')
    .leftJoin('zones', 'zones.id', 'locations.zoneId')
    .leftJoin('lots', 'lots.id', 'serials.lotId')
    .select([
      'serials.id',
      'serials.productId',
      'serials.code',
      'serials.warehouseId',
      'serials.locationId',
      'serials.lotId',
    ])
    .select(['locations.code as locationCode', 'zones.kind', 'lots.code as lotCode'])
    .where('serials.productId', 'in', [...productIds])
    .where('serials.state', '=', 'inStock')
    .where('serials.deletedAt', 'is', null);
  if (lotId !== null) query = query.where('serials.lotId', '=', lotId);
  if (locationId !== null) query = query.where('serials.locationId', '=', locationId);
  const rows = await query
    .orderBy('serials.code')
    .orderBy('serials.id')
    .limit(LIMIT_SERIALS * productIds.length)
    .execute();
  return rows.flatMap(({ id, code, warehouseId, kind, ...row }) =>
    warehouseId === null
      ? []
      : { id, ...row, warehouseId, serialId: id, serialCode: code, onHand: ONE_UNIT, condition: conditionIn(kind) },
  );
}

/** What the books hold of these products: by place, by lot at a place, and of all that lies in their warehouses. */
async function readBooks(
  db: Reader,
  { locationId }: Asked,
  productIds: readonly string[],
  places: Awaited<ReturnType<typeof readPlaces>>,
) {
  const ids = [...productIds];
  const placeLots = await db
    .selectFrom('locationLotBalances')
    .innerJoin('locations', 'locations.id', 'locationLotBalances.locationId')
    .innerJoin('lots', 'lots.id', 'locationLotBalances.lotId')
    .select(['locationLotBalances.productId', 'locationLotBalances.lotId', 'locationLotBalances.locationId'])
    .select(['locationLotBalances.onHand', 'locations.warehouseId', 'lots.code as lotCode'])
    .where('locationLotBalances.productId', 'in', ids)
    .where('locationLotBalances.onHand', '<>', 0)
    .orderBy('locationLotBalances.id')
    .execute();
  if (locationId !== null) return { places, placeLots, whole: [], wholeLots: [] };
  const whole = await db
    .selectFrom('stockBalances')
    .select(['productId', 'warehouseId', 'onHand'])
    .where('productId', 'in', ids)
    .orderBy('id')
    .execute();
  const wholeLots = await db
    .selectFrom('lotBalances')
    .innerJoin('lots', 'lots.id', 'lotBalances.lotId')
    .select(['lotBalances.productId', 'lotBalances.warehouseId', 'lotBalances.lotId', 'lotBalances.onHand'])
    .select('lots.code as lotCode')
    .where('lotBalances.productId', 'in', ids)
    .where('lotBalances.onHand', '<>', 0)
    .orderBy('lotBalances.id')
    .execute();
  return { places, placeLots, whole, wholeLots };
}

/** What lies together of a product without numbers: by place and lot, then what lies at no place. */
function heapsOf(productId: string, { lotId }: Asked, books: Awaited<ReturnType<typeof readBooks>>): Heap[] {
  const own = <Row extends { readonly productId: string }>(rows: readonly Row[]) =>
    rows.filter((row) => row.productId === productId);
  const [places, placeLots, whole, wholeLots] = [
    own(books.places),
    own(books.placeLots),
    own(books.whole),
    own(books.wholeLots),
  ];
  const piece = { serialId: null, serialCode: null };
  const sum = (rows: readonly { readonly onHand: Quantity }[]) => rows.reduce((all, { onHand }) => all + onHand, 0);
  const noLot = { lotId: null, lotCode: null };
  const found: Heap[] = places.flatMap(({ locationId: at, code: locationCode, warehouseId, onHand, kind }) => {
    const lots = placeLots.filter((each) => each.locationId === at);
    const where = { ...piece, warehouseId, locationId: at, locationCode, condition: conditionIn(kind) };
    return [
      ...lots.map((lot) => ({
        ...where,
        id: `${at}:${lot.lotId}`,
        lotId: lot.lotId,
        lotCode: lot.lotCode,
        onHand: lot.onHand,
      })),
      { ...where, ...noLot, id: `${at}:`, onHand: onHand - sum(lots) },
    ];
  });
  for (const { warehouseId, onHand } of whole) {
    const nowhere = { ...piece, warehouseId, locationId: null, locationCode: null, condition: 'saleable' as const };
    const lots = wholeLots.filter((each) => each.warehouseId === warehouseId);
    const placed = placeLots.filter((each) => each.warehouseId === warehouseId);
    for (const { lotId: id, lotCode, onHand: all } of lots) {
      const left = all - sum(placed.filter((each) => each.lotId === id));
      found.push({ ...nowhere, id: `${warehouseId}:${id}`, lotId: id, lotCode, onHand: left });
    }
    const unplaced = onHand - sum(places.filter((each) => each.warehouseId === warehouseId));
    found.push({ ...nowhere, ...noLot, id: `${warehouseId}:`, onHand: unplaced - (sum(lots) - sum(placed)) });
  }
  return found.filter((each) => each.onHand > 0 && (lotId === null || each.lotId === lotId));
}
