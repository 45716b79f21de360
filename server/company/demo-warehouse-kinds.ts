// Long because each kind of deed in a warehouse is made of what the one before it left.
/**
 * Kinds of deeds in the warehouse of the demo company, from what stands in its books at their moment. Guards:
 * - goods are taken only of what is there and nobody counts on; where nothing fits, the deed is left out.
 */
import type { InBoth } from '#shared/kernel/demo.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { addDays } from '#shared/kernel/instants.ts';
import { ONE_UNIT } from '#shared/kernel/money.ts';
import type { Deed, Making } from './demo-deed.ts';

/** What goods cost of what they are sold for, about. */
const COST_SHARE = 0.55;
const pieces = (count: number): number => count * ONE_UNIT;

/** A warehouse of the demo company. */
export const warehouseId = async ({ db }: Making, code: 'WH' | 'CS'): Promise<Id> =>
  (await db.selectFrom('warehouses').select('id').where('code', '=', code).executeTakeFirstOrThrow()).id;

/** An id by what the deeds call it: made when it is named first. */
export function idOf({ made, newId }: Making, name: string): Id {
  const id = made.get(name) ?? newId();
  made.set(name, id);
  return id;
}

interface Bought {
  readonly code: string;
  readonly pieces: number;
}

interface Buying {
  readonly name: string;
  readonly supplier: string;
  readonly dueInDays: number;
  readonly isOrdered: boolean;
  readonly withCost: boolean;
  readonly note: InBoth | null;
  readonly lines: readonly Bought[];
}

/** Writes an order at a supplier. */
export const buys =
  ({ name, supplier: code, dueInDays, isOrdered, withCost, note, lines }: Buying): Deed['args'] =>
  async (making) => {
    const { db, today, number, say } = making;
    const supplier = await db.selectFrom('suppliers').select('id').where('code', '=', code).executeTakeFirst();
    const products = await db
      .selectFrom('products')
      .select(['id', 'code', 'basePrice'])
      .where(
        'code',
        'in',
        lines.map((line) => line.code),
      )
      .orderBy('code')
      .execute();
    if (!supplier || products.length < lines.length) return null;
    return {
      ...{ purchaseOrderId: idOf(making, name), number: number('PO'), supplierId: supplier.id, isOrdered },
      warehouseId: await warehouseId(making, 'WH'),
      ...{ dueOn: addDays(today, dueInDays), note: note && say(note) },
      lines: products.map((product) => ({
        ...{ id: idOf(making, `${name} ${product.code}`), productId: product.id, unitId: null, dueOn: null },
        quantity: pieces(lines.find((line) => line.code === product.code)?.pieces ?? 1),
        // To the cent.
        unitCost: withCost ? Math.round((product.basePrice * COST_SHARE) / 100) * 100 : null,
      })),
    };
  };

interface Came extends Bought {
  readonly lot?: string;
  readonly expiresInDays?: number;
  /** The number of the piece that it is. */
  readonly serial?: string;
  readonly rejected?: InBoth;
}

/** What came of an order at a supplier, of which lots, and what of it was rejected. */
export const receives =
  (purchase: string, deliveryNote: string, came: readonly Came[]): Deed['args'] =>
  async (making) => {
    const { db, at, today, newId, number, say, made } = making;
    const purchaseOrderId = made.get(purchase);
    if (purchaseOrderId === undefined) return null;
    const products = await db.selectFrom('products').select(['id', 'code']).orderBy('id').execute();
    const idOfCode = new Map(products.map(({ code, id }) => [code, id]));
    return {
      ...{ receiptId: newId(), number: number('GR'), warehouseId: await warehouseId(making, 'WH'), purchaseOrderId },
      ...{ supplierId: null, deliveryNote, receivedAt: at, note: null },
      lines: came.map(({ code, pieces: count, lot, expiresInDays, serial, rejected }) => ({
        ...{ id: newId(), movementId: newId(), productId: idOfCode.get(code) ?? '', locationId: null },
        lotId: lot === undefined ? null : idOf(making, `lot ${lot}`),
        lotCode: lot ?? null,
        expiresOn: expiresInDays === undefined ? null : addDays(today, expiresInDays),
        serialId: serial === undefined ? null : idOf(making, `serial ${serial}`),
        serialCode: serial ?? null,
        purchaseOrderLineId: made.get(`${purchase} ${code}`) ?? null,
        ...{ quantity: pieces(count), condition: rejected ? 'quarantine' : 'saleable' },
        rejectReason: rejected ? say(rejected) : null,
      })),
    };
  };

