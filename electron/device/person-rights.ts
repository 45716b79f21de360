import type { Handle } from '#db/database.ts';
import { prepareQuery } from '#shared/kernel/prepared.ts';

/** Tables that decide what the person may do. */
export const rightsTables: ReadonlySet<string> = new Set(['users', 'roles', 'rolePermissions']);

/** The person's rights as the rows here say; null before they are here. */
export async function readRights(db: Handle, userId: string): Promise<string[] | null> {
  const [user] = await findRole(db, { userId });
  if (!user) return null;
  if (user.active === 0) return [];
  const rows = await findPermissions(db, { roleId: user.id });
  return rows.map((row) => row.permission);
}

// Asked with each rebase.
const findRole = prepareQuery((db, given: { userId: string }) =>
  db
    .selectFrom('users')
    .innerJoin('roles', 'roles.id', 'users.roleId')
    .select(['roles.id', 'users.active'])
    .where('users.id', '=', given.userId),
);
const findPermissions = prepareQuery((db, given: { roleId: string }) =>
  db
    .selectFrom('rolePermissions')
    .select('permission')
    .where('roleId', '=', given.roleId)
    .where('deletedAt', 'is', null)
    .orderBy('permission'),
);

/** Whether the rights that were read are those that hold already. */
export function sameRights(list: readonly string[], set: ReadonlySet<string>): boolean {
  return list.length === set.size && list.every((item) => set.has(item));
}
