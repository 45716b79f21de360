/**
 * `window.satchel`: everything that a screen may ask of the rest of the application. Types only; electron/preload
 * exposes it, electron/main checks every call. Nothing here waits for the network except `session.signIn` on a device
 * that this person has not used before, and `sync.sendNow`.
 */
import type { Reason } from '../kernel/refusal.ts';

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

export type QueryReply =
  | { readonly ok: true; readonly rows: unknown }
  | { readonly ok: false; readonly reason: Reason };

export type ActionReply = { readonly ok: true } | { readonly ok: false; readonly reason: Reason };

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
  /** Something of theirs waits here to be sent; it goes when they sign in. */
  readonly hasUnsent: boolean;
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

export interface SyncStatus {
  readonly network: 'online' | 'offline' | 'syncing';
  /** The person switched the network off on purpose. */
  readonly workOffline: boolean;
  /** Commands that the server has not answered. */
  readonly waiting: number;
  /** Rejected or adjusted commands that nobody has looked at yet. */
  readonly needsAttention: number;
  /** How many of those were rejected. */
  readonly rejected: number;
  /** When the data here was last known to be complete (server time), or null before the first pull. */
  readonly dataAsOf: number | null;
  /** The first load has not finished: lists are not whole yet. */
  readonly firstLoad: { readonly rows: number } | null;
  readonly trouble: Reason | null;
  /** The server's time minus this machine's, as far as known: today is by the server's calendar. */
  readonly clockOffsetMs: number;
}

/** One command in the sync ledger. */
export interface LedgerEntry {
  readonly commandId: string;
  readonly sequence: number;
  readonly name: string;
  readonly version: number;
  /** The command's arguments as they were made: the ledger reads document and customer out of them. */
  readonly args: unknown;
  readonly issuedAt: number;
  readonly state: 'waiting' | 'sent' | 'applied' | 'adjusted' | 'rejected' | 'failed';
  readonly reasons: readonly Reason[];
  /** What the device said when the command was made, before the office was asked. */
  readonly foretold: readonly Reason[];
  readonly answeredAt: number | null;
  /** Needs a person: rejected, or adjusted otherwise than the device foretold, and not looked at yet. */
  readonly needsAttention: boolean;
}

export interface Draft {
  readonly id: string;
  readonly kind: string;
  readonly body: unknown;
  readonly updatedAt: number;
}

/**
 * What this computer works with. `none`: nobody has chosen yet, and the first-start screen asks. `--demo` and `--server`
 * choose for one run; else the choice is kept in the profile.
 */
export interface StartState {
  readonly choice: 'none' | 'demo' | 'company';
  /** Address of the company that was joined. */
  readonly server: string | null;
  readonly demo: DemoState;
}

/**
 * The demo company's server on this computer. `starting` takes about a second, `building` (the company is made: the
 * first time, and after a reset) several. After `failed` it is tried again by itself every few seconds.
 */
export type DemoState =
  | { readonly state: 'off' | 'starting' | 'building' | 'ready' }
  | { readonly state: 'failed'; readonly reason: Reason };

/** `path` is null when the person closed the dialog: nothing was written. */
export type SaveReply =
  | { readonly ok: true; readonly path: string | null }
  | { readonly ok: false; readonly reason: Reason };

/** A backup file that was chosen and is one, by its first bytes; null when the person closed the dialog. */
export type ChooseBackupReply =
  | { readonly ok: true; readonly file: ChosenBackup | null }
  | { readonly ok: false; readonly reason: Reason };

export interface ChosenBackup {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedAt: number;
}

/** Whose data a backup brought: they sign in next, with their own password and the network there. */
export type RestoreReply =
  | {
      readonly ok: true;
      readonly login: string;
      readonly name: string;
      readonly companyName: string;
      readonly server: string;
      /** When the backup was made, and how many commands in it had not been sent. */
      readonly savedAt: number;
      readonly waiting: number;
    }
  | { readonly ok: false; readonly reason: Reason };

/** What support asks first. Holds no secret and nothing of a customer's. */
export interface Diagnostics {
  readonly versions: {
    readonly app: string;
    readonly electron: string;
    readonly chromium: string;
    readonly node: string;
    readonly sqlite: string;
    /** Version of the SQLite build with its ciphers, and the cipher in use. */
    readonly cipher: string;
    /** Newest migration of the device's schema in this version of Satchel. */
    readonly schema: string;
    readonly protocol: string;
  };
  readonly platform: {
    readonly name: string;
    readonly release: string;
    readonly architecture: string;
    readonly memoryBytes: number;
    readonly locale: string;
  };
  readonly profile: {
    readonly name: string;
    readonly path: string;
    readonly bytes: number;
    readonly freeDiskBytes: number | null;
    readonly start: StartState['choice'];
    readonly people: number;
    /** Who keeps the database keys: the system's key store, or each person's password. */
    readonly keysBy: 'operatingSystem' | 'password';
    readonly language: string;
    readonly zoomLevel: number;
  };
  /** Of whoever is signed in; null when nobody is. */
  readonly database: DatabaseDiagnostics | null;
}

