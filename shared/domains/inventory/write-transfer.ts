/**
 * Goods from one warehouse to another (R27). Guards:
 * - what left the one is under way until it came to the other or was written off: the three sums together with what was
 *   lost never change, whatever order the facts of both warehouses arrive in;
 * - of goods with lots or numbers only what left comes: another lot is booked as it came, and flagged (R29);
 * - what is under way is expected at the destination, line by line, and nothing else of a transfer is.
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { CalendarDate, Instant } from '../../kernel/instants.ts';
import type { Quantity } from '../../kernel/money.ts';
import { insertRows } from '../../kernel/prepared.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { livingLots } from './find-goods.ts';
import { flagNotSent } from './flag-not-sent.ts';
import { type Condition, type LineWord, namedGoods, resolveLine } from './move-goods.ts';
import { flag, type MovementPaper, postMovements, type StockMovement } from './post-movements.ts';
import { withLoss } from './rules/loss-days.ts';
import { partKey, withPart } from './rules/parts-under-way.ts';
import { expectGoods } from './write-purchase.ts';
import type { StockTold } from './write-receipt.ts';

export interface NewTransfer {
  readonly id: string;
  readonly number: string;
  readonly from: Row<'warehouses'>;
  readonly to: Row<'warehouses'>;
  readonly dueOn: CalendarDate | null;
  readonly askedByName: string;
  readonly note: string | null;
  readonly lines: readonly {
    readonly id: string;
    readonly product: Row<'products'>;
    readonly lotId: string | null;
    readonly quantity: Quantity;
  }[];
}

/** What was taken of a line at the source, or came of it to the destination. */
export interface TransferredLine {
  readonly lineId: string;
  readonly movementId: string;
  readonly lotId: string | null;
  readonly serialId: string | null;
  readonly locationId: string | null;
  readonly quantity: Quantity;
  readonly condition: Condition;
}

export type TransferTold = StockTold<
  | 'inventory.transferGone'
  | 'inventory.transferEnded'
  | 'inventory.notOnTransfer'
  | 'inventory.moreThanAsked'
  | 'inventory.moreThanUnderWay'
  | 'inventory.notSent'
  | LineWord
  | 'inventory.belowZero'
  | 'inventory.serialElsewhere'
>;

type Line = Row<'transferLines'>;

/** What left the source and is neither here nor there. */
const underWay = ({ sent, received, lost }: Pick<Line, 'sent' | 'received' | 'lost'>): Quantity =>
  sent - received - lost;

/** A transfer by its id; undefined where there is none. */
export function transferById(tx: Tx, id: string): Promise<Row<'transfers'> | undefined> {
  return tx.selectFrom('transfers').selectAll().where('id', '=', id).where('deletedAt', 'is', null).executeTakeFirst();
}

/** @throws Refusal `inventory.transferGone`, `inventory.transferEnded` */
export async function transferForChange(tx: Tx, id: string): Promise<Row<'transfers'>> {
  const transfer = await transferById(tx, id);
  if (!transfer) throw new Refusal('inventory.transferGone', {});
  const { number, state } = transfer;
  if (state === 'closed' || state === 'cancelled') throw new Refusal('inventory.transferEnded', { number, state });
  return transfer;
}

