/**
 * What a pick list is made of (R20, R22, R30). Guards:
 * - nothing is picked that no order holds back: allocation stays within the reservation, whatever else lies there;
 * - what other lists are to take is not given out again;
 * - a line's id names its list and its order's line, so that a pick without a network never meets another product's line.
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { Quantity } from '../../kernel/money.ts';
import { insertRows } from '../../kernel/prepared.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { type AllocationRules, allocate, type Shelf, type Pick as ShelfPick } from './rules/allocation.ts';
import { type ProductStock, shelvesOf } from './rules/shelves.ts';

/** The shelves of a warehouse while goods are given out from them. */
export interface Shelves {
  /** R30: takes what is there of a product, at most so much. */
  take(productId: string, quantity: Quantity, rules: AllocationRules): ShelfPick[];
  putBack(productId: string, picks: readonly ShelfPick[]): void;
}

/** Reads what lies where of some products. */
export async function openShelves(tx: Tx, warehouseId: string, productIds: readonly string[]): Promise<Shelves> {
  const ids = [...new Set(productIds)];
  const shelves = new Map<string, Shelf[]>();
  for (const [productId, stock] of await readStock(tx, warehouseId, ids)) shelves.set(productId, shelvesOf(stock));
  const change = (productId: string, picks: readonly ShelfPick[], sign: 1 | -1): void => {
    const changed = (shelves.get(productId) ?? []).map((shelf) => {
      const pick = picks.find((each) => isSame(each.shelf, shelf));
      return pick ? { ...shelf, free: shelf.free + sign * pick.quantity } : shelf;
    });
    shelves.set(productId, changed);
  };
  return {
    take(productId, quantity, rules) {
      const picks = allocate(quantity, shelves.get(productId) ?? [], rules);
      change(productId, picks, -1);
      return picks;
    },
    putBack: (productId, picks) => change(productId, picks, 1),
  };
}

const isSame = (a: Shelf, b: Shelf): boolean => a.lotId === b.lotId && a.locationId === b.locationId;

async function readStock(tx: Tx, warehouseId: string, ids: readonly string[]): Promise<Map<string, ProductStock>> {
  if (ids.length === 0) return new Map();
  const stock = await tx
    .selectFrom('stockBalances')
    .select(['productId', 'onHand', 'quarantined'])
    .where('warehouseId', '=', warehouseId)
    .where('productId', 'in', ids)
    .orderBy('id')
    .execute();
  const lots = await tx
    .selectFrom('lotBalances')
    .innerJoin('lots', 'lots.id', 'lotBalances.lotId')
    .select(['lotBalances.productId', 'lotBalances.lotId', 'lotBalances.onHand'])
    .select(['lotBalances.quarantined', 'lotBalances.allocated'])
    .select(['lots.code as lotCode', 'lots.expiresOn', 'lots.receivedOn', 'lots.blocked'])
    .where('lotBalances.warehouseId', '=', warehouseId)
    .where('lotBalances.productId', 'in', ids)
    .where((eb) => eb.or([eb('lotBalances.onHand', '<>', 0), eb('lotBalances.allocated', '<>', 0)]))
    .orderBy('lotBalances.id')
    .execute();
  const places = await tx
    .selectFrom('locationBalances')
    .innerJoin('locations', 'locations.id', 'locationBalances.locationId')
    .innerJoin('zones', 'zones.id', 'locations.zoneId')
    .select(['locationBalances.productId', 'locationBalances.locationId'])
    .select(['locationBalances.onHand', 'locationBalances.allocated'])
    .select(['locations.code as locationCode', 'locations.walkOrder', 'zones.kind'])
    .where('locationBalances.warehouseId', '=', warehouseId)
    .where('locationBalances.productId', 'in', ids)
    .where((eb) => eb.or([eb('locationBalances.onHand', '<>', 0), eb('locationBalances.allocated', '<>', 0)]))
    .orderBy('locationBalances.id')
    .execute();
  const lotsAtPlaces = await tx
    .selectFrom('locationLotBalances')
    .select(['productId', 'locationId', 'lotId', 'onHand', 'allocated'])
    .where('warehouseId', '=', warehouseId)
    .where('productId', 'in', ids)
    .where((eb) => eb.or([eb('onHand', '<>', 0), eb('allocated', '<>', 0)]))
    .orderBy('id')
    .execute();
  const nowhere = await tx
    .selectFrom('pickLines')
    .select(['id', 'productId', 'allocated'])
    .where('warehouseId', '=', warehouseId)
    .where('productId', 'in', ids)
    .where('lotId', 'is', null)
    .where('locationId', 'is', null)
    .where('allocated', '>', 0)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  return new Map(
    stock.map(({ productId, onHand, quarantined }) => {
      const isOf = (row: { productId: string }): boolean => row.productId === productId;
      return [
        productId,
        {
          onHand,
          quarantined,
          allocatedNowhere: nowhere.filter(isOf).reduce((sum, { allocated }) => sum + allocated, 0),
          lots: lots.filter(isOf).map((lot) => ({ ...lot, isBlocked: lot.blocked === 1 })),
          places: places.filter(isOf).map((place) => ({ ...place, isQuarantine: place.kind === 'quarantine' })),
          lotsAtPlaces: lotsAtPlaces.filter(isOf),
        },
      ];
    }),
  );
}

