/**
 * Rule 11. In shared/: no raw SQL, LIKE, CAST, REPLACE, SQL date functions, or reads without an order; commands read
 * balances and open documents, not history tables. Guards:
 * - kysely's `sql`, compiled queries and dialect helpers are not imported;
 * - operators and functions are such that SQLite and PostgreSQL answer alike (the lists below), and clauses exist on both;
 * - operators are written out, where they can be read; `fn` keeps its name, and no order is taken away again;
 * - a read that answers many rows says in which order, the id last, so that no two rows tie (groups are ordered by what
 *   they are grouped by); a read of the first row says which (where or order). An
 *   aggregate without groups answers one row and needs neither;
 * - commands, workflows and api.ts neither read nor declare to read a table that its descriptor calls `history: true`.
 * A query that is put together in pieces is followed through variables and functions of its file. It cannot see pieces
 * from another file, table names in variables, or an order that is added under a condition only.
 * Long because the lists of what both databases know stand here.
 */
import type { Node } from 'oxc-parser';
import { type Breach, breachAt, type Rule } from '../rule.ts';
import type { Source } from '../source.ts';
import {
  bare,
  type ChainLink,
  chainOf,
  isFunction,
  keyName,
  memberName,
  nodesWithin,
  textOf,
  valueUnder,
} from '../syntax.ts';
import { isProduction, roomOf, type Tree } from '../tree.ts';

const rawNames = new Set(['sql', 'CompiledQuery', '*']);
const unportableOperators = new Set([
  'like',
  'not like',
  'ilike',
  'not ilike',
  'similar to',
  'regexp',
  'glob',
  'match',
  '~',
  '~*',
  '@@',
  '@>',
  '->',
  '->>',
]);
/** SQL functions that answer alike on both databases, for integers and for any text. */
const portableFunctions = new Set(['abs', 'coalesce', 'nullif', 'length', 'sum', 'count', 'min', 'max']);
/** Methods of kysely's `fn` likewise; avg gives a floating-point number. */
const portableFnMethods = new Set(['coalesce', 'count', 'countAll', 'max', 'min', 'sum', 'agg']);
const unportableClauses = new Set([
  'cast',
  'replaceInto',
  'orReplace',
  'orIgnore',
  'ignore',
  'onDuplicateKeyUpdate',
  'distinctOn',
  'mergeInto',
  'forUpdate',
  'forShare',
  'forKeyShare',
  'forNoKeyUpdate',
  'skipLocked',
  'innerJoinLateral',
  'leftJoinLateral',
  'clearOrderBy',
]);
/** Methods of kysely whose second argument is an operator. */
const comparing = new Set(['where', 'having', 'on', 'orOn', 'orWhere', 'whereRef', 'onRef', 'havingRef', 'when']);
const rowReaders = new Set(['execute', 'stream']);
const firstRowReaders = new Set(['executeTakeFirst', 'executeTakeFirstOrThrow']);
const queryClauses = new Set(['select', 'selectAll', 'where', 'whereRef', 'innerJoin', 'leftJoin', 'groupBy', 'limit']);
const writeStarts = new Set(['insertInto', 'updateTable', 'deleteFrom']);
const tableClauses = new Set([
  'selectFrom',
  'innerJoin',
  'leftJoin',
  'rightJoin',
  'fullJoin',
  'crossJoin',
  'from',
  'using',
]);

const isCommandFile = (path: string): boolean =>
  /^shared\/(domains\/[^/]+\/(commands\/|rules\/|api\.ts$)|workflows\/)/.test(path);

/** Is this the `fn` of kysely: `fn`, `eb.fn`, `tx.fn`? */
function isFn(node: Node): boolean {
  const plain = bare(node);
  return plain.type === 'Identifier'
    ? plain.name === 'fn'
    : plain.type === 'MemberExpression' && memberName(plain) === 'fn';
}

/** `({ fn: f }) => …`, `const f = eb.fn`. */
function isRenamedFn(node: Node): boolean {
  if (node.type === 'Property') {
    const value = bare(node.value);
    return keyName(node) === 'fn' && value.type === 'Identifier' && value.name !== 'fn';
  }
  if (node.type !== 'VariableDeclarator' || !node.init || node.id.type !== 'Identifier') return false;
  const initial = bare(node.init);
  return initial.type === 'MemberExpression' && memberName(initial) === 'fn' && node.id.name !== 'fn';
}

