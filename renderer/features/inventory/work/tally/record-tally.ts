/**
 * A tally that is done becomes commands: a hundred lines each, so that none is too large to be sent. Guards:
 * - the ids of what a command books are kept before it is sent, and that it is booked before the next one: a desk whose
 *   power goes meanwhile books each of them once, and goes on with the rest;
 * - what is scanned after some of it was booked is booked too.
 */
import {
  foldTally,
  spreadOverPaper,
  type TallyEntry,
  type TallyLine,
  type TallyMode,
} from '#shared/domains/inventory/rules/tally.ts';
import { shelfKey } from '#shared/domains/inventory/rules/tally-decision.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { bridge } from '../../../../app/bridge.ts';
import { openBookings, settleBookings } from '../frame/settle-bookings.ts';
import type { TallyPaper } from './tally-paper.ts';

const MOST_LINES = 100;
/** A scan that is kept has room for so many. */
const MOST_IDS = 150;

interface Recording {
  readonly mode: TallyMode;
  readonly entries: readonly TallyEntry[];
  readonly keep: (entry: TallyEntry) => Promise<Reason | null>;
  readonly documentId: string;
  readonly paper: TallyPaper;
  /** By the clock that the server corrected. */
  readonly at: number;
}

/** Goods that a put away has moved, as `inventory.moveStock` takes them. */
export interface BookedMove {
  readonly outId: string;
  readonly inId: string;
  readonly fromLocationId: string | null;
  readonly toLocationId: string | null;
  readonly fromCondition: string;
  readonly toCondition: string;
}

type Told =
  | {
      readonly numbers: readonly string[];
      readonly isFlagged: boolean;
      /** Put away: what was moved now, for the key that brings it back. */
      readonly moves: readonly BookedMove[];
      /** Receive: the papers that were made now. */
      readonly receiptIds: readonly string[];
    }
  | { readonly refused: Reason };
type Booking = Extract<TallyEntry, { kind: 'booking' }>;
type Part = ReturnType<typeof spreadOverPaper<TallyLine>>[number];

/** @returns the numbers of the papers that were made, or the refusal that ended it */
export async function recordTally(recording: Recording): Promise<Told> {
  const { mode, paper, keep } = recording;
  const before = await settleBookings(recording);
  if ('refused' in before) return before;
  const { lines, supplier } = foldTally(before.entries, mode);
  const numbers = before.booked ? [before.booked.number ?? paper.number] : [];
  const lots = new Map<string, string>();
  const moves: BookedMove[] = [];
  const receiptIds: string[] = [];
  let isFlagged = false;
  let tried: readonly Booking[] = openBookings(before.entries);
  const steps = stepsOf(spreadOverPaper(lines, paper.lines));
  for (const [index, step] of steps.entries()) {
    const prepared = await prepare({ ...recording, tried }, step);
    if ('refused' in prepared) return prepared;
    tried = [];
    const { number, at } = prepared;
    const rest = [...prepared.ids];
    if (number !== null) numbers.push(number);
    const { name, args } = commandOf({ ...recording, at }, step, {
      ...{ lots, number, next: () => rest.shift() ?? '' },
      supplierId: paper.supplierId ?? supplier?.id ?? null,
    });
    const reply = await bridge().command(name, args);
    if (reply.state === 'rejected') return { refused: reply.reason };
    isFlagged ||= reply.state === 'adjusted';
    if (mode === 'receive') receiptIds.push((args as { readonly receiptId: string }).receiptId);
    if (mode === 'putAway') moves.push(...(args as { readonly moves: readonly BookedMove[] }).moves);
    // After the last one the whole session is forgotten.
    const refused = index < steps.length - 1 ? await keep({ kind: 'booked' }) : null;
    if (refused) return { refused };
  }
  return { numbers: mode === 'receive' ? numbers : [paper.number], isFlagged, moves, receiptIds };
}

/** Whole lines together, as many as one command takes. */
function stepsOf(parts: readonly Part[]): Part[][] {
  const steps: Part[][] = [];
  for (const line of new Set(parts.map((part) => part.line))) {
    const own = parts.filter((part) => part.line === line);
    const step = steps.at(-1);
    if (step && step.length + own.length <= MOST_LINES) step.push(...own);
    else steps.push(own);
  }
  return steps;
}

