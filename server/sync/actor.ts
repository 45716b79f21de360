import type { Handle } from '#db/database.ts';
import type { Actor } from '#shared/kernel/command.ts';
import type { Id } from '#shared/kernel/ids.ts';
import '#shared/domains/admin/tables.ts';
import { readScopes } from './scopes.ts';

/** Tables that decide what an actor may do: after a command wrote one, the actor is read again. */
export const actorTables: ReadonlySet<string> = new Set([
  'users',
  'roles',
  'rolePermissions',
  'userScopes',
  'territories',
  'warehouses',
]);

/**
 * The user with the rights of the role and the scopes granted, as they stand in this transaction.
 * @param evenInactive for what somebody who left had done before: an administrator has looked at it
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
  };
}
