/**
 * What can be promised of products now, and who holds it back (R20, R22). Guards:
 * - available = on hand − quarantined − expired or blocked lots − reserved − others' quotas: the one rule, for every
 *   command that promises;
 * - a person's own quotas can be promised on the device that they are held on, and are used up before what everybody shares.
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { CalendarDate } from '../../kernel/instants.ts';
import type { Quantity } from '../../kernel/money.ts';
import { insertRows, prepareQuery } from '../../kernel/prepared.ts';
import type { Tx } from '../../kernel/table.ts';
import { isHeldOn, type NamedDevice } from './quotas.ts';
import { availableQuantity, type StockFigures, splitByAvailability, unsaleableQuantity } from './rules/availability.ts';

/** What a command reads that promises something, and what it writes that holds it back. */
export const stockReads = ['stockBalances', 'lots', 'lotBalances', 'stockQuotas'] as const;
export const stockWrites = ['reservations', 'stockQuotas', 'stockBalances'] as const;

/** Where and on whose behalf something is promised. */
export interface Promising {
  readonly warehouseId: string;
  readonly today: CalendarDate;
  readonly userId: string;
  /** On which it is promised. */
  readonly device: NamedDevice;
}

/** Asks ahead for what decides on what can be promised. */
export async function askForStock(tx: Tx, warehouseId: string, productIds: readonly string[]): Promise<void> {
  const given = { warehouseIds: [warehouseId], productIds: [...new Set(productIds)] };
  await stockOf.ahead(tx, given);
  await mortalLots.ahead(tx, given);
  await quotasLeft.ahead(tx, given);
}

/** R20: figures of products in warehouses, by `product:warehouse`; none for what never lay there. */
export async function stockFigures(
  tx: Tx,
  asked: { readonly warehouseIds: readonly string[]; readonly productIds: readonly string[] },
  { today, userId, device }: Pick<Promising, 'today' | 'userId' | 'device'>,
): Promise<Map<string, StockFigures>> {
  const given = { warehouseIds: asked.warehouseIds, productIds: [...new Set(asked.productIds)] };
  const balances = await stockOf(tx, given);
  const lots = await mortalLots(tx, given);
  const quotas = await quotasLeft(tx, given);
  return new Map(
    balances.map(({ productId, warehouseId, onHand, reserved, quarantined, quota }) => {
      const isHere = (row: { productId: string; warehouseId: string }): boolean =>
        row.productId === productId && row.warehouseId === warehouseId;
      const own = quotas
        .filter((each) => isHere(each) && isUsable(each, { userId, today, device }))
        .reduce((sum, { left }) => sum + left, 0);
      const unsaleable = unsaleableQuantity(quarantined, lots.filter(isHere), today);
      return [`${productId}:${warehouseId}`, { onHand, reserved, unsaleable, heldForOthers: quota - own }];
    }),
  );
}

const isUsable = (
  quota: { readonly userId: string; readonly deviceCode: string | null; readonly validUntil: CalendarDate | null },
  { userId, today, device }: Pick<Promising, 'userId' | 'today' | 'device'>,
): boolean =>
  quota.userId === userId && isHeldOn(quota, device) && (quota.validUntil === null || quota.validUntil >= today);

type StockQuestion = {
  readonly warehouseIds: readonly string[];
  readonly productIds: readonly string[];
};

const stockOf = prepareQuery((tx, given: StockQuestion) =>
  tx
    .selectFrom('stockBalances')
    .select(['productId', 'warehouseId', 'onHand', 'reserved', 'quarantined', 'quota'])
    .where('warehouseId', 'in', given.warehouseIds)
    .where('productId', 'in', given.productIds)
    .orderBy('id'),
);

/** Lots in stock that expire one day or are blocked; which of them cannot be sold depends on the day. */
const mortalLots = prepareQuery((tx, given: StockQuestion) =>
  tx
    .selectFrom('lotBalances')
    .innerJoin('lots', 'lots.id', 'lotBalances.lotId')
    .select(['lotBalances.productId', 'lotBalances.warehouseId', 'lotBalances.onHand', 'lotBalances.quarantined'])
    .select(['lots.expiresOn', 'lots.blocked'])
    .where('lotBalances.warehouseId', 'in', given.warehouseIds)
    .where('lotBalances.productId', 'in', given.productIds)
    .where('lotBalances.onHand', '>', 0)
    .where((eb) => eb.or([eb('lots.expiresOn', 'is not', null), eb('lots.blocked', '=', 1)]))
    .orderBy('lotBalances.id'),
);

