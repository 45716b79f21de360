/** Goods that change their place or condition, are thrown away, are explained or held back for one person (R20, R33). */
import type { BusinessRows, Cell } from './business-rows.ts';
import { type Act, adjusted, applied, type Ended, type ModelledRun, rejected } from './command-run.ts';
import { bookedOpenly, isLive, Told, worksAt } from './document-words.ts';
import { userNameOf } from './order-commands.ts';
import { bookMovements, goodsMeant, isBooked, type Movement, type Paper, tellEmptyPlaces } from './stock-ledger.ts';
import { isHeldHere, promisable } from './stock-words.ts';

interface Move {
  readonly outId: string;
  readonly inId: string;
  readonly productId: string;
  readonly warehouseId: string;
  readonly quantity: number;
  readonly lotId: string | null;
  readonly serialId: string | null;
  readonly fromLocationId: string | null;
  readonly toLocationId: string | null;
  readonly fromCondition: string;
  readonly toCondition: string;
}

function book(rows: BusinessRows, movements: readonly Movement[], paper: Paper, act: Act, told: Told): void {
  bookMovements(rows, movements, paper, act, told);
  tellEmptyPlaces(rows, movements, paper, act, told);
}

function bookedBefore(told: Told): Ended {
  told.flag('inventory.bookedBefore');
  return told.ended;
}

/** Two rows that sum to nothing. */
export const moveStock: ModelledRun = (rows, given, act) => {
  const args = given as { movedAt: number; number: string | null; moves: readonly Move[] };
  const told = new Told();
  const outIds = args.moves.map(({ outId }) => outId);
  if (isBooked(rows, outIds)) return bookedBefore(told);
  if (args.moves.some(({ warehouseId }) => !worksAt(act, warehouseId))) told.flag('inventory.foreignWarehouse');
  const { occurredAt, bookedOn } = bookedOpenly(rows, args.movedAt, act, told);
  const paper = { documentId: act.commandId, documentNumber: args.number, occurredAt, bookedOn };
  const movements = args.moves.flatMap((move, at): Movement[] => {
    const meant = goodsMeant(rows, move, at + 1, told);
    if (!meant) return [];
    for (const id of [move.fromLocationId, move.toLocationId]) tellPlaceElsewhere(rows, id, move.warehouseId, told);
    const goods = { ...meant, warehouseId: move.warehouseId, cause: 'move' };
    const { quantity, fromLocationId, toLocationId, fromCondition, toCondition } = move;
    return [
      { id: move.outId, ...goods, quantity: -quantity, locationId: fromLocationId, condition: fromCondition },
      { id: move.inId, ...goods, quantity, locationId: toLocationId, condition: toCondition },
    ];
  });
  book(rows, movements, paper, act, told);
  return told.ended;
};

export function tellPlaceElsewhere(rows: BusinessRows, id: Cell, warehouseId: Cell, told: Told): void {
  const place = id === null ? undefined : rows.get('locations', id);
  if (place && place.warehouseId !== warehouseId)
    told.flag('inventory.placeElsewhere', { location: place.code ?? null });
}

interface Scrap {
  readonly scrapId: string;
  readonly number: string | null;
  readonly warehouseId: string;
  readonly scrappedAt: number;
  readonly reason: string;
  readonly lines: readonly {
    readonly movementId: string;
    readonly productId: string;
    readonly lotId: string | null;
    readonly serialId: string | null;
    readonly locationId: string | null;
    readonly condition: string;
    readonly quantity: number;
  }[];
}

