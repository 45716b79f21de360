/**
 * Rule 2. renderer/ takes values only from shared/kernel, domains/<domain>/model.ts and domains/<domain>/rules; everything else of
 * shared/ as types. Never electron/, db/, server/, Node. Guards:
 * - what a renderer file imports itself, types included for the closed rooms;
 * - what comes along with a value: from an allowed file, value imports must not lead on to commands, queries, tables,
 *   workflows or the protocol, or the window would carry code that expects a database. Kernel files are taken as they
 *   are: they may lead anywhere within the kernel.
 * It cannot see a module whose name is computed (rule 13 refuses those).
 */

import { findAmbientReads } from '../ambient.ts';
import { breachAt, type Rule } from '../rule.ts';
import { isProduction, roomOf, type Tree } from '../tree.ts';

const closedRooms = new Set(['electron', 'db', 'server', 'tests', 'lint', 'scripts']);
const closedPackages = new Set(['electron', 'kysely', 'better-sqlite3', 'pg', 'fastify', 'pino', 'uuid']);
const givesValues = (path: string): boolean => /^shared\/(kernel\/|domains\/[^/]+\/(model\.ts$|rules\/))/.test(path);

/** The first file outside the allowed ones that loading `start` would load too, with the way to it. */
function strayFrom(tree: Tree, start: string): string[] | null {
  const waiting: string[][] = [[start]];
  const seen = new Set([start]);
  for (let way = waiting.shift(); way; way = waiting.shift()) {
    const last = way.at(-1) ?? start;
    if (!givesValues(last)) return way;
    if (last.startsWith('shared/kernel/') || !tree.has(last) || !isProduction(last)) continue;
    for (const { target, isType } of tree.source(last).imports) {
      if (isType || target.kind !== 'file' || seen.has(target.path)) continue;
      seen.add(target.path);
      waiting.push([...way, target.path]);
    }
  }
  return null;
}

export const rendererValues: Rule = {
  number: 2,
  name: 'the renderer takes values only from kernel, models and rules',
  *check(tree) {
    for (const source of tree.production((path) => roomOf(path) === 'renderer')) {
      for (const { target, node, specifier, isType } of source.imports) {
        if (target.kind === 'node') {
          yield breachAt(
            2,
            source,
            node,
            `renderer/ imports ${specifier}: the window has no Node, ask through window.satchel`,
          );
        } else if (target.kind === 'package' && closedPackages.has(target.name)) {
          yield breachAt(
            2,
            source,
            node,
            `renderer/ imports ${specifier}, which belongs to the other side of the bridge`,
          );
        } else if (target.kind === 'file') {
          const room = roomOf(target.path);
          if (closedRooms.has(room)) {
            yield breachAt(2, source, node, `renderer/ imports ${target.path}: ask through window.satchel`);
          } else if (room === 'shared' && !isType) {
            const way = strayFrom(tree, target.path);
            if (way?.length === 1) {
              yield breachAt(2, source, node, `renderer/ takes a value from ${target.path}: use import type`);
            } else if (way) {
              yield breachAt(
                2,
                source,
                node,
                `renderer/ would load ${way.join(' → ')}: only kernel, model.ts and rules/ may come along`,
              );
            }
          }
        }
      }
      for (const { ambience, node, what } of findAmbientReads(source)) {
        if (ambience === 'process') yield breachAt(2, source, node, `renderer/ uses ${what}, which only Node has`);
      }
    }
  },
};
