/**
 * What a desk took from the shelves (R24). Guards:
 * - it is a fact: all of it is recorded, also what another desk had taken before, which is set before the warehouse, and
 *   what somebody took who does not work there;
 * - a line that was taken from several lots, places or by numbers becomes a line for each, so that packing knows them;
 * - goods that were not at their place are set before the warehouse: somebody counts there (R28); those that lay there and
 *   may not be sold are set apart (R20);
 * - what is taken never holds back more than the line did: allocation stays within the reservation.
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { CalendarDate, Instant } from '../../kernel/instants.ts';
import type { Quantity } from '../../kernel/money.ts';
import { insertRows } from '../../kernel/prepared.ts';
import type { RefusalParams } from '../../kernel/refusal.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { flagNotFound } from './flag-not-found.ts';
import { type Names, namedPlace, readNames } from './name-portions.ts';
import { type ApartTold, setApart, type UnfitGoods } from './set-apart.ts';
import { isDone, linesOfList, settleList } from './settle-list.ts';

/** What was taken of one lot, or one piece, from one place. */
export interface PickedPortion {
  readonly lotId: string | null;
  readonly serialId: string | null;
  readonly locationId: string | null;
  readonly quantity: Quantity;
}

/** What became of one line of a list. */
export interface PickedLine {
  readonly pickLineId: string;
  readonly picked: readonly PickedPortion[];
  readonly shortReason: Row<'pickLines'>['shortReason'];
}

export interface PickDisagreement {
  readonly kind: 'foreignWarehouse' | 'pickedTwice' | 'pickedForNothing' | 'pickedTooMuch';
  readonly params: RefusalParams;
}

interface Taken {
  readonly list: Row<'pickLists'> | undefined;
  readonly pickListId: string;
  readonly pickedAt: Instant;
  readonly realOn: CalendarDate;
  /** The books' day where it is another one. */
  readonly bookedOn: CalendarDate | null;
}

/** What does not fit of what was taken. */
export interface PicksTold {
  readonly disagreements: readonly PickDisagreement[];
  /** Of goods that were set apart; null: there were none. */
  readonly apart: readonly ApartTold[] | null;
}

/**
 * Records what was taken for lines of a list.
 * @returns what does not fit, already written among the flags of the warehouse
 */
