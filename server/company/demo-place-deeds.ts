/**
 * Where goods lie in the demo company's first warehouse, and when they are ordered again: zones and places by the rack,
 * what was put away, and from whom what runs out is bought.
 */
import { goodsToPutAway, type WaitingGoods } from '#shared/domains/inventory/queries/put-away.ts';
import type { InBoth } from '#shared/kernel/demo.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { ONE_UNIT, type Quantity } from '#shared/kernel/money.ts';
import type { Deed, Making } from './demo-deed.ts';
import { idOf, warehouseId } from './demo-warehouse-kinds.ts';

const HOUR = 60;
const DAY_MS = 86_400_000;
/** More places than the demo's lots: none lies with another. Each aisle is a zone, which can be counted by itself. */
const AISLES = ['A', 'B', 'C', 'D', 'E', 'F'];
const BAYS = 8;
const LEVELS = 4;
/** Goods that have a rule of their own: those that run out first, then others. */
const RULES = 48;
/** One of so many has a point that somebody set; the others' is reckoned from what leaves. */
const SET_BY_HAND = 5;
/** Up to which it is filled, in reorder points: some five weeks. */
const FILLED_TO: Readonly<Record<string, number>> = { WH: 7, CS: 4 };
/** What is kept for surprises, in reorder points: some three days. */
const SAFETY = 0.6;

/** Who makes what, by the letter that its code begins with. */
const makers: Readonly<Record<string, string>> = {
  ...{ A: 'S-001', B: 'S-003', C: 'S-003', D: 'S-004', E: 'S-009', F: 'S-009' },
  ...{ G: 'S-005', H: 'S-008', J: 'S-006', K: 'S-008', L: 'S-010' },
};

/** Shelves that stay empty: there is room for what comes. */
const LEFT_EMPTY = 6;
/** What came in these days waits at the dock. */
const AT_DOCK_DAYS = 3;
/** Lines of one fact. */
const MOST_MOVES = 100;
/** So often somebody goes from the dock to the shelves: each time with as many as a fact takes. */
const ROUNDS = 3;

const two = (count: number): string => String(count).padStart(2, '0');
const shelvesOf = (aisle: string): string[] =>
  Array.from(
    { length: BAYS * LEVELS },
    (_, at) => `${aisle}-${two(Math.floor(at / LEVELS) + 1)}-${two((at % LEVELS) + 1)}`,
  );
const shelves = AISLES.flatMap(shelvesOf);

const zone =
  (code: string, name: InBoth, kind: 'storage' | 'receiving' | 'quarantine'): Deed['args'] =>
  async (making) => ({
    ...{ zoneId: idOf(making, `zone ${code}`), code, name: making.say(name), kind },
    warehouseId: await warehouseId(making, 'WH'),
  });

const places =
  (zoneCode: string, codes: readonly string[]): Deed['args'] =>
  async (making) => ({
    ...{ zoneId: idOf(making, `zone ${zoneCode}`), warehouseId: await warehouseId(making, 'WH') },
    locations: codes.map((code) => ({ id: idOf(making, `place ${code}`), code })),
  });

const sound = { fromCondition: 'saleable', toCondition: 'saleable' };

interface Heap {
  readonly productId: Id;
  readonly lotId: Id | null;
  readonly fromLocationId: Id | null;
  /** One for each number, or one for all. */
  readonly pieces: readonly { readonly serialId: Id | null; readonly quantity: Quantity }[];
}

/** How much of goods is to be left where it is: what came of late, and what was taken for an order that has not left. */
async function leftAtDock({ db, at }: Making, where: Id): Promise<(goods: WaitingGoods) => Quantity> {
  const came = await db
    .selectFrom('receiptLines')
    .innerJoin('receipts', 'receipts.id', 'receiptLines.receiptId')
    .select(['receiptLines.productId', 'receiptLines.lotId', 'receiptLines.quantity'])
    .where('receipts.warehouseId', '=', where)
    .where('receipts.receivedAt', '>', at - AT_DOCK_DAYS * DAY_MS)
    .where('receiptLines.condition', '=', 'saleable')
    .orderBy('receiptLines.id')
    .execute();
  const picked = await db
    .selectFrom('pickLines')
    .select(['productId', 'lotId', 'picked', 'shipped'])
    .where('warehouseId', '=', where)
    .where('locationId', 'is', null)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const staying = [...came, ...picked.map((line) => ({ ...line, quantity: line.picked - line.shipped }))];
  return ({ productId, lotId }) =>
    staying.reduce((sum, row) => (row.productId === productId && row.lotId === lotId ? sum + row.quantity : sum), 0);
}

