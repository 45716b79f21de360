/**
 * A tally that is done becomes commands: a hundred lines each, so that none is too large to be sent. The ids of what is
 * booked are kept first: a desk whose power goes between the booking and its answer books the same, and that once.
 */
import {
  spreadOverPaper,
  type TallyEntry,
  type TallyLine,
  type TallyMode,
  type TallyState,
} from '#shared/domains/inventory/rules/tally.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { bridge } from '../../../../app/bridge.ts';
import { runQuery } from '../../../../app/use-query.ts';
import type { TallyPaper } from './tally-paper.ts';

const MOST_LINES = 100;
/** A scan that is kept has room for so many. */
const MOST_IDS = 150;

interface Recording {
  readonly mode: TallyMode;
  readonly documentId: string;
  readonly paper: TallyPaper;
  readonly state: TallyState;
  readonly entries: readonly TallyEntry[];
  /** By the clock that the server corrected. */
  readonly at: number;
  readonly keep: (entry: TallyEntry) => Promise<Reason | null>;
}

type Told = { readonly numbers: readonly string[]; readonly isFlagged: boolean } | { readonly refused: Reason };
type Booking = Extract<TallyEntry, { kind: 'booking' }>;
type Part = ReturnType<typeof spreadOverPaper<TallyLine>>[number];

/** @returns the numbers of the papers that were made, or the refusal that ended it */
export async function recordTally(recording: Recording): Promise<Told> {
  const { mode, state, paper } = recording;
  const parts = spreadOverPaper(state.lines, paper.lines);
  const prepared = await prepare(recording, 4 * parts.length + Math.ceil(parts.length / MOST_LINES));
  if ('refused' in prepared) return prepared;
  const { ids, number, at, isAgain } = prepared;
  if (isAgain && (await runQuery<boolean>('inventory.isBooked', { ids: ids.slice(0, MOST_IDS) }))) {
    return { numbers: [number ?? paper.number], isFlagged: false };
  }
  const numbers: string[] = [];
  const lots = new Map<string, string>();
  let isFlagged = false;
  const rest = [...ids];
  for (let from = 0; from < parts.length; from += MOST_LINES) {
    const step = parts.slice(from, from + MOST_LINES);
    const own = from === 0 ? number : await numberOf(mode);
    if (own !== null) numbers.push(own);
    const { name, args } = commandOf({ ...recording, at }, step, { lots, number: own, next: () => rest.shift() ?? '' });
    const reply = await bridge().command(name, args);
    if (reply.state === 'rejected') return { refused: reply.reason };
    isFlagged ||= reply.state === 'adjusted';
  }
  return { numbers: mode === 'receive' ? numbers : [paper.number], isFlagged };
}

const numberOf = async (mode: TallyMode) => (mode === 'receive' ? bridge().nextNumber('receipt') : null);

interface Prepared {
  readonly ids: readonly string[];
  readonly number: string | null;
  readonly at: number;
  /** Tried before: it may be booked already. */
  readonly isAgain: boolean;
}

/** The ids that this booking has, those of an earlier attempt first. */
async function prepare(
  { mode, entries, at, keep }: Recording,
  count: number,
): Promise<Prepared | { readonly refused: Reason }> {
  const before = entries.filter((entry): entry is Booking => entry.kind === 'booking');
  const ids = before.flatMap((entry) => entry.ids);
  const number = before[0] ? before[0].number : await numberOf(mode);
  const when = before[0]?.at ?? at;
  const isAgain = before.length > 0;
  while (ids.length < count) {
    const more = await bridge().newIds(Math.min(MOST_IDS, count - ids.length));
    const refused = await keep({ kind: 'booking', ids: more, number, at: when });
    if (refused) return { refused };
    ids.push(...more);
  }
  return { ids, number, at: when, isAgain };
}

interface Naming {
  readonly lots: Map<string, string>;
  readonly number: string | null;
  readonly next: () => string;
}

function commandOf(
  { mode, documentId, paper, at }: Pick<Recording, 'mode' | 'documentId' | 'paper' | 'at'>,
  parts: readonly Part[],
  { lots, number, next }: Naming,
): { readonly name: string; readonly args: unknown } {
  const { warehouseId, supplierId, purchaseOrderId } = paper;
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
    const lines = parts.map(({ line: { productId, lotId, locationId, at: countedAt }, quantity: counted }) => ({
      ...{ productId, lotId, locationId, counted, countedAt },
    }));
    return { name: 'inventory.recordCount', args: { countId: documentId, lines } };
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