export const scrapStock: ModelledRun = (rows, given, act) => {
  const { scrapId, number, warehouseId, scrappedAt, reason, lines } = given as Scrap;
  const told = new Told();
  const ids = lines.map(({ movementId }) => movementId);
  if (isBooked(rows, ids)) return bookedBefore(told);
  if (!worksAt(act, warehouseId)) told.flag('inventory.foreignWarehouse');
  const { occurredAt, bookedOn } = bookedOpenly(rows, scrappedAt, act, told);
  const paper = { documentId: scrapId, documentNumber: number, occurredAt, bookedOn };
  const movements = lines.flatMap((line, at): Movement[] => {
    const meant = goodsMeant(rows, line, at + 1, told);
    if (!meant) return [];
    const { movementId: id, locationId, condition, quantity } = line;
    return [{ id, ...meant, warehouseId, quantity: -quantity, cause: 'scrap', locationId, condition, reason }];
  });
  book(rows, movements, paper, act, told);
  return told.ended;
};

/** R33: from then on nobody is asked any more. */
export const explainFlag: ModelledRun = (rows, given, act) => {
  const { flagId, explanation } = given as { flagId: string; explanation: string };
  const found = rows.get('stockFlags', flagId);
  if (!isLive(found) || !worksAt(act, found.warehouseId)) return rejected('inventory.flagGone', {});
  const { productName: product = null, explainedByName: by = null } = found;
  if (found.state === 'explained') return rejected('inventory.flagExplained', { product, by });
  const explained = { state: 'explained', explanation, explainedAt: act.now };
  rows.update('stockFlags', found, { ...explained, explainedByName: userNameOf(rows, act.userId) }, act);
  return applied;
};

interface Quota {
  readonly quotaId: string;
  readonly userId: string;
  readonly warehouseId: string;
  readonly productId: string;
  readonly quantity: number;
  readonly validUntil: string | null;
  readonly deviceCode?: string | null;
}

/** R20: of what nobody holds yet. */
export const grantQuota: ModelledRun = (rows, given, act) => {
  const { quotaId, userId, warehouseId, productId, quantity, validUntil, deviceCode = null } = given as Quota;
  if (isLive(rows.get('stockQuotas', quotaId))) return rejected('inventory.quotaExists', {});
  const user = rows.get('users', userId);
  if (!user) return rejected('inventory.quotaForNobody', {});
  if (deviceCode !== null && act.isDeviceOf?.(userId, deviceCode) === false)
    return rejected('inventory.quotaForNoDevice', { person: user.name ?? null, device: deviceCode });
  if (!isLive(rows.get('warehouses', warehouseId))) return rejected('inventory.warehouseGone', {});
  const product = rows.get('products', productId);
  if (!isLive(product)) return rejected('inventory.productGone', { line: 1 });
  const available = Math.max(0, promisable(rows, productId, warehouseId, { ...act, userId: '' }));
  if (quantity > available) return rejected('inventory.quotaBeyondStock', { product: product.name ?? null, available });
  const whose = { userId, userName: user.name ?? null, warehouseId, productId };
  rows.insert('stockQuotas', { id: quotaId, ...whose, deviceCode, granted: quantity, left: quantity, validUntil }, act);
  return applied;
};

export const giveBackQuota: ModelledRun = (rows, given, act) => {
  const {
    quotaId,
    quantity,
    withoutHolder = false,
  } = given as {
    quotaId: string;
    quantity: number | null;
    withoutHolder?: boolean;
  };
  const quota = rows.get('stockQuotas', quotaId);
  const manages = act.permissions.has('inventory.manageQuotas');
  if (!isLive(quota) || (quota.userId !== act.userId && !manages)) return rejected('inventory.quotaGone', {});
  const isHolders = quota.userId === act.userId && isHeldHere(quota, act);
  if (!isHolders && !(withoutHolder && manages)) {
    const { userName: person = null, deviceCode: device = null } = quota;
    return rejected('inventory.quotaHeldElsewhere', {
      person,
      ...(device === null ? {} : { device, context: 'onDevice' }),
    });
  }
  const left = Number(quota.left);
  const back = Math.min(left, quantity ?? left);
  rows.update('stockQuotas', quota, { left: left - back }, act);
  return quantity !== null && back < quantity
    ? adjusted([{ code: 'inventory.quotaLess', params: { given: back } }])
    : applied;
};
