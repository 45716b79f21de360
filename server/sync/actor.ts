import type { Handle } from '#db/database.ts';
import type { Actor } from '#shared/kernel/command.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { prepareQuery } from '#shared/kernel/prepared.ts';
import type { TableName, Tx } from '#shared/kernel/table.ts';
import '#db/side-tables/server.ts';
import '#shared/domains/admin/tables.ts';
import { readScopes } from './scopes.ts';

/** Tables that decide what an actor may do: after a command wrote one, the actor is read again. */
export const actorTables: ReadonlySet<string> = new Set([
  'users',
  'roles',
  'rolePermissions',
  'userScopes',
  'teams',
  'teamMembers',
  'territories',
  'warehouses',
]);

/**
 * The user with the rights of the role and the scopes granted, as they stand in this transaction.
 * @param evenInactive for what somebody who left had done before: it was taken then, or an administrator has looked at it
 */
export async function readActor(db: Handle, userId: Id, evenInactive = false): Promise<Actor> {
  const rows = await db
    .selectFrom('users')
    .innerJoin('roles', 'roles.id', 'users.roleId')
    .innerJoin('rolePermissions', 'rolePermissions.roleId', 'roles.id')
    .select('rolePermissions.permission')
    .where('users.id', '=', userId)
    .$if(!evenInactive, (query) => query.where('users.active', '=', 1).where('users.deletedAt', 'is', null))
    .where('roles.deletedAt', 'is', null)
    .where('rolePermissions.deletedAt', 'is', null)
    .orderBy('rolePermissions.permission')
    .execute();
  const scopes = new Set(await readScopes(db, userId));
  return {
    userId,
    permissions: new Set(rows.map((row) => row.permission)),
    sees: (scope) => scopes.has(scope),
    reaches: (tx, table, id) => isHeld(tx, table, id, scopes),
  };
}

/** Whether one of the scopes holds a row now: the scope log says so of every row (db/triggers/scope-log.ts). */
export async function isHeld(tx: Tx, tableName: TableName, id: Id, scopes: ReadonlySet<string>): Promise<boolean> {
  const holders = await findHolders(tx, { tableName, id, scopes: [...scopes] });
  return holders.length > 0;
}

const findHolders = prepareQuery((tx, given: { tableName: string; id: Id; scopes: readonly string[] }) =>
  tx
    .selectFrom('scopeLog')
    .select('scope')
    .where('scope', 'in', given.scopes)
    .where('tableName', '=', given.tableName)
    .where('rowId', '=', given.id)
    .where('op', 'in', ['enter', 'upsert'])
    .orderBy('scope')
    .limit(1),
);