/** What the desk of the warehouse lists as waiting, but for what is being counted and what stays at the dock. */
async function heapsToPutAway(making: Making, where: Id): Promise<Heap[]> {
  const { db, at } = making;
  const nobody = { actor: { userId: '', permissions: new Set<string>() }, now: at };
  const waiting = await goodsToPutAway.run(
    db,
    { warehouseId: where },
    { ...nobody, search: async () => [], findByCodes: async () => [] },
  );
  const counted = await db
    .selectFrom('countLines')
    .innerJoin('stockCounts', 'stockCounts.id', 'countLines.countId')
    .select('countLines.productId')
    .where('stockCounts.state', '=', 'open')
    .orderBy('countLines.id')
    .execute();
  const isCounted = (id: Id) => counted.some(({ productId }) => productId === id);
  const products = await db.selectFrom('products').select(['id', 'tracking']).orderBy('id').execute();
  const trackingOf = new Map(products.map(({ id, tracking }) => [id, tracking]));
  const numbered = await db
    .selectFrom('serials')
    .select(['id', 'productId', 'lotId'])
    .where('warehouseId', '=', where)
    .where('locationId', 'is', null)
    .where('state', '=', 'inStock')
    .orderBy('id')
    .execute();
  const staying = await leftAtDock(making, where);
  return waiting.flatMap((goods): Heap[] => {
    const { productId, lotId, locationId: fromLocationId, condition } = goods;
    if (condition !== 'saleable' || isCounted(productId)) return [];
    const tracking = trackingOf.get(productId);
    if (tracking === 'lot' && lotId === null) return [];
    const quantity = goods.quantity - staying(goods);
    const own = numbered.filter((piece) => piece.productId === productId && piece.lotId === lotId);
    const pieces =
      tracking === 'serial'
        ? own.map(({ id: serialId }) => ({ serialId, quantity: ONE_UNIT }))
        : [{ serialId: null, quantity }].filter((piece) => piece.quantity > 0);
    return pieces.length === 0 ? [] : [{ productId, lotId, fromLocationId, pieces }];
  });
}

/** Puts away what waits, a lot a place; what no shelf is left for waits on. */
const putsAway: Deed['args'] = async (making) => {
  const { db, at, newId } = making;
  const where = await warehouseId(making, 'WH');
  const filled = await db
    .selectFrom('locationBalances')
    .select('locationId')
    .where('warehouseId', '=', where)
    .where('onHand', '<>', 0)
    .orderBy('id')
    .execute();
  const taken = new Set(filled.map(({ locationId }) => locationId));
  const empty = shelves.map((code) => idOf(making, `place ${code}`)).filter((id) => !taken.has(id));
  const moves: object[] = [];
  for (const [turn, { pieces, ...heap }] of (await heapsToPutAway(making, where)).entries()) {
    const toLocationId = empty.slice(0, -LEFT_EMPTY)[turn];
    if (toLocationId === undefined || moves.length + pieces.length > MOST_MOVES) break;
    for (const piece of pieces) {
      const ids = { outId: newId(), inId: newId() };
      moves.push({ ...ids, ...heap, ...piece, warehouseId: where, toLocationId, ...sound });
    }
  }
  return moves.length === 0 ? null : { movedAt: at, number: null, moves };
};

/** Takes what was rejected to where it waits. */
const setsApart: Deed['args'] = async (making) => {
  const { db, at, newId } = making;
  const rejected = await db
    .selectFrom('receiptLines')
    .select(['productId', 'lotId', 'quantity'])
    .where('condition', '=', 'quarantine')
    .where('locationId', 'is', null)
    .orderBy('id')
    .execute();
  const where = await warehouseId(making, 'WH');
  const apart = { fromCondition: 'quarantine', toCondition: 'quarantine' };
  const moves = rejected.map((line) => ({
    ...{ outId: newId(), inId: newId(), ...line, warehouseId: where, ...apart },
    ...{ serialId: null, fromLocationId: null, toLocationId: idOf(making, 'place Q-01-01') },
  }));
  return moves.length === 0 ? null : { movedAt: at, number: null, moves };
};