/** What orders hold back in a warehouse and no pick list takes yet, by the order's line. */
export async function unallocatedOf(
  tx: Tx,
  warehouseId: string,
  orderId: string,
): Promise<Map<string, { readonly open: Quantity; readonly allocated: Quantity }>> {
  const reserved = await tx
    .selectFrom('reservations')
    .select(['id', 'orderLineId', 'quantity'])
    .where('orderId', '=', orderId)
    .where('warehouseId', '=', warehouseId)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const onLists = await tx
    .selectFrom('pickLines')
    .select(['id', 'orderLineId', 'allocated'])
    .where('orderId', '=', orderId)
    .where('warehouseId', '=', warehouseId)
    .where('allocated', '>', 0)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const open = new Map<string, { open: Quantity; allocated: Quantity }>();
  const add = (lineId: string, more: { open: Quantity; allocated: Quantity }): void => {
    const known = open.get(lineId) ?? { open: 0, allocated: 0 };
    open.set(lineId, { open: known.open + more.open, allocated: known.allocated + more.allocated });
  };
  for (const { orderLineId, quantity } of reserved) add(orderLineId, { open: quantity, allocated: 0 });
  for (const { orderLineId, allocated } of onLists) add(orderLineId, { open: -allocated, allocated });
  return open;
}

/** What is taken from one shelf for one line of an order. */
export interface PlannedPick {
  readonly order: Pick<Row<'orders'>, 'id' | 'number' | 'customerName'>;
  readonly line: Pick<Row<'orderLines'>, 'id' | 'productId' | 'productCode' | 'productName' | 'unit'>;
  readonly pick: ShelfPick;
}

/** Writes a pick list, its lines in the order of the way through the warehouse. */
export async function writePickList(
  tx: Tx,
  list: { readonly id: string; readonly number: string; readonly warehouseId: string; readonly releasedByName: string },
  planned: readonly PlannedPick[],
  context: WriteContext,
): Promise<void> {
  const turns = new Map<string, number>();
  const named = planned.map((each) => {
    const turn = (turns.get(each.line.id) ?? 0) + 1;
    turns.set(each.line.id, turn);
    return { ...each, id: `${list.id}:${each.line.id}:${turn}` };
  });
  const way = ({ pick: { shelf }, line, id }: (typeof named)[number]): [number, string] => [
    shelf.walkOrder,
    [shelf.locationCode ?? '', line.productCode, id].join(' '),
  ];
  named.sort((a, b) => {
    const [[turnA, restA], [turnB, restB]] = [way(a), way(b)];
    return turnA - turnB || (restA < restB ? -1 : 1);
  });
  await insertRows(tx, 'pickLists', [
    {
      ...list,
      state: 'released',
      orderCount: new Set(named.map(({ order }) => order.id)).size,
      lineCount: named.length,
      releasedAt: context.now,
      claimedBy: null,
      claimedByName: null,
      claimedDeviceCode: null,
      claimedAt: null,
      pickedAt: null,
      note: null,
      ...context.created(),
    },
  ]);
  await insertRows(
    tx,
    'pickLines',
    named.map(({ id, order, line, pick: { shelf, quantity } }, index) => ({
      id,
      pickListId: list.id,
      warehouseId: list.warehouseId,
      position: index + 1,
      orderId: order.id,
      orderLineId: line.id,
      orderNumber: order.number,
      customerName: order.customerName,
      productId: line.productId,
      productCode: line.productCode,
      productName: line.productName,
      unit: line.unit,
      lotId: shelf.lotId,
      lotCode: shelf.lotCode,
      expiresOn: shelf.expiresOn,
      locationId: shelf.locationId,
      locationCode: shelf.locationCode,
      serialId: null,
      serialCode: null,
      quantity,
      allocated: quantity,
      picked: 0,
      packed: 0,
      shipped: 0,
      shortReason: null,
      ...context.created(),
    })),
  );
}