export interface DatabaseDiagnostics {
  readonly bytes: number;
  readonly walBytes: number;
  /** Last migration that this file went through. */
  readonly schema: string;
  readonly deviceCode: string;
  readonly roleCode: string;
  readonly server: string;
  /** Rows of each synced table and of the device's own, by name. */
  readonly rows: Readonly<Record<string, number>>;
  readonly status: SyncStatus;
}

/** Something wrong with the database, as a code with parameters (`diagnostics.*`). */
export interface DatabaseCheck {
  readonly problems: readonly Reason[];
  /** Which checks were made; a balance is compared only where the whole scope is here. */
  readonly checked: readonly ('file' | 'commandChain' | 'search' | 'balances')[];
  readonly durationMs: number;
}

export type CheckDatabaseReply =
  | ({ readonly ok: true } & DatabaseCheck)
  | { readonly ok: false; readonly reason: Reason };

export type Language = 'en' | 'zh';

export interface SatchelBridge {
  command(name: string, args: unknown): Promise<CommandReply>;
  /** Runs the command and takes everything back: what would happen. */
  dryRun(name: string, args: unknown): Promise<CommandReply>;
  query(name: string, args: unknown): Promise<QueryReply>;
  /** Which tables each query reads (its declaration): `{'crm.customerList': ['customers']}`. */
  queryTables(): Promise<Readonly<Record<string, readonly string[]>>>;
  /** Called after each commit with the names of the tables that changed. Returns the end of listening. */
  onChanged(listener: (tables: readonly string[]) => void): () => void;
  readonly session: {
    state(): Promise<SessionState>;
    signIn(request: { server: string; login: string; password: string }): Promise<ActionReply>;
    signOut(): Promise<ActionReply>;
    onState(listener: (state: SessionState) => void): () => void;
  };
  readonly sync: {
    status(): Promise<SyncStatus>;
    onStatus(listener: (status: SyncStatus) => void): () => void;
    sendNow(): Promise<ActionReply>;
    setWorkOffline(workOffline: boolean): Promise<ActionReply>;
    /** Newest first. */
    ledger(request: { beforeSequence: number | null; limitRows: number }): Promise<readonly LedgerEntry[]>;
    /** The newest command of this name on this device whose arguments hold the id of a document; null when there is none. */
    entryAbout(request: { name: string; id: string }): Promise<LedgerEntry | null>;
    /** The person has looked at it. */
    markSeen(commandId: string): Promise<ActionReply>;
  };
  readonly drafts: {
    list(kind: string): Promise<readonly Draft[]>;
    read(id: string): Promise<Draft | null>;
    save(draft: { id: string; kind: string; body: unknown }): Promise<ActionReply>;
    remove(id: string): Promise<ActionReply>;
  };
  /** UUIDv7 ids for new rows. */
  newIds(count: number): Promise<readonly string[]>;
  /** The next document number of a series on this device: `SO` → `SO-K7-000123`; never given twice (R7). */
  nextNumber(series: string): Promise<string>;
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
  /** What this computer works with: asked once, on the first start. */
  readonly start: {
    state(): Promise<StartState>;
    onState(listener: (state: StartState) => void): () => void;
    /**
     * Chooses the demo company and begins to start its server. Does not wait for it: `onState` tells, and its people
     * appear in `SessionState.demo` when it is ready. @param language of the demo's data where it has to be made
     */
    tryDemo(request: { language: Language }): Promise<ActionReply>;
    /** Asks the address whether a Satchel server is there, and remembers it. Waits for the network, 10 s at most. */
    joinCompany(request: { server: string }): Promise<ActionReply>;
    /**
     * Back to the first-start screen; databases stay. Refused while somebody is signed in, and while anybody's work of
     * the company or demo here waits to be sent.
     */
    backToChoice(): Promise<ActionReply>;
    /**
     * Signs out, throws the demo company away with all that was done in it on this computer, unsent work included, and
     * makes a new one; answers when its people can sign in. Ask the person first. Other windows on the demo find
     * themselves signed out, with the reason in `SessionState.setAside`.
     */
    resetDemo(request: { language: Language }): Promise<ActionReply>;
  };
  readonly backup: {
    /**
     * Shows the save dialog and writes all that whoever is signed in has on this computer (database, unsent work,
     * drafts) into one file, sealed by a password of at least 8 characters. Work goes on meanwhile.
     */
    save(request: { password: string }): Promise<SaveReply>;
    /** Shows the open dialog; the file is remembered for `restore`. */
    choose(): Promise<ChooseBackupReply>;
    /**
     * Brings the chosen backup into this profile, whole or not at all. Signed out only, and never over data that the
     * same person has here. Chooses the company (or demo) that the backup is of.
     */
    restore(request: { password: string }): Promise<RestoreReply>;
  };
  readonly diagnostics: {
    read(): Promise<Diagnostics>;
    /** Reads the whole database of whoever is signed in, beside their work: it may take a minute. */
    checkDatabase(): Promise<CheckDatabaseReply>;
    /** Shows the save dialog and writes diagnostics and the log as one text file without secrets. */
    exportLog(): Promise<SaveReply>;
    /** Shows the folder with the log in the system's file manager. */
    openLogFolder(): Promise<ActionReply>;
  };
}
