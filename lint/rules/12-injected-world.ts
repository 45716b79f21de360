/**
 * Rule 12. Clock, random, timers, network, compression and key derivation reach electron/device and server/ only
 * through the injected World, so that a simulation can own them. Guards, everywhere there but in real-world.ts:
 * - no global of these kinds is used;
 * - no module of Node that gives one is imported, of crypto only what computes the same from the same input;
 * - no package that gives one is imported; fastify is the server's listener, for main.ts and http/ only.
 * Types are free. It cannot see what a package does inside: pino stamps its lines with the machine's clock, and no
 * decision hangs on them.
 */
import { findAmbientReads } from '../ambient.ts';
import type { Import } from '../imports.ts';
import { breachAt, type Rule } from '../rule.ts';
import { memberName } from '../syntax.ts';

const isWatched = (path: string): boolean =>
  (path.startsWith('electron/device/') || path.startsWith('server/')) && !path.endsWith('/real-world.ts');
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

/** What an import would bring past the World, or null. */
function reasonAgainst({ target, names, specifier }: Import, path: string): string | null {
  if (target.kind === 'node') {
    if (worldlyModules.has(target.name)) return specifier;
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
      for (const node of source.nodes) {
        if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier' || node.object.name !== 'process')
          continue;
        if (processClock.has(memberName(node) ?? '')) {
          yield breachAt(
            12,
            source,
            node,
            `process.${memberName(node)} is a clock: take it from the World that is handed in`,
          );
        }
      }
    }
  },
};
