/**
 * Goods of a product that lie together, as the books have them: of one lot at one place, what of a place has no lot, and
 * what lies at no place. By one figure of the balances: all that is there, or what of it is set apart.
 */
import type { Quantity } from '../../../kernel/money.ts';
import type { Reader } from '../../../kernel/table.ts';

export interface BookHeap {
  readonly id: string;
  readonly productId: string;
  readonly warehouseId: string;
  /** Null: at no place. */
  readonly locationId: string | null;
  readonly locationCode: string | null;
  /** The place is for goods that are set apart alone. */
  readonly isApart: boolean;
  readonly lotId: string | null;
  readonly lotCode: string | null;
  readonly amount: Quantity;
}

/** Of what: a product, or what lies at a place. */
interface HeapsAsked {
  /** Null: everything that lies at the place. */
  readonly productId: string | null;
  /** Null: wherever it lies. */
  readonly locationId: string | null;
}

type Figure = 'onHand' | 'quarantined';

/** Tables that they are read from. */
export const heapTables = [
  ...(['lots', 'locations', 'zones'] as const),
  ...(['stockBalances', 'lotBalances', 'locationBalances', 'locationLotBalances'] as const),
] as const;

/** @returns of each product by place and lot, then what lies at no place; heaps of nothing, or less, are left out */
export async function readHeaps(db: Reader, asked: HeapsAsked, figure: Figure): Promise<BookHeap[]> {
  const places = await readPlaces(db, asked, figure);
  const productIds = [
    ...new Set(asked.productId === null ? places.map(({ productId }) => productId) : [asked.productId]),
  ];
  if (productIds.length === 0) return [];
  const placeLots = await readPlaceLots(db, productIds, figure);
  const all = asked.locationId === null ? await readWhole(db, productIds, figure) : { whole: [], lots: [] };
  const heaps = productIds.flatMap((productId) => {
    const own = <Row extends { readonly productId: string }>(rows: readonly Row[]) =>
      rows.filter((row) => row.productId === productId);
    const placed = { places: own(places), placeLots: own(placeLots) };
    return [...heapsAtPlaces(placed), ...looseHeaps({ ...placed, whole: own(all.whole), lots: own(all.lots) })];
  });
  return heaps.filter(({ amount }) => amount > 0);
}

function readPlaces(db: Reader, { productId, locationId }: HeapsAsked, figure: Figure) {
  let query = db
    .selectFrom('locationBalances')
    .innerJoin('locations', 'locations.id', 'locationBalances.locationId')
    .leftJoin('zones', 'zones.id', 'locations.zoneId')
    .select(['locationBalances.productId', 'locationBalances.locationId', 'locations.warehouseId', 'locations.code'])
    .select([`locationBalances.${figure} as amount`, 'zones.kind'])
    .where(`locationBalances.${figure}`, '<>', 0);
  if (productId !== null) query = query.where('locationBalances.productId', '=', productId);
  if (locationId !== null) query = query.where('locationBalances.locationId', '=', locationId);
  return query.orderBy('locations.code').orderBy('locationBalances.id').execute();
}

function readPlaceLots(db: Reader, productIds: readonly string[], figure: Figure) {
  return db
    .selectFrom('locationLotBalances')
    .innerJoin('lots', 'lots.id', 'locationLotBalances.lotId')
    .select(['locationLotBalances.productId', 'locationLotBalances.lotId', 'locationLotBalances.locationId'])
    .select(['locationLotBalances.warehouseId', `locationLotBalances.${figure} as amount`, 'lots.code as lotCode'])
    .where('locationLotBalances.productId', 'in', productIds)
    .where(`locationLotBalances.${figure}`, '<>', 0)
    .orderBy('locationLotBalances.id')
    .execute();
}

/** What there is in the warehouses: in all, and by lot. */
async function readWhole(db: Reader, productIds: readonly string[], figure: Figure) {
  const whole = await db
    .selectFrom('stockBalances')
    .select(['productId', 'warehouseId', `${figure} as amount`])
    .where('productId', 'in', productIds)
    .orderBy('id')
    .execute();
  const lots = await db
    .selectFrom('lotBalances')
    .innerJoin('lots', 'lots.id', 'lotBalances.lotId')
    .select(['lotBalances.productId', 'lotBalances.warehouseId', 'lotBalances.lotId', 'lots.code as lotCode'])
    .select(`lotBalances.${figure} as amount`)
    .where('lotBalances.productId', 'in', productIds)
    .where(`lotBalances.${figure}`, '<>', 0)
    .orderBy('lotBalances.id')
    .execute();
  return { whole, lots };
}

interface Placed {
  readonly places: Awaited<ReturnType<typeof readPlaces>>;
  readonly placeLots: Awaited<ReturnType<typeof readPlaceLots>>;
}

const sum = (rows: readonly { readonly amount: Quantity }[]): Quantity =>
  rows.reduce((total, { amount }) => total + amount, 0);

function heapsAtPlaces({ places, placeLots }: Placed): BookHeap[] {
  return places.flatMap(({ productId, locationId, code: locationCode, warehouseId, kind, amount }): BookHeap[] => {
    const own = placeLots.filter((lot) => lot.locationId === locationId);
    const at = { productId, warehouseId, locationId, locationCode, isApart: kind === 'quarantine' };
    const ofLots = own.map(({ lotId, lotCode, amount: part }) => ({
      ...{ ...at, id: `${locationId}:${lotId}`, lotId, lotCode, amount: part },
    }));
    return [...ofLots, { ...at, id: `${locationId}:`, lotId: null, lotCode: null, amount: amount - sum(own) }];
  });
}

/** What is in a warehouse and lies at none of its places. */
function looseHeaps({ places, placeLots, whole, lots }: Placed & Awaited<ReturnType<typeof readWhole>>): BookHeap[] {
  return whole.flatMap(({ productId, warehouseId, amount }): BookHeap[] => {
    const isHere = (row: { readonly warehouseId: string }) => row.warehouseId === warehouseId;
    const nowhere = { productId, warehouseId, locationId: null, locationCode: null, isApart: false };
    const loose = lots.filter(isHere).map(({ lotId, lotCode, amount: all }) => {
      const placed = sum(placeLots.filter((lot) => isHere(lot) && lot.lotId === lotId));
      return { ...nowhere, id: `${warehouseId}:${lotId}`, lotId, lotCode, amount: all - placed };
    });
    const rest = amount - sum(places.filter(isHere)) - sum(loose);
    return [...loose, { ...nowhere, id: `${warehouseId}:`, lotId: null, lotCode: null, amount: rest }];
  });
}
