import type { WriteContext } from '../../kernel/command.ts';
import type { Id } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { parseScope } from '../../kernel/scope.ts';
import type { Tx } from '../../kernel/table.ts';

interface NewScope {
  readonly id: Id;
  readonly scope: string;
}

/**
 * Lets a person see places; what was granted once and taken is the same row again.
 * @throws Refusal `admin.placeGone`
 */
export async function grantScopes(
  tx: Tx,
  userId: Id,
  scopes: readonly NewScope[],
  context: WriteContext,
): Promise<void> {
  for (const { id, scope } of scopes) {
    await refuseGonePlace(tx, scope);
    const known = await tx
      .selectFrom('userScopes')
      .select(['id', 'deletedAt'])
      .where('userId', '=', userId)
      .where('scope', '=', scope)
      .orderBy('id')
      .executeTakeFirst();
    if (!known)
      await tx
        .insertInto('userScopes')
        .values({ id, userId, scope, ...context.created() })
        .execute();
    else if (known.deletedAt !== null)
      await tx
        .updateTable('userScopes')
        .set({ deletedAt: null, ...context.updated() })
        .where('id', '=', known.id)
        .execute();
  }
}

async function refuseGonePlace(tx: Tx, scope: string): Promise<void> {
  const { kind, id } = parseScope(scope);
  if (id === '*' || id === null) return;
  const place = await tx
    .selectFrom(kind === 'warehouse' ? 'warehouses' : 'territories')
    .select('id')
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .executeTakeFirst();
  if (!place) throw new Refusal('admin.placeGone');
}

/** Gives a role rights; what was taken from it once is the same row again. */
export async function grantRights(
  tx: Tx,
  roleId: Id,
  rights: readonly { readonly id: Id; readonly permission: string }[],
  context: WriteContext,
): Promise<void> {
  for (const { id, permission } of rights) {
    const known = await tx
      .selectFrom('rolePermissions')
      .select(['id', 'deletedAt'])
      .where('roleId', '=', roleId)
      .where('permission', '=', permission)
      .orderBy('id')
      .executeTakeFirst();
    if (!known)
      await tx
        .insertInto('rolePermissions')
        .values({ id, roleId, permission, ...context.created() })
        .execute();
    else if (known.deletedAt !== null)
      await tx
        .updateTable('rolePermissions')
        .set({ deletedAt: null, ...context.updated() })
        .where('id', '=', known.id)
        .execute();
  }
}
