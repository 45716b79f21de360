/** Which groups of the menu a person has folded or opened on this computer. Kept by the window, like the preferences. */
import { create } from 'zustand';
import { type MenuGroup, menuGroups } from '../feature.ts';

/** What was chosen; a group that is not in it is as it comes. */
export type FoldedChoices = Partial<Readonly<Record<MenuGroup, boolean>>>;

const KEY = 'satchel.menu';

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

function readKept(): Readonly<Record<string, FoldedChoices>> {
  try {
    const people = Object.entries(recordOf(JSON.parse(localStorage.getItem(KEY) ?? '{}')));
    return Object.fromEntries(
      people.map(([person, kept]) => {
        const chosen = recordOf(kept);
        const groups = menuGroups.filter((group) => typeof chosen[group] === 'boolean');
        return [person, Object.fromEntries(groups.map((group) => [group, chosen[group] === true]))];
      }),
    );
  } catch {
    // Unreadable is as good as nothing chosen.
    return {};
  }
}

/** By person: `<login>@<company>`. */
export const useFoldedGroups = create<Readonly<Record<string, FoldedChoices>>>(() => readKept());

/** @param person `<login>@<company>` */
export function foldGroup(person: string, group: MenuGroup, isFolded: boolean): void {
  useFoldedGroups.setState((all) => ({ [person]: { ...all[person], [group]: isFolded } }));
  localStorage.setItem(KEY, JSON.stringify(useFoldedGroups.getState()));
}
