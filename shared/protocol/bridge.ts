/**
 * `window.satchel`: everything that a screen may ask of the rest of the application. Types only; electron/preload
 * exposes it, electron/main checks every call. Nothing here waits for the network except `session.signIn` on a device
 * that this person has not used before, `sync.sendNow`, and `sync.searchAudit` and `sync.exportAudit`.
 */
import type { Reason } from '../kernel/refusal.ts';
import type { BackupBridge, DiagnosticsBridge, Language, ProofBridge, StartBridge } from './desktop-bridge.ts';
import type { DevicesBridge } from './device-bridge.ts';
import type { LabelBridge } from './label-bridge.ts';
import type { LedgerBridge } from './ledger-bridge.ts';
import type { PaperBridge } from './paper-bridge.ts';
import type { UpdatesBridge } from './update-bridge.ts';
import type { WorkBridge } from './work-bridge.ts';

/** A command's end on this device; `sequence` is its place in the outbox (null for dry runs and refusals). */
export type CommandReply =
  | {
      readonly state: 'applied';
      readonly result: unknown;
      readonly commandId: string;
      readonly sequence: number | null;
    }
  | {
      readonly state: 'adjusted';
      readonly result: unknown;
      readonly commandId: string;
      readonly sequence: number | null;
      readonly reasons: readonly Reason[];
    }
  | { readonly state: 'rejected'; readonly reason: Reason };

export interface CommandOptions {
  /** The rejected command in whose place this one is sent: it needs nobody any more, and names this one. */
  readonly replaces?: string;
}

/** A command that is not sent, only tried. */
export interface NamedCommand {
  readonly name: string;
  readonly args: unknown;
}

export type QueryReply =
  | { readonly ok: true; readonly rows: unknown }
  | { readonly ok: false; readonly reason: Reason };

export type ActionReply = { readonly ok: true } | { readonly ok: false; readonly reason: Reason };

/** A picture under its hash, which a row can name from then on. */
export type FileKeepReply =
  | { readonly ok: true; readonly hash: string }
  | { readonly ok: false; readonly reason: Reason };

export interface SignedInUser {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly roleCode: string;
  readonly permissions: readonly string[];
}

/** A person who can sign in on this device without the network. */
export interface KnownPerson {
  readonly login: string;
  readonly name: string;
  readonly companyName: string;
  readonly server: string;
  /** Something of theirs waits here to be sent. */
  readonly hasUnsent: boolean;
  /** How much; 0 for nothing. */
  readonly unsentCount: number;
  /**
   * It goes while anybody has this computer on, or waits for them: only their password opens it, or they work offline
   * by choice and switch that off themselves.
   */
  readonly sends: 'byItself' | 'atSignIn' | 'afterSwitch';
  /** When the last of it went while they were not here; null: it never had to. */
  readonly sentAt: number | null;
  /** The administrator closed this computer for them: it hands over what it has. */
  readonly isClosed: boolean;
  /** The administrator locked it for them: what they left stays here until it is unlocked. */
  readonly isLocked: boolean;
}

export type SessionState =
  | {
      readonly state: 'signedOut';
      readonly server: string | null;
      readonly known: readonly KnownPerson[];
      /** People of the demo company with their passwords, when this device was started on the demo. */
      readonly demo: readonly {
        readonly login: string;
        readonly password: string;
        readonly name: string;
        readonly roleCode: string;
      }[];
      /** A database file that could not be opened and was set aside at the last sign-in. */
      readonly setAside: Reason | null;
    }
  | {
      readonly state: 'signedIn';
      readonly user: SignedInUser;
      readonly companyName: string;
      readonly deviceCode: string;
      readonly server: string;
      readonly setAside: Reason | null;
    }
  /** The device cannot be opened now; asking for the state tries again. */
  | { readonly state: 'failed'; readonly reason: Reason };

/** How far a load of whole scopes is. */
export interface LoadProgress {
  /**
   * `first` fills an empty device page by page. The others wait beside what is here and go in at once: `scopes` that are
   * seen newly, `tables` with something new after an upgrade, `heal` what is not as on the server, `all` everything.
   */
  readonly purpose: 'first' | 'scopes' | 'tables' | 'heal' | 'all';
  readonly rows: number;
  readonly totalRows: number;
  /** The table whose rows come now, and how many of them came; null: what comes now has no name. */
  readonly table: string | null;
  readonly tableRows: number;
  readonly tableTotalRows: number;
  /** As they came over the network. */
  readonly bytes: number;
  /** At the speed so far; null: nothing came yet. */
  readonly secondsLeft: number | null;
}

