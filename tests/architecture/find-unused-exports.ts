import type { Node } from 'oxc-parser';
import type { Source } from '../../lint/source.ts';
import { isProduction, isSource, isTest, type Tree } from '../../lint/tree.ts';

const nameOf = (node: Node): string =>
  node.type === 'Identifier' ? node.name : node.type === 'Literal' ? String(node.value) : '';

/** The names that a declaration introduces. */
function namesOf(declaration: Node): string[] {
  if (declaration.type !== 'VariableDeclaration')
    return 'id' in declaration && declaration.id ? [nameOf(declaration.id)] : [];
  return declaration.declarations.flatMap(({ id }) => {
    if (id.type === 'Identifier') return [id.name];
    if (id.type !== 'ObjectPattern') return [];
    return id.properties.flatMap((property) => (property.type === 'Property' ? nameOf(property.value) : []));
  });
}

/** The names that a file itself makes and hands out; what it only passes on is its source's. */
function exportsOf(source: Source): string[] {
  return source.program.body.flatMap((node) => {
    if (node.type !== 'ExportNamedDeclaration' || node.source) return [];
    if (node.declaration) return namesOf(node.declaration);
    return node.specifiers.map((specifier) => nameOf(specifier.exported));
  });
}

/**
 * Names that shipped code exports and that no other shipped file (nor a script or configuration) takes, and that their
 * own file does not use either: only their tests know them. A file that is taken whole (`* as`, `export *`, a glob, a
 * start) counts as used. By words, not by meaning, where a file speaks of its own names: it may miss one, and does not
 * accuse one that is used.
 */
export function findUnusedExports(tree: Tree): string[] {
  const taken = new Map<string, Set<string>>();
  for (const path of tree.paths.filter((each) => isSource(each) && !isTest(each))) {
    for (const { target, names, isGlob } of tree.source(path).imports) {
      if (target.kind !== 'file') continue;
      const known = taken.get(target.path) ?? new Set();
      for (const name of isGlob ? ['*'] : names) known.add(name);
      taken.set(target.path, known);
    }
  }
  return tree.paths
    .filter((path) => isProduction(path) && !isTest(path) && !/\.d\.ts$/.test(path))
    .flatMap((path) => {
      const known = taken.get(path);
      if (!known || known.has('*')) return [];
      const { text } = tree.source(path);
      const isUsedHere = (name: string): boolean =>
        (text.match(new RegExp(`(?<![\\w$])${name.replace('$', '\\$')}(?![\\w$])`, 'g'))?.length ?? 0) > 1;
      return exportsOf(tree.source(path))
        .filter((name) => !known.has(name) && !isUsedHere(name))
        .map((name) => `${path}: ${name}`);
    });
}
