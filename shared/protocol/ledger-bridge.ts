/** The sync ledger on the border of the screens: every command of this device, and what a person may do about it. */
import type { Subject } from '../kernel/command.ts';
import type { Reason } from '../kernel/refusal.ts';
import type { ToldKind } from '../kernel/table.ts';
import type { AuditExport, AuditFile, AuditPage, AuditSearch } from './audit.ts';
import type { ActionReply } from './bridge.ts';

/** `failed`: the office could not carry it out and looks into it, which is no end. `dropped`: rejected and let go of. */
export type LedgerState = 'waiting' | 'sent' | 'applied' | 'adjusted' | 'rejected' | 'failed';

/** One command in the sync ledger. */
export interface LedgerEntry {
  readonly commandId: string;
  readonly sequence: number;
  readonly name: string;
  readonly version: number;
  /** The command's arguments as they were made. */
  readonly args: unknown;
  /** Names and figures as they were when it was made: they stand when the rows have left this device. */
  readonly subject: Subject;
  /** Of the commands of one import: which, and of how many. */
  readonly part: { readonly at: number; readonly of: number } | null;
  readonly issuedAt: number;
  readonly state: LedgerState;
  readonly reasons: readonly Reason[];
  /** What the device said when the command was made, before the office was asked. */
  readonly foretold: readonly Reason[];
  /**
   * Why its effect is not on the screens while it waits: it broke or was refused when it was run again on what came from
   * the office meanwhile. It is kept and sent all the same. null: its effect is shown.
   */
  readonly unshown: Reason | null;
  /** When it last left this device: a connection had bytes of it; null when it never did, or nobody saw it. */
  readonly sentAt: number | null;
  /** When this device last tried to send it, in vain or not; null once it is answered, or nobody saw it. */
  readonly triedAt: number | null;
  readonly answeredAt: number | null;
  /** Adjusted, and with nothing that the device had not foretold: nothing was changed. Left out: no. */
  readonly isAsTold?: boolean;
  /** Needs a person: rejected, adjusted otherwise than the device foretold, or not shown, and not looked at yet. */
  readonly needsAttention: boolean;
  /** The command that was sent in its place. */
  readonly replacedBy: string | null;
  /** The rejected command that this one was sent in place of. */
  readonly replaces: string | null;
  readonly droppedAt: number | null;
  /** Rejected and let go of by itself: its person had taken it back, or what it hung on. */
  readonly takenBack: boolean;
  /**
   * The computer of this person that made it, where that is another one, or this one before its data began anew, and tells
   * nobody of it: a rejection is dealt with here, once for all of them. Left out: it was made here.
   */
  readonly otherDevice?: { readonly code: string; readonly name: string };
  /** Since when the administrator has it: its computer was closed and handed it over. Left out: it was not. */
  readonly heldSince?: number;
}

/** Which entries: of a state (`needYou`: those that wait for a person), of a time, with a text in document or customer. */
export interface LedgerFilter {
  readonly state: LedgerState | 'needYou' | 'all';
  /** Made at this time or later; null: no such limit. */
  readonly from: number | null;
  /** Made before this time. */
  readonly until: number | null;
  /** Empty: any. A text in document or customer, or an amount. */
  readonly search: string;
  /** Beside what `search` finds: the commands of these names. */
  readonly names?: readonly string[];
}

export interface LedgerPage extends Partial<LedgerFilter> {
  /** Entries before this place; null: the newest. */
  readonly beforeSequence: number | null;
  /** Down to this place, however many: to read again what was read before. */
  readonly fromSequence?: number | null;
  readonly limitRows: number;
}

/** Counts over the whole ledger, as far as time and text of the filter go. */
export interface LedgerCounts {
  /** Made since `since`. */
  readonly all: number;
  readonly needYou: number;
  readonly waiting: number;
  readonly sent: number;
  readonly applied: number;
  readonly adjusted: number;
  readonly rejected: number;
  /** Looked into at the office. */
  readonly failed: number;
  /** Place of the oldest command that can still change by itself; null: all of them have their end. */
  readonly oldestOpen: number | null;
}

/** A command with everything that hangs on it. */
export interface LedgerDetail {
  readonly entry: LedgerEntry;
  /** For the doubtful: what the chain of this device holds of it. */
  readonly proof: {
    readonly hash: string;
    readonly incarnation: string;
    readonly companyVersion: number | null;
  };
  /** Later commands that name what this one made, and those that hang on them, oldest first. */
  readonly dependants: readonly LedgerEntry[];
  /**
   * Whether it can be taken back: `can`; `done`: it was; `sent`: too late; `none`: nothing takes it back; `unshown`: not
   * while its effect is not here.
   */
  readonly withdrawal: 'can' | 'done' | 'sent' | 'none' | 'unshown';
}

/** A column that people know: as it was when the command was made, as the command made it, and as the office has it. */
export interface ToldValue {
  readonly field: string;
  readonly kind: ToldKind;
  readonly was: string | number | null;
  readonly mine: string | number | null;
  readonly now: string | number | null;
}

/** A row that a command wrote and the office has otherwise. */
export interface ToldRow {
  readonly table: string;
  readonly rowId: string;
  /** What it is called by. */
  readonly title: string;
  /** What its amounts are in. */
  readonly currency: string | null;
  /** The command made it: there was nothing before. */
  readonly isNew: boolean;
  /** The office has no such row (any more), or it is out of this person's sight. */
  readonly isGone: boolean;
  /** Only those that differ. */
  readonly values: readonly ToldValue[];
}

/** What the office answers about the company's history, or why it could not be asked. */
export type AuditReply<Answer> =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly reason: Reason };

export interface LedgerBridge {
  /** Asks the office: waits for the network. */
  searchAudit(asked: AuditSearch): Promise<AuditReply<AuditPage>>;
  /** Asks the office: waits for the network. */
  exportAudit(asked: AuditExport): Promise<AuditReply<AuditFile>>;
  /** Newest first. */
  ledger(page: LedgerPage): Promise<readonly LedgerEntry[]>;
  /** @param since from when on `all` counts, where the filter names no time */
  ledgerCounts(request: {
    from: number | null;
    until: number | null;
    search: string;
    names?: readonly string[];
    since: number;
  }): Promise<LedgerCounts>;
  /** null: this device has no such command (any more). */
  entry(commandId: string): Promise<LedgerDetail | null>;
  /**
   * Where the office's rows differ from what a command made of them (while it waits: from what they were when it was
   * made). Empty where nothing does, or nothing was kept of it.
   */
  values(commandId: string): Promise<readonly ToldRow[]>;
  /**
   * The newest command of this name on this device whose arguments hold the id of a document; null when there is none.
   * Without a name: the newest of any that the office has not carried out yet.
   */
  entryAbout(request: { name: string | null; id: string }): Promise<LedgerEntry | null>;
  /** The person has looked at it. */
  markSeen(commandId: string): Promise<ActionReply>;
  /** Lets go of a rejected command, and of the rejected ones that hang on it; they stay in the ledger. */
  drop(commandId: string): Promise<ActionReply>;
  /** Takes back what has not been sent, by the command that does so. */
  withdraw(commandId: string): Promise<ActionReply>;
}
