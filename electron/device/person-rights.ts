import type { DeviceContext } from './device-context.ts';

/** Tables that decide what the person may do. */
export const rightsTables: ReadonlySet<string> = new Set(['users', 'roles', 'rolePermissions']);

/** The person's rights as the rows here say; null before they are here. */
export async function readRights(context: DeviceContext): Promise<string[] | null> {
  const { kysely } = context.reader;
  const user = await kysely
    .selectFrom('users')
    .innerJoin('roles', 'roles.id', 'users.roleId')
    .select(['roles.id', 'users.active'])
    .where('users.id', '=', context.userId)
    .executeTakeFirst();
  if (!user) return null;
  if (user.active === 0) return [];
  const rows = await kysely
    .selectFrom('rolePermissions')
    .select('permission')
    .where('roleId', '=', user.id)
    .where('deletedAt', 'is', null)
    .orderBy('permission')
    .execute();
  return rows.map((row) => row.permission);
}

/** Whether the rights that were read are those that hold already. */
export function sameRights(list: readonly string[], set: ReadonlySet<string>): boolean {
  return list.length === set.size && list.every((item) => set.has(item));
}
