import { posix } from 'node:path';
import { textOf } from '../../lint/syntax.ts';
import { isProduction, isSource, isTest, type Tree } from '../../lint/tree.ts';

/** A glob of import.meta.glob as a pattern over paths: `*` within a folder, `**` across. */
const globPattern = (glob: string): RegExp =>
  new RegExp(
    `^${glob.replace(/[.+^$()|[\]\\]/g, '\\$&').replace(/\*\*\/|\*/g, (star) => (star === '*' ? '[^/]*' : '(.*/)?'))}$`,
  );

/** The texts in which a file can name what it starts: all of a page or manifest, the string literals of code. */
function namingTexts(tree: Tree, path: string): string[] {
  if (!isSource(path)) return [tree.text(path)];
  return tree.source(path).nodes.flatMap((node) => textOf(node) ?? []);
}

/** Files that are started rather than imported: what package.json, a configuration, a script or a page names. */
function startedFiles(tree: Tree): string[] {
  const configurations = tree.paths.filter((path) => /^[^/]+\.config\.ts$/.test(path));
  const scripts = tree.paths.filter((path) => path.startsWith('scripts/') && isSource(path));
  const pages = tree.paths.filter((path) => path === 'package.json' || path.endsWith('.html'));
  const started = [...configurations, ...scripts, ...pages].flatMap((path) =>
    namingTexts(tree, path).flatMap((text) =>
      [...text.matchAll(/[\w@./#-]+\.(tsx?|mts|cts|jsx?|mjs|cjs)\b/g)].flatMap(([name]) => [
        posix.normalize(name),
        posix.join(posix.dirname(path), name),
      ]),
    ),
  );
  return [...configurations, ...started, ...tree.paths.filter((path) => isListed(path))];
}

/** What a runner finds by listing a folder: measures of `npm run bench`; commands that domains bring to the simulation. */
const isListed = (path: string): boolean =>
  /^tests\/bench\/measures\/[\w-]+\.ts$/.test(path) || findsCommandsToSimulate.test(path);

/** Beside the generators themselves, what they implement. */
const findsCommandsToSimulate =
  /^(shared\/(domains\/\w+|workflows)\/simulation\/[\w-]+|shared\/kernel\/simulation)\.ts$/;

function reachFrom(tree: Tree, entries: readonly string[]): Set<string> {
  const reached = new Set<string>();
  const waiting = entries.filter((path) => tree.has(path));
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path) || !isSource(path)) continue;
    reached.add(path);
    for (const { target, isGlob } of tree.source(path).imports) {
      if (target.kind !== 'file') continue;
      if (isGlob) waiting.push(...tree.paths.filter((other) => globPattern(target.path).test(other)));
      else if (tree.has(target.path)) waiting.push(target.path);
    }
  }
  return reached;
}

/**
 * Source files that nothing starts or imports. Shipped code must be reached by what is shipped: a file that only its
 * tests import is dead. Declarations (`.d.ts`) speak of others and are left out.
 */
export function findDeadFiles(tree: Tree): string[] {
  const started = startedFiles(tree);
  const shipped = reachFrom(tree, started);
  const all = reachFrom(tree, [...started, ...tree.paths.filter((path) => /\.test\.tsx?$/.test(path))]);
  return tree.paths.filter((path) => {
    if (!isSource(path) || /\.d\.[mc]?ts$/.test(path) || /\.test\.tsx?$/.test(path)) return false;
    return !(isProduction(path) && !isTest(path) ? shipped : all).has(path);
  });
}
