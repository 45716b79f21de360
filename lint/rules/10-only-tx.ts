/**
 * Rule 10. Inside a transaction only `tx` is in reach: the outer handle would wait for the connection that the
 * transaction holds. A transaction is
 * - a function with a parameter `tx` or `trx`, or of type Tx, Transaction or ControlledTransaction;
 * - a function handed to `….transaction().execute(…)`, to anything whose name ends in `transaction`, or to one of the
 *   project's own openers (the list below), whatever it calls its first parameter;
 * - what follows `const tx = await …` or `const x = await ….startTransaction().execute()` in its block, up to the last
 *   commit or rollback.
 * Guards, inside one:
 * - every query starts from something declared inside (tx, a savepoint, an expression builder), or from a call that was
 *   given such;
 * - nothing called db, database, kysely, or typed Kysely or …Database, is taken from outside, handed on or aliased;
 *   neither is such a parameter beside tx;
 * - what runs SQL of its own (`runSql(handle, …)`) is given something from inside;
 * - no function of the file is called that would ask a handle from outside without being given one.
 * It cannot see a handle that an outer object uses inside one of its methods (`this.#journal.append(row)` without a
 * tx): such methods take tx as a parameter, and the runtime test with one connection finds who does not.
 */
import type { Node } from 'oxc-parser';
import { type Breach, breachAt, type Rule } from '../rule.ts';
import type { Binding } from '../scopes.ts';
import type { Source } from '../source.ts';
import {
  bare,
  chainOf,
  type FunctionLike,
  isFunction,
  isInside,
  keyName,
  memberName,
  nodesWithin,
  typeNameOf,
} from '../syntax.ts';

interface Region {
  readonly start: number;
  readonly end: number;
  /** Where the transaction's own name is introduced, when that is before the region. */
  readonly own: Node | null;
  /** The function that is the transaction, when it is one. */
  readonly body: FunctionLike | null;
}

const transactionTypes = new Set(['Tx', 'Transaction', 'ControlledTransaction']);
const handleType = /^(Kysely|Reader)$|Database$/;
/** Functions of the house that run what they are handed inside a transaction. A new one is added here. */
const openers = new Set(['inTransaction', 'inWriteTransaction', 'withCompanyLock', 'runSystemCommand', 'writeAs']);
/** Functions that run SQL on the handle that comes first. */
const sqlRunners = new Set(['runSql']);
const transactionNames = new Set(['tx', 'trx']);
const handleNames = new Set(['db', 'database', 'kysely']);
const handleSuffix = /(Db|Database|Kysely)$/;
const queryStarts = new Set([
  'selectFrom',
  'selectNoFrom',
  'insertInto',
  'updateTable',
  'deleteFrom',
  'mergeInto',
  'replaceInto',
  'withRecursive',
  'executeQuery',
  'transaction',
  'startTransaction',
]);

function isTxParameter(parameter: Node): boolean {
  if (parameter.type === 'Identifier') {
    return transactionNames.has(parameter.name) || transactionTypes.has(typeNameOf(parameter.typeAnnotation) ?? '');
  }
  if (parameter.type === 'AssignmentPattern') return isTxParameter(parameter.left);
  return (
    parameter.type === 'ObjectPattern' &&
    parameter.properties.some((property) => transactionNames.has(keyName(property) ?? ''))
  );
}

/** Is the function handed to something that runs it in a transaction? */
function isHandedToTransaction(source: Source, node: FunctionLike): boolean {
  const call = source.parentOf(node);
  if (call?.type !== 'CallExpression' || call.callee === node) return false;
  const callee = bare(call.callee);
  const name =
    callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? (memberName(callee) ?? '') : '';
  if (/transaction$/i.test(name) || openers.has(name)) return true;
  return name === 'execute' && chainOf(call).links.some((link) => link.name === 'transaction');
}

function controlledRegion(source: Source, declarator: Node): Region | null {
  if (declarator.type !== 'VariableDeclarator' || declarator.id.type !== 'Identifier' || !declarator.init) return null;
  const name = declarator.id.name;
  const isStarted = chainOf(declarator.init).links.some((link) => link.name === 'startTransaction');
  const isAwaitedTx = transactionNames.has(name) && bare(declarator.init).type === 'AwaitExpression';
  if (!isStarted && !isAwaitedTx) return null;
  const statement = source.parentOf(declarator);
  const block = statement && source.parentOf(statement);
  if (!block) return null;
  let end = 0;
  for (const node of nodesWithin(block)) {
    if (node.type !== 'CallExpression') continue;
    const callee = bare(node.callee);
    if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier' || callee.object.name !== name)
      continue;
    if (['commit', 'rollback'].includes(memberName(callee) ?? '')) end = Math.max(end, node.start);
  }
  return { start: declarator.end, end: end === 0 ? block.end : end, own: declarator.id, body: null };
}

function regionsOf(source: Source): Region[] {
  const regions: Region[] = [];
  for (const node of source.nodes) {
    if (isFunction(node)) {
      if (node.params.some(isTxParameter) || isHandedToTransaction(source, node)) {
        regions.push({ start: node.start, end: node.end, own: null, body: node });
      }
    } else {
      const region = controlledRegion(source, node);
      if (region) regions.push(region);
    }
  }
  return regions;
}

function isWithin(binding: Binding, region: Region): boolean {
  if (binding.identifier === region.own) return true;
  const isBesideTx = binding.kind === 'parameter' && binding.declaration === region.body && isHandle(binding);
  return !isBesideTx && isInside(binding.identifier, region);
}