/** Its lines by position. */
export function linesOfTransfer(tx: Tx, transferId: string): Promise<Line[]> {
  return tx
    .selectFrom('transferLines')
    .selectAll()
    .where('transferId', '=', transferId)
    .where('deletedAt', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute();
}

/** Writes what one warehouse asks of another; nothing has moved yet. */
export async function insertTransfer(tx: Tx, transfer: NewTransfer, context: WriteContext): Promise<void> {
  const { from, to, lines, ...head } = transfer;
  const lots = await livingLots(
    tx,
    lines.map(({ lotId }) => lotId),
  );
  await insertRows(tx, 'transfers', [
    {
      ...head,
      ...{ fromWarehouseId: from.id, fromWarehouseName: from.name, toWarehouseId: to.id, toWarehouseName: to.name },
      ...{ state: 'open' as const, sentAt: null, closedAt: null, lineCount: lines.length },
      ...context.created(),
    },
  ]);
  await insertRows(
    tx,
    'transferLines',
    lines.map(({ id, product, lotId, quantity }, index) => ({
      id,
      transferId: head.id,
      position: index + 1,
      ...{ productId: product.id, productCode: product.code, productName: product.name, unit: product.unit },
      lotId: lots.get(lotId ?? '')?.id ?? null,
      lotCode: lots.get(lotId ?? '')?.code ?? null,
      quantity,
      ...{ sent: 0, received: 0, lost: 0, lostReason: null, onTheWay: null, losses: null },
      ...context.created(),
    })),
  );
}

interface Deed {
  readonly transfer: Row<'transfers'>;
  readonly way: 'sent' | 'received';
  readonly lines: readonly TransferredLine[];
  readonly paper: MovementPaper;
}

/** Books what left the source, or came to the destination. @returns what does not fit */
export async function bookTransfer(
  tx: Tx,
  { transfer, way, lines, paper }: Deed,
  context: WriteContext,
): Promise<TransferTold[]> {
  const told: TransferTold[] = [];
  const { number } = transfer;
  if (transfer.state === 'closed' || transfer.state === 'cancelled') {
    told.push({ code: 'inventory.transferEnded', params: { number, state: transfer.state } });
  }
  const before = await linesOfTransfer(tx, transfer.id);
  const after = new Map(before.map((line) => [line.id, line]));
  const naming = lines.flatMap((line) => {
    const asked = after.get(line.lineId);
    if (!asked) told.push({ code: 'inventory.notOnTransfer', params: { number } });
    return asked ? [{ ...line, productId: asked.productId }] : [];
  });
  const named = await namedGoods(tx, naming);
  const warehouseId = way === 'sent' ? transfer.fromWarehouseId : transfer.toWarehouseId;
  const movements: StockMovement[] = [];
  for (const line of naming) {
    const found = resolveLine(line, named, 1, (code, params) => told.push({ code, params }));
    const asked = after.get(line.lineId);
    if (!found || !asked) continue;
    const { movementId: id, locationId, condition } = line;
    const quantity = way === 'sent' ? -line.quantity : line.quantity;
    const isWhole = found.product.tracking === 'none';
    const onTheWay = isWhole ? asked.onTheWay : withPart(asked, partKey(found), -quantity);
    after.set(asked.id, { ...asked, [way]: asked[way] + line.quantity, onTheWay });
    movements.push({
      ...{ id, ...found, warehouseId, quantity, cause: 'transfer', locationId, condition, unitCost: null },
    });
  }
  for (const { kind, params } of await postMovements(tx, movements, paper, context)) {
    told.push({ code: `inventory.${kind}`, params });
  }
  for (const line of before) {
    const next = after.get(line.id);
    if (!next || next[way] === line[way]) continue;
    await setLine(tx, next, context);
    const { productName: product } = line;
    if (way === 'sent' && next.sent > next.quantity) {
      told.push({ code: 'inventory.moreThanAsked', params: { product, asked: next.quantity, sent: next.sent } });
    }
    if (way !== 'received' || underWay(next) >= 0) continue;
    const row = named.products.get(line.productId);
    const over = -underWay(next);
    if (row) {
      const about = { product: row, warehouseId, quantity: over, lotId: null, serialId: null };
      await flag(tx, { kind: 'overReceived', ...about }, paper, context);
    }
    told.push({ code: 'inventory.moreThanUnderWay', params: { product, over } });
  }
  if (way === 'received') told.push(...(await flagNotSent(tx, movements, [...after.values()], named, paper, context)));
  await follow(tx, transfer, [...after.values()], paper.occurredAt, context);
  return told;
}

interface Loss {
  readonly lines: readonly { readonly lineId: string; readonly quantity: Quantity }[];
  readonly reason: string;
  /** The books' day. */
  readonly on: CalendarDate;
}

/** Writes off what was lost on the way. @throws Refusal `inventory.moreThanUnderWay`, `inventory.notOnTransfer` */
export async function loseUnderWay(
  tx: Tx,
  transfer: Row<'transfers'>,
  { lines: lost, reason, on }: Loss,
  context: WriteContext,
): Promise<void> {
  const after = new Map((await linesOfTransfer(tx, transfer.id)).map((line) => [line.id, line]));
  for (const { lineId, quantity } of lost) {
    const line = after.get(lineId);
    if (!line) throw new Refusal('inventory.notOnTransfer', { number: transfer.number });
    const over = quantity - underWay(line);
    if (over > 0) throw new Refusal('inventory.moreThanUnderWay', { product: line.productName, over });
    const lostReason = line.lostReason === null ? reason : `${line.lostReason}; ${reason}`;
    const losses = withLoss(line.losses, on, quantity);
    const next = { ...line, lost: line.lost + quantity, lostReason, losses };
    after.set(lineId, next);
    await setLine(tx, next, context);
  }
  await follow(tx, transfer, [...after.values()], context.now, context);
}

/**
 * Ends a transfer: cancelled while nothing left, else closed without the rest.
 * @throws Refusal `inventory.transferUnderWay` while something of it is neither here nor there
 */
export async function endTransferRows(
  tx: Tx,
  transfer: Row<'transfers'>,
  context: WriteContext,
): Promise<'cancelled' | 'closed'> {
  const lines = await linesOfTransfer(tx, transfer.id);
  const still = lines.find((line) => underWay(line) !== 0);
  if (still) {
    const { number } = transfer;
    throw new Refusal('inventory.transferUnderWay', { number, product: still.productName, quantity: underWay(still) });
  }
  const state = lines.every(({ sent }) => sent === 0) ? 'cancelled' : 'closed';
  await tx
    .updateTable('transfers')
    .set({ state, closedAt: context.now, ...context.updated() })
    .where('id', '=', transfer.id)
    .execute();
  return state;
}

async function setLine(
  tx: Tx,
  { id, sent, received, lost, lostReason, onTheWay, losses }: Line,
  context: WriteContext,
): Promise<void> {
  await tx
    .updateTable('transferLines')
    .set({ sent, received, lost, lostReason, onTheWay, losses, ...context.updated() })
    .where('id', '=', id)
    .execute();
}

/** The transfer's state, and what the destination expects of it. */
async function follow(
  tx: Tx,
  transfer: Row<'transfers'>,
  lines: readonly Line[],
  at: Instant,
  context: WriteContext,
): Promise<void> {
  const isSent = lines.some(({ sent, received }) => sent > 0 || received > 0);
  const isDone = lines.every((line) => underWay(line) === 0 && line.sent >= line.quantity);
  const hasEnded = transfer.state === 'closed' || transfer.state === 'cancelled';
  // What moves on one that ended makes it live again until it is where it should be.
  const isWhole = hasEnded ? lines.every((line) => underWay(line) === 0) : isDone;
  const state = isWhole && isSent ? 'closed' : isSent ? 'underWay' : transfer.state;
  const closedAt = state === 'closed' ? (transfer.closedAt ?? at) : null;
  if (state !== transfer.state || transfer.sentAt === null) {
    await tx
      .updateTable('transfers')
      .set({ state, closedAt, sentAt: transfer.sentAt ?? at, ...context.updated() })
      .where('id', '=', transfer.id)
      .execute();
  }
  const { toWarehouseId: warehouseId, dueOn } = transfer;
  await expectGoods(
    tx,
    lines.map((line) => ({
      ...{ id: line.id, productId: line.productId, warehouseId, quantity: underWay(line), dueOn },
      origin: 'transfer' as const,
    })),
    context,
  );
}
