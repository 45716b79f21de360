import { type BalanceDifference, compareBalances, rebuildBalances } from '#db/balances.ts';
import { allBalances, allTables } from '#shared/registry.ts';
import { runSystemCommand, type SystemWriter } from '../sync/system-command.ts';

export interface BalanceCheck {
  /** Where a balance is not the sum of its movements or entries; empty when all is well. */
  readonly differences: readonly BalanceDifference[];
  readonly repaired: boolean;
}

/**
 * Compares every balance with what it is the sum of (R33).
 * @param repair puts wrong ones right, as one version of the company's history, so that devices get them
 */
export async function checkBalances(writer: SystemWriter, repair: boolean): Promise<BalanceCheck> {
  if (!repair) return { differences: await compareBalances(writer.database.kysely, allBalances), repaired: false };
  const differences = await runSystemCommand(writer, (tx) => rebuildBalances(tx, allTables, allBalances));
  return { differences, repaired: differences.length > 0 };
}

/** What adding up every balance anew came to. */
export interface RebuiltBalances extends BalanceCheck {
  /** Of each table of balances: how many rows are kept, and how many of them were wrong. */
  readonly tables: readonly { readonly table: string; readonly rows: number; readonly wrong: number }[];
}

/**
 * Adds up every balance from the ledger that it is kept from (R33) and says, table by table, what it found.
 * @param compares leaves wrong ones as they are
 */
export async function rebuildStock(writer: SystemWriter, compares: boolean): Promise<RebuiltBalances> {
  const checked = await checkBalances(writer, !compares);
  const tables = [];
  for (const table of [...new Set(allBalances.map(({ balance }) => balance))].sort()) {
    const { rows } = await writer.database.kysely
      .selectFrom(table as 'stockBalances')
      .select(({ fn }) => fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow();
    const wrong = new Set(checked.differences.filter(({ balance }) => balance === table).map(({ id }) => id));
    tables.push({ table, rows: Number(rows), wrong: wrong.size });
  }
  return { tables, ...checked };
}
