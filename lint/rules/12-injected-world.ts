/**
 * Rule 12. Clock, random, timers, network, compression and key derivation reach electron/device and server/ only
 * through the injected World, so that a simulation can own them. Guards, everywhere there but in the two files that are
 * the real world (listed here):
 * - no global of these kinds is used;
 * - no module of Node that gives one is imported, of crypto only what computes the same from the same input;
 * - no package that gives one is imported; fastify is the server's listener, for main.ts and http/ only.
 * - the clocks of `process` and node:os are not read, by whatever name; no other program is started;
 * - no text that is SQL asks the database for its clock or its random.
 * Types are free. It cannot see what a package does inside: pino stamps its lines with the machine's clock, and no
 * decision hangs on them.
 */
import type { Node } from 'oxc-parser';
import { findAmbientReads } from '../ambient.ts';
import type { Import } from '../imports.ts';
import { breachAt, type Rule } from '../rule.ts';
import type { Source } from '../source.ts';
import { bare, keyName, memberName } from '../syntax.ts';

const realWorlds = new Set(['electron/device/real-world.ts', 'server/real-world.ts']);
const isWatched = (path: string): boolean =>
  (path.startsWith('electron/device/') || path.startsWith('server/')) && !realWorlds.has(path);
const isListener = (path: string): boolean => path === 'server/main.ts' || path.startsWith('server/http/');

const worldly = new Set(['clock', 'random', 'timers', 'network']);
const worldlyModules = new Set([
  'timers',
  'timers/promises',
  'http',
  'https',
  'http2',
  'net',
  'tls',
  'dgram',
  'dns',
  'dns/promises',
  'zlib',
  'perf_hooks',
  'child_process',
  'process',
]);
const worldlyPackages = new Set(['uuid', 'undici', 'ws', 'axios', 'node-fetch', 'eventsource', 'nanoid', 'fflate']);
const repeatableCrypto = new Set([
  'createHash',
  'hash',
  'createHmac',
  'timingSafeEqual',
  'createPublicKey',
  'createPrivateKey',
  'sign',
  'verify',
]);
const processClock = new Set(['hrtime', 'uptime', 'cpuUsage']);
const systemClock = new Set(['uptime', 'loadavg', 'cpus', '*', 'default']);
const sqlClock =
  /\b(unixepoch|julianday|strftime|clock_timestamp|statement_timestamp|transaction_timestamp|gen_random_uuid|randomblob)\s*\(|\b(random|now)\s*\(\s*\)|\b(date|time|datetime)\s*\(\s*'now'|\bcurrent_(timestamp|date|time)\b/i;
const looksLikeSql = /\b(select|insert|update|delete|values|set|where)\b/i;

/** A clock that is read from the global `process`, by member, by destructuring or behind an alias of it. */
function clockOfProcess(source: Source, use: Node): string | null {
  let node = use;
  let parent = source.parentOf(node);
  while (parent && bare(parent) === use) {
    node = parent;
    parent = source.parentOf(node);
  }
  if (parent?.type === 'MemberExpression' && parent.object === node) {
    const name = memberName(parent);
    return name === null ? 'process[…]' : processClock.has(name) ? `process.${name}` : null;
  }
  if (parent?.type !== 'VariableDeclarator') return null;
  if (parent.id.type !== 'ObjectPattern') return 'an alias of process';
  const taken = parent.id.properties.find(
    (property) => property.type === 'RestElement' || processClock.has(keyName(property) ?? ''),
  );
  return taken ? `process.${keyName(taken) ?? '…'}` : null;
}

/** The text of a literal or a template, its holes left out. */
function writtenText(node: Node): string | null {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  return node.type === 'TemplateLiteral' ? node.quasis.map((quasi) => quasi.value.raw).join(' ') : null;
}

/** What an import would bring past the World, or null. */
function reasonAgainst({ target, names, specifier }: Import, path: string): string | null {
  if (target.kind === 'node') {
    if (worldlyModules.has(target.name)) return specifier;
    if (target.name === 'os') {
      const read = names.find((name) => systemClock.has(name));
      return read === undefined ? null : `${read} of ${specifier}`;
    }
    if (target.name === 'crypto') {
      const drawn = names.find((name) => !repeatableCrypto.has(name));
      return drawn === undefined ? null : `${drawn === '*' || drawn === 'default' ? 'all' : drawn} of ${specifier}`;
    }
  }
  if (target.kind === 'package') {
    if (worldlyPackages.has(target.name)) return specifier;
    if ((target.name === 'fastify' || target.name.startsWith('@fastify/')) && !isListener(path)) return specifier;
    if (target.name === '@noble/hashes') {
      if (/^(scrypt|pbkdf2|argon2)/.test(target.subpath)) return specifier;
      if (names.includes('randomBytes') || names.includes('*')) return `random of ${specifier}`;
    }
  }
  return null;
}

export const injectedWorld: Rule = {
  number: 12,
  name: 'the world is injected',
  *check(tree) {
    for (const source of tree.production(isWatched)) {
      for (const entry of source.imports) {
        const reason = entry.isType ? null : reasonAgainst(entry, source.path);
        if (reason)
          yield breachAt(
            12,
            source,
            entry.node,
            `${reason} goes past the World: take it from the World that is handed in`,
          );
      }
      for (const { ambience, node, what } of findAmbientReads(source)) {
        if (worldly.has(ambience))
          yield breachAt(12, source, node, `${what} goes past the World: take it from the World that is handed in`);
      }
      for (const { name, node, binding } of source.references) {
        const clock = name === 'process' && !binding ? clockOfProcess(source, node) : null;
        if (clock) yield breachAt(12, source, node, `${clock} is a clock: take it from the World that is handed in`);
      }
      for (const node of source.nodes) {
        const text = writtenText(node);
        const clock = text !== null && looksLikeSql.test(text) ? sqlClock.exec(text) : null;
        if (clock) yield breachAt(12, source, node, `SQL ${clock[0]} goes past the World: hand the value in`);
      }
    }
  },
};
