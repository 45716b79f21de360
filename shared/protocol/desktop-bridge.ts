/**
 * The parts of `window.satchel` that main answers: the first start, backups, diagnostics. Types only, as in bridge.ts.
 */
import type { Reason } from '../kernel/refusal.ts';
import type { ActionReply, SyncStatus } from './bridge.ts';

export type Language = 'en' | 'zh';

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
      /** What did not come with it: the data is here all the same. */
      readonly note?: Reason;
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
  /** Rows of each synced table and of the device's own, by name; null where they could not be counted. */
  readonly rows: Readonly<Record<string, number>> | null;
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

/** What this computer works with: asked once, on the first start. */
export interface StartBridge {
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
}

/** Everything of one person in one file that only a password opens. */
export interface BackupBridge {
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
  /**
   * Shows the open dialog for the key that the administrator recovered with the company's recovery key, for a computer
   * whose own key store has lost it. Signed out only; its person signs in with their password then.
   */
  recover(): Promise<RecoverReply>;
}

/** Whose database opens again; null when the person closed the dialog. */
export type RecoverReply =
  | {
      readonly ok: true;
      readonly person: {
        readonly login: string;
        readonly name: string;
        readonly companyName: string;
        readonly server: string;
      } | null;
    }
  | { readonly ok: false; readonly reason: Reason };

/** What to look at, and to send, when something is wrong. */
export interface ProofBridge {
  /**
   * Shows the save dialog and writes every command of this device with its answers and seals (shared/protocol/proof.ts).
   * @param summary the same to be read, in the person's language: written beside it as a text
   */
  export(request: { summary: string }): Promise<SaveReply>;
}

export interface DiagnosticsBridge {
  read(): Promise<Diagnostics>;
  /** Reads the whole database of whoever is signed in, beside their work: it may take a minute. */
  checkDatabase(): Promise<CheckDatabaseReply>;
  /** Shows the save dialog and writes diagnostics and the log as one text file without secrets. */
  exportLog(): Promise<SaveReply>;
  /** Shows the folder with the log in the system's file manager. */
  openLogFolder(): Promise<ActionReply>;
  /** Shows the licences of the software of others in Satchel, in the system's program for texts. */
  openLicenses(): Promise<ActionReply>;
}
