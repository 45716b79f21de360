import type { z } from 'zod';
import type { Id } from './ids.ts';
import type { Instant } from './instants.ts';
import type { Reason, Refusal, RefusalParams } from './refusal.ts';
import type { AuditColumns, TableName, Tx } from './table.ts';

/** Who acts: taken from the session on the device, from the token on the server, never from arguments. */
export interface Actor {
  readonly userId: Id;
  readonly permissions: ReadonlySet<string>;
  /**
   * Whether rows of a scope (`territory:<id>`) are the actor's to work on: the scopes that the user may see now. A
   * device's database holds nothing else, so there it is every row that is found.
   */
  sees(scope: string): boolean;
  /**
   * Whether a row is the actor's to work on that is seen with its root: the server asks its scope log, which says of every
   * row who holds it now. On a device it is every row that is found.
   */
  reaches(tx: Tx, table: TableName, id: Id): Promise<boolean>;
}

/** The device that issued a command; its code is part of the document numbers that it makes (R7). */
export interface IssuingDevice {
  readonly id: Id;
  readonly code: string;
  /** Codes of its histories before this one: a command that waited since then is sent again with its old number. */
  readonly formerCodes: readonly string[];
}

/**
 * What the server does with a refusal code (SYNC.md). `reject`: what was asked has no meaning, nothing is written.
 * `adjust`: the command goes on with less (back-order, hold). `flag`: recorded as it is, for someone to sort out.
 */
export type Disposition = 'reject' | 'adjust' | 'flag';
export type Refusals = Readonly<Record<string, Disposition>>;

type CodesOf<R extends Refusals, D extends Disposition> = {
  [Code in keyof R]: R[Code] extends D ? Code : never;
}[keyof R] &
  string;

/** What domain functions that write on a command's behalf need to know of it. */
export interface WriteContext {
  readonly commandId: Id;
  /** The command's own time (SYNC.md, time): the same on every replay. */
  readonly now: Instant;
  readonly actor: Actor;
  readonly device: IssuingDevice;
  /**
   * The next number of a gapless series of billing documents (R7), from the server alone: it is taken in the command's
   * own transaction, so what is rolled back leaves no gap. On a device null: the number is shown as waiting.
   * @param series its code: `INV`
   * @throws NumberingClosed while the server recovers from a backup
   */
  assignLegalNumber(series: string): Promise<number | null>;
  /**
   * Whether a person works on a computer whose papers bear this code, now or before; one that was closed is none. Only the
   * server knows its devices: null on a device, and while the server cannot say, since it was put back from a backup.
   */
  isDeviceOf(userId: Id, code: string): Promise<boolean | null>;
  /**
   * Whether the server runs it, which has the last word; on a device everything is foretold. For what only the server can
   * look at (R9: a code that was spoken); everything else is the same on both.
   */
  readonly atOffice: boolean;
  /** Audit columns of a row made by this command. */
  created(): AuditColumns;
  /** Audit columns of a row changed by this command. */
  updated(): Pick<AuditColumns, 'updatedAt' | 'updatedBy'>;
}

/** What a command may know beside the rows and its arguments. */
export interface CommandContext<R extends Refusals = Refusals> extends WriteContext {
  /** `throw context.refusal(code)`: ends the command, nothing of it is written. */
  refusal(code: CodesOf<R, 'reject'>, params?: RefusalParams): Refusal;
  /** Notes that the command does less than was asked; it goes on. */
  adjust(code: CodesOf<R, 'adjust'>, params?: RefusalParams): void;
  /** Notes what does not fit with a fact; it is recorded all the same. */
  flag(code: CodesOf<R, 'flag'>, params?: RefusalParams): void;
}

/**
 * What a device keeps beside a command that was made on it, so that it can be told when its rows have gone: names and
 * figures as they were. Every field is left out where there is nothing to say.
 */
export interface Subject {
  /** The number of the document. */
  readonly document?: string;
  /** The customer's name. */
  readonly party?: string;
  readonly customerId?: Id;
  readonly amountMinor?: number;
  readonly currency?: string;
  /** Why, as the person said it. */
  readonly note?: string;
  /** Of a command of many: how many. */
  readonly rows?: number;
  /** What several commands belong to: an import. */
  readonly group?: string;
}

