/**
 * Goods that left a warehouse (R8, R24, R25, R29, R33). Guards:
 * - it is a fact: whatever was sent is written down, and what does not fit is set before the warehouse;
 * - each line is one movement, of the same id; the ledger is entered by `postMovements` alone;
 * - what was picked for it stops holding back its place in the same breath; where another lot or piece left than was
 *   picked, what was picked lies beside its shelf and is flagged (R25).
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { CalendarDate, Instant } from '../../kernel/instants.ts';
import type { Quantity } from '../../kernel/money.ts';
import { insertRows } from '../../kernel/prepared.ts';
import type { RefusalParams } from '../../kernel/refusal.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { flagBesideShelf } from './drop-picks.ts';
import { flag, type MovementPaper, postMovements, type StockMovement } from './post-movements.ts';
import { isSaleableLot } from './rules/availability.ts';
import { pickTables, settleList } from './settle-list.ts';

/** What a shipment writes in this domain. */
export const shipmentTables = [
  ...pickTables,
  'shipments',
  'shipmentLines',
  'parcels',
  'stockMovements',
  'stockBalances',
  'movementCosts',
  'productCosts',
  'serials',
  'stockFlags',
  'reservations',
] as const;

/** What was sent for one line of an order, as it was scanned into a parcel. */
export interface SentLine {
  readonly id: string;
  readonly orderLineId: string;
  readonly productId: string;
  readonly pickLineId: string | null;
  readonly lotId: string | null;
  readonly serialId: string | null;
  readonly locationId: string | null;
  readonly parcel: number;
  readonly quantity: Quantity;
}

type Audit = 'createdAt' | 'createdBy' | 'updatedAt' | 'updatedBy' | 'deletedAt';
/** A shipment as it is first written. */
export type ShipmentHead = Omit<Row<'shipments'>, Audit | 'number' | 'lineCount' | 'parcelCount'> & {
  readonly number: string;
};

export interface SentParcel {
  readonly id: string;
  readonly position: number;
  readonly weightGrams: number | null;
}

export interface ShipmentDisagreement {
  readonly kind:
    | 'belowZero'
    | 'serialElsewhere'
    | 'shippedTwice'
    | 'unsaleableShipped'
    | 'numberMissing'
    | 'otherThanPicked'
    | 'unknown';
  readonly params: RefusalParams;
}

/** R7: the number, or with the first suffix that nobody has. */
export async function freeShipmentNumber(tx: Tx, wanted: string): Promise<string> {
  for (let suffix = 1; ; suffix += 1) {
    const number = suffix === 1 ? wanted : `${wanted}-${suffix}`;
    const taken = await tx.selectFrom('shipments').select('id').where('number', '=', number).orderBy('id').execute();
    if (taken.length === 0) return number;
  }
}

/**
 * Writes a shipment with its lines, parcels and movements, and lets go of what was picked for it.
 * @param today the day whose lots may be sent
 * @returns what does not fit, already among the flags of the warehouse where it is about stock
 */
export async function writeShipment(
  tx: Tx,
  head: ShipmentHead,
  sent: readonly SentLine[],
  parcels: readonly SentParcel[],
  today: CalendarDate,
  context: WriteContext,
): Promise<ShipmentDisagreement[]> {
  const names = await readSent(tx, sent);
  const unknown = sent.filter(({ productId }) => !names.products.has(productId));
  const lines = sent.filter(({ productId }) => names.products.has(productId));
  await insertRows(tx, 'shipments', [
    { ...head, parcelCount: Math.max(1, parcels.length), lineCount: lines.length, ...context.created() },
  ]);
  await insertLines(tx, head.id, lines, names, context);
  await insertRows(
    tx,
    'parcels',
    parcels.map(({ id, position, weightGrams }) => ({
      id,
      shipmentId: head.id,
      position,
      code: `${head.number}-${position}`,
      weightGrams,
      trackingNumber: null,
      ...context.created(),
    })),
  );
  const paper = paperOf(head, today);
  const movements = lines.flatMap((line): StockMovement[] => {
    const product = names.products.get(line.productId);
    if (!product) return [];
    const { id, lotId, serialId, locationId, quantity } = line;
    const where = { warehouseId: head.warehouseId, lotId, serialId, locationId, condition: 'saleable' as const };
    return [{ id, product, quantity: -quantity, cause: 'shipment', unitCost: null, ...where }];
  });
  const posted = await postMovements(tx, movements, paper, context);
  return [
    ...unknown.map(() => ({ kind: 'unknown' as const, params: { number: head.number } })),
    ...posted,
    ...(await checkLines(tx, head, lines, names, { paper, today }, context)),
    ...(await emptyPicks(tx, head, lines, names, paper, context)),
  ];
}

export const paperOf = (head: ShipmentHead, realDay: CalendarDate): MovementPaper => ({
  documentId: head.id,
  documentNumber: head.number,
  occurredAt: head.shippedAt,
  bookedOn: head.shippedOn === realDay ? null : head.shippedOn,
});

interface SentNames {
  readonly products: ReadonlyMap<string, Row<'products'>>;
  readonly lots: ReadonlyMap<string, Row<'lots'>>;
  readonly serials: ReadonlyMap<string, string>;
}

type Named = Pick<SentLine, 'productId' | 'lotId' | 'serialId'>;

