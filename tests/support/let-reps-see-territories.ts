import { permissions } from '#shared/domains/admin/model.ts';
import { runSystemCommand, type SystemWriter } from '../../server/sync/system-command.ts';

/** A company whose reps see all customers of their territories, whoever has them: what most tests of sync are about. */
export async function letRepsSeeTerritories(writer: SystemWriter): Promise<void> {
  await runSystemCommand(writer, async (tx, context) => {
    const rep = await tx.selectFrom('roles').select('id').where('code', '=', 'rep').executeTakeFirstOrThrow();
    const permission = permissions.seeTerritory;
    await tx
      .insertInto('rolePermissions')
      .values({ id: context.newId(), roleId: rep.id, permission, ...context.created })
      .execute();
  });
}
