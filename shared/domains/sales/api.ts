import type { Insertable } from 'kysely';
import type { Actor, IssuingDevice, WriteContext } from '../../kernel/command.ts';
import type { Instant } from '../../kernel/instants.ts';
import { insertRows, prepareQuery } from '../../kernel/prepared.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Row, Tables, Tx } from '../../kernel/table.ts';
import { type AgreedOrder, composeOrder } from './rules/compose-order.ts';

export {
  countShortLines,
  type LineDecision,
  noteDecisions,
  removeLine,
  setLineQuantities,
  storeRecount,
  wasChanged,
} from './change-order.ts';
export { findLongHeld, noteFreed } from './free-held.ts';
export type { OrderImport, OrderLineArgs } from './model.ts';
export {
  documentNumberSchema,
  ORDER_LIMIT_LINES,
  orderImportFirstSchema,
  orderImportSchema,
  orderLineArgsSchema,
} from './model.ts';
export * from './pricing-api.ts';
export {
  closeOrder,
  decidedFor,
  type LineStanding,
  orderForShipping,
  setLineStandings,
  valueShipped,
} from './ship-lines.ts';

type AuditKeys = 'createdAt' | 'createdBy' | 'updatedAt' | 'updatedBy' | 'deletedAt';
export type NewOrder = Omit<Insertable<Tables['orders']>, AuditKeys>;
export type NewOrderLine = Omit<Insertable<Tables['orderLines']>, AuditKeys>;

/** Writes a confirmed order with its lines. */
export async function insertOrder(
  tx: Tx,
  order: NewOrder,
  lines: readonly NewOrderLine[],
  context: WriteContext,
): Promise<void> {
  await insertRows(tx, 'orders', [{ ...order, ...context.created() }]);
  await insertLines(tx, lines, context);
}

/**
 * R7: a number is given once. Of two documents with one number the first keeps it, the second gets a suffix.
 * @returns the number to store: the wanted one, or `SO-K7-000123-2` and so on
 */
export async function freeOrderNumber(tx: Tx, wanted: string): Promise<string> {
  for (let suffix = 1; ; suffix += 1) {
    const number = suffix === 1 ? wanted : `${wanted}-${suffix}`;
    const taken = await ordersByNumber(tx, { number });
    if (taken.length === 0) return number;
  }
}

const ordersByNumber = prepareQuery((tx, given: { number: string }) =>
  tx.selectFrom('orders').select('id').where('number', '=', given.number).orderBy('id'),
);

/** Whether a document's number was this device's to give (R7): it carries the device's code, or one it had before. */
export function isOwnNumber(number: string, device: IssuingDevice): boolean {
  const code = number.split('-')[1] ?? '';
  return code === device.code || device.formerCodes.includes(code);
}

/** Asks ahead whether an order is there already, by its id and by its number. */
export async function askForOrder(tx: Tx, id: string, number: string): Promise<void> {
  await orderById.ahead(tx, { id });
  await ordersByNumber.ahead(tx, { number });
}

/** Whether there is an order of this id, whoever sees it. */
export async function orderExists(tx: Tx, orderId: string): Promise<boolean> {
  return (await orderById(tx, { id: orderId })).length > 0;
}

const orderById = prepareQuery((tx, given: { id: string }) =>
  tx.selectFrom('orders').select('id').where('id', '=', given.id).orderBy('id'),
);

/**
 * An order that can still be worked on, by its customer's people or its warehouse's. Who took one that was rejected
 * hears so, whoever sees its stub.
 * @throws Refusal `sales.orderGone`, also when the actor does not see it; `sales.orderRejected`: there never was one; or
 * `sales.orderNotOpen` with its state
 */
export async function openOrder(tx: Tx, orderId: string, actor: Actor): Promise<Row<'orders'>> {
  const order = await tx
    .selectFrom('orders')
    .selectAll()
    .where('id', '=', orderId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
  const isOwnStub = order?.state === 'rejected' && order.confirmedBy === actor.userId;
  if (!order || !(isOwnStub || (await actor.reaches(tx, 'orders', orderId)))) throw new Refusal('sales.orderGone', {});
  if (order.state === 'rejected') throw new Refusal('sales.orderRejected', { number: order.number });
  if (order.state !== 'open') throw new Refusal('sales.orderNotOpen', { number: order.number, state: order.state });
  return order;
}

/**
 * An order that somebody means to change; who comes after it was cancelled is told by whom, and when.
 * @param nameOf a person's name; null where nobody here knows him
 * @param as which words tell it: there is nothing left to cancel (`cancelled`), or nothing left to change
 * @throws Refusal as `openOrder`
 */
export async function openOrderOrTell(
  tx: Tx,
  orderId: string,
  actor: Actor,
  nameOf: (userId: string) => Promise<string | null>,
  as: 'cancelled' | 'cancelledSince' = 'cancelledSince',
): Promise<Row<'orders'>> {
  try {
    return await openOrder(tx, orderId, actor);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'sales.orderNotOpen') throw error;
    const before = await whoCancelled(tx, orderId);
    const officeBy = before && (await nameOf(before.userId));
    if (!before || officeBy === null) throw error;
    throw new Refusal(error.code, { ...error.params, context: as, officeBy, officeAt: before.at });
  }
}

