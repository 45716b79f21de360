import { expect, it } from 'vitest';
import { defaultRoles } from '#shared/domains/admin/model.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import { makeTestWorld } from '../../tests/support/server.ts';
import { runSystemCommand } from '../sync/system-command.ts';
import { bringRoles } from './bring-roles.ts';
import { createCompany } from './create-company.ts';

eachDatabase('server', (current) => {
  it('R113 a newer version brings what it has more, once, and gives nothing back that was taken', async () => {
    const writer = { database: current(), world: makeTestWorld() };
    await createCompany(writer, { name: 'Northwind', currency: 'CNY', country: 'CN' });
    expect(await bringRoles(writer)).toBe(0);
    const rightsOf = async (code: string) =>
      (
        await current()
          .kysely.selectFrom('rolePermissions')
          .innerJoin('roles', 'roles.id', 'rolePermissions.roleId')
          .select('rolePermissions.permission')
          .where('roles.code', '=', code)
          .where('rolePermissions.deletedAt', 'is', null)
          .orderBy('rolePermissions.permission')
          .execute()
      ).map(({ permission }) => permission);
    const ready = (code: string) => [...(defaultRoles.find((role) => role.code === code)?.permissions ?? [])].sort();
    expect(await rightsOf('rep')).toEqual(ready('rep'));
    // As an older version left it: no marketing, two rights of a rep unknown, no limit; and one that somebody took.
    const unknown = ['sales.confirmOrder#discount', 'admin.setAbsence'];
    await runSystemCommand(writer, async (tx, { updated }) => {
      const roles = await tx.selectFrom('roles').select(['id', 'code']).orderBy('id').execute();
      const idOf = (code: string) => roles.find((role) => role.code === code)?.id ?? '';
      await tx.deleteFrom('rolePermissions').where('roleId', '=', idOf('marketing')).execute();
      await tx.deleteFrom('roles').where('code', '=', 'marketing').execute();
      await tx.deleteFrom('roleLimits').where('kind', '=', 'approval').execute();
      const ofRep = tx.deleteFrom('rolePermissions').where('roleId', '=', idOf('rep'));
      await ofRep.where('permission', 'in', unknown).execute();
      await tx
        .updateTable('rolePermissions')
        .set({ deletedAt: updated.updatedAt, ...updated })
        .where('roleId', '=', idOf('rep'))
        .where('permission', '=', 'crm.claimCustomer')
        .execute();
    });
    const { length } = ready('marketing');
    const approvers = defaultRoles.filter(({ limits }) => limits.approval !== undefined);
    expect(await bringRoles(writer)).toBe(1 + length + unknown.length + approvers.length);
    expect(await rightsOf('marketing')).toEqual(ready('marketing'));
    expect(await rightsOf('rep')).toEqual(ready('rep').filter((right) => right !== 'crm.claimCustomer'));
    expect(await bringRoles(writer)).toBe(0);
  });
});
