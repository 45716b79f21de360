/**
 * Rule 4. db/ never imports upward; from shared/ only kernel and tables.ts. Types count as well: a type that db/ needs
 * is part of what a database is, and belongs there or in the kernel.
 */
import { breachAt, type Rule } from '../rule.ts';
import { roomOf } from '../tree.ts';

const isBelow = (path: string): boolean => /^(db\/|shared\/kernel\/|shared\/(.+\/)?tables\.ts$)/.test(path);

export const dbBelow: Rule = {
  number: 4,
  name: 'db is below',
  *check(tree) {
    for (const source of tree.production((path) => roomOf(path) === 'db')) {
      for (const { target, node } of source.imports) {
        if (target.kind === 'file' && !isBelow(target.path)) {
          yield breachAt(4, source, node, `db/ imports ${target.path}: it knows only kernel and tables.ts of shared/`);
        }
        if (target.kind === 'package' && ['electron', 'fastify', 'react', 'antd'].includes(target.name)) {
          yield breachAt(4, source, node, `db/ imports ${target.name}, which belongs to a room above it`);
        }
      }
    }
  },
};
