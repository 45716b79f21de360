/**
 * What was scanned becomes a return: a hundred lines each, so that none is too large to be sent. Guards:
 * - the ids of what a command books are kept before it is sent, and that it is booked before the next one: a desk whose
 *   power goes meanwhile books each of them once, and goes on with the rest;
 * - what is scanned after some of it was booked is booked too.
 */
import {
  foldReturn,
  partsToTakeBack,
  type ReturnEntry,
  type ReturnReason,
  type SentGoods,
} from '#shared/domains/inventory/rules/return-work.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { bridge } from '../../../../app/bridge.ts';
import { openBookings, settleBookings } from '../frame/settle-bookings.ts';
import type { TakenBack } from './take-back-mode.tsx';

const MOST_LINES = 100;

interface Recording {
  readonly entries: readonly ReturnEntry[];
  readonly keep: (entry: ReturnEntry) => Promise<Reason | null>;
  readonly shipmentId: string;
  readonly warehouseId: string;
  readonly lines: readonly SentGoods[];
  /** The reason until another one is said. */
  readonly first: ReturnReason;
  /** By the clock that the server corrected. */
  readonly at: number;
}

type Told = (TakenBack & { readonly isFlagged: boolean }) | { readonly refused: Reason };
type Booking = Extract<ReturnEntry, { kind: 'booking' }>;

/** @returns the first paper that was made, or the refusal that ended it */
export async function recordReturn(recording: Recording): Promise<Told> {
  const { shipmentId, warehouseId, at, keep } = recording;
  const before = await settleBookings(recording);
  if ('refused' in before) return before;
  const papers: Booking[] = before.booked ? [before.booked] : [];
  const parts = partsToTakeBack(foldReturn(recording.lines, before.entries, recording.first));
  let tried = openBookings(before.entries).at(-1);
  let isFlagged = false;
  for (let from = 0; from < parts.length; from += MOST_LINES) {
    const step = parts.slice(from, from + MOST_LINES);
    const number = tried?.number ?? (await bridge().nextNumber('return'));
    const short = step.length + 1 - (tried?.ids.length ?? 0);
    const ids = [...(tried?.ids ?? []), ...(short > 0 ? await bridge().newIds(short) : [])];
    const booking: Booking = { kind: 'booking', ids, number, at: tried?.at ?? at, lines: step.length };
    tried = undefined;
    const unkept = await keep(booking);
    if (unkept) return { refused: unkept };
    papers.push(booking);
    const [goodsReturnId = '', ...lineIds] = ids;
    const lines = step.map(({ line, reason, condition, quantity }, position) => ({
      ...{
        id: lineIds[position] ?? '',
        shipmentLineId: line.id,
        productId: line.productId,
        quantity,
        condition,
        reason,
      },
      ...{ lotId: line.lotId, serialId: line.serialId, locationId: null },
    }));
    const head = { goodsReturnId, number, warehouseId, shipmentId, returnedAt: booking.at, note: null };
    const reply = await bridge().command('inventory.takeBackGoods', { ...head, lines });
    if (reply.state === 'rejected') return { refused: reply.reason };
    isFlagged ||= reply.state === 'adjusted';
    // After the last one the whole session is forgotten.
    const refused = from + MOST_LINES < parts.length ? await keep({ kind: 'booked' }) : null;
    if (refused) return { refused };
  }
  const [first] = papers;
  return { goodsReturnId: first?.ids[0] ?? '', number: papers.map(({ number }) => number).join(', '), isFlagged };
}