function* checkWords(source: Source): Iterable<Breach> {
  for (const { target, node, names, specifier } of source.imports) {
    if (target.kind !== 'package' || target.name !== 'kysely') continue;
    const raw = names.find((name) => rawNames.has(name));
    if (raw)
      yield breachAt(
        11,
        source,
        node,
        `shared/ takes ${raw} from kysely: no raw SQL, it must run alike on both databases`,
      );
    if (target.subpath.startsWith('helpers')) yield breachAt(11, source, node, `${specifier} is for one database only`);
  }
  for (const node of source.nodes) {
    if (isRenamedFn(node)) yield breachAt(11, source, node, 'fn under another name cannot be followed: keep it fn');
    if (node.type !== 'CallExpression') continue;
    const callee = bare(node.callee);
    const compares =
      callee.type === 'MemberExpression'
        ? comparing.has(memberName(callee) ?? '')
        : callee.type === 'Identifier' && (callee.name === 'eb' || callee.name === 'expressionBuilder');
    if (compares && node.arguments.length === 3 && textOf(node.arguments[1]) === null)
      yield breachAt(11, source, node, 'the operator cannot be read: write it out');
    const operator = textOf(node.arguments[1])?.toLowerCase() ?? '';
    if (node.arguments.length >= 3 && unportableOperators.has(operator)) {
      yield breachAt(
        11,
        source,
        node,
        `operator '${operator}' differs between the databases: search with context.search, compare with = or ranges`,
      );
    }
    const isAggregate = callee.type === 'MemberExpression' && isFn(callee.object) && memberName(callee) === 'agg';
    if (isFn(callee) || isAggregate) {
      const name = textOf(node.arguments[0]);
      if (name === null || !portableFunctions.has(name.toLowerCase())) {
        yield breachAt(
          11,
          source,
          node,
          `SQL function ${name ?? '(computed)'} is not on the list that answers alike on both databases`,
        );
      }
    }
    if (callee.type !== 'MemberExpression') continue;
    const method = memberName(callee) ?? '';
    if (isFn(callee.object) && !portableFnMethods.has(method)) {
      yield breachAt(11, source, node, `fn.${method} is not on the list that answers alike on both databases`);
    }
    if (unportableClauses.has(method)) yield breachAt(11, source, node, `.${method}() is not for both databases`);
  }
}

/** All calls that make up a query, also where it is put together in variables or functions of this file. */
function linksOf(source: Source, node: Node, seen: Set<Node>): ChainLink[] {
  const { root, links } = chainOf(node);
  const start = root.type === 'CallExpression' ? bare(root.callee) : root;
  const declaration = source.referenceAt(start)?.binding?.declaration;
  if (!declaration || seen.has(declaration)) return [...links];
  seen.add(declaration);
  const pieces: Node[] = [];
  if (declaration.type === 'VariableDeclarator' && declaration.init) {
    const initial = bare(declaration.init);
    if (isFunction(initial)) pieces.push(...answersOf(initial));
    else pieces.push(initial);
    for (const other of source.nodes) {
      if (other.type !== 'AssignmentExpression') continue;
      if (source.referenceAt(other.left)?.binding?.declaration === declaration) pieces.push(other.right);
    }
  } else if (declaration.type === 'FunctionDeclaration' && root.type === 'CallExpression')
    pieces.push(...answersOf(declaration));
  return [...pieces.flatMap((piece) => linksOf(source, piece, seen)), ...links];
}

function answersOf(node: Node): Node[] {
  if (!isFunction(node) || !node.body) return [];
  if (node.body.type !== 'BlockStatement') return [node.body];
  return nodesWithin(node.body).flatMap((inner) =>
    inner.type === 'ReturnStatement' && inner.argument ? [inner.argument] : [],
  );
}

function isAggregate(links: readonly ChainLink[]): boolean {
  if (links.some((link) => link.name === 'groupBy')) return false;
  return links.some(
    (link) =>
      link.name === 'select' &&
      link.call.arguments.some((argument) =>
        nodesWithin(argument).some((node) => {
          if (node.type !== 'CallExpression') return false;
          const callee = bare(node.callee);
          return callee.type === 'MemberExpression' && isFn(callee.object) && memberName(callee) !== 'coalesce';
        }),
      ),
  );
}

