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