interface Plenty {
  readonly productId: Id;
  readonly free: number;
}

/** Goods without lots of which a warehouse has most that nobody counts on, from a place in that list. */
export async function plentyOf(
  making: Making,
  code: 'WH' | 'CS',
  from: number,
  count: number,
  least = 24,
): Promise<readonly Plenty[]> {
  const rows = await making.db
    .selectFrom('stockBalances')
    .innerJoin('products', 'products.id', 'stockBalances.productId')
    .select(['stockBalances.productId', 'onHand', 'reserved', 'quarantined', 'quota'])
    .where('warehouseId', '=', await warehouseId(making, code))
    .where('products.tracking', '=', 'none')
    .where('products.discontinued', '=', 0)
    .orderBy('products.code')
    .execute();
  return rows
    .map(({ productId, onHand, reserved, quarantined, quota }) => ({
      productId,
      free: Math.floor((onHand - reserved - quarantined - quota) / ONE_UNIT),
    }))
    .filter(({ free }) => free >= least)
    .slice(from, from + count);
}

interface Transferring {
  readonly name: string;
  readonly from: 'WH' | 'CS';
  readonly place: number;
  readonly inDays: number;
  readonly note: InBoth;
}

/** Asks the other warehouse for goods. */
export const asksTransfer =
  ({ name, from, place, inDays, note }: Transferring): Deed['args'] =>
  async (making) => {
    const goods = await plentyOf(making, from, place, 2);
    if (goods.length === 0) return null;
    return {
      ...{ transferId: idOf(making, name), number: making.number('TR') },
      fromWarehouseId: await warehouseId(making, from),
      toWarehouseId: await warehouseId(making, from === 'WH' ? 'CS' : 'WH'),
      ...{ dueOn: addDays(making.today, inDays), note: making.say(note) },
      lines: goods.map(({ productId, free }, index) => ({
        ...{ id: idOf(making, `${name} ${index}`), productId, lotId: null },
        quantity: pieces(Math.min(12 * (index + 1), free)),
      })),
    };
  };

/** Sends all that was asked for. */
export const sendsTransfer =
  (name: string): Deed['args'] =>
  async ({ db, at, newId, made }) => {
    const transferId = made.get(name);
    if (transferId === undefined) return null;
    const lines = await db
      .selectFrom('transferLines')
      .select(['id', 'quantity'])
      .where('transferId', '=', transferId)
      .orderBy('position')
      .execute();
    const nowhere = { lotId: null, serialId: null, locationId: null };
    return {
      ...{ transferId, sentAt: at },
      lines: lines.map(({ id: lineId, quantity }) => ({ lineId, movementId: newId(), ...nowhere, quantity })),
    };
  };

/** Counts some goods of which there is enough. */
export const startsCount =
  (name: string, place: number, count: number, note: InBoth): Deed['args'] =>
  async (making) => {
    // Where there is much, one more or less is no reason to count again.
    const plenty = await plentyOf(making, 'WH', 0, Number.POSITIVE_INFINITY, 60);
    // What moved since then is counted another day: the count is told to the office today.
    const moved = await making.db
      .selectFrom('stockMovements')
      .select('productId')
      .where('occurredAt', '>', making.at)
      .groupBy('productId')
      .orderBy('productId')
      .execute();
    const still = plenty.filter(({ productId }) => !moved.some((row) => row.productId === productId));
    const goods = still.slice(place, place + count);
    if (goods.length === 0) return null;
    return {
      ...{ countId: idOf(making, name), number: making.number('CC'), warehouseId: await warehouseId(making, 'WH') },
      ...{ basis: 'chosen', zoneId: null, productIds: goods.map(({ productId }) => productId) },
      note: making.say(note),
    };
  };