/** Removed or not: what was sent was sent. */
export async function readSent(tx: Tx, lines: readonly Named[]): Promise<SentNames> {
  const idsOf = (ids: readonly (string | null)[]): string[] => [...new Set(ids.filter((id) => id !== null))];
  const productIds = idsOf(lines.map(({ productId }) => productId));
  const lotIds = idsOf(lines.map(({ lotId }) => lotId));
  const serialIds = idsOf(lines.map(({ serialId }) => serialId));
  const products =
    productIds.length === 0
      ? []
      : await tx.selectFrom('products').selectAll().where('id', 'in', productIds).orderBy('id').execute();
  const lots =
    lotIds.length === 0
      ? []
      : await tx.selectFrom('lots').selectAll().where('id', 'in', lotIds).orderBy('id').execute();
  const serials =
    serialIds.length === 0
      ? []
      : await tx.selectFrom('serials').select(['id', 'code']).where('id', 'in', serialIds).orderBy('id').execute();
  return {
    products: new Map(products.map((row) => [row.id, row])),
    lots: new Map(lots.map((row) => [row.id, row])),
    serials: new Map(serials.map(({ id, code }) => [id, code])),
  };
}

async function insertLines(
  tx: Tx,
  shipmentId: string,
  lines: readonly SentLine[],
  names: SentNames,
  context: WriteContext,
): Promise<void> {
  await insertRows(
    tx,
    'shipmentLines',
    lines.map((line, index) => {
      const product = names.products.get(line.productId);
      const { lotId, serialId } = line;
      return {
        ...line,
        shipmentId,
        position: index + 1,
        productCode: product?.code ?? '',
        productName: product?.name ?? '',
        unit: product?.unit ?? '',
        lotCode: lotId === null ? null : (names.lots.get(lotId)?.code ?? null),
        serialCode: serialId === null ? null : (names.serials.get(serialId) ?? null),
        returned: 0,
        ...context.created(),
      };
    }),
  );
}

interface CheckedOn {
  readonly paper: MovementPaper;
  readonly today: CalendarDate;
}

/** R20, R29, R30: goods that should not have left as they did. */
async function checkLines(
  tx: Tx,
  { warehouseId, number }: ShipmentHead,
  lines: readonly SentLine[],
  names: SentNames,
  { paper, today }: CheckedOn,
  context: WriteContext,
): Promise<ShipmentDisagreement[]> {
  const found: ShipmentDisagreement[] = [];
  for (const { productId, lotId, serialId, quantity } of lines) {
    const product = names.products.get(productId);
    if (!product) continue;
    const isNumbered = product.tracking === 'none' || (product.tracking === 'lot' ? lotId !== null : serialId !== null);
    if (!isNumbered) found.push({ kind: 'numberMissing', params: { number, product: product.name } });
    const lot = lotId === null ? undefined : names.lots.get(lotId);
    if (!lot || isSaleableLot(lot, today)) continue;
    const flagged = { kind: 'unsaleableShipped' as const, product, warehouseId, quantity, lotId, serialId };
    await flag(tx, flagged, paper, context);
    found.push({ kind: 'unsaleableShipped', params: { number, product: product.name, lot: lot.code } });
  }
  return found;
}

/** R24, R25: what was picked is let go; more than was picked has been sent twice, and another lot is told. */
async function emptyPicks(
  tx: Tx,
  { warehouseId, number }: ShipmentHead,
  lines: readonly SentLine[],
  names: SentNames,
  paper: MovementPaper,
  context: WriteContext,
): Promise<ShipmentDisagreement[]> {
  const found: ShipmentDisagreement[] = [];
  const lists = new Set<string>();
  for (const { id, pickLineId, productId, quantity, lotId, serialId } of lines) {
    if (pickLineId === null) continue;
    const row = await tx
      .selectFrom('pickLines')
      .selectAll()
      .where('id', '=', pickLineId)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    if (!row) continue;
    const shipped = row.shipped + quantity;
    const isGone = shipped >= row.picked;
    await tx
      .updateTable('pickLines')
      .set({
        shipped,
        packed: Math.max(row.packed, shipped),
        allocated: isGone ? 0 : Math.max(0, row.allocated - quantity),
        ...context.updated(),
      })
      .where('id', '=', pickLineId)
      .execute();
    lists.add(row.pickListId);
    const product = names.products.get(productId);
    if (row.picked > 0 && (row.lotId !== lotId || row.serialId !== serialId)) {
      const beside = Math.min(quantity, row.picked - row.shipped);
      if (beside > 0) await flagBesideShelf(tx, [{ id, line: row, quantity: beside }], context);
      const left = names.serials.get(serialId ?? '') ?? names.lots.get(lotId ?? '')?.code ?? '—';
      const params = { number, product: product?.name ?? '', left, picked: row.serialCode ?? row.lotCode ?? '—' };
      found.push({ kind: 'otherThanPicked', params });
    }
    if (shipped <= row.picked || !product) continue;
    const beyond = Math.min(quantity, shipped - row.picked);
    const flagged = { kind: 'shippedTwice' as const, product, warehouseId, quantity: beyond, lotId, serialId };
    await flag(tx, flagged, paper, context);
    const params = { number, product: product.name, quantity: beyond, unit: product.unit, order: row.orderNumber };
    found.push({ kind: 'shippedTwice', params });
  }
  for (const pickListId of lists) await settleList(tx, pickListId, context);
  return found;
}

/** Sets before the warehouse that more went out for an order than it asked for (R24). */
export async function flagSentBeyond(
  tx: Tx,
  head: Pick<Row<'shipments'>, 'id' | 'number' | 'warehouseId' | 'shippedAt'>,
  beyond: { readonly product: StockMovement['product']; readonly quantity: Quantity },
  context: WriteContext,
): Promise<void> {
  const { id: documentId, number: documentNumber, shippedAt, warehouseId } = head;
  const occurredAt: Instant = shippedAt;
  const paper = { documentId, documentNumber, occurredAt, bookedOn: null };
  const flagged = { kind: 'shippedTwice' as const, ...beyond, warehouseId, lotId: null, serialId: null };
  await flag(tx, flagged, paper, context);
}
