/**
 * Rule 8. electron/device never imports `electron`: it runs under plain Node, so that tests and simulations need no
 * window. electron/main never runs SQL. Guards:
 * - the device neither imports `electron` nor loads a file that does;
 * - main and preload neither import kysely, db/ or a driver, nor load a file that imports db/ or a driver;
 * - main and preload call no query builder and hold no text that is SQL.
 * It cannot see SQL that is put together from pieces too small to be known as such.
 */

import type { Target } from '../imports.ts';
import { type Breach, breachAt, type Rule } from '../rule.ts';
import type { Source } from '../source.ts';
import { bare, memberName } from '../syntax.ts';
import { isProduction, type Tree } from '../tree.ts';
import { isDriver } from './09-drivers-and-writers.ts';

const isDevice = (path: string): boolean => path.startsWith('electron/device/');
const isMain = (path: string): boolean => path.startsWith('electron/main/') || path.startsWith('electron/preload/');
const isDb = (target: Target): boolean => target.kind === 'file' && target.path.startsWith('db/');
const isElectron = (target: Target): boolean => target.kind === 'package' && target.name === 'electron';

const builderMethods = new Set([
  'selectFrom',
  'insertInto',
  'updateTable',
  'deleteFrom',
  'mergeInto',
  'replaceInto',
  'executeQuery',
  'pragma',
]);
const sqlPattern =
  /^\s*(with\s+(recursive\s+)?[\w."]+\s*(\([^)]*\)\s*)?as\s*(not\s+)?(materialized\s*)?\(|select\s+[\w.]+\s*\(|replace\s+into\s|select\s+(distinct\s+)?(\*|[\w."]+)\s*(,|\s+from\s|\s+as\s)|select\s*\*|insert\s+(or\s+\w+\s+)?into\s|update\s+\S+\s+set\s|delete\s+from\s+[\w."]+(\s+where\s|\s*;|\s*$)|create\s+(temp\s+|unique\s+|virtual\s+)*(table|index|trigger|view)\s|(drop|alter)\s+(table|index|trigger|view)\s|pragma\s+\w|vacuum\s*(into\b|;|$)|attach\s+database\s|begin\s+(immediate|exclusive|transaction)\b)/i;

/** The first file that loading `start` would load and whose own imports are forbidden, with the way to it. */
function wayTo(tree: Tree, start: string, isForbidden: (target: Target) => boolean): string | null {
  const waiting: string[][] = [[start]];
  const seen = new Set([start]);
  for (let way = waiting.shift(); way; way = waiting.shift()) {
    const last = way.at(-1) ?? start;
    if (!tree.has(last) || !isProduction(last)) continue;
    for (const { target, isType, specifier } of tree.source(last).imports) {
      if (isType) continue;
      if (isForbidden(target)) return [...way, specifier].join(' → ');
      if (target.kind === 'file' && !seen.has(target.path)) {
        seen.add(target.path);
        waiting.push([...way, target.path]);
      }
    }
  }
  return null;
}

function* checkLoads(
  tree: Tree,
  source: Source,
  isForbidden: (target: Target) => boolean,
  why: string,
): Iterable<Breach> {
  for (const { target, node, isType, specifier } of source.imports) {
    // `new URL('./x', import.meta.url)` starts another thread: what that loads is its own affair.
    if (node.type === 'NewExpression') continue;
    if (isForbidden(target)) yield breachAt(8, source, node, `imports ${specifier}: ${why}`);
    else if (!isType && target.kind === 'file') {
      const way = wayTo(tree, target.path, isForbidden);
      if (way) yield breachAt(8, source, node, `loads ${way}: ${why}`);
    }
  }
}

function* checkSql(source: Source): Iterable<Breach> {
  for (const node of source.nodes) {
    if (node.type === 'CallExpression') {
      const callee = bare(node.callee);
      const method = callee.type === 'MemberExpression' ? memberName(callee) : null;
      if (method !== null && builderMethods.has(method)) {
        yield breachAt(8, source, node, `main calls .${method}(): ask the device thread`);
      }
    }
    const text = node.type === 'Literal' && typeof node.value === 'string' ? node.value : null;
    const head = node.type === 'TemplateLiteral' ? node.quasis.map((quasi) => quasi.value.raw).join(' x ') : text;
    if (head !== null && sqlPattern.test(head))
      yield breachAt(8, source, node, 'main holds SQL: ask the device thread');
  }
}

export const processesApart: Rule = {
  number: 8,
  name: 'the device needs no window, main runs no SQL',
  *check(tree) {
    for (const source of tree.production(isDevice)) {
      yield* checkLoads(tree, source, isElectron, 'the device runs under plain Node');
    }
    for (const source of tree.production(isMain)) {
      for (const { target, node } of source.imports) {
        if (target.kind === 'package' && target.name === 'kysely')
          yield breachAt(8, source, node, 'main imports kysely: ask the device thread');
      }
      yield* checkLoads(
        tree,
        source,
        (target) => isDb(target) || isDriver(target),
        'main runs no SQL, ask the device thread',
      );
      yield* checkSql(source);
    }
  },
};
