/** Balances computed anew from their source rows: to compare at any time, and to put right. */
import type { BalanceRule, Table } from '#shared/kernel/table.ts';
import { type Handle, literal, quoted, runSql } from './database.ts';
import { balanceId } from './triggers/balances.ts';

export interface BalanceDifference {
  readonly balance: string;
  readonly id: string;
  readonly column: string;
  /** The sum over the source rows. */
  readonly expected: number;
  /** What the balance row says; null when there is no such row. */
  readonly actual: number | null;
}

type BalanceRow = Record<string, string | number>;

/**
 * Every place where a balance is not the sum of its source rows, by balance, id and column; empty when all is well.
 * True only where all source rows are: on the server, and on a device for the scopes that it holds whole.
 */
export async function compareBalances(handle: Handle, rules: readonly BalanceRule[]): Promise<BalanceDifference[]> {
  const differences: BalanceDifference[] = [];
  for (const balance of balanceNames(rules)) {
    const of = rules.filter((rule) => rule.balance === balance);
    const sums = sumColumns(of);
    const expected = byId(await runSql<BalanceRow>(handle, expectedSql(of)));
    const actual = byId(
      await runSql<BalanceRow>(
        handle,
        `SELECT ${['id', ...sums].map(quoted).join(', ')} FROM ${quoted(balance)} ORDER BY "id"`,
      ),
    );
    for (const id of [...new Set([...expected.keys(), ...actual.keys()])].sort()) {
      for (const column of sums) {
        const sum = Number(expected.get(id)?.[column] ?? 0);
        const kept = actual.get(id)?.[column];
        if (sum === Number(kept ?? 0)) continue;
        differences.push({ balance, id, column, expected: sum, actual: kept === undefined ? null : Number(kept) });
      }
    }
  }
  return differences;
}

/**
 * Puts wrong balances right, as a command does: `tx` is a transaction with txContext in mode `command`.
 * @returns what was wrong
 */
export async function rebuildBalances(
  tx: Handle,
  tables: readonly Table[],
  rules: readonly BalanceRule[],
): Promise<BalanceDifference[]> {
  const differences = await compareBalances(tx, rules);
  const seen = new Set<string>();
  for (const { balance, id } of differences) {
    if (seen.has(`${balance} ${id}`)) continue;
    seen.add(`${balance} ${id}`);
    const table = tables.find(({ name }) => name === balance);
    if (!table) throw new Error(`${balance} is no table`);
    const of = rules.filter((rule) => rule.balance === balance);
    const mine = differences.filter((difference) => difference.balance === balance && difference.id === id);
    await writeBalance(tx, table, of, id, mine);
  }
  return differences;
}

/**
 * Makes all balance rows of a company whose source rows have just been put in, and that has no balances yet. A row is as
 * old as the newest of what it sums.
 * @returns rows by balance
 */
export async function fillBalances(
  tx: Handle,
  tables: readonly Table[],
  rules: readonly BalanceRule[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const name of balanceNames(rules)) {
    const table = tables.find((each) => each.name === name);
    if (!table) throw new Error(`${name} is no table`);
    const of = rules.filter((rule) => rule.balance === name);
    const summed = new Set(['id', ...Object.keys(of[0]?.key ?? {}), ...sumColumns(of)]);
    const actor = '(SELECT "actorId" FROM "txContext" WHERE "id" = 1)';
    const values: Record<string, string> = {};
    for (const column of Object.keys(table.columns)) values[column] = summed.has(column) ? quoted(column) : '0';
    Object.assign(values, { createdAt: '"firstAt"', createdBy: actor, updatedAt: '"lastAt"', updatedBy: actor });
    values.deletedAt = 'NULL';
    await runSql(
      tx,
      `INSERT INTO ${quoted(name)} (${Object.keys(values).map(quoted).join(', ')})
        SELECT ${Object.values(values).join(', ')} FROM (${expectedSql(of)}) AS expected`,
    );
    const [row] = await runSql<{ rows: number }>(tx, `SELECT count(*) AS "rows" FROM ${quoted(name)}`);
    counts.set(name, Number(row?.rows ?? 0));
  }
  return counts;
}

