/**
 * Goods that change their place or condition within a warehouse, and goods that are thrown away: facts. Guards:
 * - a move is two rows that sum to nothing: what a warehouse has never changes by it;
 * - goods kept by lots or by numbers that are named without are booked, and told (R29);
 * - a place that gives more than its books hold is flagged, though the warehouse as a whole has enough (R33).
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { Quantity } from '../../kernel/money.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { livingLots, livingSerials, locationsById, productsAsTheyWere } from './find-goods.ts';
import { flag, type MovementPaper, postMovements, type StockMovement } from './post-movements.ts';
import type { StockTold } from './write-receipt.ts';

export type Condition = 'saleable' | 'quarantine';

export interface GoodsMove {
  readonly outId: string;
  readonly inId: string;
  readonly productId: string;
  readonly warehouseId: string;
  readonly quantity: Quantity;
  readonly lotId: string | null;
  readonly serialId: string | null;
  readonly fromLocationId: string | null;
  readonly toLocationId: string | null;
  readonly fromCondition: Condition;
  readonly toCondition: Condition;
  /** Why, where somebody has to say it. */
  readonly reason?: string;
}

/** What does not fit of what a line names. */
export type LineWord =
  | 'inventory.unknownProduct'
  | 'inventory.unknownLot'
  | 'inventory.lotOfOther'
  | 'inventory.lotMissing'
  | 'inventory.serialMissing';

export type MoveTold = StockTold<
  LineWord | 'inventory.placeElsewhere' | 'inventory.placeEmpty' | 'inventory.belowZero' | 'inventory.serialElsewhere'
>;

/** What lines of a fact name. */
export interface NamedGoods {
  readonly products: ReadonlyMap<string, Row<'products'>>;
  /** By the id that was given. */
  readonly lots: ReadonlyMap<string, Row<'lots'>>;
  readonly serials: ReadonlyMap<string, Row<'serials'>>;
}

interface Naming {
  readonly productId: string;
  readonly lotId: string | null;
  readonly serialId: string | null;
}

/** Looks up the products, lots and pieces that lines name. */
export async function namedGoods(tx: Tx, lines: readonly Naming[]): Promise<NamedGoods> {
  return {
    products: await productsAsTheyWere(
      tx,
      lines.map(({ productId }) => productId),
    ),
    lots: await livingLots(
      tx,
      lines.map(({ lotId }) => lotId),
    ),
    serials: await livingSerials(
      tx,
      lines.map(({ serialId }) => serialId),
    ),
  };
}

/** What a line's ids mean, and told what it does not say (R29); null where its product was never one. */
export function resolveLine(
  line: Naming,
  named: NamedGoods,
  position: number,
  tell: (code: LineWord, params: StockTold<string>['params']) => void,
): { product: Row<'products'>; lotId: string | null; serialId: string | null } | null {
  const product = named.products.get(line.productId);
  if (!product) {
    tell('inventory.unknownProduct', { line: position });
    return null;
  }
  const about = { product: product.name };
  const lot = line.lotId === null ? undefined : named.lots.get(line.lotId);
  const isOfOther = lot !== undefined && lot.productId !== product.id;
  if (isOfOther) tell('inventory.lotOfOther', { ...about, lot: lot.code });
  else if (line.lotId === null && product.tracking === 'lot') tell('inventory.lotMissing', about);
  else if (line.lotId !== null && !lot) tell('inventory.unknownLot', about);
  const serialId = line.serialId === null ? null : (named.serials.get(line.serialId)?.id ?? null);
  if (product.tracking === 'serial' && serialId === null) tell('inventory.serialMissing', about);
  return { product, lotId: isOfOther ? null : (lot?.id ?? null), serialId };
}

