/**
 * How a domain takes part in the simulation: it brings generators of its commands, as a person would issue them who
 * looks at this device's rows. They stand in `shared/domains/<domain>/simulation/*.ts` and
 * `shared/workflows/simulation/*.ts`, are found by listing those folders, and each file exports
 * `generators: readonly CommandGenerator[]`. Guards:
 * - a generator draws from the view alone, so that a seed makes the same commands again;
 * - it need not make sense always: people try what is refused, too.
 */
import type { SeededRandom } from './demo.ts';
import type { Id } from './ids.ts';
import type { Instant } from './instants.ts';
import type { Reader } from './table.ts';

/** What the person knows who is about to do something. */
export interface GeneratorView {
  readonly random: SeededRandom;
  /** For rows that the command makes. */
  newId(): Id;
  /** `order` → `SO-K7-000123`; given once. */
  nextNumber(kind: string): Promise<string>;
  /** What is committed on this device now. Order what you read: rows without an order break the replay of a seed. */
  readonly db: Reader;
  /** The device's time, corrected by its server's. */
  readonly now: Instant;
  readonly person: {
    readonly userId: Id;
    readonly roleCode: string;
    readonly permissions: ReadonlySet<string>;
  };
}

/** A command to be issued. */
export interface GeneratedCommand {
  readonly name: string;
  readonly args: unknown;
}

export interface CommandGenerator {
  /** The command's name, or several words where one command has several generators: `sales.confirmOrder last piece`. */
  readonly name: string;
  /** How often, beside the others: an order has 10. */
  readonly weight: number;
  /** Roles that do such a thing; everyone without it. */
  readonly roles?: readonly string[];
  /** @returns null where there is nothing here to do it with */
  make(view: GeneratorView): Promise<GeneratedCommand | null>;
}
