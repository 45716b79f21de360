/** R113: the matrix of rights is whole: every right of the house stands in it, with a name and an explanation. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { defaultRoles, permissions } from '#shared/domains/admin/model.ts';
import { allRights, rightCatalogue } from '#shared/domains/admin/rules/right-catalogue.ts';
import { fieldRight } from '#shared/kernel/field-rights.ts';
import { commands, queries } from '#shared/registry.ts';

const ofCommands = [...commands.values()].flatMap(({ name, permission, fields = [] }) => [
  permission,
  ...fields.map((field) => fieldRight(name, field)),
]);
const ofQueries = [...queries.values()].flatMap(({ permission }) => (permission === null ? [] : [permission]));
const ofRoles = defaultRoles.flatMap((role) => [...role.permissions]);

it('every right of a command, a field, a query or a ready-made role stands in the catalogue once, and no other', () => {
  const used = new Set([...ofCommands, ...ofQueries, ...ofRoles, ...Object.values(permissions)]);
  expect([...allRights].sort()).toEqual([...used].sort());
});

it('a right stands with its domain', () => {
  for (const { domain, rights } of rightCatalogue) {
    for (const right of rights) expect(right.startsWith(`${domain}.`), right).toBe(true);
  }
});

it.each(['en', 'zh'])('every right has a name and an explanation: %s', (language) => {
  const path = join(import.meta.dirname, `../../renderer/features/admin/locales/${language}.json`);
  const { rights } = JSON.parse(readFileSync(path, 'utf8')).admin;
  for (const right of allRights) {
    const [domain = '', name = ''] = right.split('.');
    expect(Object.keys(rights[domain]?.[name] ?? {}), right).toEqual(['name', 'text']);
  }
});