/** A shelf is counted once: numbered pieces that lie together are one line, with the numbers that were found. */
function countedShelves(parts: readonly Part[]) {
  const shelves = new Map<string, Part[]>();
  for (const part of parts) shelves.set(shelfKey(part.line), [...(shelves.get(shelfKey(part.line)) ?? []), part]);
  return [...shelves.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const { productId, lotId, locationId } = first.line;
    const counted = own.reduce((sum, { quantity }) => sum + quantity, 0);
    const countedAt = Math.max(...own.map(({ line }) => line.at));
    const pieces = own.flatMap(({ line }) => line.serialId ?? []);
    const shelf = { productId, lotId, locationId, counted, countedAt };
    if (pieces.length === 0) return [shelf];
    return [own.some(({ line }) => line.isMore) ? { ...shelf, pieces, isMore: true } : { ...shelf, pieces }];
  });
}

interface Prepared {
  readonly ids: readonly string[];
  readonly number: string | null;
  readonly at: number;
}

/** The ids of one command, those of an earlier attempt first: kept before it is sent. */
async function prepare(
  { mode, at: now, keep, tried }: Recording & { readonly tried: readonly Booking[] },
  step: readonly Part[],
): Promise<Prepared | { readonly refused: Reason }> {
  const ids = tried.flatMap((entry) => entry.ids);
  const [first] = tried;
  const number = first ? first.number : mode === 'receive' ? await bridge().nextNumber('receipt') : null;
  const at = first?.at ?? now;
  const lines = new Set(step.map((part) => part.line)).size;
  const wanted = 4 * step.length + 1;
  do {
    const count = Math.min(MOST_IDS, wanted - ids.length);
    const more = count > 0 ? await bridge().newIds(count) : [];
    const refused = await keep({ kind: 'booking', ids: more, number, at, lines });
    if (refused) return { refused };
    ids.push(...more);
  } while (ids.length < wanted);
  return { ids, number, at };
}

interface Naming {
  readonly lots: Map<string, string>;
  readonly number: string | null;
  readonly supplierId: string | null;
  readonly next: () => string;
}

function commandOf(
  { mode, documentId, paper, at }: Pick<Recording, 'mode' | 'documentId' | 'paper' | 'at'>,
  parts: readonly Part[],
  { lots, number, supplierId, next }: Naming,
): { readonly name: string; readonly args: unknown } {
  const { warehouseId, purchaseOrderId } = paper;
  const where = ({ lotId, serialId, locationId }: TallyLine) => ({ lotId, serialId, locationId });
  if (mode === 'receive') {
    const receiptId = next();
    const lotIdOf = ({ productId, lotId, lotCode }: TallyLine) => {
      if (lotId !== null || lotCode === null) return lotId;
      const key = `${productId}\n${lotCode}`;
      const known = lots.get(key) ?? next();
      lots.set(key, known);
      return known;
    };
    const lines = parts.map(({ line, paperLineId: purchaseOrderLineId, quantity }) => ({
      ...{ id: next(), movementId: next(), productId: line.productId, purchaseOrderLineId, quantity },
      ...{ lotId: lotIdOf(line), lotCode: line.lotCode, expiresOn: line.expiresOn, locationId: line.locationId },
      serialId: line.serialId ?? (line.serialCode === null ? null : next()),
      serialCode: line.serialCode,
      condition: line.rejectReason === null ? 'saleable' : 'quarantine',
      rejectReason: line.rejectReason,
    }));
    const head = { receiptId, number, warehouseId, purchaseOrderId, supplierId, deliveryNote: null };
    return { name: 'inventory.receiveGoods', args: { ...head, receivedAt: at, note: null, lines } };
  }
  if (mode === 'putAway') {
    const moves = parts.map(({ line, quantity }) => ({
      ...{ outId: next(), inId: next(), productId: line.productId, warehouseId, quantity, lotId: line.lotId },
      ...{ serialId: line.serialId, fromLocationId: line.from?.id ?? null, toLocationId: line.locationId },
      fromCondition: line.from?.condition ?? 'saleable',
      toCondition: line.isQuarantine === true ? 'quarantine' : 'saleable',
    }));
    return { name: 'inventory.moveStock', args: { movedAt: at, number: null, moves } };
  }
  if (mode === 'count') {
    return { name: 'inventory.recordCount', args: { countId: documentId, lines: countedShelves(parts) } };
  }
  const lines = parts.flatMap(({ line, paperLineId: lineId, quantity }) => {
    if (lineId === null) return [];
    const goods = { lineId, movementId: next(), ...where(line), quantity };
    return mode === 'send'
      ? [goods]
      : [{ ...goods, condition: line.rejectReason === null ? 'saleable' : 'quarantine' }];
  });
  const [name, when] = mode === 'send' ? ['send', 'sentAt'] : ['receive', 'receivedAt'];
  return { name: `inventory.${name}Transfer`, args: { transferId: documentId, [when as string]: at, lines } };
}
