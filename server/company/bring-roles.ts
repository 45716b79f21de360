/**
 * Brings the ready-made roles, their rights and limits that this version has to a company that an older one made. Guards:
 * - each comes once: what an administrator took stays as a deleted row, and what has a row is left as it is;
 * - roles of the company's own, and those that it gave other names, keep all else that they have.
 */
import { type DefaultRole, defaultRoles, limitKinds } from '#shared/domains/admin/model.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Reader, Tx } from '#shared/kernel/table.ts';
import { runSystemCommand, type SystemContext, type SystemWriter } from '../sync/system-command.ts';
import '#shared/domains/admin/tables.ts';

/** @returns how many roles, rights and limits came */
export async function bringRoles(writer: SystemWriter): Promise<number> {
  if ((await findMissing(writer.database.kysely)).length === 0) return 0;
  return runSystemCommand(writer, async (tx, context) => {
    let brought = 0;
    for (const missing of await findMissing(tx)) {
      await insertOfRole(tx, missing, context);
      brought += missing.permissions.length + missing.limits.length + (missing.isNew ? 1 : 0);
    }
    return brought;
  });
}

/** Makes the ready-made roles of a new company. */
export async function insertRoles(tx: Tx, context: SystemContext): Promise<void> {
  for (const missing of await findMissing(tx)) await insertOfRole(tx, missing, context);
}

interface Missing {
  readonly code: string;
  /** Null where `isNew`. */
  readonly roleId: Id | null;
  readonly isNew: boolean;
  readonly permissions: readonly string[];
  readonly limits: readonly { readonly kind: (typeof limitKinds)[number]; readonly value: number }[];
}

async function findMissing(db: Reader): Promise<Missing[]> {
  const roles = await db.selectFrom('roles').select(['id', 'code', 'deletedAt']).orderBy('id').execute();
  const rights = await db.selectFrom('rolePermissions').select(['roleId', 'permission']).orderBy('id').execute();
  const limits = await db.selectFrom('roleLimits').select(['roleId', 'kind']).orderBy('id').execute();
  const hasRight = new Set(rights.map(({ roleId, permission }) => `${roleId} ${permission}`));
  const hasLimit = new Set(limits.map(({ roleId, kind }) => `${roleId} ${kind}`));
  return defaultRoles.flatMap((role): Missing[] => {
    const known = roles.find(({ code }) => code === role.code);
    if (known && known.deletedAt !== null) return [];
    const roleId = known?.id ?? null;
    const permissions = role.permissions.filter((right) => !hasRight.has(`${roleId} ${right}`));
    const wanted = limitsOf(role).filter(({ kind }) => !hasLimit.has(`${roleId} ${kind}`));
    if (roleId !== null && permissions.length === 0 && wanted.length === 0) return [];
    return [{ code: role.code, roleId, isNew: roleId === null, permissions, limits: wanted }];
  });
}

function limitsOf({ limits }: DefaultRole): { kind: (typeof limitKinds)[number]; value: number }[] {
  return limitKinds.flatMap((kind) => {
    const value = limits[kind];
    return value === undefined ? [] : [{ kind, value }];
  });
}

async function insertOfRole(
  tx: Tx,
  { code, roleId: known, permissions, limits }: Missing,
  context: SystemContext,
): Promise<void> {
  const roleId = known ?? context.newId();
  const { created } = context;
  if (known === null)
    await tx
      .insertInto('roles')
      .values({ id: roleId, code, name: code, ...created })
      .execute();
  const rights = permissions.map((permission) => ({ id: context.newId(), roleId, permission, ...created }));
  if (rights.length > 0) await tx.insertInto('rolePermissions').values(rights).execute();
  const rows = limits.map(({ kind, value }) => ({ id: context.newId(), roleId, kind, value, ...created }));
  if (rows.length > 0) await tx.insertInto('roleLimits').values(rows).execute();
}
