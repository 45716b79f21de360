import type { Actor } from './command.ts';
import { scopeName } from './scope.ts';
import type { Table } from './table.ts';

/**
 * Whether the actor sees a row by one of its table's own scope rules: the question of reading and of writing is the
 * same. A domain function that loads a row for a command treats what is out of reach as not there, so that a refusal
 * tells nothing about it.
 * @throws for a table that is seen by its root: ask `actor.reaches`
 */
export function isWithinReach(actor: Actor, table: Table, row: Readonly<Record<string, unknown>>): boolean {
  return table.scopedBy.some((rule) => {
    if (rule.by === 'root') throw new Error(`${table.name} is seen by ${rule.table}: ask actor.reaches`);
    if (rule.by === 'company') return rule.right === undefined || actor.permissions.has(rule.right);
    return actor.sees(scopeName(rule.kind, String(row[rule.column]), rule.right));
  });
}
