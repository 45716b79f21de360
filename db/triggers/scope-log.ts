/**
 * Server only: notes per scope which rows a device must learn of, at the version of the command. Guards:
 * - a row that moves leaves its old scope and enters the new one, with everything that hangs on it, at one version
 *   (scope-moves.ts);
 * - a row whose root is missing is refused: nobody would ever see it.
 */
import type { Table } from '#shared/kernel/table.ts';
import { quoted } from '../database.ts';
import { anyOf, cell, changed, noParts, type TriggerLanguage, type TriggerParts } from './language.ts';
import { logEntry, type ScopeOp } from './scope-entry.ts';
import { lateRoot, movedBelow } from './scope-moves.ts';
import { pathKey, type ScopePath, scopePaths, scopeSource } from './scope-paths.ts';

export function scopeLogParts(
  language: TriggerLanguage,
  table: Table,
  tables: readonly Table[],
  tablesByName: ReadonlyMap<string, Table>,
): TriggerParts {
  const paths = scopePaths(table, tablesByName);
  const byEntry = scopeLogByEntry(language, table, paths, tables);
  if (language.dialect === 'sqlite') return byEntry;
  const together = (row: 'NEW' | 'OLD', op: ScopeOp): string[] => logTogether(language, table, paths, row, op);
  const keys = [...new Set(paths.flatMap((path) => pathKey(path) ?? []))];
  const stays = together('NEW', 'upsert');
  const moves = [...byEntry.update, ...movedBelow(language, table, tables, tablesByName).statements];
  const update =
    keys.length === 0 ? stays : [`IF ${anyOf(keys.map(changed))} THEN`, ...moves, 'ELSE', ...stays, 'END IF;'];
  return {
    insert: [...together('NEW', 'enter'), ...lateRoot(language, table, paths, tables)],
    update,
    delete: together('OLD', 'delete'),
  };
}

/** A statement for each entry. */
function scopeLogByEntry(
  language: TriggerLanguage,
  table: Table,
  paths: readonly ScopePath[],
  tables: readonly Table[],
): TriggerParts {
  const parts = noParts();
  const log = (row: 'NEW' | 'OLD', path: ScopePath, op: ScopeOp, when: string[] = []): string => {
    const { scope, from, where } = scopeSource(path, (column) => cell(row, column), 'root');
    return logEntry(language, { scope, tableName: table.name, rowId: cell(row, 'id'), op, from, where, when });
  };
  parts.insert.push(...missingRoots(language, table, 'NEW', paths), ...paths.map((path) => log('NEW', path, 'enter')));
  parts.insert.push(...lateRoot(language, table, paths, tables));
  parts.delete.push(...missingRoots(language, table, 'OLD', paths), ...paths.map((path) => log('OLD', path, 'delete')));
  parts.update.push(...missingRoots(language, table, 'NEW', paths));
  // All leaves before all entries: where two rules name one scope, the row is still in it.
  for (const path of paths) {
    const key = pathKey(path);
    if (key !== undefined) parts.update.push(log('OLD', path, 'leave', [changed(key)]));
  }
  for (const path of paths) {
    const key = pathKey(path);
    if (key !== undefined) parts.update.push(log('NEW', path, 'enter', [changed(key)]));
    parts.update.push(log('NEW', path, 'upsert', key === undefined ? [] : [`NOT (${changed(key)})`]));
  }
  return parts;
}

/**
 * PostgreSQL: all entries of a row in one statement for each way to its roots, which also tells whether they are there:
 * what a statement costs to start is more than what it does.
 */
function logTogether(
  language: TriggerLanguage,
  table: Table,
  paths: readonly ScopePath[],
  row: 'NEW' | 'OLD',
  op: ScopeOp,
): string[] {
  return groupByWay(paths).flatMap((group) => {
    const [longest] = group;
    if (!longest) return [];
    const from = wayOf(longest, group, row);
    const scopes = group.map((path) => scopeSource(path, (column) => cell(row, column), 'root').scope);
    const isList = scopes.length > 1;
    const scope = isList ? 'held."scope"' : (scopes[0] ?? '');
    const mayBeNone = group.some(({ nullable, roots }) => nullable || roots.some(({ optional }) => optional));
    const values = scopes.map((each) => `(${each})`).join(', ');
    const statement = logEntry(language, {
      scope,
      tableName: table.name,
      rowId: cell(row, 'id'),
      op,
      from: isList ? [...from, `LATERAL (VALUES ${values}) AS held("scope")`] : from,
      where: mayBeNone ? [`${scope} IS NOT NULL`] : [],
      when: [],
    });
    const missing = missingRoots(language, table, row, group);
    return missing.length === 0 ? [statement] : [statement, 'IF NOT FOUND THEN', ...missing, 'END IF;'];
  });
}

/** The roots of a group of ways: one that may be missing is joined so that the shorter ways are there without it. */
function wayOf(longest: ScopePath, group: readonly ScopePath[], row: 'NEW' | 'OLD'): string[] {
  const shortest = Math.min(...group.map(({ roots }) => roots.length));
  let joins = '';
  let isLoose = false;
  let above = (column: string): string => cell(row, column);
  longest.roots.forEach(({ table, column, optional }, at) => {
    const alias = `root${at}`;
    isLoose ||= optional && at >= shortest;
    const join = isLoose ? 'LEFT JOIN' : 'JOIN';
    joins += ` ${join} ${quoted(table)} AS ${alias} ON ${alias}."id" = ${above(column)}`;
    above = (name) => `${alias}.${quoted(name)}`;
  });
  return joins === '' ? [] : [`(SELECT 1) AS own${joins}`];
}

/**
 * Ways that are the beginning of a longer one go with it: the roots of the longest are all in the statement, by the same
 * names. The longest stands first in its group. Two of one kind may name one scope, which a statement cannot log twice.
 */
function groupByWay(paths: readonly ScopePath[]): ScopePath[][] {
  const groups: ScopePath[][] = [];
  for (const path of [...paths].sort((one, other) => other.roots.length - one.roots.length)) {
    const group = groups.find((each) => isBeginningOf(path, each[0]) && !each.some(({ kind }) => kind === path.kind));
    if (group) group.push(path);
    else groups.push([path]);
  }
  return groups;
}

function isBeginningOf(path: ScopePath, longest: ScopePath | undefined): boolean {
  if (!longest) return false;
  return path.roots.every(
    (step, at) => step.table === longest.roots[at]?.table && step.column === longest.roots[at]?.column,
  );
}

function missingRoots(
  language: TriggerLanguage,
  table: Table,
  row: 'NEW' | 'OLD',
  paths: readonly ScopePath[],
): string[] {
  const conditions = new Map<string, string>();
  for (const path of paths) {
    const root = path.roots[0];
    if (!root) continue;
    // A row that may stand without a root is seen by its other rules then.
    if (root.optional) continue;
    const condition = `NOT EXISTS (SELECT 1 FROM ${quoted(root.table)} AS root0 WHERE root0."id" = ${cell(row, root.column)})`;
    conditions.set(condition, `a row of ${table.name} names a row of ${root.table} that is not there`);
  }
  return [...conditions].map(([condition, message]) => language.raiseWhen(condition, message));
}
