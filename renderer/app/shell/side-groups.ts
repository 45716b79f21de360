/**
 * The menu's groups for one person. Guards:
 * - a heading never stands over one place alone;
 * - until a person folds or opens a group, so many are folded that the rest is seen at once on the usual laptop: first
 *   the groups of whose places the person has the smallest part, which is where that person works least.
 */
import { type MenuEntry, type MenuGroup, menuGroups } from '../feature.ts';
import { measures } from '../theme/tokens.ts';

export interface SideGroup {
  readonly group: MenuGroup;
  readonly entries: readonly MenuEntry[];
  /** How much of the group the person has, up to 1. */
  readonly part: number;
}

/** Of equal parts these go first: a company is looked after now and then. */
const foldedFirst: readonly MenuGroup[] = [
  'administration',
  'purchasing',
  'reports',
  'shipping',
  'billing',
  'sales',
  'warehouse',
];

/** Before all others where a person sells: whoever has all of the sales in view scans seldom. Else after all. */
const placeOf = (group: MenuGroup, groups: readonly SideGroup[]): number => {
  if (group !== 'scanning') return foldedFirst.indexOf(group);
  return groups.some((each) => each.group === 'sales' && each.part === 1) ? -1 : foldedFirst.length;
};

/** @param entries all places, by order @param isAllowed whether the person may see one */
export function groupEntries(
  entries: readonly MenuEntry[],
  isAllowed: (entry: MenuEntry) => boolean,
): readonly SideGroup[] {
  return menuGroups.flatMap((group) => {
    const all = entries.filter((entry) => entry.group === group);
    const allowed = all.filter(isAllowed);
    return allowed.length === 0 ? [] : [{ group, entries: allowed, part: allowed.length / all.length }];
  });
}

const hasHeading = ({ entries }: SideGroup) => entries.length > 1;

/** @param otherItems places that stand in no group: the start page, and the foot */
export function foldedAtFirst(groups: readonly SideGroup[], otherItems: number): ReadonlySet<MenuGroup> {
  const { laptopHeight, header, d4, d8, control, sideHeading } = measures;
  const heightOf = (group: SideGroup) => group.entries.length * control + (hasHeading(group) ? sideHeading : d8);
  let left = laptopHeight - header - 2 * d4 - otherItems * control;
  for (const group of groups) left -= heightOf(group);
  const folded = new Set<MenuGroup>();
  const next = groups
    .filter(hasHeading)
    .sort((one, other) => one.part - other.part || placeOf(one.group, groups) - placeOf(other.group, groups));
  for (const group of next) {
    if (left >= 0) break;
    folded.add(group.group);
    left += group.entries.length * control;
  }
  return folded;
}
