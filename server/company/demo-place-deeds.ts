/**
 * Where goods lie in the demo company's first warehouse, and when they are ordered again: zones and places by the rack,
 * what was put away, and from whom what runs out is bought.
 */
import type { InBoth } from '#shared/kernel/demo.ts';
import { ONE_UNIT } from '#shared/kernel/money.ts';
import type { Deed } from './demo-deed.ts';
import { idOf, plentyOf, warehouseId } from './demo-warehouse-kinds.ts';

const HOUR = 60;
const RACKS = 4;
const BAYS = 6;
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

const two = (count: number): string => String(count).padStart(2, '0');
const shelves = Array.from(
  { length: RACKS * BAYS },
  (_, at) => `A-${two(Math.floor(at / BAYS) + 1)}-${two((at % BAYS) + 1)}`,
);

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

const anywhere = { lotId: null, serialId: null, fromLocationId: null };
const sound = { fromCondition: 'saleable', toCondition: 'saleable' };

/** Puts away what nobody counts on and nobody counts, a product a place. */
const putsAway: Deed['args'] = async (making) => {
  const { db, at, newId } = making;
  const counted = await db.selectFrom('countLines').select('productId').orderBy('id').execute();
  const free = (await plentyOf(making, 'WH', 0, Number.POSITIVE_INFINITY)).filter(
    ({ productId }) => !counted.some((line) => line.productId === productId),
  );
  const where = await warehouseId(making, 'WH');
  const moves = free.slice(0, shelves.length - LEFT_EMPTY).map(({ productId, free: pieces }, place) => ({
    ...{ outId: newId(), inId: newId(), productId, warehouseId: where, quantity: pieces * ONE_UNIT },
    ...{ ...anywhere, toLocationId: idOf(making, `place ${shelves[place]}`), ...sound },
  }));
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
  {
    ...{ ...keeper, minutes: 9 * HOUR, name: 'inventory.saveZone' },
    args: zone('A', { zh: '货架区', en: 'Shelves' }, 'storage'),
  },
  {
    ...{ ...keeper, minutes: 9 * HOUR + 1, name: 'inventory.saveZone' },
    args: zone('R', { zh: '收货区', en: 'Receiving' }, 'receiving'),
  },
  {
    ...{ ...keeper, minutes: 9 * HOUR + 2, name: 'inventory.saveZone' },
    args: zone('Q', { zh: '待检区', en: 'Quarantine' }, 'quarantine'),
  },
  { ...{ ...keeper, minutes: 9 * HOUR + 5, name: 'inventory.saveLocations' }, args: places('A', shelves) },
  { ...{ ...keeper, minutes: 9 * HOUR + 6, name: 'inventory.saveLocations' }, args: places('R', ['R-01-01']) },
  { ...{ ...keeper, minutes: 9 * HOUR + 7, name: 'inventory.saveLocations' }, args: places('Q', ['Q-01-01']) },
  ...Array.from(
    { length: RULES },
    (_, place): Deed => ({
      ...{ by: 'zhang', daysAgo: 16, minutes: 10 * HOUR + place, name: 'inventory.setReorderRule' },
      args: rules(place),
    }),
  ),
  { ...{ ...keeper, daysAgo: 5, minutes: 10 * HOUR + 10, name: 'inventory.moveStock' }, args: setsApart },
  { ...{ ...keeper, daysAgo: 1, minutes: 16 * HOUR + 50, name: 'inventory.moveStock' }, args: putsAway },
];
