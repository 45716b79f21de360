/**
 * Server only: notes per scope which rows a device must learn of, at the version of the command. Guards:
 * - a row that moves leaves its old scope and enters the new one, with everything that hangs on it, at one version;
 * - a row whose root is missing is refused: nobody would ever see it.
 */
import type { Table } from '#shared/kernel/table.ts';
import { literal } from '../database.ts';
import { anyOf, cell, changed, noParts, type TriggerLanguage, type TriggerParts } from './language.ts';
import { descendantChains, descendantSource, pathKey, type ScopePath, scopePaths, scopeSource } from './scope-paths.ts';

type ScopeOp = 'enter' | 'upsert' | 'leave' | 'delete';

/** A second change within one command has nothing to add. */
const NEWEST_WINS =
  '("scope", "tableName", "rowId") DO UPDATE SET "version" = excluded."version", "op" = excluded."op" ' +
  `WHERE NOT ("scopeLog"."version" = excluded."version" AND ("scopeLog"."op" = excluded."op" OR ("scopeLog"."op" = 'enter' AND excluded."op" = 'upsert')))`;

export function scopeLogParts(
  language: TriggerLanguage,
  table: Table,
  tables: readonly Table[],
  tablesByName: ReadonlyMap<string, Table>,
): TriggerParts {
  const paths = scopePaths(table, tablesByName);
  const byEntry = scopeLogByEntry(language, table, paths, tables, tablesByName);
  if (language.dialect === 'sqlite') return byEntry;
  const together = (row: 'NEW' | 'OLD', op: ScopeOp): string[] => logTogether(language, table, paths, row, op);
  const keys = [...new Set(paths.flatMap((path) => pathKey(path) ?? []))];
  const stays = together('NEW', 'upsert');
  const update =
    keys.length === 0 ? stays : [`IF ${anyOf(keys.map(changed))} THEN`, ...byEntry.update, 'ELSE', ...stays, 'END IF;'];
  return { insert: together('NEW', 'enter'), update, delete: together('OLD', 'delete') };
}

/** A statement for each entry. */
function scopeLogByEntry(
  language: TriggerLanguage,
  table: Table,
  paths: readonly ScopePath[],
  tables: readonly Table[],
  tablesByName: ReadonlyMap<string, Table>,
): TriggerParts {
  const parts = noParts();
  const log = (row: 'NEW' | 'OLD', path: ScopePath, op: ScopeOp, when: string[] = []): string => {
    const { scope, from, where } = scopeSource(path, (column) => cell(row, column), 'root');
    return logEntry(language, { scope, tableName: table.name, rowId: cell(row, 'id'), op, from, where, when });
  };
  parts.insert.push(...missingRoots(language, table, 'NEW', paths), ...paths.map((path) => log('NEW', path, 'enter')));
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
  parts.update.push(...movedDescendants(language, table, paths, tables, tablesByName));
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
  const groups = new Map<string, ScopePath[]>();
  for (const path of paths) {
    const way = JSON.stringify(path.roots);
    groups.set(way, [...(groups.get(way) ?? []), path]);
  }
  return [...groups.values()].flatMap((group) => {
    const sources = group.map((path) =>
      scopeSource({ ...path, nullable: false }, (column) => cell(row, column), 'root'),
    );
    const [first, ...others] = sources;
    if (!first) return [];
    const { from, where } = first;
    const isList = others.length > 0;
    const values = sources.map(({ scope }) => `(${scope})`).join(', ');
    const statement = logEntry(language, {
      scope: isList ? 'held."scope"' : first.scope,
      tableName: table.name,
      rowId: cell(row, 'id'),
      op,
      from: isList ? [...from, `LATERAL (VALUES ${values}) AS held("scope")`] : from,
      where: [
        ...where,
        ...(group.some(({ nullable }) => nullable) ? [`${isList ? 'held."scope"' : first.scope} IS NOT NULL`] : []),
      ],
      when: [],
    });
    const missing = missingRoots(language, table, row, group);
    return missing.length === 0 ? [statement] : [statement, 'IF NOT FOUND THEN', ...missing, 'END IF;'];
  });
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
    const { from, where } = scopeSource({ ...path, nullable: false }, (column) => cell(row, column), 'root');
    const condition = `NOT EXISTS (SELECT 1 FROM ${from.join(', ')} WHERE ${where.join(' AND ')})`;
    conditions.set(condition, `a row of ${table.name} names a row of ${root.table} that is not there`);
  }
  return [...conditions].map(([condition, message]) => language.raiseWhen(condition, message));
}

