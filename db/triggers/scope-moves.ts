/**
 * What hangs on a row goes where the row goes: rows below one that moves leave its old scopes and enter its new ones, and
 * rows that stood without one enter its scopes when it comes.
 */
import type { Table } from '#shared/kernel/table.ts';
import { cell, changed, type TriggerLanguage } from './language.ts';
import { logEntry, type ScopeOp } from './scope-entry.ts';
import {
  type DescendantChain,
  type DescendantSource,
  descendantChains,
  descendantSource,
  pathKey,
  type ScopePath,
  scopePaths,
  scopeSource,
} from './scope-paths.ts';

/** A way to a scope, and when rows below take it: where the column has changed. */
interface MovingPath {
  readonly path: ScopePath;
  readonly key: string;
}

/** What is to be logged of the rows below one whose key has changed, and the columns that are such keys. */
export interface MovedBelow {
  readonly keys: readonly string[];
  readonly statements: readonly string[];
}

/** For each kind of rows below: all leaves, then all entries, then what keeps a row where it is. */
export function movedBelow(
  language: TriggerLanguage,
  table: Table,
  tables: readonly Table[],
  tablesByName: ReadonlyMap<string, Table>,
): MovedBelow {
  const moving = scopePaths(table, tablesByName).flatMap((path): MovingPath[] => {
    const key = pathKey(path);
    return key === undefined ? [] : [{ path, key }];
  });
  const statements = descendantChains(table, tables).flatMap((chain) => {
    const below = descendantSource(chain, cell('OLD', 'id'));
    const groups = groupByKind(moving);
    return [
      ...groups.map((group) => logBelow(language, group, chain, below, 'OLD', 'leave')),
      ...groups.map((group) => logBelow(language, group, chain, below, 'NEW', 'enter')),
      ...moving.flatMap((moved) => keptByOtherPaths(language, moved, chain, below, tablesByName)),
    ];
  });
  return { keys: [...new Set(moving.map(({ key }) => key))], statements };
}

/** Rows that stood without this one until now are seen with it. */
export function lateRoot(
  language: TriggerLanguage,
  table: Table,
  paths: readonly ScopePath[],
  tables: readonly Table[],
): string[] {
  const waiting = descendantChains(table, tables).filter(({ steps }) => steps[0]?.optional);
  const groups = groupByKind(paths.map((path) => ({ path })));
  return waiting.flatMap((chain) => {
    const below = descendantSource(chain, cell('NEW', 'id'));
    return groups.map((group) => logBelow(language, group, chain, below, 'NEW', 'enter'));
  });
}

/** Two of one kind may name one scope, which a statement cannot log twice. */
function groupByKind<Way extends { readonly path: ScopePath }>(ways: readonly Way[]): Way[][] {
  const groups: Way[][] = [];
  for (const each of ways) {
    const group = groups.find((members) => members.every(({ path }) => path.kind !== each.path.kind));
    if (group) group.push(each);
    else groups.push([each]);
  }
  return groups;
}

/** One statement for all ways that the rows of a chain leave, or enter. */
function logBelow(
  language: TriggerLanguage,
  group: readonly { readonly path: ScopePath; readonly key?: string }[],
  chain: DescendantChain,
  below: DescendantSource,
  row: 'NEW' | 'OLD',
  op: ScopeOp,
): string {
  const ways = group.map(({ path, key }) => {
    const { scope, from, where } = scopeSource(path, (column) => cell(row, column), 'root');
    const conditions = key === undefined ? where : [...where, changed(key)];
    const source = from.length === 0 ? '' : ` FROM ${from.join(', ')}`;
    const found = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
    return `SELECT ${scope} AS "scope"${source}${found}`;
  });
  return logEntry(language, {
    scope: 'way."scope"',
    tableName: chain.table.name,
    rowId: below.rowCell('id'),
    op,
    from: [`(${ways.join(' UNION ALL ')}) AS way`, ...below.from],
    where: below.where,
    when: [],
  });
}

/** A row below that sees the left scope by another path of its own stays in it. */
function keptByOtherPaths(
  language: TriggerLanguage,
  moved: MovingPath,
  chain: DescendantChain,
  below: DescendantSource,
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

function leadsThrough(path: ScopePath, chain: DescendantChain, end: ScopePath): boolean {
  const up = [...chain.steps].reverse().map((step) => step.column);
  const wanted = [...up, ...end.roots.map((step) => step.column)];
  const actual = path.roots.map((step) => step.column);
  return (
    path.column === end.column && actual.length === wanted.length && actual.every((column, at) => column === wanted[at])
  );
}
