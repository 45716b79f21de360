import { HomeOutlined } from '@ant-design/icons';
import { expect, it } from 'vitest';
import { defaultRoles } from '#shared/domains/admin/model.ts';
import type { MenuEntry } from '../feature.ts';
import { menuEntries } from '../features.ts';
import { foldedAtFirst, groupEntries } from './side-groups.ts';

/** The groups of a role that a new company starts with. */
function groupsOf(role: string) {
  const rights = defaultRoles.find(({ code }) => code === role)?.permissions ?? [];
  return groupEntries(menuEntries, ({ permission }) =>
    [permission ?? []].flat().length === 0 ? true : [permission ?? []].flat().some((each) => rights.includes(each)),
  );
}
const foldedOf = (role: string) => [...foldedAtFirst(groupsOf(role), 3)];

it('a manager scans and ships seldom and imports once: the rest is seen at once', () => {
  expect(foldedOf('manager')).toEqual(['scanning', 'administration', 'shipping']);
});

it('whoever works in the warehouse has the work open, and what is sold and bought folded', () => {
  expect(foldedOf('warehouse')).toEqual(['sales', 'purchasing']);
});

it('where everything has room nothing is folded', () => {
  expect(foldedOf('rep')).toEqual([]);
  expect(foldedOf('service')).toEqual([]);
});

it('an administrator, who has everything, finds what goods are sold and kept by', () => {
  expect(foldedOf('administrator')).toEqual(['scanning', 'administration', 'purchasing']);
});

it('places stand in their groups by order, and a group of nothing is none', () => {
  const entry = (route: string, group: MenuEntry['group'], order: number): MenuEntry => ({
    ...{ route, group, order, icon: HomeOutlined, labelKey: route },
  });
  const entries = [entry('a', 'sales', 1), entry('b', 'reports', 2), entry('c', 'sales', 3), entry('d', 'foot', 4)];
  const groups = groupEntries(entries, ({ route }) => route !== 'b' && route !== 'c');
  expect(groups).toEqual([{ group: 'sales', entries: [entries[0]], part: 0.5 }]);
});