function movedDescendants(
  language: TriggerLanguage,
  table: Table,
  paths: readonly ScopePath[],
  tables: readonly Table[],
  tablesByName: ReadonlyMap<string, Table>,
): string[] {
  const statements: string[] = [];
  for (const chain of descendantChains(table, tables)) {
    const below = descendantSource(chain, cell('OLD', 'id'));
    for (const path of paths) {
      const key = pathKey(path);
      if (key === undefined) continue;
      const log = (row: 'NEW' | 'OLD', op: ScopeOp): string => {
        const source = scopeSource(path, (column) => cell(row, column), 'root');
        return logEntry(language, {
          scope: source.scope,
          tableName: chain.table.name,
          rowId: below.rowCell('id'),
          op,
          from: [...below.from, ...source.from],
          where: [...below.where, ...source.where],
          when: [changed(key)],
        });
      };
      statements.push(log('OLD', 'leave'), log('NEW', 'enter'));
      statements.push(...keptByOtherPaths(language, { table, path, key }, chain, below, tablesByName));
    }
  }
  return statements;
}

/** A row below that sees the left scope by another path of its own stays in it. */
function keptByOtherPaths(
  language: TriggerLanguage,
  moved: { table: Table; path: ScopePath; key: string },
  chain: ReturnType<typeof descendantChains>[number],
  below: ReturnType<typeof descendantSource>,
  tablesByName: ReadonlyMap<string, Table>,
): string[] {
  const left = scopeSource(moved.path, (column) => cell('OLD', column), 'left');
  return scopePaths(chain.table, tablesByName)
    .filter((path) => path.kind === moved.path.kind)
    .filter((path) => !leadsThrough(path, chain, moved.path))
    .map((path) => {
      const own = scopeSource(path, below.rowCell, 'own');
      return logEntry(language, {
        scope: own.scope,
        tableName: chain.table.name,
        rowId: below.rowCell('id'),
        op: 'enter',
        from: [...below.from, ...own.from, ...left.from],
        where: [...below.where, ...own.where, ...left.where, `${own.scope} = ${left.scope}`],
        when: [changed(moved.key)],
      });
    });
}

function leadsThrough(path: ScopePath, chain: ReturnType<typeof descendantChains>[number], end: ScopePath): boolean {
  const up = [...chain.steps].reverse().map((step) => step.column);
  const wanted = [...up, ...end.roots.map((step) => step.column)];
  const actual = path.roots.map((step) => step.column);
  return (
    path.column === end.column && actual.length === wanted.length && actual.every((column, at) => column === wanted[at])
  );
}

interface Entry {
  readonly scope: string;
  readonly tableName: string;
  readonly rowId: string;
  readonly op: ScopeOp;
  readonly from: string[];
  readonly where: string[];
  readonly when: string[];
}

function logEntry(language: TriggerLanguage, entry: Entry): string {
  return language.insertSelect({
    into: 'scopeLog',
    values: {
      scope: entry.scope,
      tableName: literal(entry.tableName),
      rowId: entry.rowId,
      version: language.context('version'),
      op: literal(entry.op),
    },
    from: entry.from,
    where: entry.where,
    when: entry.when,
    onConflict: NEWEST_WINS,
  });
}
