/**
 * Where the simulation's driver and its auditor meet. The driver plays devices, server, people and faults, and tells the
 * auditor what can be seen from outside: what people did and were told, what crossed the wire, what lies in the files.
 * The auditor computes by itself what must be true, and says what is not. Neither knows the other's code.
 *
 * Times are the simulation's true time in milliseconds UTC, whatever a device's clock says. Devices are named by a key
 * that lives as long as the seed (`north`, `boss`, `north copy`), through restarts, upgrades and new histories.
 */
import type { Reason } from '#shared/kernel/refusal.ts';
import type { Reader } from '#shared/kernel/table.ts';
import type { CommandReply, SyncStatus } from '#shared/protocol/bridge.ts';
import type { PullRequest, PullResponse, PushRequest, PushResponse } from '#shared/protocol/sync.ts';
import type { Registry } from '#shared/registry.ts';

/**
 * `lost`: issued and nowhere (2). `duplicated`: took effect twice (3), a number given twice (7). `diverged`: bytes or
 * balances differ (1, 4, 5), rows beyond the scopes (6). `stalled`: healed and does not go on (8). `broken`: anything
 * else that must not be, an exception too.
 */
export type Verdict = 'lost' | 'duplicated' | 'diverged' | 'stalled' | 'broken';

export interface Finding {
  readonly verdict: Verdict;
  /** 1 to 8 of "What must always hold" in the protocol's paper; 0 for what none of them says. */
  readonly invariant: number;
  readonly text: string;
  readonly atMs: number;
}

/** A person's command at a device. */
export interface IssuedCommand {
  readonly device: string;
  readonly userId: string;
  readonly name: string;
  readonly args: unknown;
  readonly atMs: number;
}

export type PersonAct = 'seen' | 'dropped' | 'amended' | 'withdrawn';

/** What the driver did to the scene, told in the moment it does it. */
export type Happening =
  /** A fault of the network, a kill, a full disk …: what must be survived and changes no expectation. */
  | { readonly what: 'fault'; readonly fault: string; readonly device: string | null; readonly detail?: unknown }
  /** A device begins to exist, or came up again; `userId` works at it. */
  | { readonly what: 'deviceStarted'; readonly device: string; readonly userId: string }
  /** It is gone for good (a stolen laptop): nothing is expected of it any more. What it had not sent is excused. */
  | { readonly what: 'deviceLost'; readonly device: string }
  /** The files of `device` are as they were at `copiedAtMs`; the person knows and was told so: a restored machine. */
  | { readonly what: 'deviceRestored'; readonly device: string; readonly copiedAtMs: number }
  /** `copy` begins with the files of `device` as they are now; both live on. */
  | { readonly what: 'deviceCloned'; readonly device: string; readonly copy: string }
  /** The disk broke committed bytes: the database is set aside and a fresh one begins. `unsent` was not on the server. */
  | { readonly what: 'databaseDamaged'; readonly device: string; readonly unsent: readonly string[] }
  /** A row of it was written past everything: its rows are judged again when everything is healed. */
  | { readonly what: 'rowSpoiled'; readonly device: string }
  /**
   * The server's file is as it was at `copiedAtMs`, when the company was at `version`. `timeline`: it began a new one, as
   * after an administrator's restore. Told before the restored server answers anybody.
   */
  | {
      readonly what: 'serverRestored';
      readonly copiedAtMs: number;
      readonly version: number;
      readonly timeline: string | null;
    }
  /** The server's disk takes no more for now: whole requests fail with 500, and are sent again. */
  | { readonly what: 'serverFull'; readonly isFull: boolean }
  /** An administrator's doing: a scope granted or taken, a role changed, a device revoked, a territory moved. */
  | { readonly what: 'rightsChanged'; readonly userId: string; readonly detail: unknown }
  | { readonly what: 'deviceRevoked'; readonly device: string }
  /**
   * Rows written at the server by an administrator or an import, not by a command of a device, as they are afterwards:
   * `readWritten` (audit/read-written.ts) finds them. Told before anything else is written; the company's beginning too.
   */
  | { readonly what: 'serverWrote'; readonly version: number; readonly rows: readonly WrittenRow[] };

/** A row of a synced table as it is now; null: it was there and was taken out for good. */
export interface WrittenRow {
  readonly table: string;
  readonly id: string;
  readonly row: Readonly<Record<string, string | number | null>> | null;
}