/** Does a query's start lead out of the region? `const d = this.db` inside does not make `d` an inner handle. */
function leadsOut(source: Source, start: Node, region: Region): boolean {
  const { root, links } = chainOf(start);
  const isGivenInner = (call: Node): boolean =>
    call.type === 'CallExpression' &&
    call.arguments.some((argument) => {
      const binding = source.referenceAt(bare(argument))?.binding;
      return binding !== undefined && binding !== null && isWithin(binding, region);
    });
  if (links.some((link) => isGivenInner(link.call)) || isGivenInner(root)) return false;
  if (root.type === 'ThisExpression') return true;
  const name = root.type === 'CallExpression' ? bare(root.callee) : root;
  const binding = source.referenceAt(name)?.binding;
  if (!binding) return false;
  if (!isWithin(binding, region)) {
    // Builders of kysely itself (expressionBuilder) hold no connection.
    return !source.imports.some(
      (entry) =>
        entry.target.kind === 'package' && entry.target.name === 'kysely' && isInside(binding.identifier, entry.node),
    );
  }
  const { declaration } = binding;
  if (declaration.type !== 'VariableDeclarator' || !declaration.init || declaration.init === start) return false;
  const initial = bare(declaration.init);
  return (initial.type === 'MemberExpression' || initial.type === 'Identifier') && leadsOut(source, initial, region);
}

/** A function of this file, declared outside of the region, that the call would run. */
function outerFunctionOf(source: Source, callee: Node, region: Region): FunctionLike | null {
  const binding = source.referenceAt(bare(callee))?.binding;
  if (!binding || isWithin(binding, region)) return null;
  const { declaration } = binding;
  if (declaration.type === 'FunctionDeclaration') return declaration;
  if (declaration.type !== 'VariableDeclarator' || !declaration.init) return null;
  const initial = bare(declaration.init);
  return isFunction(initial) ? initial : null;
}

/** Does a function start a query on a handle that it was not given: one of its surroundings? */
function asksOutside(source: Source, asked: FunctionLike): boolean {
  return nodesWithin(asked).some((node) => {
    if (node.type !== 'CallExpression') return false;
    const callee = bare(node.callee);
    const isStart = callee.type === 'MemberExpression' && queryStarts.has(memberName(callee) ?? '');
    const start = isStart ? callee.object : isSqlRunner(callee) ? node.arguments[0] : null;
    if (!start) return false;
    const { root } = chainOf(start);
    if (root.type === 'ThisExpression') return true;
    const binding = source.referenceAt(root)?.binding;
    return (
      binding !== undefined && binding !== null && binding.kind !== 'import' && !isInside(binding.identifier, asked)
    );
  });
}

const isSqlRunner = (callee: Node): boolean => callee.type === 'Identifier' && sqlRunners.has(callee.name);

function isHandle(binding: Binding): boolean {
  if (binding.kind !== 'parameter' && binding.kind !== 'variable' && binding.kind !== 'import') return false;
  if (handleNames.has(binding.name)) return true;
  if (binding.kind === 'import') return false;
  const { declaration, identifier } = binding;
  if (declaration.type === 'VariableDeclarator' && declaration.init && isFunction(bare(declaration.init))) return false;
  if (identifier.type === 'Identifier' && handleType.test(typeNameOf(identifier.typeAnnotation) ?? '')) return true;
  return handleSuffix.test(binding.name);
}

function* checkRegion(source: Source, region: Region): Iterable<Breach> {
  const reported = new Set<number>();
  for (const node of source.nodes) {
    if (!isInside(node, region)) continue;
    if (node.type === 'CallExpression') {
      const callee = bare(node.callee);
      const [first] = node.arguments;
      if (isSqlRunner(callee) && first && leadsOut(source, first, region)) {
        reported.add(chainOf(first).root.start);
        yield breachAt(10, source, node, 'SQL on a handle from outside the transaction: use tx');
      }
      const asked = callee.type === 'Identifier' ? outerFunctionOf(source, callee, region) : null;
      if (asked && !isInside(region, asked) && asksOutside(source, asked))
        yield breachAt(10, source, node, 'asks a handle from outside the transaction: hand it tx');
      if (callee.type !== 'MemberExpression' || !queryStarts.has(memberName(callee) ?? '')) continue;
      if (!leadsOut(source, callee.object, region)) continue;
      const { root } = chainOf(callee.object);
      reported.add(root.start);
      yield breachAt(10, source, node, `.${memberName(callee)}() on a handle from outside the transaction: use tx`);
    } else if (node.type === 'MemberExpression' && handleNames.has(memberName(node) ?? '')) {
      const { root } = chainOf(node);
      const binding = source.referenceAt(root)?.binding;
      const isOuter = root.type === 'ThisExpression' || (binding && !isWithin(binding, region));
      if (isOuter && !reported.has(root.start)) {
        reported.add(root.start);
        yield breachAt(10, source, node, `.${memberName(node)} is in reach of the transaction: use tx`);
      }
    } else {
      const binding = source.referenceAt(node)?.binding;
      if (!binding || isWithin(binding, region) || !isHandle(binding) || reported.has(node.start)) continue;
      yield breachAt(10, source, node, `${binding.name} is used inside the transaction: use tx`);
    }
  }
}

export const onlyTx: Rule = {
  number: 10,
  name: 'inside a transaction only tx',
  *check(tree) {
    for (const source of tree.production(() => true)) {
      const seen = new Set<string>();
      for (const region of regionsOf(source)) {
        for (const breach of checkRegion(source, region)) {
          // A transaction inside another sees the same outer handle twice.
          const key = `${breach.line}:${breach.column}`;
          if (!seen.has(key)) yield breach;
          seen.add(key);
        }
      }
    }
  },
};
