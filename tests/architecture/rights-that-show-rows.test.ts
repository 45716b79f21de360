/** R47, R113: what only a right shows is in the list that the server goes by, and nothing else is. */
import { expect, it } from 'vitest';
import { rightsThatShowRows } from '#shared/domains/admin/model.ts';
import { allTables } from '#shared/registry.ts';

it('every right that a table is scoped by is one that shows rows, and the other way round', () => {
  const used = allTables.flatMap(({ scopedBy }) =>
    scopedBy.flatMap((rule) => (rule.by !== 'root' && rule.right !== undefined ? [rule.right] : [])),
  );
  expect([...rightsThatShowRows].sort()).toEqual([...new Set(used)].sort());
});
