/**
 * Rule 6. A feature never imports another feature: they meet in ui/ or by route. Guards also the ways round it:
 * - ui/ imports no feature, or two features would meet behind it;
 * - app/ finds features by glob and names none, so that a domain is added without touching it.
 */
import { breachAt, type Rule } from '../rule.ts';
import { roomOf } from '../tree.ts';

const featureOf = (path: string): string | null => /^renderer\/features\/([^/]+)\//.exec(path)?.[1] ?? null;

export const featuresApart: Rule = {
  number: 6,
  name: 'features are apart',
  *check(tree) {
    for (const source of tree.production((path) => roomOf(path) === 'renderer')) {
      const own = featureOf(source.path);
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
