/**
 * Commands of this person that were made on another device, or on this one before its present database began: rejected
 * ones, and what a computer that was closed handed over (decision 46). Guards:
 * - they stand in the ledger with what needs a person, or with what the office has not answered, and never among the
 *   commands of this device: neither its chain nor its proof nor what it hands over has them;
 * - what was dealt with here is gone here at once, and is told to the server until it has heard it.
 */
import type { Handle } from '#db/database.ts';
import { fold } from '#shared/kernel/fold.ts';
import type { LedgerDetail, LedgerEntry, LedgerFilter, LedgerPage } from '#shared/protocol/ledger-bridge.ts';
import { type RejectedElsewhere, readState, writeState } from './sync-state.ts';

/** Behind every command of this device, in the order of time. */
const BEHIND_ALL = 2 ** 43;

const nothing: RejectedElsewhere = { shown: [], seen: [], held: [] };

export async function readElsewhere(db: Handle): Promise<RejectedElsewhere> {
  return (await readState(db, 'rejectedElsewhere')) ?? nothing;
}

type Asked = Pick<LedgerFilter, 'state' | 'from' | 'until' | 'search' | 'names'> &
  Partial<Pick<LedgerPage, 'beforeSequence' | 'fromSequence'>>;

/** Those that a page of the ledger asks for, newest first: what needs a person, is rejected, or was sent. */
export async function listElsewhere(db: Handle, asked: Asked): Promise<LedgerEntry[]> {
  const { state } = asked;
  if (state !== 'needYou' && state !== 'rejected' && state !== 'sent') return [];
  const { shown, held } = await readElsewhere(db);
  const entries = state === 'sent' ? held.map(heldEntry) : shown.map(rejectedEntry);
  return entries.filter((entry) => isAsked(entry, asked)).sort((a, b) => b.sequence - a.sequence);
}

function isAsked(
  entry: LedgerEntry,
  { from, until, search, names = [], beforeSequence, fromSequence }: Asked,
): boolean {
  const { issuedAt, sequence, subject } = entry;
  const words = fold(search.trim());
  const isFound =
    fold(`${subject.document ?? ''} ${subject.party ?? ''}`).includes(words) || names.includes(entry.name);
  return (
    issuedAt >= (from ?? 0) &&
    issuedAt < (until ?? Number.POSITIVE_INFINITY) &&
    sequence < (beforeSequence ?? Number.POSITIVE_INFINITY) &&
    sequence >= (fromSequence ?? Number.NEGATIVE_INFINITY) &&
    isFound
  );
}

/** One of them in full; null: there is none with this id. */
export async function findElsewhere(db: Handle, commandId: string): Promise<LedgerDetail | null> {
  const { shown, held } = await readElsewhere(db);
  const isIt = (each: { readonly commandId: string }): boolean => each.commandId === commandId;
  const rejected = shown.find(isIt);
  const waiting = held.find(isIt);
  const entry = rejected ? rejectedEntry(rejected) : waiting ? heldEntry(waiting) : null;
  const found = rejected ?? waiting;
  if (!entry || !found) return null;
  const { hash, incarnation } = found;
  const proof = { hash, incarnation, companyVersion: rejected?.companyVersion ?? null };
  return { entry, proof, dependants: [], withdrawal: 'none' };
}

/** Its person has dealt with it here. @returns whether there was such a one */
export async function seeElsewhere(tx: Handle, commandId: string): Promise<boolean> {
  const { shown, seen, held } = await readElsewhere(tx);
  const left = shown.filter((each) => each.commandId !== commandId);
  if (left.length === shown.length) return false;
  await writeState(tx, 'rejectedElsewhere', { shown: left, seen: [...seen, commandId], held });
  return true;
}

function rejectedEntry(rejected: RejectedElsewhere['shown'][number]): LedgerEntry {
  const { answeredAt, reasons } = rejected;
  return { ...entryOf(rejected), state: 'rejected', answeredAt, reasons, needsAttention: true };
}

/** Its computer has sent it, and the office has not answered: it was closed. */
function heldEntry(held: RejectedElsewhere['held'][number]): LedgerEntry {
  const { heldSince } = held;
  return { ...entryOf(held), state: 'sent', sentAt: heldSince, heldSince };
}

type Elsewhere = RejectedElsewhere['shown'][number] | RejectedElsewhere['held'][number];

function entryOf({ commandId, name, version, args, subject, issuedAt, device }: Elsewhere): LedgerEntry {
  return {
    ...{ commandId, name, version, args, subject, issuedAt },
    sequence: issuedAt - BEHIND_ALL,
    part: null,
    state: 'waiting',
    reasons: [],
    foretold: [],
    unshown: null,
    sentAt: null,
    triedAt: null,
    answeredAt: null,
    needsAttention: false,
    replacedBy: null,
    replaces: null,
    droppedAt: null,
    takenBack: false,
    otherDevice: device,
  };
}
