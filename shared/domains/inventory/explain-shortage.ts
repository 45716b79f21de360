/**
 * Why a line is short, as far as the stock knows: who came first, what lies elsewhere, what is expected. Guards:
 * - only what the device cannot have seen counts as "first": made after its data, by somebody else;
 * - colleagues are named, never whom they sold to;
 * - asked only for lines that are short; every read is bounded.
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { CalendarDate, Instant } from '../../kernel/instants.ts';
import type { Quantity } from '../../kernel/money.ts';
import { prepareQuery } from '../../kernel/prepared.ts';
import type { RefusalParams } from '../../kernel/refusal.ts';
import type { Tx } from '../../kernel/table.ts';
import { stockFigures } from './promise-stock.ts';
import { availableQuantity } from './rules/availability.ts';

/** Reservations that are looked through for one line; a device that was away longer names those of the first. */
const LIMIT_RESERVATIONS = 50;
const NAMED_COLLEAGUES = 2;

export interface Shortage {
  readonly productId: string;
  readonly warehouseId: string;
  readonly backOrdered: Quantity;
  /** What the line met when it was reserved. */
  readonly available: Quantity;
  /** What the device showed as available; null when it did not say. */
  readonly availableSeen: Quantity | null;
  /** Up to when the device's data was whole; null when it did not say. */
  readonly dataAsOf: Instant | null;
  readonly today: CalendarDate;
}

/**
 * Parameters of `inventory.shortStock` that explain it: `officeTaken` of what is missing was there on the device's
 * screen; `officeBy1`, `officeAt1`, `officeQuantity1` and so on who reserved how much meanwhile, `officeOthers` how
 * many more; `officeElsewhere` the warehouse that has most, `officeDueOn` the next delivery.
 * @param nameUsers names of users by id
 */
export async function explainShortage(
  tx: Tx,
  shortage: Shortage,
  nameUsers: (userIds: readonly string[]) => Promise<ReadonlyMap<string, string>>,
  context: WriteContext,
): Promise<RefusalParams> {
  const { availableSeen, available, backOrdered } = shortage;
  const missed =
    availableSeen === null ? 0 : Math.min(backOrdered, Math.max(0, availableSeen - Math.max(0, available)));
  const taken = missed > 0 ? await takenMeanwhile(tx, shortage, context) : [];
  const names = await nameUsers(taken.map((each) => each.userId));
  const colleagues = taken.flatMap((each) => {
    const name = names.get(each.userId);
    return name === undefined ? [] : { ...each, name };
  });
  const named = colleagues
    .slice(0, NAMED_COLLEAGUES)
    .flatMap((each, index) => [
      [`officeBy${index + 1}`, each.name] as const,
      [`officeAt${index + 1}`, each.at] as const,
      [`officeQuantity${index + 1}`, each.quantity] as const,
    ]);
  return {
    officeTaken: missed,
    ...(colleagues.length > 0 ? { context: colleagues.length === 1 ? 'taken' : 'takenBySome' } : {}),
    ...Object.fromEntries(named),
    ...(colleagues.length > NAMED_COLLEAGUES ? { officeOthers: colleagues.length - NAMED_COLLEAGUES } : {}),
    ...(await mostElsewhere(tx, shortage, context)),
    ...(await nextDelivery(tx, shortage)),
  };
}

interface Taken {
  readonly userId: string;
  /** The first of them. */
  readonly at: Instant;
  readonly quantity: Quantity;
}

/** By colleague, who took most first. */
async function takenMeanwhile(tx: Tx, shortage: Shortage, context: WriteContext): Promise<Taken[]> {
  const { productId, warehouseId, dataAsOf } = shortage;
  if (dataAsOf === null) return [];
  const rows = await reservedSince(tx, { productId, warehouseId, since: dataAsOf, userId: context.actor.userId });
  const byUser = new Map<string, Taken>();
  for (const { createdBy: userId, createdAt: at, quantity } of rows) {
    const before = byUser.get(userId);
    byUser.set(userId, before ? { ...before, quantity: before.quantity + quantity } : { userId, at, quantity });
  }
  return [...byUser.values()].sort((a, b) => b.quantity - a.quantity || a.at - b.at || (a.userId < b.userId ? -1 : 1));
}

const reservedSince = prepareQuery(
  (tx, given: { productId: string; warehouseId: string; since: number; userId: string }) =>
    tx
      .selectFrom('reservations')
      .select(['createdBy', 'createdAt', 'quantity'])
      .where('productId', '=', given.productId)
      .where('warehouseId', '=', given.warehouseId)
      .where('createdAt', '>', given.since)
      .where('createdBy', '!=', given.userId)
      .where('deletedAt', 'is', null)
      .orderBy('createdAt')
      .orderBy('id')
      .limit(LIMIT_RESERVATIONS),
);

async function mostElsewhere(
  tx: Tx,
  { productId, warehouseId, today }: Shortage,
  context: WriteContext,
): Promise<RefusalParams> {
  const others = (await allWarehouses(tx, {})).filter(({ id }) => id !== warehouseId);
  if (others.length === 0) return {};
  const asked = { warehouseIds: others.map(({ id }) => id), productIds: [productId] };
  const figures = await stockFigures(tx, asked, { today, userId: context.actor.userId, device: context.device });
  let most = { available: 0, name: '' };
  for (const { id, name } of others) {
    const available = availableQuantity(figures.get(`${productId}:${id}`));
    if (available > most.available) most = { available, name };
  }
  return most.available === 0 ? {} : { officeElsewhere: most.name, officeElsewhereAvailable: most.available };
}

/** A handful of rows. */
const allWarehouses = prepareQuery((tx) =>
  tx.selectFrom('warehouses').select(['id', 'name']).where('deletedAt', 'is', null).orderBy('id'),
);

/** From what is known to be under way; purchase orders will stand among it. */
async function nextDelivery(tx: Tx, { productId, warehouseId, today }: Shortage): Promise<RefusalParams> {
  const [next] = await dueNext(tx, { productId, warehouseId, today });
  return next ? { officeDueOn: next.dueOn } : {};
}

const dueNext = prepareQuery((tx, given: { productId: string; warehouseId: string; today: string }) =>
  tx
    .selectFrom('expectedReceipts')
    .select('dueOn')
    .where('productId', '=', given.productId)
    .where('warehouseId', '=', given.warehouseId)
    .where('dueOn', '>=', given.today)
    .where('deletedAt', 'is', null)
    .orderBy('dueOn')
    .orderBy('id')
    .limit(1),
);
