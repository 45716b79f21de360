/**
 * Gives everybody who may decide something what spoken codes are made from (R9). Guards:
 * - a secret is random, made here alone, and only its person's devices ever hold it (scope `user:<id>`);
 * - who has lost the right loses it, so that a laptop that is away learns so with its next pull.
 */
import { permissions } from '#shared/domains/admin/model.ts';
import type { Reader } from '#shared/kernel/table.ts';
import { runSystemCommand, type SystemWriter } from '../sync/system-command.ts';
import '#shared/domains/admin/tables.ts';

const SECRET_BYTES = 32;
const deciding = [permissions.approveDiscount, permissions.releaseCredit];

/** @returns how many were given or taken */
export async function giveSecrets(writer: SystemWriter): Promise<number> {
  const before = await compare(writer.database.kysely);
  if (before.missing.length + before.idle.length === 0) return 0;
  return runSystemCommand(writer, async (tx, context) => {
    const { missing, idle } = await compare(tx);
    for (const userId of missing) {
      const secret = Buffer.from(writer.world.random.bytes(SECRET_BYTES)).toString('hex');
      await tx
        .insertInto('approvalSecrets')
        .values({ id: userId, userId, secret, ...context.created })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ secret, deletedAt: null, ...context.updated }))
        .execute();
    }
    for (const userId of idle) {
      await tx
        .updateTable('approvalSecrets')
        .set({ secret: '', deletedAt: context.created.createdAt, ...context.updated })
        .where('id', '=', userId)
        .execute();
    }
    return missing.length + idle.length;
  });
}

/** Who lacks a secret and should have one, and who has one in vain. Deputies have one for as long as they are named. */
async function compare(db: Reader): Promise<{ missing: string[]; idle: string[] }> {
  const able = await db
    .selectFrom('users')
    .innerJoin('roles', 'roles.id', 'users.roleId')
    .innerJoin('rolePermissions', 'rolePermissions.roleId', 'roles.id')
    .select('users.id')
    .distinct()
    .where('users.active', '=', 1)
    .where('users.deletedAt', 'is', null)
    .where('roles.deletedAt', 'is', null)
    .where('rolePermissions.deletedAt', 'is', null)
    .where('rolePermissions.permission', 'in', deciding)
    .orderBy('users.id')
    .execute();
  const ids = able.map(({ id }) => id);
  const deputies =
    ids.length === 0
      ? []
      : await db
          .selectFrom('absences')
          .innerJoin('users', 'users.id', 'absences.deputyId')
          .select('absences.deputyId as id')
          .distinct()
          .where('absences.userId', 'in', ids)
          .where('absences.deletedAt', 'is', null)
          .where('users.active', '=', 1)
          .where('users.deletedAt', 'is', null)
          .orderBy('absences.deputyId')
          .execute();
  const wanted = new Set([...ids, ...deputies.map(({ id }) => id)]);
  const there = await db
    .selectFrom('approvalSecrets')
    .select('id')
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const having = new Set(there.map(({ id }) => id));
  return {
    missing: [...wanted].filter((id) => !having.has(id)).sort(),
    idle: [...having].filter((id) => !wanted.has(id)).sort(),
  };
}
