import { z } from 'zod';
import { askApproval, companySettings, userName, wordsOf } from '../domains/admin/api.ts';
import { assessCredit, creditReach } from '../domains/billing/api.ts';
import {
  openShelves,
  type PlannedPick,
  pickTables,
  planReservations,
  reserve,
  type Shelves,
  unallocatedOf,
  warehouseForDocument,
  writePickList,
} from '../domains/inventory/api.ts';
import {
  documentNumberSchema,
  type LineStanding,
  linesOfOrder,
  orderForShipping,
  setHolds,
  setLineStandings,
} from '../domains/sales/api.ts';
import { orderAsking } from '../domains/sales/rules/approval-binding.ts';
import { type CommandContext, defineCommand } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';
import { calendarDateAt } from '../kernel/instants.ts';
import type { Row, Tx } from '../kernel/table.ts';

/** More orders are several waves. */
const LIMIT_ORDERS = 50;

const argsSchema = z.strictObject({
  pickListId: idSchema,
  number: documentNumberSchema,
  warehouseId: idSchema,
  orderIds: z.array(idSchema).min(1).max(LIMIT_ORDERS),
});

const refusals = {
  'inventory.warehouseGone': 'reject',
  'inventory.pickListExists': 'reject',
  'inventory.orderNotReleased': 'adjust',
  'inventory.shortOnShelf': 'adjust',
} as const;
type Context = CommandContext<typeof refusals>;

/** What the screen gets back; without lines there is no list. */
export interface ReleasedOrders {
  readonly pickListId: string | null;
  readonly number: string;
  readonly lineCount: number;
  readonly orderCount: number;
}

/** Why an order stays where it is; the sentence goes by it (`context`). */
type Left =
  | 'gone'
  | 'notOpen'
  | 'creditHold'
  | 'approvalHold'
  | 'manualHold'
  | 'limitExceeded'
  | 'limitExpired'
  | 'overdue'
  | 'nothingReserved'
  | 'notComplete'
  | 'nothingOnShelf';

/**
 * Gives orders to the warehouse to be picked, as one way through it: lots and places by R30, within what the orders hold
 * back. What is on back-order takes what has come in meanwhile (R22). Orders on hold, whose payer is over the limit (R55),
 * or that leave in one delivery or not at all and are not whole (R23) stay where they are, and it says why.
 */
export const releaseOrders = defineCommand({
  name: 'inventory.releaseOrders',
  version: 1,
  kind: 'request',
  args: argsSchema,
  reads: [
    'settings',
    'users',
    'warehouses',
    'products',
    'orders',
    'orderLines',
    'lots',
    'locations',
    'zones',
    'creditAccounts',
    'exposures',
    'exposureEntries',
    'exchangeRates',
  ],
  writes: [...pickTables, 'orders', 'orderLines', 'reservations', 'stockQuotas', 'stockBalances', 'approvals'],
  refusals,
  async run(tx, args, context): Promise<ReleasedOrders> {
    const { pickListId: id, number, warehouseId } = args;
    if (!context.actor.sees(`warehouse:${warehouseId}`)) throw context.refusal('inventory.warehouseGone');
    await warehouseForDocument(tx, warehouseId);
    const [known] = await tx.selectFrom('pickLists').select('number').where('id', '=', id).orderBy('id').execute();
    if (known) throw context.refusal('inventory.pickListExists', { number: known.number });
    const settings = await companySettings(tx);
    const today = calendarDateAt(context.now, settings['company.utcOffsetMinutes']);
    const wanted: WantedOrder[] = [];
    for (const orderId of [...new Set(args.orderIds)]) {
      const order = await orderForShipping(tx, orderId);
      const left = order ? await whyLeft(tx, order, today, context) : 'gone';
      if (!order || left) {
        leave(context, order, left ?? 'gone');
        continue;
      }
      const lines = await topUp(tx, order, { warehouseId, today }, context);
      wanted.push({ order, lines, open: await unallocatedOf(tx, warehouseId, orderId) });
    }
    const productIds = wanted.flatMap(({ lines }) => lines.map(({ productId }) => productId));
    const shelves = await openShelves(tx, warehouseId, productIds);
    const planned = wanted.flatMap((each) => takeOrder(each, shelves, today, context));
    const orderCount = new Set(planned.map(({ order }) => order.id)).size;
    const about = { number, lineCount: planned.length, orderCount };
    if (planned.length === 0) return { pickListId: null, ...about };
    const releasedByName = (await userName(tx, context.actor.userId)) ?? '';
    await writePickList(tx, { id, number, warehouseId, releasedByName }, planned, context);
    return { pickListId: id, ...about };
  },
  subject: ({ orderIds }, { number: document }) => ({ document, rows: orderIds.length }),
  makes: ({ pickListId }) => [pickListId],
});

function leave(context: Context, order: Row<'orders'> | undefined, why: Left): void {
  const { number = '', customerName: customer = '' } = order ?? {};
  context.adjust('inventory.orderNotReleased', { number, customer, why, context: why });
}

