/**
 * Keeps balances (on hand, reserved, exposure) as sums over their source rows while a command runs. A source row counts
 * while it is not deleted and, where the rule says so, while a column has a value. A change that leaves all sums as they
 * were does not touch the balance row. A source row that leaves a part of the key empty counts into none.
 */
import type { BalanceRule, Table } from '#shared/kernel/table.ts';
import { literal, quoted } from '../database.ts';
import { anyOf, cell, changed, noParts, type TriggerLanguage, type TriggerParts } from './language.ts';

/** The rules of one source and one balance with the same key: one balance row for all of them. */
interface BalanceGroup {
  readonly balance: string;
  readonly key: Readonly<Record<string, string>>;
  readonly sums: readonly { readonly column: string; readonly rule: BalanceRule; readonly source: string }[];
  /** Source columns of the key that may be null. */
  readonly mayBeNull: readonly string[];
}

export function balanceParts(
  language: TriggerLanguage,
  table: Table,
  rules: readonly BalanceRule[],
  tablesByName: ReadonlyMap<string, Table>,
): TriggerParts {
  const parts = noParts();
  for (const group of groupRules(table, rules)) {
    const balance = tablesByName.get(group.balance);
    if (!balance) throw new Error(`${table.name} is summed into ${group.balance}, which is no table`);
    const add = (row: 'NEW' | 'OLD', when: string[], deltas: string[]): string =>
      addToBalance(language, balance, group, row, when, deltas);
    const counted = (row: 'NEW' | 'OLD'): string[] => group.sums.map((sum) => contribution(sum, row));
    const moved = anyOf(Object.values(group.key).map(changed));
    parts.insert.push(add('NEW', [], counted('NEW')));
    parts.update.push(
      add(
        'OLD',
        [moved],
        counted('OLD').map((value) => `-(${value})`),
      ),
      add(
        'NEW',
        [],
        group.sums.map(
          (sum) => `${contribution(sum, 'NEW')} - CASE WHEN ${moved} THEN 0 ELSE ${contribution(sum, 'OLD')} END`,
        ),
      ),
    );
    parts.delete.push(
      add(
        'OLD',
        [],
        counted('OLD').map((value) => `-(${value})`),
      ),
    );
  }
  return parts;
}

function groupRules(table: Table, all: readonly BalanceRule[]): BalanceGroup[] {
  const rules = all.filter(({ source }) => source === table.name);
  const groups = new Map<string, BalanceRule[]>();
  for (const rule of rules) {
    const name = JSON.stringify([rule.balance, rule.key]);
    groups.set(name, [...(groups.get(name) ?? []), rule]);
  }
  return [...groups.values()].flatMap((members) => {
    const first = members[0];
    if (!first) return [];
    const sums = members.flatMap((rule) =>
      Object.entries(rule.sums).map(([column, source]) => ({ column, rule, source })),
    );
    const mayBeNull = Object.values(first.key).filter((source) => table.columns[source]?.nullable);
    return [{ balance: first.balance, key: first.key, sums, mayBeNull }];
  });
}

/** What a row adds to a sum: its value while it counts, else 0. */
function contribution(sum: BalanceGroup['sums'][number], row: 'NEW' | 'OLD'): string {
  const counts = [`${cell(row, 'deletedAt')} IS NULL`];
  if (sum.rule.when) counts.push(`${cell(row, sum.rule.when.column)} = ${literal(sum.rule.when.equals)}`);
  return `CASE WHEN ${counts.join(' AND ')} THEN ${cell(row, sum.source)} ELSE 0 END`;
}

function addToBalance(
  language: TriggerLanguage,
  balance: Table,
  group: BalanceGroup,
  row: 'NEW' | 'OLD',
  when: readonly string[],
  deltas: readonly string[],
): string {
  const values: Record<string, string> = {};
  for (const column of Object.keys(balance.columns)) values[column] = '0';
  values.id = balanceId(group.key, (source) => cell(row, source));
  for (const [column, source] of Object.entries(group.key)) values[column] = cell(row, source);
  group.sums.forEach(({ column }, position) => {
    values[column] = `(${deltas[position]})`;
  });
  values.createdAt = language.context('now');
  values.createdBy = language.context('actorId');
  values.updatedAt = language.context('now');
  values.updatedBy = language.context('actorId');
  values.deletedAt = 'NULL';
  const sets = group.sums.map(
    ({ column }) => `${quoted(column)} = ${quoted(balance.name)}.${quoted(column)} + excluded.${quoted(column)}`,
  );
  return language.insertSelect({
    into: balance.name,
    values,
    when: [
      ...when,
      ...group.mayBeNull.map((source) => `${cell(row, source)} IS NOT NULL`),
      anyOf(deltas.map((delta) => `(${delta}) <> 0`)),
    ],
    onConflict: `("id") DO UPDATE SET ${sets.join(', ')}, "updatedAt" = excluded."updatedAt", "updatedBy" = excluded."updatedBy"`,
  });
}

/** The natural key of a balance row, as SQL. */
export function balanceId(key: Readonly<Record<string, string>>, expressionOf: (source: string) => string): string {
  return Object.values(key).map(expressionOf).join(` || ':' || `);
}