/** Counts the first shelves of a list. @param found what was found of what the books held then, in pieces, by turn */
export const counts =
  (name: string, found: readonly ((book: number) => number)[]): Deed['args'] =>
  async ({ db, at, made }) => {
    const countId = made.get(name);
    if (countId === undefined) return null;
    const shelves = await db
      .selectFrom('countLines')
      .select(['productId', 'warehouseId', 'lotId', 'locationId'])
      .where('countId', '=', countId)
      .orderBy('position')
      .limit(found.length)
      .execute();
    const lines = [];
    for (const [index, { productId, warehouseId: where, lotId, locationId }] of shelves.entries()) {
      const { held } = await db
        .selectFrom('stockMovements')
        .select((eb) => eb.fn.sum<number | null>('quantity').as('held'))
        .where('productId', '=', productId)
        .where('warehouseId', '=', where)
        .where('locationId', locationId === null ? 'is' : '=', locationId)
        .where('occurredAt', '<=', at)
        .executeTakeFirstOrThrow();
      const counted = pieces(Math.max(0, found[index]?.(Math.round(Number(held ?? 0) / ONE_UNIT)) ?? 0));
      lines.push({ productId, lotId, locationId, counted, countedAt: at });
    }
    return lines.length === 0 ? null : { countId, lines };
  };

/** Orders that can go and are not due yet: nothing holds them; those that are there whole first, then those in part. */
async function ordersToGo(making: Making, count: number): Promise<readonly Id[]> {
  const { db, today } = making;
  const orders = await db
    .selectFrom('orders')
    .select('id')
    .where('warehouseId', '=', await warehouseId(making, 'WH'))
    .where('state', '=', 'open')
    .where('creditHold', '=', 0)
    .where('approvalHold', '=', 0)
    .where('manualHold', '=', 0)
    .where('requestedOn', '>', today)
    .orderBy('backOrderedLines')
    .orderBy('confirmedAt')
    .orderBy('id')
    .limit(40)
    .execute();
  const ids = orders.map(({ id }) => id);
  if (ids.length === 0) return [];
  const held = await db
    .selectFrom('orderLines')
    .select('orderId')
    .where('orderId', 'in', ids)
    .where('reserved', '>', 0)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const listed = await db.selectFrom('pickLines').select('orderId').where('orderId', 'in', ids).orderBy('id').execute();
  const isIn = (rows: readonly { readonly orderId: Id }[], id: Id) => rows.some(({ orderId }) => orderId === id);
  return ids.filter((id) => isIn(held, id) && !isIn(listed, id)).slice(0, count);
}

/** Gives so many orders to be picked. */
export const releases =
  (name: string, count: number): Deed['args'] =>
  async (making) => {
    const orderIds = await ordersToGo(making, count);
    if (orderIds.length === 0) return null;
    const list = { pickListId: idOf(making, name), number: making.number('PK') };
    return { ...list, warehouseId: await warehouseId(making, 'WH'), orderIds };
  };