/** The rule of one of the products: those that run out come first. */
const rules =
  (place: number): Deed['args'] =>
  async (making) => {
    const { db, newId } = making;
    const rows = await db
      .selectFrom('stockBalances')
      .innerJoin('products', 'products.id', 'stockBalances.productId')
      .innerJoin('warehouses', 'warehouses.id', 'stockBalances.warehouseId')
      .select(['products.id', 'products.code', 'packaging', 'reorderPoint', 'warehouseId', 'onHand', 'incoming'])
      .select(['reserved', 'warehouses.code as warehouse'])
      .where('products.discontinued', '=', 0)
      .where('reorderPoint', '>', 0)
      .orderBy('products.code')
      .orderBy('stockBalances.id')
      .execute();
    const isLow = (row: (typeof rows)[number]) => row.onHand + row.incoming - row.reserved <= row.reorderPoint;
    // Every third of the others, so that each kind of goods has some.
    const others = rows.filter((row, index) => !isLow(row) && index % 3 === 0);
    const row = [...rows.filter(isLow), ...others][place];
    const maker = makers[row?.code.slice(0, 1) ?? ''] ?? '';
    const supplier = await db.selectFrom('suppliers').select('id').where('code', '=', maker).executeTakeFirst();
    if (!row || !supplier) return null;
    const { reorderPoint } = row;
    const isComputed = place % SET_BY_HAND !== SET_BY_HAND - 1;
    const carton = Number(/\d+/.exec(row.packaging ?? '')?.[0] ?? 0) * ONE_UNIT;
    const figures = {
      ...{ reorderPoint, maximum: reorderPoint * (FILLED_TO[row.warehouse] ?? 1), isComputed },
      // Whole cartons of what sells by the carton.
      multiple: carton <= reorderPoint ? carton : 0,
      safetyStock: isComputed ? Math.ceil((reorderPoint * SAFETY) / ONE_UNIT) * ONE_UNIT : 0,
    };
    const about = { ruleId: newId(), productId: row.id, warehouseId: row.warehouseId };
    // As long as its maker takes.
    return { ...about, rule: { ...figures, leadDays: null, supplierId: supplier.id } };
  };

const keeper = { by: 'he', daysAgo: 16 };

export const placeDeeds: readonly Deed[] = [
  ...AISLES.map(
    (aisle, at): Deed => ({
      ...{ ...keeper, minutes: 9 * HOUR + at, name: 'inventory.saveZone' },
      args: zone(aisle, { zh: '货架区', en: 'Racks' }, 'storage'),
    }),
  ),
  {
    ...{ ...keeper, minutes: 9 * HOUR + 7, name: 'inventory.saveZone' },
    args: zone('R', { zh: '收货区', en: 'Receiving' }, 'receiving'),
  },
  {
    ...{ ...keeper, minutes: 9 * HOUR + 8, name: 'inventory.saveZone' },
    args: zone('Q', { zh: '待检区', en: 'Quarantine' }, 'quarantine'),
  },
  ...AISLES.map(
    (aisle, at): Deed => ({
      ...{ ...keeper, minutes: 9 * HOUR + 10 + at, name: 'inventory.saveLocations' },
      args: places(aisle, shelvesOf(aisle)),
    }),
  ),
  { ...{ ...keeper, minutes: 9 * HOUR + 17, name: 'inventory.saveLocations' }, args: places('R', ['R-01-01']) },
  { ...{ ...keeper, minutes: 9 * HOUR + 18, name: 'inventory.saveLocations' }, args: places('Q', ['Q-01-01']) },
  ...Array.from(
    { length: RULES },
    (_, place): Deed => ({
      ...{ by: 'zhang', daysAgo: 16, minutes: 10 * HOUR + place, name: 'inventory.setReorderRule' },
      args: rules(place),
    }),
  ),
  { ...{ ...keeper, daysAgo: 5, minutes: 10 * HOUR + 10, name: 'inventory.moveStock' }, args: setsApart },
  ...Array.from(
    { length: ROUNDS },
    (_, round): Deed => ({
      ...{ ...keeper, daysAgo: 1, minutes: 16 * HOUR + 50 + 2 * round, name: 'inventory.moveStock' },
      args: putsAway,
    }),
  ),
];