/** Is the id the last that is ordered by? */
function endsWithId(links: readonly ChainLink[]): boolean {
  const last = links.findLast((link) => link.name === 'orderBy')?.call.arguments[0];
  if (!last) return false;
  const plain = bare(last);
  const column = plain.type === 'ArrayExpression' ? plain.elements.at(-1) : plain;
  return /(^|[.])id$/.test(textOf(column)?.split(' ')[0] ?? '');
}

function* checkOrder(source: Source): Iterable<Breach> {
  for (const node of source.nodes) {
    if (node.type !== 'CallExpression') continue;
    const callee = bare(node.callee);
    const method = callee.type === 'MemberExpression' ? (memberName(callee) ?? '') : '';
    const takesFirst = firstRowReaders.has(method);
    if (!takesFirst && !rowReaders.has(method) && method !== 'limit') continue;
    const links = linksOf(source, node, new Set());
    const has = (name: string): boolean => links.some((link) => link.name === name);
    const isRead = has('selectFrom') || links.some((link) => queryClauses.has(link.name));
    if (!isRead || links.some((link) => writeStarts.has(link.name)) || isAggregate(links)) continue;
    if (has('orderBy')) {
      if (!takesFirst && method !== 'limit' && !has('groupBy') && !has('distinct') && !endsWithId(links))
        yield breachAt(11, source, node, 'rows that tie come in any order: add orderBy of the id last');
      continue;
    }
    if (method === 'limit') {
      const outer = source.parentOf(node);
      if (outer?.type !== 'MemberExpression' && outer?.type !== 'VariableDeclarator') {
        yield breachAt(11, source, node, 'a read takes some rows without an order: add orderBy with the id last');
      }
    } else if (!takesFirst)
      yield breachAt(11, source, node, 'a read of many rows without an order: add orderBy with the id last');
    else if (!has('where') && !has('whereRef')) {
      yield breachAt(11, source, node, 'a read takes whichever row comes first: say which by where or orderBy');
    }
  }
}

/** Names of the tables that their descriptors call history. */
function historyTablesOf(tree: Tree): Set<string> {
  const names = new Set<string>();
  for (const path of tree.paths) {
    if (!/^shared\/(.+\/)?tables(\.ts|\/[^/]+\.ts)$/.test(path) || !isProduction(path)) continue;
    for (const node of tree.source(path).nodes) {
      if (
        node.type !== 'CallExpression' ||
        node.callee.type !== 'Identifier' ||
        !/^define\w*Table$/.test(node.callee.name)
      )
        continue;
      const [name, options] = node.arguments;
      const history = options ? valueUnder(options, 'history') : null;
      if (history?.type === 'Literal' && history.value === true) names.add(textOf(name) ?? '');
    }
  }
  return names;
}

const tableNamed = (node: Node): string => (textOf(node) ?? '').split(/\s+as\s+/i)[0] ?? '';

function* checkHistory(source: Source, historyTables: ReadonlySet<string>): Iterable<Breach> {
  const named = function* (list: Node): Iterable<Node> {
    if (list.type === 'ArrayExpression') {
      for (const element of list.elements) if (element) yield element;
    } else yield list;
  };
  const advice = 'a command reads balances and open documents, not history';
  for (const node of source.nodes) {
    if (node.type === 'CallExpression') {
      const callee = bare(node.callee);
      const first = node.arguments[0];
      if (!first || callee.type !== 'MemberExpression' || !tableClauses.has(memberName(callee) ?? '')) continue;
      for (const table of named(bare(first))) {
        if (historyTables.has(tableNamed(table)))
          yield breachAt(11, source, table, `reads ${tableNamed(table)}: ${advice}`);
      }
    }
    if (node.type === 'Property' && keyName(node) === 'reads') {
      for (const table of named(bare(node.value))) {
        if (historyTables.has(tableNamed(table)))
          yield breachAt(11, source, table, `declares to read ${tableNamed(table)}: ${advice}`);
      }
    }
  }
}

export const portableReads: Rule = {
  number: 11,
  name: 'portable queries, ordered reads, no history in commands',
  *check(tree) {
    const historyTables = historyTablesOf(tree);
    for (const source of tree.production((path) => roomOf(path) === 'shared')) {
      yield* checkWords(source);
      yield* checkOrder(source);
      if (isCommandFile(source.path)) yield* checkHistory(source, historyTables);
    }
  },
};
