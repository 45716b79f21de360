import type { Rule } from '../rule.ts';
import { treeOf } from '../tree.ts';

/** Runs one rule over snippets; the answer is `path:line message` for each breach. Only for the tests of the rules. */
export function feed(rule: Rule, files: Readonly<Record<string, string>>): string[] {
  return [...rule.check(treeOf(files))].map((breach) => `${breach.path}:${breach.line} ${breach.message}`);
}