/** Puts an order on hold, or takes it off (R5). */
export async function setHolds(
  tx: Tx,
  orderId: string,
  holds: Partial<Pick<Row<'orders'>, 'creditHold' | 'approvalHold'>>,
  context: WriteContext,
): Promise<void> {
  await tx
    .updateTable('orders')
    .set({ ...holds, ...context.updated() })
    .where('id', '=', orderId)
    .execute();
}

/** How the customer wants an order delivered (R23, R30). */
export async function setOrderTerms(
  tx: Tx,
  orderId: string,
  terms: Pick<Row<'orders'>, 'shipComplete' | 'minimumLifeDays'>,
  context: WriteContext,
): Promise<void> {
  await tx
    .updateTable('orders')
    .set({ ...terms, ...context.updated() })
    .where('id', '=', orderId)
    .execute();
}

/** Adds lines to an order that stands. */
export async function insertLines(tx: Tx, lines: readonly NewOrderLine[], context: WriteContext): Promise<void> {
  await insertRows(
    tx,
    'orderLines',
    lines.map((line) => ({ ...line, ...context.created() })),
  );
}

/** The lines of an order by position. */
export async function linesOfOrder(tx: Tx, orderId: string): Promise<Row<'orderLines'>[]> {
  return tx
    .selectFrom('orderLines')
    .selectAll()
    .where('orderId', '=', orderId)
    .where('deletedAt', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute();
}

/** Ends an order that shipped nothing (R6); its lines hold nothing back any more. */
export async function markCancelled(tx: Tx, orderId: string, context: WriteContext): Promise<void> {
  await tx
    .updateTable('orders')
    .set({ state: 'cancelled', ...context.updated() })
    .where('id', '=', orderId)
    .execute();
  await tx
    .updateTable('orderLines')
    .set({ reserved: 0, backOrdered: 0, ...context.updated() })
    .where('orderId', '=', orderId)
    .where('deletedAt', 'is', null)
    .execute();
}

/** Who cancelled an order, and when; null when it stands. Nothing about it changes afterwards. */
async function whoCancelled(tx: Tx, orderId: string): Promise<{ userId: string; at: Instant } | null> {
  const order = await tx
    .selectFrom('orders')
    .select(['updatedBy', 'updatedAt'])
    .where('id', '=', orderId)
    .where('state', '=', 'cancelled')
    .executeTakeFirst();
  return order ? { userId: order.updatedBy, at: order.updatedAt } : null;
}

/** An imported order by the number that it had where it came from. */
export async function orderByImportKey(tx: Tx, importKey: string): Promise<Row<'orders'> | undefined> {
  return tx
    .selectFrom('orders')
    .selectAll()
    .where('importKey', '=', importKey)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
}

/** Puts other figures and lines in the place of those of an imported order. */
export async function replaceOrder(
  tx: Tx,
  order: NewOrder,
  lines: readonly NewOrderLine[],
  context: WriteContext,
): Promise<void> {
  await tx
    .updateTable('orders')
    .set({ ...order, ...context.updated() })
    .where('id', '=', order.id)
    .execute();
  await tx
    .updateTable('orderLines')
    .set({ deletedAt: context.now, ...context.updated() })
    .where('orderId', '=', order.id)
    .where('deletedAt', 'is', null)
    .execute();
  await tx
    .insertInto('orderLines')
    .values(lines.map((line) => ({ ...line, ...context.created() })))
    .execute();
}

/**
 * The stub of an order that the server refused (SYNC.md): number and date only, so that what was done with the order
 * meanwhile keeps a parent. Seen by its warehouse and by whoever sees the customer.
 * @param territoryId null: none is known, since its customer is gone or was never the actor's
 */
export async function insertRejectedOrder(
  tx: Tx,
  agreed: AgreedOrder,
  { customerId, territoryId }: { readonly customerId: string; readonly territoryId: string | null },
  number: string,
  context: WriteContext,
): Promise<void> {
  const nobody = { id: customerId, code: '', name: '', contactName: null, phone: null, territoryId: territoryId ?? '' };
  const standing = { number: await freeOrderNumber(tx, number), creditHold: 0, approvalHold: 0 } as const;
  const { head } = composeOrder(agreed, nobody, [], [], standing);
  await insertOrder(tx, { ...head, state: 'rejected' }, [], context);
}

/** How many open orders are delivered from a warehouse; on a device, of those that are here. */
export async function countOpenOrdersOf(tx: Tx, warehouseId: string): Promise<number> {
  const row = await tx
    .selectFrom('orders')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('warehouseId', '=', warehouseId)
    .where('state', '=', 'open')
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}