/** Books moves within warehouses. @returns what does not fit */
export async function moveGoods(
  tx: Tx,
  moves: readonly GoodsMove[],
  paper: MovementPaper,
  context: WriteContext,
): Promise<MoveTold[]> {
  const told: MoveTold[] = [];
  const named = await namedGoods(tx, moves);
  const places = await locationsById(
    tx,
    moves.flatMap(({ fromLocationId, toLocationId }) => [fromLocationId, toLocationId]),
  );
  const movements: StockMovement[] = [];
  for (const [index, move] of moves.entries()) {
    const found = resolveLine(move, named, index + 1, (code, params) => told.push({ code, params }));
    if (!found) continue;
    for (const id of [move.fromLocationId, move.toLocationId]) {
      const place = id === null ? undefined : places.get(id);
      if (place && place.warehouseId !== move.warehouseId) {
        told.push({ code: 'inventory.placeElsewhere', params: { location: place.code } });
      }
    }
    const { product, lotId, serialId } = found;
    const why = { unitCost: null, reason: move.reason ?? null };
    const goods = { product, warehouseId: move.warehouseId, cause: 'move' as const, lotId, serialId, ...why };
    const { quantity, fromLocationId, toLocationId, fromCondition, toCondition } = move;
    movements.push(
      { id: move.outId, ...goods, quantity: -quantity, locationId: fromLocationId, condition: fromCondition },
      { id: move.inId, ...goods, quantity, locationId: toLocationId, condition: toCondition },
    );
  }
  for (const { kind, params } of await postMovements(tx, movements, paper, context)) {
    told.push({ code: `inventory.${kind}`, params });
  }
  told.push(...(await flagEmptyPlaces(tx, movements, paper, context)));
  return told;
}

/** R33 by place: what was taken from a place beyond what its books hold. */
export async function flagEmptyPlaces(
  tx: Tx,
  movements: readonly StockMovement[],
  paper: MovementPaper,
  context: WriteContext,
): Promise<MoveTold[]> {
  const taken = movements.filter(({ quantity, locationId }) => quantity < 0 && locationId !== null);
  if (taken.length === 0) return [];
  const idOf = ({ warehouseId, locationId, product }: StockMovement) => `${warehouseId}:${locationId}:${product.id}`;
  const rows = await tx
    .selectFrom('locationBalances')
    .innerJoin('locations', 'locations.id', 'locationBalances.locationId')
    .select(['locationBalances.id', 'locationBalances.onHand', 'locations.code'])
    .where('locationBalances.id', 'in', [...new Set(taken.map(idOf))])
    .where('locationBalances.onHand', '<', 0)
    .orderBy('locationBalances.id')
    .execute();
  const told: MoveTold[] = [];
  for (const { id, onHand, code } of rows) {
    const movement = taken.find((each) => idOf(each) === id);
    if (!movement) continue;
    const { product, warehouseId, lotId } = movement;
    const about = { product, warehouseId, quantity: onHand, lotId, serialId: null };
    await flag(tx, { kind: 'belowZero', ...about }, paper, context);
    told.push({ code: 'inventory.placeEmpty', params: { product: product.name, location: code, missing: -onHand } });
  }
  return told;
}

export interface ScrappedLine {
  readonly movementId: string;
  readonly productId: string;
  readonly lotId: string | null;
  readonly serialId: string | null;
  readonly locationId: string | null;
  readonly condition: Condition;
  readonly quantity: Quantity;
}

/** Books goods that were thrown away, with the reason. @returns what does not fit */
export async function scrapGoods(
  tx: Tx,
  scrap: { readonly warehouseId: string; readonly reason: string; readonly lines: readonly ScrappedLine[] },
  paper: MovementPaper,
  context: WriteContext,
): Promise<MoveTold[]> {
  const told: MoveTold[] = [];
  const named = await namedGoods(tx, scrap.lines);
  const movements = scrap.lines.flatMap((line, index) => {
    const found = resolveLine(line, named, index + 1, (code, params) => told.push({ code, params }));
    if (!found) return [];
    const { movementId: id, locationId, condition, quantity } = line;
    const { warehouseId, reason } = scrap;
    const about = { cause: 'scrap' as const, locationId, condition, unitCost: null, reason };
    return [{ id, ...found, warehouseId, quantity: -quantity, ...about }];
  });
  for (const { kind, params } of await postMovements(tx, movements, paper, context)) {
    told.push({ code: `inventory.${kind}`, params });
  }
  told.push(...(await flagEmptyPlaces(tx, movements, paper, context)));
  return told;
}