/** Told as it happens; must be quick and must not throw: what it finds it says at the next check. */
export interface Auditor {
  /** The person has the reply on the screen. `commandId` is null for what the device refused. */
  issued(event: IssuedCommand & { readonly reply: CommandReply; readonly commandId: string | null }): void;
  /** The device died, or its disk was full, while the command ran: it may be there or not, but only whole. */
  uncertain(event: IssuedCommand): void;
  /**
   * Commands reached the server, pushed or handed over by a closed device. One request may reach it twice, late, or out
   * of order.
   */
  pushed(event: {
    readonly device: string;
    readonly request: Pick<PushRequest, 'incarnation' | 'commands' | 'former'>;
    readonly atMs: number;
  }): void;
  /** The server committed and answered, in this order; `delivered`: nothing was to cut it on its way. */
  answered(event: {
    readonly device: string;
    readonly request: PushRequest;
    readonly response: PushResponse;
    readonly delivered: boolean;
    readonly atMs: number;
  }): void;
  /** A whole answer of the server is there: the device knows the time again. `answered` and `pulled` tell it when it leaves. */
  reached(event: {
    readonly device: string;
    readonly path: string;
    readonly askedAtMs: number;
    readonly atMs: number;
  }): void;
  /** The server refused the whole request (409, 401 …). */
  refused(event: {
    readonly device: string;
    readonly path: string;
    readonly status: number;
    readonly reason: Reason;
    readonly atMs: number;
  }): void;
  pulled(event: {
    readonly device: string;
    readonly request: PullRequest;
    readonly response: PullResponse;
    readonly delivered: boolean;
    readonly atMs: number;
  }): void;
  /** Any other exchange with the server that ended well: its path and both bodies, parsed from JSON. */
  exchanged(event: {
    readonly device: string;
    readonly path: string;
    readonly request: unknown;
    readonly response: unknown;
    readonly delivered: boolean;
    readonly atMs: number;
  }): void;
  /** @param event.by the command that amends or withdraws it */
  personActed(event: {
    readonly device: string;
    readonly commandId: string;
    readonly act: PersonAct;
    readonly by: string | null;
    readonly atMs: number;
  }): void;
  happened(event: Happening, atMs: number): void;
  /**
   * `running`: called often, while messages are on their way; must be cheap (no full tables). `quiet`: everything is
   * healed, connected and at rest: everything must hold.
   */
  check(scene: AuditedScene, moment: 'running' | 'quiet'): Promise<readonly Finding[]>;
}

export interface AuditedScene {
  readonly nowMs: number;
  readonly registry: Registry;
  /** The server's committed rows now. */
  readonly server: Reader;
  /** Devices that live; those that are switched off are here too. */
  readonly devices: readonly AuditedDevice[];
}

export interface AuditedDevice {
  readonly key: string;
  readonly userId: string;
  /** No process of it runs: its files can be read all the same. */
  readonly isOff: boolean;
  readonly isRevoked: boolean;
  /** What is committed in its database file now; nothing is written. Null where there is no readable database. */
  read<T>(work: (db: Reader) => Promise<T>): Promise<T | null>;
  /** What its screen says, or null while it is off or nobody is signed in. */
  status(): Promise<SyncStatus | null>;
  /** What went wrong in its parts since the last check, as told to its log: faults that were injected are not here. */
  takeProblems(): readonly string[];
}

/** `tests/simulation/audit/auditor.ts` exports `makeAuditor: MakeAuditor`. */
export type MakeAuditor = (setting: { readonly registry: Registry; readonly startMs: number }) => Auditor;

/** `tests/simulation/run-seed.ts` exports `runSeed: RunSeed`. */
export type RunSeed = (seed: number, options?: SeedOptions) => Promise<SeedResult>;

export interface SeedOptions {
  /** Devices of the company; drawn from the seed without it. */
  readonly devices?: number;
  /** Told each step, for `--replay`. */
  readonly say?: (line: string) => void;
  /** Only these kinds of fault, by name; all without it. */
  readonly faults?: readonly string[];
  /** Commands that people think of first, by name. */
  readonly wanted?: ReadonlySet<string>;
}

export interface SeedResult {
  readonly seed: number;
  /** Taken by a device. */
  readonly commands: number;
  /** Those that a device took, by name. */
  readonly taken: Readonly<Record<string, number>>;
  /** By kind. */
  readonly faults: Readonly<Record<string, number>>;
  /** What is no fault and was told as one, by kind (faults/scenery.ts). */
  readonly scenery: Readonly<Record<string, number>>;
  /** Days that passed on the devices, added up. */
  readonly deviceDays: number;
  /** Empty when everything held. The first check that finds something ends the seed. */
  readonly findings: readonly Finding[];
  /** Of the wire's log and of all databases at the end: the same for every run of a seed. */
  readonly digest: string;
}

/**
 * Planted bugs (`--planted`) are mistakes that a module loader of the test process writes into the source as it is
 * loaded (node:module `registerHooks`), so that production code knows nothing of them: a process of its own for each.
 * `tests/simulation/planted/run.ts` runs them: it is started by `scripts/simulate.mjs` when the arguments say
 * `--planted`, and starts processes that call `runSeed` itself.
 */
export interface PlantedBug {
  readonly name: string;
  /** What is wrong, in one sentence. */
  readonly mistake: string;
  /** File below the root of the tree. */
  readonly file: string;
  /** Must occur exactly once in the file. */
  readonly original: string;
  readonly mistaken: string;
  /** Kinds of fault behind which it hides: the hunt runs seeds of these, which find in minutes what else takes hours. */
  readonly faults?: readonly string[];
  /** Commands without which it cannot show, and that take several steps: people think of them first. */
  readonly wanted?: readonly string[];
}
