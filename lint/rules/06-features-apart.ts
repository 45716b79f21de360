/**
 * Rule 6. A feature never imports another feature: they meet in ui/ or by route. Guards also the ways round it:
 * - ui/ imports no feature, or two features would meet behind it;
 * - CSS is imported within the feature only, and `@import` of style sheets is not used at all;
 * - a feature writes no text under another feature's keys: what two share stands under the keys of app/ or ui/;
 * - app/ finds features by glob and names none, so that a domain is added without touching it.
 */
import { isLocale, readLocale } from '../locales.ts';
import { type Breach, breachAt, type Rule } from '../rule.ts';
import type { Source } from '../source.ts';
import { bare, memberName } from '../syntax.ts';
import { roomOf, type Tree } from '../tree.ts';

const featureOf = (path: string): string | null => /^renderer\/features\/([^/]+)\//.exec(path)?.[1] ?? null;

/** Keys that all features add to: what a command is called, what a refusal says. */
const sharedKeys = new Set(['commands', 'refusals']);

/** The first steps of each feature's own texts (`sales`, `syncLedger`), with the feature. */
function homesOfKeys(tree: Tree): Map<string, string> {
  const homes = new Map<string, string>();
  for (const path of tree.paths.filter(isLocale)) {
    const feature = featureOf(path);
    if (feature === null) continue;
    for (const { key } of readLocale(tree, path).entries) {
      const [step = ''] = key.split('.');
      if (!sharedKeys.has(step)) homes.set(step, feature);
    }
  }
  return homes;
}

function* checkTexts(source: Source, own: string, homes: ReadonlyMap<string, string>): Iterable<Breach> {
  for (const node of source.nodes) {
    if (node.type !== 'CallExpression') continue;
    const callee = bare(node.callee);
    const name =
      callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? memberName(callee) : '';
    const [first] = node.arguments;
    if (name !== 't' || !first) continue;
    const plain = bare(first);
    const text =
      plain.type === 'TemplateLiteral' ? plain.quasis[0]?.value.raw : plain.type === 'Literal' ? plain.value : '';
    const home = typeof text === 'string' && text.includes('.') ? homes.get(text.split('.')[0] ?? '') : undefined;
    if (home !== undefined && home !== own)
      yield breachAt(6, source, node, `feature ${own} takes a text of feature ${home}: put it where both may take it`);
  }
}

function* checkStyles(tree: Tree): Iterable<Breach> {
  for (const path of tree.paths.filter((each) => roomOf(each) === 'renderer' && each.endsWith('.css'))) {
    const text = tree.text(path).replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
    for (const [index, line] of text.split('\n').entries()) {
      const column = line.search(/@import\b/) + 1;
      const message = '@import joins style sheets behind the imports: import it in code';
      if (column > 0) yield { path, line: index + 1, column, rule: 6, message };
    }
  }
}

export const featuresApart: Rule = {
  number: 6,
  name: 'features are apart',
  *check(tree) {
    yield* checkStyles(tree);
    const homes = homesOfKeys(tree);
    for (const source of tree.production((path) => roomOf(path) === 'renderer')) {
      const own = featureOf(source.path);
      if (own !== null) yield* checkTexts(source, own, homes);
      const isUi = source.path.startsWith('renderer/ui/');
      for (const { target, node, isGlob } of source.imports) {
        if (target.kind !== 'file') continue;
        const feature = featureOf(target.path);
        if (own !== null && feature !== null && feature !== own) {
          yield breachAt(6, source, node, `feature ${own} imports feature ${feature}: they meet in ui/ or by route`);
        } else if (isUi && feature !== null) {
          yield breachAt(6, source, node, `ui/ imports ${target.path}: it stands below features`);
        } else if (own === null && feature !== null && !isGlob) {
          yield breachAt(6, source, node, `${source.path} names feature ${feature}: app finds features by glob`);
        }
      }
    }
  },
};
