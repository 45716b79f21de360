/**
 * Rule 13 (our own). Every import of shipped code can be read: its name is written, not computed, and every file
 * parses; and nothing makes imports or code past them: no `node:module` (createRequire), no process.getBuiltinModule,
 * no `eval`, no `Function` from text. Rules 1 to 12 stand on this; what is computed would hide from them. Many files at once come by
 * `import.meta.glob`, whose patterns are written.
 */
import { breachAt, type Rule } from '../rule.ts';
import { memberName } from '../syntax.ts';

const codeFromText = new Set(['eval', 'Function']);

export const readableImports: Rule = {
  number: 13,
  name: 'imports can be read',
  *check(tree) {
    for (const source of tree.production(() => true)) {
      for (const error of source.errors) yield breachAt(13, source, { start: 0 }, `does not parse: ${error}`);
      for (const { target, node } of source.imports) {
        if (target.kind === 'computed')
          yield breachAt(13, source, node, 'imports a computed name: write it, or use import.meta.glob');
        if (target.kind === 'node' && target.name === 'module')
          yield breachAt(13, source, node, 'node:module makes imports that cannot be read: import by name');
      }
      for (const { name, node, binding } of source.references) {
        const parent = source.parentOf(node);
        const member = parent?.type === 'MemberExpression' && parent.object === node ? memberName(parent) : null;
        const isGlobal = name === 'globalThis' && codeFromText.has(member ?? '');
        if (!binding && (codeFromText.has(name) || isGlobal))
          yield breachAt(13, source, node, `${isGlobal ? member : name} runs code that cannot be read: write it out`);
      }
      for (const node of source.nodes) {
        if (node.type === 'MemberExpression' && memberName(node) === 'getBuiltinModule')
          yield breachAt(13, source, node, 'getBuiltinModule imports past the imports: import by name');
      }
    }
  },
};