export interface CommandDefinition<Args = unknown, Result = unknown, R extends Refusals = Refusals> {
  /** `domain.verbNoun`; name and version are for ever. */
  readonly name: string;
  readonly version: number;
  /** A request may be adjusted or refused by the server; a fact has happened and is always recorded. */
  readonly kind: 'request' | 'fact';
  /** The right that the actor needs; the command's name unless several commands share one. */
  readonly permission: string;
  /** Fields with a right of their own (R113), `<command>#<field>`: `run` asks for it with `mayChange`. */
  readonly fields?: readonly string[];
  readonly args: z.ZodType<Args>;
  readonly reads: readonly TableName[];
  readonly writes: readonly TableName[];
  readonly refusals: R;
  readonly run: (tx: Tx, args: Args, context: CommandContext<R>) => Promise<Result>;
  /** Asks ahead for what `run` reads first (PreparedQuery.ahead): it may travel with the end of the command before. */
  ahead?(tx: Tx, args: NoInfer<Args>): Promise<void>;
  /**
   * Of a fact, and every fact has it: sets before those who sort things out that it was done by somebody who had no right
   * to it, or none any more. Server only, after `run`.
   */
  tellWithoutRight?(tx: Tx, args: NoInfer<Args>, result: NoInfer<Result>, context: CommandContext<R>): Promise<void>;
  /** For a rejected creation: writes the row that later facts can hang on (state rejected). Server only. */
  readonly stub?: (tx: Tx, args: Args, context: CommandContext<R>) => Promise<void>;
  /** What the device keeps to tell it by. Pure. */
  subject?(args: NoInfer<Args>, result: NoInfer<Result>): Subject;
  /** Ids of what it makes and later commands may name: where it is rejected, they hang on nothing. Pure. */
  makes?(args: NoInfer<Args>): readonly Id[];
  /**
   * The command that takes this one back while it has not been sent; without it, or where it gives null, there is none. The
   * queue keeps both, so that seq and hash stay whole. Pure.
   */
  withdraw?(args: NoInfer<Args>): { readonly name: string; readonly args: unknown } | null;
}

/** Any command, as the registry holds it. */
// biome-ignore lint/suspicious/noExplicitAny: argument and result types are erased here; the runner parses before it runs
export type AnyCommand = CommandDefinition<any, unknown, any>;

type RequestOptions<Args, Result, R extends Refusals> = Omit<
  CommandDefinition<Args, Result, R>,
  'kind' | 'permission' | 'tellWithoutRight'
> & {
  readonly kind: 'request';
  readonly permission?: string;
};
type FactOptions<Args, Result, R extends Readonly<Record<string, 'adjust' | 'flag'>>> = Omit<
  CommandDefinition<Args, Result, R>,
  'kind' | 'permission' | 'stub' | 'tellWithoutRight'
> & {
  readonly kind: 'fact';
  readonly permission?: string;
  tellWithoutRight(
    tx: Tx,
    args: NoInfer<Args>,
    result: NoInfer<Result>,
    context: CommandContext<NoInfer<R>>,
  ): Promise<void>;
};

/** Declares a command. A fact's type has no `reject`. */
export function defineCommand<Args, Result, const R extends Refusals>(
  options: RequestOptions<Args, Result, R>,
): CommandDefinition<Args, Result, R>;
export function defineCommand<Args, Result, const R extends Readonly<Record<string, 'adjust' | 'flag'>>>(
  options: FactOptions<Args, Result, R>,
): CommandDefinition<Args, Result, R>;
export function defineCommand<Args, Result, R extends Refusals>(
  options: Omit<CommandDefinition<Args, Result, R>, 'permission'> & { permission?: string },
): CommandDefinition<Args, Result, R> {
  return { ...options, permission: options.permission ?? options.name };
}

/** How a command ended, on either side. `adjusted` did less than asked, or left something to be sorted out. */
export type Outcome =
  | { readonly state: 'applied'; readonly result: unknown }
  | {
      readonly state: 'adjusted';
      readonly result: unknown;
      readonly adjustments: readonly Reason[];
      readonly flags: readonly Reason[];
    }
  | { readonly state: 'rejected'; readonly reason: Reason };

/** The key of a command for ever: `sales.confirmOrder@1`. */
export function commandKey(name: string, version: number): string {
  return `${name}@${version}`;
}
