/**
 * Rule 13 (our own). Every import of shipped code can be read: its name is written, not computed, and every file
 * parses. Rules 1 to 12 stand on this; what is computed would hide from them. Many files at once come by
 * `import.meta.glob`, whose patterns are written.
 */
import { breachAt, type Rule } from '../rule.ts';

export const readableImports: Rule = {
  number: 13,
  name: 'imports can be read',
  *check(tree) {
    for (const source of tree.production(() => true)) {
      for (const error of source.errors) yield breachAt(13, source, { start: 0 }, `does not parse: ${error}`);
      for (const { target, node } of source.imports) {
        if (target.kind === 'computed')
          yield breachAt(13, source, node, 'imports a computed name: write it, or use import.meta.glob');
      }
    }
  },
};