export async function recordPicks(
  tx: Tx,
  given: Omit<Taken, 'list'> & { readonly lines: readonly PickedLine[] },
  context: WriteContext,
): Promise<PicksTold> {
  const { pickListId, lines, pickedAt: occurredAt, realOn, bookedOn } = given;
  const list = await tx
    .selectFrom('pickLists')
    .selectAll()
    .where('id', '=', pickListId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
  const rows = await linesOfList(tx, pickListId);
  const names = await readNames(tx, lines);
  const disagreements: PickDisagreement[] = [];
  const unfit: UnfitGoods[] = [];
  const paper = { documentId: pickListId, documentNumber: list?.number ?? null, occurredAt };
  const number = list?.number ?? '';
  const tellForeign = (warehouseId: string): void => {
    const isTold = disagreements.some(({ kind }) => kind === 'foreignWarehouse');
    if (!isTold && !context.actor.sees(`warehouse:${warehouseId}`)) {
      disagreements.push({ kind: 'foreignWarehouse', params: {} });
    }
  };
  if (list) tellForeign(list.warehouseId);
  for (const line of lines) {
    const row = rows.find(({ id }) => id === line.pickLineId);
    const quantity = line.picked.reduce((sum, each) => sum + each.quantity, 0);
    if (row && !isDone(row)) {
      await takeLine(tx, row, line, names, context);
      const reason = whyShort(row, line);
      if (reason === 'notFound') {
        const looked = { line: row, wanted: row.quantity, found: foundAtPlace(row, line.picked) };
        await flagNotFound(tx, looked, paper, context);
      } else if (reason !== null) unfit.push({ line: row, quantity: row.quantity - quantity, reason });
      if (quantity > row.quantity) {
        const { position, productName: product, unit, quantity: wanted } = row;
        const params = { number, line: position, product, quantity, wanted, unit };
        disagreements.push({ kind: 'pickedTooMuch', params });
      }
    } else if (quantity > 0) {
      const goods = row ?? (await goodsOf(tx, line.pickLineId));
      if (goods) tellForeign(list?.warehouseId ?? goods.warehouseId);
      if (goods) await flagPicked(tx, { ...given, list }, line, goods, context);
      disagreements.push({
        kind: row ? 'pickedTwice' : 'pickedForNothing',
        params: {
          number,
          product: goods?.productName ?? '',
          quantity,
          ...(list?.claimedByName ? { officeBy: list.claimedByName } : {}),
        },
      });
    }
  }
  if (list?.pickedAt === null && (await linesOfList(tx, pickListId)).every(isDone)) {
    await tx
      .updateTable('pickLists')
      .set({ pickedAt: given.pickedAt, ...context.updated() })
      .where('id', '=', pickListId)
      .execute();
  }
  const apart = await setApart(tx, unfit, { ...paper, bookedOn, realOn }, context);
  await settleList(tx, pickListId, context);
  return { disagreements, apart };
}

/** Why less was taken than asked for; null: it was not less. */
function whyShort({ quantity }: Row<'pickLines'>, { picked, shortReason }: PickedLine): PickedLine['shortReason'] {
  const total = picked.reduce((sum, each) => sum + each.quantity, 0);
  return total < quantity ? (shortReason ?? 'notFound') : null;
}

/** What was taken where the line led to, of its lot: what came from elsewhere says nothing of that place. */
function foundAtPlace({ lotId, locationId }: Row<'pickLines'>, picked: readonly PickedPortion[]): Quantity {
  return picked
    .filter((each) => each.locationId === locationId && (lotId === null || each.lotId === lotId))
    .reduce((sum, each) => sum + each.quantity, 0);
}

async function takeLine(
  tx: Tx,
  row: Row<'pickLines'>,
  line: PickedLine,
  names: Names,
  context: WriteContext,
): Promise<void> {
  const [first, ...others] = mergePortions(line.picked);
  const elsewhere = others.reduce((sum, each) => sum + each.quantity, 0);
  let toHold = row.allocated;
  const hold = (quantity: Quantity): Quantity => {
    const held = Math.min(toHold, quantity);
    toHold -= held;
    return held;
  };
  await tx
    .updateTable('pickLines')
    .set({
      ...(first ? namedPlace(first, names) : {}),
      quantity: Math.max(0, row.quantity - elsewhere),
      allocated: hold(first?.quantity ?? 0),
      picked: first?.quantity ?? 0,
      shortReason: whyShort(row, line),
      ...context.updated(),
    })
    .where('id', '=', row.id)
    .execute();
  const { createdAt: _1, createdBy: _2, updatedAt: _3, updatedBy: _4, deletedAt: _5, ...same } = row;
  await insertRows(
    tx,
    'pickLines',
    others.map((portion, index) => ({
      ...same,
      ...namedPlace(portion, names),
      id: `${row.id}:${index + 2}`,
      quantity: portion.quantity,
      allocated: hold(portion.quantity),
      picked: portion.quantity,
      shortReason: null,
      ...context.created(),
    })),
  );
}

function mergePortions(portions: readonly PickedPortion[]): PickedPortion[] {
  const merged = new Map<string, PickedPortion>();
  for (const portion of portions) {
    const key = [portion.lotId, portion.serialId, portion.locationId].join(' ');
    const known = merged.get(key);
    merged.set(key, known ? { ...known, quantity: known.quantity + portion.quantity } : portion);
  }
  return [...merged.values()].filter(({ quantity }) => quantity > 0);
}

type Goods = Pick<Row<'pickLines'>, 'productId' | 'productName' | 'warehouseId'>;

/** What a line was for that is on no list any more, or never was: its id names the order's line. */
async function goodsOf(tx: Tx, pickLineId: string): Promise<Goods | undefined> {
  const [, orderLineId = ''] = pickLineId.split(':');
  return tx
    .selectFrom('orderLines')
    .innerJoin('orders', 'orders.id', 'orderLines.orderId')
    .select(['orderLines.productId', 'orderLines.productName', 'orders.warehouseId'])
    .where('orderLines.id', '=', orderLineId)
    .executeTakeFirst();
}

/** Where and what was picked, once it is recorded; null where neither its list nor an order says. */
export async function goodsPicked(
  tx: Tx,
  pickListId: string,
  lines: readonly PickedLine[],
): Promise<{
  readonly warehouseId: string;
  readonly number: string | null;
  readonly goods: readonly { readonly productId: string; readonly quantity: Quantity }[];
} | null> {
  const list = await tx.selectFrom('pickLists').selectAll().where('id', '=', pickListId).executeTakeFirst();
  const rows = await linesOfList(tx, pickListId);
  const goods: { productId: string; quantity: Quantity }[] = [];
  let warehouseId = list?.warehouseId ?? null;
  for (const { pickLineId, picked } of lines) {
    const found = rows.find(({ id }) => id === pickLineId) ?? (await goodsOf(tx, pickLineId));
    if (!found) continue;
    warehouseId ??= found.warehouseId;
    goods.push({ productId: found.productId, quantity: picked.reduce((sum, each) => sum + each.quantity, 0) });
  }
  return warehouseId === null ? null : { warehouseId, number: list?.number ?? null, goods };
}

/** To be undone: goods that lie beside the shelf and nobody waits for. */
async function flagPicked(
  tx: Tx,
  { list, pickListId, pickedAt }: Taken,
  line: PickedLine,
  { productId, productName, warehouseId }: Goods,
  context: WriteContext,
): Promise<void> {
  await insertRows(
    tx,
    'stockFlags',
    mergePortions(line.picked).map(({ lotId, serialId, quantity }, index) => ({
      id: `${context.commandId}:${line.pickLineId}:${index + 1}`,
      warehouseId: list?.warehouseId ?? warehouseId,
      kind: 'pickedTwice' as const,
      productId,
      productName,
      lotId,
      serialId,
      documentId: pickListId,
      documentNumber: list?.number ?? null,
      quantity,
      occurredAt: pickedAt,
      state: 'open' as const,
      ...{ explanation: null, explainedAt: null, explainedByName: null },
      ...context.created(),
    })),
  );
}
