import type { Node } from 'oxc-parser';
import type { Source } from './source.ts';
import type { Tree } from './tree.ts';

/** One place where a rule is broken. */
export interface Breach {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly rule: number;
  /** What is wrong, and what to do instead. */
  readonly message: string;
}

/** A rule of the house: 1 to 12 as the plan of the house counts them, above that our own. */
export interface Rule {
  readonly number: number;
  readonly name: string;
  check(tree: Tree): Iterable<Breach>;
}

/** A breach at a node of a file. */
export function breachAt(rule: number, source: Source, node: Node | { start: number }, message: string): Breach {
  return { path: source.path, ...source.placeOf(node.start), rule, message };
}

/** A breach as the lint prints it: `path:line:column rule message`. */
export const printBreach = ({ path, line, column, rule, message }: Breach): string =>
  `${path}:${line}:${column} ${rule} ${message}`;
