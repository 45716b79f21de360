/**
 * The one way into the stock ledger (R33). Guards:
 * - a movement is dated to when it happened, and the books' day stands beside it where that is another one (R12);
 * - a shelf that was counted after a movement happened stays as counted (R28);
 * - what leaves more than there was is recorded and flagged, once for each document and product (R33);
 * - a serial number is in one place: moving one that is elsewhere is recorded and flagged (R29);
 * - what a movement is worth is written at the office alone (R32, R47).
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { CalendarDate, Instant } from '../../kernel/instants.ts';
import type { Quantity, UnitPrice } from '../../kernel/money.ts';
import { insertRows } from '../../kernel/prepared.ts';
import type { RefusalParams } from '../../kernel/refusal.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { costMovements } from './cost-movements.ts';
import { correctionFor } from './rules/count-difference.ts';

export type MovementCause = Row<'stockMovements'>['cause'];

/** One change of stock, as a document makes it. */
export interface StockMovement {
  readonly id: string;
  readonly product: Pick<Row<'products'>, 'id' | 'name' | 'currency'>;
  readonly warehouseId: string;
  /** Positive into the warehouse. */
  readonly quantity: Quantity;
  readonly cause: MovementCause;
  readonly lotId: string | null;
  readonly serialId: string | null;
  readonly locationId: string | null;
  readonly condition: 'saleable' | 'quarantine';
  /** What one base unit cost, for goods that were bought; null: at the average (R32). */
  readonly unitCost: UnitPrice | null;
  /** The movement that this one takes back (R8). */
  readonly reversesId?: string;
  /** Why, where somebody had to say it: what was thrown away, or differs in a count. */
  readonly reason?: string | null;
}

/** The document that moves stock. */
export interface MovementPaper {
  readonly documentId: string;
  /** Null: no paper goes with it. */
  readonly documentNumber: string | null;
  readonly occurredAt: Instant;
  /** The books' day where it is not that of `occurredAt`. */
  readonly bookedOn: CalendarDate | null;
}

/** What a posting met that does not fit; already written down among the flags of the warehouse. */
export interface StockDisagreement {
  readonly kind: 'belowZero' | 'serialElsewhere';
  readonly params: RefusalParams;
}

/**
 * Books movements of one document.
 * @param movements each with an id of its own, made where the document was made
 * @returns what does not fit, in the order of the movements; the command tells it (`context.flag`)
 */
export async function postMovements(
  tx: Tx,
  movements: readonly StockMovement[],
  paper: MovementPaper,
  context: WriteContext,
): Promise<StockDisagreement[]> {
  if (movements.length === 0) return [];
  const costs = context.atOffice ? await costMovements(tx, movements, paper.occurredAt, context) : null;
  await insertRows(
    tx,
    'stockMovements',
    movements.map(({ product, unitCost: _cost, reversesId = null, reason = null, ...movement }) => ({
      ...movement,
      productId: product.id,
      reason,
      ...paper,
      reversesId,
      ...context.created(),
    })),
  );
  await costs?.write();
  const moved = await keepCounts(tx, movements, paper, context);
  return [
    ...(await followSerials(tx, movements, paper, context)),
    ...(await flagBelowZero(tx, [...movements, ...moved], paper, context)),
  ];
}

/** R28: what happened before a count that was posted already was seen by whoever counted. */
async function keepCounts(
  tx: Tx,
  movements: readonly StockMovement[],
  paper: MovementPaper,
  context: WriteContext,
): Promise<StockMovement[]> {
  const counted = await tx
    .selectFrom('countLines')
    .select(['id', 'countId', 'productId', 'warehouseId', 'lotId', 'locationId', 'countedAt'])
    .where('productId', 'in', [...new Set(movements.map(({ product }) => product.id))])
    .where('countedAt', '>=', paper.occurredAt)
    .where('state', '=', 'posted')
    .where('deletedAt', 'is', null)
    .orderBy('countedAt')
    .orderBy('id')
    .execute();
  if (counted.length === 0) return [];
  const corrections = movements.flatMap((movement) => {
    const { product, warehouseId, lotId, locationId, quantity, cause } = movement;
    if (cause === 'count') return [];
    // The first count after it: those that followed found the shelf as that one left it.
    const line = counted.find(
      (each) =>
        each.productId === product.id &&
        each.warehouseId === warehouseId &&
        each.lotId === lotId &&
        each.locationId === locationId,
    );
    if (!line || line.countedAt === null) return [];
    const change = correctionFor({ quantity, occurredAt: paper.occurredAt }, line.countedAt);
    if (change === 0) return [];
    return { movement: { ...movement, id: `${movement.id}:count`, quantity: change, cause: 'count' as const }, line };
  });
  await insertRows(
    tx,
    'stockMovements',
    corrections.map(({ movement: { product, unitCost: _cost, reversesId: _back, ...movement }, line }) => ({
      ...movement,
      productId: product.id,
      reason: null,
      documentId: line.countId,
      documentNumber: paper.documentNumber,
      occurredAt: line.countedAt ?? paper.occurredAt,
      bookedOn: paper.bookedOn,
      reversesId: null,
      ...context.created(),
    })),
  );
  return corrections.map(({ movement }) => movement);
}

