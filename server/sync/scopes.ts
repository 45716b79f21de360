import type { Handle } from '#db/database.ts';
import { permissions, rightsThatShowRows } from '#shared/domains/admin/model.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { prepareQuery } from '#shared/kernel/prepared.ts';
import { parseScope, scopeName } from '#shared/kernel/scope.ts';
import '#db/side-tables/server.ts';
import '#shared/domains/admin/tables.ts';
import '#shared/domains/inventory/tables.ts';

/**
 * Everything that the user sees now, sorted: the company, the own rows, warehouses that were granted (`warehouse:*` = each
 * one); of a territory the pool of customers that nobody has, and all of it with the right to (R66); what the own teams
 * hold; and what only a right shows (R47).
 */
export async function readScopes(db: Handle, userId: Id): Promise<string[]> {
  const granted = new Set((await readGrants(db, userId)).map(({ scope }) => scope));
  const rights = new Set((await findRights(db, { userId })).map(({ permission }) => permission));
  const scopes = new Set(['company', scopeName('user', userId), scopeName('holder', userId)]);
  for (const id of await grantedPlaces(db, granted, 'warehouse')) scopes.add(scopeName('warehouse', id));
  // All of a territory is its pool too.
  const kind = rights.has(permissions.seeTerritory) ? 'territory' : 'holder';
  for (const id of await grantedPlaces(db, granted, 'territory')) scopes.add(scopeName(kind, id));
  for (const { teamId } of await findTeams(db, { userId })) scopes.add(scopeName('holder', teamId));
  for (const right of rightsThatShowRows) if (rights.has(right)) scopes.add(scopeName('company', null, right));
  return [...scopes].sort();
}

/** Ids of the territories or warehouses that were granted; all of a kind where all were. */
async function grantedPlaces(
  db: Handle,
  granted: ReadonlySet<string>,
  kind: 'territory' | 'warehouse',
): Promise<readonly Id[]> {
  if (granted.has(scopeName(kind, '*'))) {
    const rows = await (kind === 'territory' ? findTerritories(db, {}) : findWarehouses(db, {}));
    return rows.map(({ id }) => id);
  }
  return [...granted].map(parseScope).flatMap((scope) => (scope.kind === kind && scope.id !== null ? [scope.id] : []));
}

/**
 * The company version at which what the user sees was last changed: grants, role, rights of the role, teams. A load that
 * began before it may lack rows. A territory made later needs no new load under `territory:*`: all its entries are newer.
 * For devices that do not name the scopes that they hold.
 */
export async function readLastGrantVersion(db: Handle, userId: Id): Promise<number> {
  const grants = await readGrants(db, userId);
  const rights = await findRights(db, { userId });
  const teams = await findTeams(db, { userId });
  const rows = await db
    .selectFrom('scopeLog')
    .select('version')
    .where('scope', '=', 'company')
    .where('tableName', 'in', ['userScopes', 'rolePermissions', 'teamMembers', 'users'])
    .where('rowId', 'in', [userId, ...[...grants, ...rights, ...teams].map(({ id }) => id)])
    .orderBy('version', 'desc')
    .limit(1)
    .execute();
  return rows[0]?.version ?? 0;
}

async function readGrants(db: Handle, userId: Id): Promise<{ id: Id; scope: string }[]> {
  return findGrants(db, { userId });
}

// Asked with every pull.
const findTerritories = prepareQuery((tx, _given: Readonly<Record<string, never>>) =>
  tx.selectFrom('territories').select('id').orderBy('id'),
);
const findWarehouses = prepareQuery((tx, _given: Readonly<Record<string, never>>) =>
  tx.selectFrom('warehouses').select('id').orderBy('id'),
);
const findTeams = prepareQuery((tx, given: { userId: Id }) =>
  tx
    .selectFrom('teamMembers')
    .innerJoin('teams', 'teams.id', 'teamMembers.teamId')
    .select(['teamMembers.id', 'teamMembers.teamId'])
    .where('teamMembers.userId', '=', given.userId)
    .where('teamMembers.deletedAt', 'is', null)
    .where('teams.deletedAt', 'is', null)
    .orderBy('teamMembers.teamId'),
);
const findRights = prepareQuery((tx, given: { userId: Id }) =>
  tx
    .selectFrom('users')
    .innerJoin('roles', 'roles.id', 'users.roleId')
    .innerJoin('rolePermissions', 'rolePermissions.roleId', 'roles.id')
    .select(['rolePermissions.id', 'rolePermissions.permission'])
    .where('users.id', '=', given.userId)
    .where('roles.deletedAt', 'is', null)
    .where('rolePermissions.deletedAt', 'is', null)
    .orderBy('rolePermissions.permission'),
);
const findGrants = prepareQuery((tx, given: { userId: Id }) =>
  tx
    .selectFrom('userScopes')
    .select(['id', 'scope'])
    .where('userId', '=', given.userId)
    .where('deletedAt', 'is', null)
    .orderBy('id'),
);
