import type { AnyCommand } from './command.ts';
import type { DemoPart } from './demo.ts';
import type { AnyQuery } from './query.ts';
import type { BalanceRule, Columns, Table } from './table.ts';

/** What a domain, or the workflows, bring into the house: one line of shared/domains/all.ts each. */
export interface Manifest {
  readonly name: string;
  readonly tables: readonly Table<string, Columns>[];
  readonly balances: readonly BalanceRule[];
  readonly commands: readonly AnyCommand[];
  readonly queries: readonly AnyQuery[];
  /** Its parts of the demo company, loaded only where one is built. */
  readonly demo?: () => Promise<readonly DemoPart[]>;
}
