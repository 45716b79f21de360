import type { Verdict } from '../contract.ts';
import { type BusinessRows, balanceTables, type ModelRow, sumsOf } from './model/business-rows.ts';

type Say = (verdict: Verdict, invariant: number, text: string) => void;

/**
 * Balances against what they are made of (5).
 * @param isWhole whether everything that a balance row is made of is here
 */
export function checkSums(rows: BusinessRows, isWhole: (balance: ModelRow) => boolean, who: string, say: Say): void {
  for (const table of balanceTables) {
    const sums = sumsOf(rows, table);
    for (const [id, balance] of rows.table(table)) {
      if (!isWhole(balance)) continue;
      for (const [column, sum] of Object.entries(sums.get(id) ?? {})) {
        if (balance[column] === sum) continue;
        say('diverged', 5, `${who}: ${column} of ${table} ${id} is ${balance[column]}, what it is made of is ${sum}`);
        return;
      }
      if (!sums.has(id) && Object.values(sumColumns(balance)).some((value) => value !== 0)) {
        say('diverged', 5, `${who}: ${table} ${id} holds something and is made of nothing`);
        return;
      }
    }
    for (const [id, sum] of sums) {
      if (rows.get(table, id) || Object.values(sum).every((value) => value === 0)) continue;
      const [productId = '', warehouseId = ''] = id.split(':');
      if (!isWhole({ id, productId, warehouseId, customerId: productId })) continue;
      say('diverged', 5, `${who}: ${table} has no row ${id}`);
      return;
    }
  }
}

const sumNames = new Set([
  'onHand',
  'reserved',
  'incoming',
  'opening',
  'openOrdersMinor',
  'unbilledMinor',
  'receivablesMinor',
  'prepaymentsMinor',
]);

function sumColumns(balance: ModelRow): ModelRow {
  return Object.fromEntries(Object.entries(balance).filter(([column]) => sumNames.has(column)));
}