async function whyLeft(tx: Tx, order: Row<'orders'>, today: string, context: Context): Promise<Left | null> {
  if (order.state !== 'open') return 'notOpen';
  if (order.creditHold === 1) return 'creditHold';
  if (order.approvalHold === 1) return 'approvalHold';
  if (order.manualHold === 1) return 'manualHold';
  return holdForCredit(tx, order, today, context);
}

/** R55, R57: asked again when goods are to go, unless somebody has answered for it; the order counts already. */
async function holdForCredit(tx: Tx, order: Row<'orders'>, today: string, context: Context): Promise<Left | null> {
  const words = await wordsOf(tx, order.id);
  const isAnswered = words.some(
    ({ kind, state, validUntil }) =>
      kind === 'credit' && state === 'approved' && (validUntil === null || validUntil >= context.now),
  );
  if (isAnswered) return null;
  const settings = await companySettings(tx);
  const { customerId, currency, customerName: customer } = order;
  const overdueHoldDays = settings['billing.overdueHoldDays'];
  const credit = await assessCredit(tx, { customerId, currency, totalMinor: 0, today, overdueHoldDays });
  if (!credit.hold) return null;
  const { because } = credit;
  const overMinor = credit.leftMinor === null ? 0 : Math.max(0, -credit.leftMinor);
  const reasons = [{ code: `billing.${because}`, params: { customer, overMinor, currency } }];
  const limitValue = await creditReach(tx, order, settings['company.currency'], today);
  const asking = orderAsking('credit', order, await linesOfOrder(tx, order.id), { limitValue, reasons, note: null });
  await askApproval(tx, asking, context);
  await setHolds(tx, order.id, { creditHold: 1 }, context);
  return because;
}

/** R22: pieces on back-order take what is there now. @returns the lines as they stand after it */
async function topUp(
  tx: Tx,
  order: Row<'orders'>,
  { warehouseId, today }: { readonly warehouseId: string; readonly today: string },
  context: Context,
): Promise<Row<'orderLines'>[]> {
  const lines = await linesOfOrder(tx, order.id);
  const short = lines.filter(({ backOrdered }) => backOrdered > 0);
  if (short.length === 0 || order.warehouseId !== warehouseId) return lines;
  const requests = short.map(({ id, productId, backOrdered }) => ({
    reservationId: `${context.commandId}:${id}`,
    orderLineId: id,
    productId,
    quantity: backOrdered,
  }));
  const stock = await planReservations(
    tx,
    { warehouseId, today, userId: context.actor.userId, device: context.device },
    requests,
  );
  await reserve(tx, { orderId: order.id, warehouseId, today }, requests, stock, context);
  const standings = short.flatMap((line, index): LineStanding[] => {
    const { reserved = 0, backOrdered = line.backOrdered } = stock[index] ?? {};
    if (reserved === 0) return [];
    return [{ id: line.id, shipped: line.shipped, reserved: line.reserved + reserved, backOrdered }];
  });
  if (standings.length === 0) return lines;
  await setLineStandings(tx, order, standings, context);
  return lines.map((line) => ({ ...line, ...standings.find(({ id }) => id === line.id) }));
}

interface WantedOrder {
  readonly order: Row<'orders'>;
  readonly lines: readonly Row<'orderLines'>[];
  readonly open: Awaited<ReturnType<typeof unallocatedOf>>;
}

/** What of an order can be picked now; all of it or nothing where it leaves in one delivery (R23). */
function takeOrder(
  { order, lines, open }: WantedOrder,
  shelves: Shelves,
  today: string,
  context: Context,
): PlannedPick[] {
  const rules = { today, minimumLifeDays: order.minimumLifeDays };
  const wanted = lines.flatMap((line) => {
    const quantity = open.get(line.id)?.open ?? 0;
    return quantity > 0 ? [{ line, quantity }] : [];
  });
  if (wanted.length === 0) {
    leave(context, order, 'nothingReserved');
    return [];
  }
  const taken = wanted.map(({ line, quantity }) => {
    const picks = shelves.take(line.productId, quantity, rules);
    return { line, picks, missing: quantity - picks.reduce((sum, pick) => sum + pick.quantity, 0) };
  });
  const isWhole = lines.every((line) => {
    const now = taken.find((each) => each.line.id === line.id);
    const picked = now ? (open.get(line.id)?.open ?? 0) - now.missing : 0;
    return line.shipped + (open.get(line.id)?.allocated ?? 0) + picked >= line.quantity;
  });
  const isNothing = taken.every(({ picks }) => picks.length === 0);
  if (isNothing || (order.shipComplete === 1 && !isWhole)) {
    for (const { line, picks } of taken) shelves.putBack(line.productId, picks);
    leave(context, order, isNothing ? 'nothingOnShelf' : 'notComplete');
    return [];
  }
  for (const { line, missing } of taken) {
    if (missing === 0) continue;
    const { position, productName: product, unit } = line;
    context.adjust('inventory.shortOnShelf', { number: order.number, line: position, product, unit, missing });
  }
  return taken.flatMap(({ line, picks }) => picks.map((pick) => ({ order, line, pick })));
}
