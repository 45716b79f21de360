/**
 * What a desk has sent to be booked, and whether it is. Guards:
 * - a desk whose power went between a booking and its answer asks the ledger before it books again or takes anything back;
 * - what is in the ledger is taken back by no key of a desk.
 */
import type { Reason } from '#shared/kernel/refusal.ts';
import { runQuery } from '../../../../app/use-query.ts';
import { isBookedAlready, nothingToUndo, notKept, type WorkAnswer } from './answer.ts';
import type { WorkSession } from './use-work-session.ts';

/** So many ids are asked after at once. */
const MOST_ASKED = 500;

type Booked = { readonly kind: 'booked' };
/** What every desk that books keeps among its scans: the ids before they are sent, and that they are in the ledger. */
type DeskEntry = { readonly kind: string };
type BookingOf<Entry> = Extract<Entry, { kind: 'booking' }> & { readonly ids: readonly string[] };

interface Desk<Entry> {
  readonly entries: readonly Entry[];
  readonly keep: (entry: Booked) => Promise<Reason | null>;
}

const isBooking = <Entry extends DeskEntry>(entry: Entry): entry is BookingOf<Entry> => entry.kind === 'booking';

/** What was sent and is not known to be booked, oldest first. */
export function openBookings<Entry extends DeskEntry>(entries: readonly Entry[]): BookingOf<Entry>[] {
  return entries.slice(entries.findLastIndex(({ kind }) => kind === 'booked') + 1).filter(isBooking);
}

/**
 * Asks the ledger after what was sent, and keeps what it says.
 * @returns the entries with it; `booked`: the newest of what was found there
 */
export async function settleBookings<Entry extends DeskEntry>({
  entries,
  keep,
}: Desk<Entry>): Promise<
  | { readonly entries: readonly (Entry | Booked)[]; readonly booked: BookingOf<Entry> | null }
  | { readonly refused: Reason }
> {
  const tried = openBookings(entries);
  const ids = tried.flatMap((entry) => entry.ids).slice(0, MOST_ASKED);
  const isBooked = ids.length > 0 && (await runQuery<boolean>('inventory.isBooked', { ids }));
  if (!isBooked) return { entries, booked: null };
  const booked: Booked = { kind: 'booked' };
  const refused = await keep(booked);
  return refused ? { refused } : { entries: [...entries, booked], booked: tried.at(-1) ?? null };
}

/**
 * Takes back what was scanned last, with the bookings that were tried since and are in no ledger.
 * @param told what is said of the scan that was taken back
 */
export async function undoScan<Entry extends DeskEntry>(
  session: Pick<WorkSession<Entry | Booked>, 'latest' | 'keep' | 'undo'>,
  told: (entry: Entry | Booked) => WorkAnswer,
): Promise<WorkAnswer> {
  const settled = await settleBookings({ entries: session.latest(), keep: session.keep });
  if ('refused' in settled) return notKept(settled.refused);
  if (session.latest().findLast((entry) => !isBooking(entry))?.kind === 'booked') return isBookedAlready;
  let taken = await session.undo();
  while ('entry' in taken && isBooking(taken.entry)) taken = await session.undo();
  if ('reason' in taken) return taken.reason ? notKept(taken.reason) : nothingToUndo;
  return told(taken.entry);
}
