/**
 * Rule 7. rules/ are pure. Commands never read clock, random, network or process: time, ids, user come in context and
 * args. Guards:
 * - nothing under shared/ reads the machine's clock, random source, timers or network, by global or by package;
 * - nothing in domains and workflows depends on the machine's time zone or language, which differ between a device and
 *   the server that runs the same command;
 * - rules/ beside that: no kysely, no table or command, nothing that waits, no state kept between two calls.
 * - ids and random of packages come in through kernel/ids.ts alone, which gives them only to who makes rows.
 * It cannot see a rule that changes what it was given; the tests of rules freeze their arguments where that matters.
 */
import type { Node } from 'oxc-parser';
import { findAmbientReads } from '../ambient.ts';
import type { Breach } from '../rule.ts';
import { breachAt, type Rule } from '../rule.ts';
import type { Source } from '../source.ts';
import { bare, memberName } from '../syntax.ts';
import { roomOf } from '../tree.ts';

const isRuleFile = (path: string): boolean => /^shared\/domains\/[^/]+\/rules\//.test(path);
const isBusiness = (path: string): boolean => /^shared\/(domains|workflows)\//.test(path);
const unrepeatable = new Set(['clock', 'random', 'timers', 'network']);

const mutations = new Set([
  'set',
  'add',
  'delete',
  'clear',
  'push',
  'pop',
  'shift',
  'unshift',
  'splice',
  'sort',
  'reverse',
  'fill',
]);

/** Is this use of a module-level constant one that changes it? */
function isChanged(source: Source, use: Node): boolean {
  let node = use;
  let parent = source.parentOf(node);
  while (parent?.type === 'MemberExpression' && parent.object === node) {
    const outer = source.parentOf(parent);
    if (outer?.type === 'CallExpression' && outer.callee === parent) return mutations.has(memberName(parent) ?? '');
    node = parent;
    parent = outer;
  }
  if (node === use) {
    // `Object.assign(kept, …)`, `Object.defineProperty(kept, …)`.
    if (parent?.type !== 'CallExpression' || parent.arguments[0] !== node) return false;
    const callee = bare(parent.callee);
    return callee.type === 'MemberExpression' && /^(assign|define)/.test(memberName(callee) ?? '');
  }
  if (parent?.type === 'AssignmentExpression') return parent.left === node;
  if (parent?.type === 'UpdateExpression') return true;
  return parent?.type === 'UnaryExpression' && parent.operator === 'delete';
}

const isOfModule = (source: Source, declaration: Node): boolean => {
  const statement = source.parentOf(declaration);
  const parent = statement && source.parentOf(statement);
  return declaration.type === 'VariableDeclarator' && /^(Program|ExportNamedDeclaration)$/.test(parent?.type ?? '');
};

function* checkRuleFile(source: Source): Iterable<Breach> {
  for (const { target, node, specifier } of source.imports) {
    const isDatabase = target.kind === 'package' && target.name === 'kysely';
    const isEffect =
      target.kind === 'file' && /\/(commands|queries|workflows|tables)\/|\/(api|tables)\.ts$/.test(target.path);
    if (isDatabase || isEffect) {
      yield breachAt(
        7,
        source,
        node,
        `a rule imports ${specifier}: it takes values and returns values, the command loads and writes`,
      );
    }
  }
  for (const node of source.nodes) {
    if ('async' in node && node.async)
      yield breachAt(7, source, node, 'a rule is async: load first, then ask the rule');
    if (node.type === 'AwaitExpression') yield breachAt(7, source, node, 'a rule waits: load first, then ask the rule');
    if (node.type === 'Identifier' && source.referenceAt(node)?.binding === null && node.name === 'Promise') {
      yield breachAt(7, source, node, 'a rule makes a promise: load first, then ask the rule');
    }
    if (node.type === 'VariableDeclaration' && node.kind !== 'const') {
      const parent = source.parentOf(node);
      if (parent?.type === 'Program' || parent?.type === 'ExportNamedDeclaration') {
        yield breachAt(7, source, node, `a rule keeps state between calls in a module-level ${node.kind}`);
      }
    }
  }
  for (const { name, node, binding } of source.references) {
    if (binding && isOfModule(source, binding.declaration) && isChanged(source, node))
      yield breachAt(7, source, node, `a rule keeps state between calls in ${name}`);
  }
}

export const pureRulesAndCommands: Rule = {
  number: 7,
  name: 'rules are pure, commands read nothing of the machine',
  *check(tree) {
    for (const source of tree.production((path) => roomOf(path) === 'shared')) {
      for (const { ambience, node, what } of findAmbientReads(source)) {
        if (unrepeatable.has(ambience)) {
          yield breachAt(
            7,
            source,
            node,
            `${what} gives another answer on replay: time, ids and user come in context and args`,
          );
        } else if (ambience === 'place' && isBusiness(source.path)) {
          yield breachAt(
            7,
            source,
            node,
            `${what} depends on the machine's time zone or language: use kernel/instants.ts`,
          );
        }
      }
      if (source.path === 'shared/kernel/ids.ts') continue;
      for (const { target, node, specifier, names } of source.imports) {
        const drawsIds = target.kind === 'package' && target.name === 'uuid';
        const drawsRandom =
          target.kind === 'package' &&
          target.name === '@noble/hashes' &&
          names.some((name) => name === 'randomBytes' || name === '*');
        if (drawsIds || drawsRandom) {
          yield breachAt(7, source, node, `${specifier} draws from the machine's random: ids of new rows come in args`);
        }
      }
      if (isRuleFile(source.path)) yield* checkRuleFile(source);
    }
  },
};
