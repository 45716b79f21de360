import type { Breach } from './rule.ts';
import { rules } from './rules.ts';
import type { Tree } from './tree.ts';

/** All breaches of all rules in a tree, by file and place. */
export function checkTree(tree: Tree): Breach[] {
  return rules
    .flatMap((rule) => [...rule.check(tree)])
    .sort((a, b) =>
      a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line || a.column - b.column || a.rule - b.rule,
    );
}
