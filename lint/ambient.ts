/**
 * What code can take from the machine without importing it: clock, random, timers, network, process, screen.
 * `Date` and `Math` are allowed by what is known to be pure of them; every other use counts, so that
 * `const { now } = Date` and `Date['now']` are found as well as `Date.now()`.
 */
import type { Node } from 'oxc-parser';
import type { Source } from './source.ts';
import { bare, memberName, textOf } from './syntax.ts';

export type Ambience = 'clock' | 'random' | 'timers' | 'network' | 'process' | 'screen' | 'place';

export interface AmbientRead {
  readonly ambience: Ambience;
  readonly node: Node;
  /** As it is written: `Date.now`. */
  readonly what: string;
}

const globalsByAmbience: Readonly<Record<Exclude<Ambience, 'place'>, readonly string[]>> = {
  clock: ['performance', 'Temporal'],
  random: ['crypto'],
  timers: [
    'setTimeout',
    'setInterval',
    'setImmediate',
    'clearTimeout',
    'clearInterval',
    'clearImmediate',
    'requestAnimationFrame',
    'requestIdleCallback',
    'scheduler',
  ],
  network: ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'navigator'],
  process: ['process', 'Buffer', 'require', 'module', '__dirname', '__filename', 'global'],
  screen: ['window', 'document', 'localStorage', 'sessionStorage', 'indexedDB', 'location', 'history', 'alert', 'self'],
};

const ambienceOf = new Map<string, Ambience>(
  Object.entries(globalsByAmbience).flatMap(([ambience, names]) => names.map((name) => [name, ambience as Ambience])),
);

/** Methods whose answer depends on the time zone or the language of the machine. */
const placeMethods = new Set([
  'getFullYear',
  'getMonth',
  'getDate',
  'getDay',
  'getHours',
  'getMinutes',
  'getSeconds',
  'getMilliseconds',
  'getTimezoneOffset',
  'toDateString',
  'toTimeString',
  'toLocaleString',
  'toLocaleDateString',
  'toLocaleTimeString',
  'localeCompare',
  'toLocaleUpperCase',
  'toLocaleLowerCase',
]);

const pureDateMethods = new Set(['UTC', 'parse', 'prototype']);

/** A text of a time that names no zone, such as `2026-01-01T10:00` or `1 Jan 2026`: read by the machine's own. */
function namesNoZone(node: Node | undefined): boolean {
  if (!node) return false;
  const plain = bare(node);
  const end = plain.type === 'TemplateLiteral' ? plain.quasis.at(-1)?.value.raw : textOf(plain);
  if (end === undefined || end === null) return false;
  return !/(Z|[+-]\d\d:\d\d)$/.test(end) && !/^\d{4}-\d\d-\d\d$/.test(end);
}

/** Is this a new Date, or a constant that holds one? */
function isDate(source: Source, node: Node): boolean {
  const plain = bare(node);
  if (plain.type === 'NewExpression') return plain.callee.type === 'Identifier' && plain.callee.name === 'Date';
  const declaration = source.referenceAt(plain)?.binding?.declaration;
  if (declaration?.type !== 'VariableDeclarator' || !declaration.init || declaration.id.type !== 'Identifier')
    return false;
  return (
    bare(declaration.init) !== plain &&
    bare(declaration.init).type === 'NewExpression' &&
    isDate(source, declaration.init)
  );
}

/** What asks a date for the zone of the machine without one of the methods above, or null. */
function placeOfDate(source: Source, node: Node): string | null {
  if (node.type === 'NewExpression' && isDate(source, node)) {
    if (node.arguments.length > 1) return 'new Date(year, month, …)';
    return namesNoZone(node.arguments[0]) ? 'new Date() of a text without a zone' : null;
  }
  if (node.type === 'TemplateLiteral') {
    return node.expressions.some((inner) => isDate(source, inner)) ? 'a date in a text' : null;
  }
  if (node.type === 'BinaryExpression' && node.operator === '+') {
    return isDate(source, node.left) || isDate(source, node.right) ? 'a date in a text' : null;
  }
  if (node.type !== 'CallExpression') return null;
  const callee = bare(node.callee);
  const [first] = node.arguments;
  if (callee.type === 'Identifier')
    return callee.name === 'String' && first && isDate(source, first) ? 'String(date)' : null;
  if (callee.type !== 'MemberExpression') return null;
  const method = memberName(callee);
  if (method === 'toString' && isDate(source, callee.object)) return 'Date.toString()';
  const isParse = method === 'parse' && callee.object.type === 'Identifier' && callee.object.name === 'Date';
  return isParse && namesNoZone(first) ? 'Date.parse() of a text without a zone' : null;
}

/** A use of the global `Date` that reads no clock: `new Date(ms)`, `Date.UTC(...)`, `x instanceof Date`. */
function isPureDate(parent: Node | null, node: Node): boolean {
  if (parent?.type === 'NewExpression' && parent.callee === node) {
    return parent.arguments.length > 0 && parent.arguments.every((argument) => argument.type !== 'SpreadElement');
  }
  if (parent?.type === 'MemberExpression' && parent.object === node)
    return pureDateMethods.has(memberName(parent) ?? '');
  return parent?.type === 'BinaryExpression' && parent.operator === 'instanceof';
}

/** Everything that a file reads from the machine. */
export function findAmbientReads(source: Source): AmbientRead[] {
  const found: AmbientRead[] = [];
  for (const { name, node, binding } of source.references) {
    if (binding) continue;
    const parent = source.parentOf(node);
    const member = parent?.type === 'MemberExpression' && parent.object === node ? memberName(parent) : null;
    const what = member === null ? name : `${name}.${member}`;
    if (name === 'Date') {
      if (!isPureDate(parent, node))
        found.push({ ambience: 'clock', node, what: member === null ? 'new Date()' : what });
    } else if (name === 'Math') {
      if (member === null || member === 'random') found.push({ ambience: 'random', node, what });
    } else if (name === 'AbortSignal' && member === 'timeout') found.push({ ambience: 'timers', node, what });
    else if (name === 'globalThis') found.push({ ambience: ambienceOf.get(member ?? '') ?? 'process', node, what });
    else {
      const ambience = name === 'Intl' ? 'place' : ambienceOf.get(name);
      if (ambience) found.push({ ambience, node, what });
    }
  }
  for (const node of source.nodes) {
    const place = placeOfDate(source, node);
    if (place) found.push({ ambience: 'place', node, what: place });
    if (node.type !== 'CallExpression') continue;
    const callee = bare(node.callee);
    const method = callee.type === 'MemberExpression' ? memberName(callee) : null;
    if (method !== null && placeMethods.has(method))
      found.push({ ambience: 'place', node: callee, what: `.${method}()` });
  }
  return found;
}