/** R29: where each piece is now. */
async function followSerials(
  tx: Tx,
  movements: readonly StockMovement[],
  paper: MovementPaper,
  context: WriteContext,
): Promise<StockDisagreement[]> {
  const pieces = movements.filter(({ serialId }) => serialId !== null);
  if (pieces.length === 0) return [];
  const rows = await tx
    .selectFrom('serials')
    .selectAll()
    .where('id', 'in', [...new Set(pieces.flatMap(({ serialId }) => serialId ?? []))])
    .orderBy('id')
    .execute();
  const now = new Map(rows.map((row) => [row.id, row]));
  const disagreements: StockDisagreement[] = [];
  for (const { serialId, product, warehouseId, locationId, quantity, cause } of pieces) {
    const row = serialId === null ? undefined : now.get(serialId);
    if (!row) continue;
    const isHere = row.state === 'inStock' && row.warehouseId === warehouseId;
    const isIn = quantity > 0;
    if ((isIn && row.state === 'inStock' && row.warehouseId !== null && cause !== 'move') || (!isIn && !isHere)) {
      await flag(
        tx,
        { kind: 'serialElsewhere', product, warehouseId, quantity, lotId: row.lotId, serialId },
        paper,
        context,
      );
      disagreements.push({ kind: 'serialElsewhere', params: { product: product.name, serial: row.code } });
    }
    const place = isIn ? { warehouseId, locationId } : { warehouseId: null, locationId: null };
    const state = isIn ? ('inStock' as const) : cause === 'scrap' ? ('scrapped' as const) : ('shipped' as const);
    const next = { ...place, state, documentId: paper.documentId, movedAt: paper.occurredAt };
    await tx
      .updateTable('serials')
      .set({ ...next, ...context.updated() })
      .where('id', '=', row.id)
      .execute();
    now.set(row.id, { ...row, ...next });
  }
  return disagreements;
}

/** R33: less than nothing is possible only as a recorded fact. */
async function flagBelowZero(
  tx: Tx,
  movements: readonly StockMovement[],
  paper: MovementPaper,
  context: WriteContext,
): Promise<StockDisagreement[]> {
  const out = movements.filter(({ quantity }) => quantity < 0);
  if (out.length === 0) return [];
  const balances = await tx
    .selectFrom('stockBalances')
    .select(['id', 'onHand'])
    .where('id', 'in', [...new Set(out.map(({ product, warehouseId }) => `${product.id}:${warehouseId}`))])
    .where('onHand', '<', 0)
    .orderBy('id')
    .execute();
  const disagreements: StockDisagreement[] = [];
  for (const { id, onHand } of balances) {
    const movement = out.find(({ product, warehouseId }) => `${product.id}:${warehouseId}` === id);
    if (!movement) continue;
    const { product, warehouseId, lotId } = movement;
    await flag(
      tx,
      { kind: 'belowZero', product, warehouseId, quantity: onHand, lotId, serialId: null },
      paper,
      context,
    );
    disagreements.push({ kind: 'belowZero', params: { product: product.name, missing: -onHand } });
  }
  return disagreements;
}

interface Flagged {
  readonly kind: Row<'stockFlags'>['kind'];
  readonly product: StockMovement['product'];
  readonly warehouseId: string;
  readonly quantity: Quantity;
  readonly lotId: string | null;
  readonly serialId: string | null;
}

/** Sets something before the warehouse that stays open until somebody explains it; once for a document and product. */
export async function flag(
  tx: Tx,
  { product, ...flagged }: Flagged,
  { documentId, documentNumber, occurredAt }: MovementPaper,
  context: WriteContext,
): Promise<void> {
  await insertRows(
    tx,
    'stockFlags',
    [
      {
        id: [documentId, flagged.kind, product.id, ...(flagged.serialId === null ? [] : [flagged.serialId])].join(':'),
        ...flagged,
        productId: product.id,
        productName: product.name,
        ...{ documentId, documentNumber, occurredAt },
        state: 'open',
        ...{ explanation: null, explainedAt: null, explainedByName: null },
        ...context.created(),
      },
    ],
    true,
  );
}
