import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import type { Node } from 'oxc-parser';
import { bare, memberName, nodesWithin, textOf } from './syntax.ts';

/** Where a specifier leads: a file of this tree, a package, one of Node's own modules, or nowhere that can be read. */
export type Target =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'package'; readonly name: string; readonly subpath: string }
  | { readonly kind: 'node'; readonly name: string }
  | { readonly kind: 'computed' };

export interface Import {
  readonly specifier: string;
  readonly target: Target;
  readonly node: Node;
  /**
   * Erased before it runs. `import { type A } from` is not: with verbatimModuleSyntax the module is still loaded.
   */
  readonly isType: boolean;
  /** The names taken (`*` for the whole module, `default`); empty when the module is only loaded. */
  readonly names: readonly string[];
  /** Patterns of `import.meta.glob` name many files at once. */
  readonly isGlob: boolean;
}

const builtins = new Set(builtinModules);

/** Resolves a specifier as written in the file at `fromPath` (both relative to the root of the tree). */
export function resolveSpecifier(specifier: string, fromPath: string): Target {
  const plain = specifier.replace(/\?.*$/, '');
  if (plain.startsWith('#')) return { kind: 'file', path: posix.normalize(plain.slice(1)) };
  if (plain.startsWith('.')) return { kind: 'file', path: posix.join(posix.dirname(fromPath), plain) };
  if (plain.startsWith('/')) return { kind: 'file', path: plain.slice(1) };
  if (plain.startsWith('node:')) return { kind: 'node', name: plain.slice('node:'.length) };
  if (builtins.has(plain)) return { kind: 'node', name: plain };
  const parts = plain.split('/');
  const nameLength = plain.startsWith('@') ? 2 : 1;
  return { kind: 'package', name: parts.slice(0, nameLength).join('/'), subpath: parts.slice(nameLength).join('/') };
}

const nameOf = (node: Node): string => (node.type === 'Identifier' ? node.name : (textOf(node) ?? '*'));

/**
 * All ways in which a file names another: import, export from, `import()`, `require()`, `import('x').T`,
 * `new URL('./x', import.meta.url)` and `import.meta.glob`.
 */
export function findImports(program: Node, fromPath: string): Import[] {
  const found: Import[] = [];
  const add = (source: Node, node: Node, isType: boolean, names: readonly string[], isGlob = false): void => {
    const specifier = textOf(source);
    const target: Target = specifier === null ? { kind: 'computed' } : resolveSpecifier(specifier, fromPath);
    found.push({ specifier: specifier ?? '(computed)', target, node, isType, names, isGlob });
  };

  for (const node of nodesWithin(program)) {
    switch (node.type) {
      case 'ImportDeclaration': {
        const names = node.specifiers.map((specifier) => {
          if (specifier.type === 'ImportSpecifier') return nameOf(specifier.imported);
          return specifier.type === 'ImportDefaultSpecifier' ? 'default' : '*';
        });
        add(node.source, node, node.importKind === 'type', names);
        break;
      }
      case 'ExportNamedDeclaration':
        if (node.source) {
          const names = node.specifiers.map((specifier) => nameOf(specifier.local));
          add(node.source, node, node.exportKind === 'type', names);
        }
        break;
      case 'ExportAllDeclaration':
        add(node.source, node, node.exportKind === 'type', ['*']);
        break;
      case 'ImportExpression':
        add(node.source, node, false, ['*']);
        break;
      case 'TSImportType':
        add(node.source, node, true, ['*']);
        break;
      case 'TSExternalModuleReference':
        add(node.expression, node, false, ['*']);
        break;
      case 'NewExpression': {
        const callee = bare(node.callee);
        const [file, base] = node.arguments;
        const isHere = base?.type === 'MemberExpression' && memberName(base) === 'url';
        if (callee.type === 'Identifier' && callee.name === 'URL' && file && isHere && textOf(file)?.startsWith('.')) {
          add(file, node, false, ['*']);
        }
        break;
      }
      case 'CallExpression': {
        const callee = bare(node.callee);
        const [first] = node.arguments;
        if (!first) break;
        if (callee.type === 'Identifier' && callee.name === 'require') add(first, node, false, ['*']);
        if (
          callee.type === 'MemberExpression' &&
          callee.object.type === 'MetaProperty' &&
          memberName(callee) === 'glob'
        ) {
          for (const pattern of first.type === 'ArrayExpression' ? first.elements : [first]) {
            if (pattern) add(pattern, node, false, ['*'], true);
          }
        }
        break;
      }
    }
  }
  return found;
}