const linesOfList = (db: Making['db'], pickListId: Id) =>
  db
    .selectFrom('pickLines')
    .selectAll()
    .where('pickListId', '=', pickListId)
    .where('deletedAt', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute();

/** Takes all that a list asks for. */
export const picks =
  (name: string): Deed['args'] =>
  async ({ db, at, made }) => {
    const pickListId = made.get(name);
    const lines = pickListId === undefined ? [] : await linesOfList(db, pickListId);
    if (lines.length === 0) return null;
    return {
      ...{ pickListId, pickedAt: at },
      lines: lines.map(({ id: pickLineId, lotId, serialId, locationId, quantity }) => ({
        ...{ pickLineId, shortReason: null },
        picked: [{ lotId, serialId, locationId, quantity }],
      })),
    };
  };

interface Sending {
  /** What the deeds call it. */
  readonly name: string;
  readonly carrier: string;
  readonly trackingNumber?: string;
  readonly freightMinor?: number;
  readonly parcelGrams: readonly number[];
  readonly note?: InBoth;
}

/** Ships the first order of a list that was picked and has not left. */
export const ships =
  (list: string, sending: Sending): Deed['args'] =>
  async (making) => {
    const { db, at, newId, number, say, made } = making;
    const pickListId = made.get(list);
    if (pickListId === undefined) return null;
    const picked = (await linesOfList(db, pickListId)).filter((line) => line.picked > line.shipped);
    const [first] = picked;
    if (!first) return null;
    const parcels = sending.parcelGrams.map((weightGrams, index) => ({
      id: newId(),
      position: index + 1,
      weightGrams,
    }));
    const head = { shipmentId: idOf(making, sending.name), number: number('DN'), orderId: first.orderId, pickListId };
    return {
      ...head,
      warehouseId: first.warehouseId,
      shippedAt: at,
      carrierId: made.get(`carrier ${sending.carrier}`) ?? null,
      ...{ trackingNumber: sending.trackingNumber ?? null, freightMinor: sending.freightMinor ?? null },
      weightGrams: sending.parcelGrams.reduce((sum, grams) => sum + grams, 0),
      note: sending.note ? say(sending.note) : null,
      parcels,
      lines: picked
        .filter(({ orderId }) => orderId === first.orderId)
        .map(({ id: pickLineId, orderLineId, productId, lotId, serialId, locationId, picked: quantity }, index) => ({
          ...{ id: newId(), orderLineId, productId, pickLineId, lotId, serialId, locationId, quantity },
          parcel: (index % parcels.length) + 1,
        })),
    };
  };

/** Puts shipments on the keeper’s tour of a day. */
export const drives =
  (names: readonly string[], inDays: number): Deed['args'] =>
  async ({ made, today, person }) => {
    const shipmentIds = names.flatMap((name) => made.get(name) ?? []);
    if (shipmentIds.length === 0) return null;
    return { tourOn: addDays(today, inDays), driverId: await person('he'), shipmentIds };
  };

/** Goods were handed over. */
export const delivers =
  (name: string, receivedBy: InBoth): Deed['args'] =>
  async ({ made, at, say }) => {
    const shipmentId = made.get(name);
    if (shipmentId === undefined) return null;
    const word = { receivedByName: say(receivedBy), signatureHash: null, photoHash: null, note: null };
    return { shipmentId, deliveredAt: at, ...word, isRefused: false };
  };

/** Gives a person stock, from a place among what is there. */
export const grants =
  (login: string, warehouse: 'WH' | 'CS', place: number, count: number, untilDays: number | null): Deed['args'] =>
  async (making) => {
    const [goods] = await plentyOf(making, warehouse, place, 1);
    if (!goods) return null;
    return {
      ...{ quotaId: making.newId(), userId: await making.person(login), productId: goods.productId },
      ...{ warehouseId: await warehouseId(making, warehouse), quantity: pieces(count) },
      validUntil: untilDays === null ? null : addDays(making.today, untilDays),
    };
  };

/** A carrier, or the own van where there is no page to follow. */
export const carrier =
  (code: string, name: InBoth, phone: string | null, trackingUrl: string | null): Deed['args'] =>
  async (making) => {
    const said = { id: idOf(making, `carrier ${code}`), code, name: making.say(name), phone, trackingUrl };
    return { ...said, isOwn: trackingUrl === null, active: true };
  };

/** Says why more came than was ordered. */
export const explains =
  (explanation: InBoth): Deed['args'] =>
  async ({ db, say }) => {
    const flag = await db
      .selectFrom('stockFlags')
      .select('id')
      .where('state', '=', 'open')
      .where('kind', '=', 'overReceived')
      .orderBy('id')
      .executeTakeFirst();
    return flag ? { flagId: flag.id, explanation: say(explanation) } : null;
  };

/** Books a count, with the reason of what differed. */
export const posts =
  (name: string, reason: InBoth): Deed['args'] =>
  async ({ db, say, made }) => {
    const countId = made.get(name);
    if (countId === undefined) return null;
    const lines = await db
      .selectFrom('countLines')
      .select(['id', 'counted', 'book'])
      .where('countId', '=', countId)
      .orderBy('position')
      .execute();
    const differing = lines.filter(({ counted, book }) => counted !== null && counted !== book);
    return { countId, skipsOpen: true, reasons: differing.map(({ id: lineId }) => ({ lineId, reason: say(reason) })) };
  };