export interface SyncStatus {
  readonly network: 'online' | 'offline' | 'syncing';
  /** The person switched the network off on purpose. */
  readonly workOffline: boolean;
  /** Commands that the server has not answered. */
  readonly waiting: number;
  /** Commands that were rejected or adjusted, or cannot be shown while they wait, and that nobody has looked at yet. */
  readonly needsAttention: number;
  /** How many of those were rejected. */
  readonly rejected: number;
  /** How many of those wait and are not on the screens; left out: none. */
  readonly unshown?: number;
  /** What came is taken in to its end now: what a person does meanwhile waits for it. */
  readonly finishing?: boolean;
  /** When the office last answered anything (server time); null before the first time. */
  readonly lastExchangeAt: number | null;
  /** When what waits was last tried to be sent, by this machine's clock; left out: not since it was started. */
  readonly triedAt?: number;
  /** When the data here was last known to be complete (server time), or null before the first pull. */
  readonly dataAsOf: number | null;
  /** The first load has not finished: lists are not whole yet. */
  readonly firstLoad: { readonly rows: number } | null;
  /** Whole scopes on their way: the first load, or what is seen newly beside what is here. */
  readonly loading?: LoadProgress | null;
  readonly trouble: Reason | null;
  /** The office is asked, and nothing came back for some seconds: a byte that comes ends it. Left out: no. */
  readonly silent?: boolean;
  /** The server's time minus this machine's, as far as known: today is by the server's calendar. */
  readonly clockOffsetMs: number;
  /** How long this device may still promise things without the server; null while nobody is signed in. */
  readonly lease: LeaseStatus | null;
}

export interface LeaseStatus {
  /** `ended`: requests are refused until one contact with the server; everything else goes on. */
  readonly state: 'open' | 'endsSoon' | 'ended';
  /** Whole days that are left, rounded up; 0 when it has ended. */
  readonly daysLeft: number;
  /** How long it is. */
  readonly days: number;
  /** The last contact with the server, in its time. */
  readonly renewedAt: number;
}

export interface Draft {
  readonly id: string;
  readonly kind: string;
  readonly body: unknown;
  readonly updatedAt: number;
}

export interface SatchelBridge {
  command(name: string, args: unknown, options?: CommandOptions): Promise<CommandReply>;
  /**
   * Runs the command and takes everything back: what would happen.
   * @param before run first, and taken back too: what an import would have brought before this part of it
   */
  dryRun(name: string, args: unknown, before?: readonly NamedCommand[]): Promise<CommandReply>;
  query(name: string, args: unknown): Promise<QueryReply>;
  /** Which tables each query reads (its declaration): `{'crm.customerList': ['customers']}`. */
  queryTables(): Promise<Readonly<Record<string, readonly string[]>>>;
  /** Called after each commit with the names of the tables that changed. Returns the end of listening. */
  onChanged(listener: (tables: readonly string[]) => void): () => void;
  readonly session: {
    state(): Promise<SessionState>;
    signIn(request: { server: string; login: string; password: string }): Promise<ActionReply>;
    /** Takes an invitation with a password of one's own, and signs in. Waits for the network. */
    join(request: { server: string; code: string; password: string; deviceName: string }): Promise<ActionReply>;
    signOut(): Promise<ActionReply>;
    onState(listener: (state: SessionState) => void): () => void;
  };
  readonly sync: {
    status(): Promise<SyncStatus>;
    onStatus(listener: (status: SyncStatus) => void): () => void;
    sendNow(): Promise<ActionReply>;
    setWorkOffline(workOffline: boolean): Promise<ActionReply>;
  } & LedgerBridge;
  readonly devices: DevicesBridge;
  readonly drafts: {
    list(kind: string): Promise<readonly Draft[]>;
    read(id: string): Promise<Draft | null>;
    save(draft: { id: string; kind: string; body: unknown }): Promise<ActionReply>;
    remove(id: string): Promise<ActionReply>;
  };
  readonly work: WorkBridge;
  /** UUIDv7 ids for new rows. */
  newIds(count: number): Promise<readonly string[]>;
  /** The next number of a kind of document on this device: `order` → `SO-K7-000123`; never given twice (R7). */
  nextNumber(kind: string): Promise<string>;
  readonly files: {
    /** Where a page shows a file of the company from; while it is not on this device there is nothing. */
    address(hash: string): string;
    /**
     * Takes a picture that a person brings (PNG or JPEG); it is on this device when it answers, and goes to the server
     * when there is one.
     * @param content base64
     */
    keep(content: string): Promise<FileKeepReply>;
    /** Called with the hash of a file that has come: what showed nothing shows it now. */
    onArrived(listener: (hash: string) => void): () => void;
  };
  readonly desktop: {
    /** Platform, versions and how the application was started; nothing secret. */
    about(): Promise<{
      platform: string;
      appVersion: string;
      electronVersion: string;
      demo: boolean;
      profile: string;
    }>;
    /** Opens one more Satchel with a profile of its own, as if on another computer (demo only). */
    openSecondDevice(): Promise<ActionReply>;
    setLanguage(language: Language): Promise<ActionReply>;
  };
  readonly start: StartBridge;
  readonly backup: BackupBridge;
  readonly diagnostics: DiagnosticsBridge;
  readonly proof: ProofBridge;
  readonly labels: LabelBridge;
  readonly papers: PaperBridge;
  readonly updates: UpdatesBridge;
}
