/**
 * Rejected commands of this person that were made on another device, or on this one before its present database began
 * (decision 46). Guards:
 * - they stand in the ledger with what needs a person, and never among the commands of this device: neither its chain nor
 *   its proof nor what it hands over has them;
 * - what was dealt with here is gone here at once, and is told to the server until it has heard it.
 */
import type { Handle } from '#db/database.ts';
import { fold } from '#shared/kernel/fold.ts';
import type { LedgerDetail, LedgerEntry, LedgerFilter, LedgerPage } from '#shared/protocol/ledger-bridge.ts';
import { type RejectedElsewhere, readState, writeState } from './sync-state.ts';

/** Behind every command of this device, in the order of time. */
const BEHIND_ALL = 2 ** 43;

const nothing: RejectedElsewhere = { shown: [], seen: [] };

export async function readElsewhere(db: Handle): Promise<RejectedElsewhere> {
  return (await readState(db, 'rejectedElsewhere')) ?? nothing;
}

type Asked = Pick<LedgerFilter, 'state' | 'from' | 'until' | 'search' | 'names'> &
  Partial<Pick<LedgerPage, 'beforeSequence' | 'fromSequence'>>;

/** Those that a page of the ledger asks for, newest first: as what needs a person, and as rejected. */
export async function listElsewhere(db: Handle, asked: Asked): Promise<LedgerEntry[]> {
  if (asked.state !== 'needYou' && asked.state !== 'rejected') return [];
  const { shown } = await readElsewhere(db);
  return shown
    .map(toEntry)
    .filter((entry) => isAsked(entry, asked))
    .sort((a, b) => b.sequence - a.sequence);
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
  const { shown } = await readElsewhere(db);
  const found = shown.find((each) => each.commandId === commandId);
  if (!found) return null;
  const { hash, incarnation, companyVersion } = found;
  const proof = { hash, incarnation, companyVersion };
  return { entry: toEntry(found), proof, dependants: [], withdrawal: 'none' };
}

/** Its person has dealt with it here. @returns whether there was such a one */
export async function seeElsewhere(tx: Handle, commandId: string): Promise<boolean> {
  const { shown, seen } = await readElsewhere(tx);
  const left = shown.filter((each) => each.commandId !== commandId);
  if (left.length === shown.length) return false;
  await writeState(tx, 'rejectedElsewhere', { shown: left, seen: [...seen, commandId] });
  return true;
}

function toEntry(rejected: RejectedElsewhere['shown'][number]): LedgerEntry {
  const { commandId, name, version, args, subject, issuedAt, answeredAt, reasons, device } = rejected;
  return {
    ...{ commandId, name, version, args, subject, issuedAt, answeredAt, reasons },
    sequence: issuedAt - BEHIND_ALL,
    part: null,
    state: 'rejected',
    foretold: [],
    unshown: null,
    sentAt: null,
    triedAt: null,
    needsAttention: true,
    replacedBy: null,
    replaces: null,
    droppedAt: null,
    takenBack: false,
    otherDevice: device,
  };
}
