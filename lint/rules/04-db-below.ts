/**
 * Rule 4. db/ never imports upward; from shared/ only kernel and tables.ts. Types count as well: a type that db/ needs
 * is part of what a database is, and belongs there or in the kernel. Of packages and Node's modules it knows those
 * listed here: drivers, kysely, pinyin for the search, files and hashes.
 */
import { breachAt, type Rule } from '../rule.ts';
import { roomOf } from '../tree.ts';

const packages = new Set(['kysely', 'better-sqlite3', 'pg', 'pinyin-pro']);
const modules = new Set(['crypto', 'fs', 'fs/promises', 'os', 'path']);

const isBelow = (path: string): boolean =>
  /^(db\/|shared\/kernel\/|shared\/(.+\/)?tables(\.ts|\/[^/]+\.ts)$)/.test(path);

export const dbBelow: Rule = {
  number: 4,
  name: 'db is below',
  *check(tree) {
    for (const source of tree.production((path) => roomOf(path) === 'db')) {
      for (const { target, node } of source.imports) {
        if (target.kind === 'file' && !isBelow(target.path)) {
          yield breachAt(4, source, node, `db/ imports ${target.path}: it knows only kernel and tables.ts of shared/`);
        }
        if (target.kind === 'package' && !packages.has(target.name)) {
          yield breachAt(4, source, node, `db/ imports ${target.name}, which is not on the list of what db/ needs`);
        }
        if (target.kind === 'node' && !modules.has(target.name)) {
          yield breachAt(
            4,
            source,
            node,
            `db/ imports node:${target.name}, which is not on the list of what db/ needs`,
          );
        }
      }
    }
  },
};