/** A device holds its own person's alone; who asks takes those of that person. */
const quotasLeft = prepareQuery((tx, given: StockQuestion) =>
  tx
    .selectFrom('stockQuotas')
    .select(['id', 'userId', 'deviceCode', 'productId', 'warehouseId', 'left', 'validUntil'])
    .where('warehouseId', 'in', given.warehouseIds)
    .where('productId', 'in', given.productIds)
    .where('left', '>', 0)
    .where('deletedAt', 'is', null)
    .orderBy('id'),
);

/** One line that asks for stock. */
export interface StockRequest {
  readonly reservationId: string;
  readonly orderLineId: string;
  readonly productId: string;
  readonly quantity: Quantity;
}

export interface StockAnswer {
  readonly reserved: Quantity;
  readonly backOrdered: Quantity;
  /** What the line met, with what the lines before it took gone. */
  readonly available: Quantity;
}

/** What each line of an order can have (R20, R22); lines of one product share what is there, in their order. */
export async function planReservations(
  tx: Tx,
  promising: Promising,
  requests: readonly StockRequest[],
): Promise<StockAnswer[]> {
  if (requests.length === 0) return [];
  const { warehouseId } = promising;
  const productIds = requests.map(({ productId }) => productId);
  const figures = await stockFigures(tx, { warehouseIds: [warehouseId], productIds }, promising);
  const available = new Map(
    productIds.map((productId) => [productId, availableQuantity(figures.get(`${productId}:${warehouseId}`))]),
  );
  return requests.map((request) => {
    const left = available.get(request.productId) ?? 0;
    const answer = splitByAvailability(request.quantity, left);
    available.set(request.productId, left - answer.reserved);
    return { ...answer, available: left };
  });
}

/** Holds back what was planned; the order and its lines must be written before (scopes follow the order). */
export async function reserve(
  tx: Tx,
  order: { readonly orderId: string; readonly warehouseId: string; readonly today: CalendarDate },
  requests: readonly StockRequest[],
  answers: readonly StockAnswer[],
  context: WriteContext,
): Promise<void> {
  const rows = requests.flatMap((request, index) => {
    const reserved = answers[index]?.reserved ?? 0;
    if (reserved === 0) return [];
    return {
      id: request.reservationId,
      orderId: order.orderId,
      orderLineId: request.orderLineId,
      productId: request.productId,
      warehouseId: order.warehouseId,
      quantity: reserved,
      ...context.created(),
    };
  });
  await insertRows(tx, 'reservations', rows);
  await drawOnQuotas(tx, order, rows, context);
}

/** What has no end comes last; of two that end together the older one first. */
const endOf = (quota: { readonly id: string; readonly validUntil: CalendarDate | null }): string =>
  `${quota.validUntil ?? '9999-12-31'} ${quota.id}`;

/** What a person held back for himself is used by his orders first; those that end soonest before the others. */
async function drawOnQuotas(
  tx: Tx,
  { warehouseId, today }: { readonly warehouseId: string; readonly today: CalendarDate },
  taken: readonly { readonly productId: string; readonly quantity: Quantity }[],
  context: WriteContext,
): Promise<void> {
  if (taken.length === 0) return;
  const productIds = [...new Set(taken.map(({ productId }) => productId))];
  const quotas = await quotasLeft(tx, { warehouseIds: [warehouseId], productIds });
  const own = quotas
    .filter((quota) => isUsable(quota, { userId: context.actor.userId, today, device: context.device }))
    .sort((a, b) => (endOf(a) < endOf(b) ? -1 : 1));
  for (const productId of productIds) {
    let wanted = taken.filter((row) => row.productId === productId).reduce((sum, { quantity }) => sum + quantity, 0);
    for (const { id, left } of own.filter((quota) => quota.productId === productId)) {
      const used = Math.min(left, wanted);
      wanted -= used;
      if (used === 0) continue;
      await tx
        .updateTable('stockQuotas')
        .set({ left: left - used, ...context.updated() })
        .where('id', '=', id)
        .execute();
    }
  }
}
