/**
 * The one way into the stock ledger (R33). Guards:
 * - a movement is dated to when it happened, and the books' day stands beside it where that is another one (R12);
 * - a shelf that was counted after a movement happened stays as counted (R28);
 * - what leaves more than there was is recorded and flagged, also of one lot where others have enough (R33);
 * - a serial number is in one place: moving one that is elsewhere is recorded and flagged, unless a count told of both
 *   places, and what is told late does not bring a piece back to where it was before (R29);
 * - what a movement is worth is written at the office alone (R32, R47).
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { CalendarDate, Instant } from '../../kernel/instants.ts';
import type { Quantity, UnitPrice } from '../../kernel/money.ts';
import { insertRows } from '../../kernel/prepared.ts';
import type { RefusalParams } from '../../kernel/refusal.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { costMovements } from './cost-movements.ts';
import { keepCounts } from './keep-counts.ts';

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
  /**
   * Of a numbered piece whose other place was counted without it (R29): it lies where it was found. What leaves the place
   * where nobody found it is not gone, and what comes needs no explaining.
   */
  readonly isRelocated?: true;
}

/** The document that moves stock. */
export interface MovementPaper {
  /** Null: stock of an opening day, which no document brought. */
  readonly documentId: string | null;
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
  const costs = context.atOffice ? await costMovements(tx, movements, paper, context) : null;
  await insertRows(
    tx,
    'stockMovements',
    movements.map(
      ({ product, unitCost: _cost, isRelocated: _told, reversesId = null, reason = null, ...movement }) => ({
        ...movement,
        productId: product.id,
        reason,
        ...paper,
        reversesId,
        ...context.created(),
      }),
    ),
  );
  await costs?.write();
  const moved = await keepCounts(tx, movements, paper, context);
  return [
    ...(await followSerials(tx, movements, paper, context)),
    ...(await flagBelowZero(tx, [...movements, ...moved], paper, context)),
  ];
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
  for (const { serialId, product, warehouseId, locationId, quantity, cause, isRelocated = false } of pieces) {
    const row = serialId === null ? undefined : now.get(serialId);
    const isIn = quantity > 0;
    if (!row || (isRelocated && !isIn)) continue;
    const isHere = row.state === 'inStock' && row.warehouseId === warehouseId;
    // Something is known that happened since: all that can be said is that no piece comes, or goes, twice in a row.
    const isLate = paper.occurredAt < row.movedAt;
    const isTwice = isIn ? row.state === 'inStock' && row.warehouseId !== null : row.state !== 'inStock';
    if (!isRelocated && (isIn || isLate ? isTwice && cause !== 'move' : !isHere)) {
      await flag(
        tx,
        { kind: 'serialElsewhere', product, warehouseId, quantity, lotId: row.lotId, serialId },
        paper,
        context,
      );
      disagreements.push({ kind: 'serialElsewhere', params: { product: product.name, serial: row.code } });
    }
    if (isLate) continue;
    const place = isIn ? { warehouseId, locationId } : { warehouseId: null, locationId: null };
    const state = isIn ? ('inStock' as const) : goneBy(cause);
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

/** What a piece is that leaves: one that a count did not find has gone nowhere that anybody knows of. */
const goneBy = (cause: MovementCause): 'scrapped' | 'missing' | 'shipped' =>
  cause === 'scrap' ? 'scrapped' : cause === 'count' ? 'missing' : 'shipped';

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
  const isWhole = ({ product, warehouseId }: StockMovement) =>
    balances.every(({ id }) => id !== `${product.id}:${warehouseId}`);
  return [...disagreements, ...(await flagLotsBelowZero(tx, out.filter(isWhole), paper, context))];
}

/** R33 by lot: another lot of the product has enough, and this one lies nowhere. */
async function flagLotsBelowZero(
  tx: Tx,
  out: readonly StockMovement[],
  paper: MovementPaper,
  context: WriteContext,
): Promise<StockDisagreement[]> {
  const ofLots = out.filter(({ lotId }) => lotId !== null);
  if (ofLots.length === 0) return [];
  const idOf = ({ product, warehouseId, lotId }: StockMovement) => `${product.id}:${warehouseId}:${lotId}`;
  const balances = await tx
    .selectFrom('lotBalances')
    .innerJoin('lots', 'lots.id', 'lotBalances.lotId')
    .select(['lotBalances.id', 'lotBalances.onHand', 'lots.code'])
    .where('lotBalances.id', 'in', [...new Set(ofLots.map(idOf))])
    .where('lotBalances.onHand', '<', 0)
    .orderBy('lotBalances.id')
    .execute();
  const disagreements: StockDisagreement[] = [];
  for (const { id, onHand, code: lot } of balances) {
    const movement = ofLots.find((each) => idOf(each) === id);
    if (!movement) continue;
    const { product, warehouseId, lotId } = movement;
    const about = { product, warehouseId, quantity: onHand, lotId, serialId: null, part: lotId };
    await flag(tx, { kind: 'belowZero', ...about }, paper, context);
    const params = { product: product.name, lot, missing: -onHand, context: 'ofLot' };
    disagreements.push({ kind: 'belowZero', params });
  }
  return disagreements;
}

/** Where something was looked for, and how much of it was there. */
interface Looked {
  readonly lotCode: string | null;
  readonly locationId: string | null;
  readonly locationCode: string | null;
  readonly wanted: Quantity;
  readonly found: Quantity;
}

interface Flagged extends Partial<Looked> {
  readonly kind: Row<'stockFlags'>['kind'];
  readonly product: Pick<StockMovement['product'], 'id' | 'name'>;
  readonly warehouseId: string;
  readonly quantity: Quantity;
  readonly lotId: string | null;
  readonly serialId: string | null;
  /** What it is about of the product, where one command may tell of several such: a lot. */
  readonly part?: string | null;
}

/**
 * Sets something before the warehouse that stays open until somebody explains it: once for a command, document and
 * product. What was explained stays so, whatever of the same document comes after it (a transfer goes in parts).
 */
export async function flag(
  tx: Tx,
  { product, part = null, ...flagged }: Flagged,
  { documentId, documentNumber, occurredAt }: MovementPaper,
  context: WriteContext,
): Promise<void> {
  await insertRows(
    tx,
    'stockFlags',
    [
      {
        id: [documentId, flagged.kind, product.id, flagged.serialId ?? part, context.commandId]
          .filter((each) => each !== null)
          .join(':'),
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