async function writeBalance(
  tx: Handle,
  table: Table,
  rules: readonly BalanceRule[],
  id: string,
  differences: readonly BalanceDifference[],
): Promise<void> {
  const audit = '(SELECT "now" FROM "txContext" WHERE "id" = 1)';
  const actor = '(SELECT "actorId" FROM "txContext" WHERE "id" = 1)';
  const sets = differences.map(({ column, expected }) => `${quoted(column)} = ${literal(expected)}`);
  if (differences.every(({ actual }) => actual !== null)) {
    await runSql(
      tx,
      `UPDATE ${quoted(table.name)} SET ${sets.join(', ')}, "updatedAt" = ${audit}, "updatedBy" = ${actor} WHERE "id" = ${literal(id)}`,
    );
    return;
  }
  const [keyed] = await runSql<BalanceRow>(tx, `${expectedSql(rules, id)}`);
  if (!keyed) throw new Error(`${table.name} ${id} has no source rows`);
  const values: Record<string, string> = {};
  for (const column of Object.keys(table.columns)) values[column] = literal(keyed[column] ?? 0);
  Object.assign(values, { createdAt: audit, createdBy: actor, updatedAt: audit, updatedBy: actor, deletedAt: 'NULL' });
  await runSql(
    tx,
    `INSERT INTO ${quoted(table.name)} (${Object.keys(values).map(quoted).join(', ')}) VALUES (${Object.values(values).join(', ')})`,
  );
}

function balanceNames(rules: readonly BalanceRule[]): string[] {
  return [...new Set(rules.map(({ balance }) => balance))].sort();
}

function sumColumns(rules: readonly BalanceRule[]): string[] {
  return [...new Set(rules.flatMap(({ sums }) => Object.keys(sums)))].sort();
}

/** id, key and sums of every balance row that the source rows call for. */
function expectedSql(rules: readonly BalanceRule[], onlyId?: string): string {
  const sums = sumColumns(rules);
  const keys = Object.keys(rules[0]?.key ?? {});
  const parts = rules.map((rule) => {
    const columns = [
      `${balanceId(rule.key, quoted)} AS "id"`,
      ...keys.map((key) => `${quoted(rule.key[key] ?? key)} AS ${quoted(key)}`),
      ...sums.map((sum) => `${rule.sums[sum] === undefined ? '0' : quoted(rule.sums[sum])} AS ${quoted(sum)}`),
      '"createdAt"',
      '"updatedAt"',
    ];
    const when = rule.when ? ` AND ${quoted(rule.when.column)} = ${literal(rule.when.equals)}` : '';
    // A part of the key that may be empty leaves the row out, as in the triggers.
    const keyed = Object.values(rule.key).map((source) => ` AND ${quoted(source)} IS NOT NULL`);
    return `SELECT ${columns.join(', ')} FROM ${quoted(rule.source)} WHERE "deletedAt" IS NULL${keyed.join('')}${when}`;
  });
  const only = onlyId === undefined ? '' : ` WHERE "id" = ${literal(onlyId)}`;
  const list = ['id', ...keys].map(quoted).join(', ');
  const times = 'min("createdAt") AS "firstAt", max("updatedAt") AS "lastAt"';
  return `SELECT ${list}, ${times}, ${sums.map((sum) => `sum(${quoted(sum)}) AS ${quoted(sum)}`).join(', ')}
    FROM (${parts.join(' UNION ALL ')}) AS source${only} GROUP BY ${list} ORDER BY "id"`;
}

function byId(rows: readonly BalanceRow[]): Map<string, BalanceRow> {
  return new Map(rows.map((row) => [String(row.id), row]));
}
