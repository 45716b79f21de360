import { expect, it } from 'vitest';
import { newId } from '../../../../tests/support/company.ts';
import { eachDatabase } from '../../../../tests/support/databases.ts';
import { makePeople, type TestPeople } from '../../../../tests/support/people.ts';
import { addPerson } from './add-person.ts';
import { addRole } from './add-role.ts';
import { changePerson } from './change-person.ts';
import { changeRights } from './change-rights.ts';
import { changeScopes } from './change-scopes.ts';
import { invitePerson } from './invite-person.ts';
import { removeRole } from './remove-role.ts';
import { renameRole } from './rename-role.ts';
import { setPersonActive } from './set-person-active.ts';
import { voidInvitation } from './void-invitation.ts';

eachDatabase('server', (current) => {
  const newPerson = ({ roles, company }: TestPeople, change: object = {}) => ({
    userId: newId(),
    login: ' Qian.Jing ',
    name: '钱静',
    roleId: roles.rep,
    phone: null,
    email: null,
    scopes: [{ id: newId(), scope: `territory:${company.territoryId}` }],
    ...change,
  });
  const refused = (code: string) => ({ state: 'rejected', reason: { code } });
  /** Somebody who manages people and nothing else. */
  const asSecretary = { permissions: ['admin.managePeople', 'admin.setAbsence'] };
  const hash = (digit: string) => digit.repeat(64);
  const rowsOf = (table: 'users' | 'userScopes' | 'rolePermissions' | 'invitations', column: string, value: string) =>
    current()
      .kysely.selectFrom(table)
      .selectAll()
      .where(column as never, '=', value as never)
      .orderBy('id')
      .execute();

  it('R113 a person is added with a place to see; the login is one person’s alone, however it is typed', async () => {
    const people = await makePeople(current());
    const args = newPerson(people);
    expect(await people.runAs('administrator', addPerson, args)).toMatchObject({ state: 'applied' });
    expect(await rowsOf('users', 'id', args.userId)).toMatchObject([{ login: 'qian.jing', active: 1 }]);
    expect(await rowsOf('userScopes', 'userId', args.userId)).toMatchObject([{ deletedAt: null }]);
    const again = newPerson(people, { login: 'QIAN.JING' });
    expect(await people.runAs('administrator', addPerson, again)).toMatchObject({
      state: 'rejected',
      reason: { code: 'admin.loginTaken', params: { login: 'qian.jing', name: '钱静' } },
    });
    const nowhere = newPerson(people, { login: 'sun', scopes: [{ id: newId(), scope: `warehouse:${newId()}` }] });
    expect(await people.runAs('administrator', addPerson, nowhere)).toMatchObject(refused('admin.placeGone'));
  });

  it('R113 nobody gives rights that he has not himself: not by a role, a matrix or an invitation', async () => {
    const people = await makePeople(current());
    const { roles, users } = people;
    const beyond = refused('admin.rightsBeyondOwn');
    const secretary = (command: typeof addPerson | typeof invitePerson, args: object) =>
      people.runAs('rep', command as typeof addPerson, args, asSecretary);
    expect(await secretary(addPerson, newPerson(people))).toMatchObject(beyond);
    const code = { invitationId: newId(), userId: users.administrator, codeHash: hash('a') };
    expect(await secretary(invitePerson, code)).toMatchObject(beyond);
    const mayRename = { permissions: ['admin.managePeople', 'admin.changePerson#role'] };
    const role = { userId: users.rep, roleId: roles.administrator };
    expect(await people.runAs('rep', changePerson, role, mayRename)).toMatchObject(beyond);
    const maker = { permissions: ['admin.manageRoles', 'crm.see'] };
    const grant = (permission: string) => [{ id: newId(), permission }];
    const costs = { roleId: roles.rep, grant: grant('inventory.seeCost'), take: [] };
    expect(await people.runAs('rep', changeRights, costs, maker)).toMatchObject(beyond);
    const makes = { roleId: newId(), name: '顾问', rights: grant('inventory.seeCost') };
    expect(await people.runAs('rep', addRole, makes, maker)).toMatchObject(beyond);
    expect(await people.runAs('rep', addRole, { ...makes, rights: grant('crm.see') }, maker)).toMatchObject({
      state: 'applied',
    });
  });

  it('R113 login and role are fields with rights of their own', async () => {
    const people = await makePeople(current());
    const { roles, users } = people;
    const change = (fields: object) =>
      people.runAs('rep', changePerson, { userId: users.service, ...fields }, asSecretary);
    expect(await change({ name: '王芳', phone: '138 0000 0000' })).toMatchObject({ state: 'applied' });
    expect(await change({ login: 'wang' })).toMatchObject({
      reason: { code: 'kernel.notPermitted', params: { permission: 'admin.changePerson#login' } },
    });
    expect(await change({ roleId: roles.warehouse })).toMatchObject({
      reason: { code: 'kernel.notPermitted', params: { permission: 'admin.changePerson#role' } },
    });
    expect(await rowsOf('users', 'id', users.service)).toMatchObject([
      { name: '王芳', phone: '138 0000 0000', login: 'service', roleId: roles.service },
    ]);
    const both = { userId: users.service, login: 'wang', roleId: roles.rep };
    expect(await people.runAs('administrator', changePerson, both)).toMatchObject({ state: 'applied' });
  });

  it('R113 the last administrator stays: by role, by rights, by leaving', async () => {
    const people = await makePeople(current());
    const { roles, users } = people;
    const last = refused('admin.lastAdministrator');
    const administrator = users.administrator;
    const leaves = { userId: administrator, active: false };
    expect(await people.runAs('administrator', setPersonActive, leaves)).toMatchObject(last);
    const other = { userId: administrator, roleId: roles.rep };
    expect(await people.runAs('administrator', changePerson, other)).toMatchObject(last);
    const blind = { roleId: roles.administrator, grant: [], take: ['admin.manageRoles'] };
    expect(await people.runAs('administrator', changeRights, blind)).toMatchObject(last);
    expect(await rowsOf('users', 'id', administrator)).toMatchObject([{ active: 1, roleId: roles.administrator }]);
    const second = { userId: users.manager, roleId: roles.administrator };
    expect(await people.runAs('administrator', changePerson, second)).toMatchObject({ state: 'applied' });
    expect(await people.runAs('administrator', setPersonActive, leaves)).toMatchObject({ state: 'applied' });
  });

  it('R113 what is taken stays as a deleted row, and is the same row again when it is given', async () => {
    const people = await makePeople(current());
    const { roles, users, company } = people;
    const rights = async () =>
      (await rowsOf('rolePermissions', 'roleId', roles.rep)).filter(
        (row) => 'permission' in row && row.permission === 'crm.see',
      );
    const [before] = await rights();
    const set = (grant: readonly string[], take: readonly string[]) =>
      people.runAs('administrator', changeRights, {
        roleId: roles.rep,
        grant: grant.map((permission) => ({ id: newId(), permission })),
        take,
      });
    await set([], ['crm.see']);
    expect(await rights()).toMatchObject([{ id: before?.id, deletedAt: expect.any(Number) }]);
    await set(['crm.see'], []);
    expect(await rights()).toMatchObject([{ id: before?.id, deletedAt: null }]);
    const scope = `territory:${company.territoryId}`;
    const see = (grant: object[], take: string[]) =>
      people.runAs('administrator', changeScopes, { userId: users.rep, grant, take });
    await see([{ id: newId(), scope }], []);
    const [granted] = await rowsOf('userScopes', 'userId', users.rep);
    await see([], [scope]);
    await see([{ id: newId(), scope }], []);
    expect(await rowsOf('userScopes', 'userId', users.rep)).toMatchObject([{ id: granted?.id, deletedAt: null }]);
  });

  it('a role goes when nobody has it', async () => {
    const people = await makePeople(current());
    const { roles, users } = people;
    const remove = () => people.runAs('administrator', removeRole, { roleId: roles.marketing });
    expect(await remove()).toMatchObject({
      reason: { code: 'admin.roleInUse', params: { name: 'marketing', count: 1 } },
    });
    await people.runAs('administrator', changePerson, { userId: users.marketing, roleId: roles.rep });
    expect(await remove()).toMatchObject({ state: 'applied' });
    expect(await remove()).toMatchObject(refused('admin.roleGone'));
    const named = { roleId: roles.service, name: '客服' };
    expect(await people.runAs('administrator', renameRole, named)).toMatchObject({ state: 'applied' });
  });

  it('an invitation voids the one before; only its hash is kept; who left is not invited', async () => {
    const people = await makePeople(current());
    const { users } = people;
    const invite = (codeHash: string) =>
      people.runAs('administrator', invitePerson, { invitationId: newId(), userId: users.rep, codeHash });
    await invite(hash('a'));
    expect(await invite(hash('a'))).toMatchObject(refused('admin.codeUsedBefore'));
    await invite(hash('b'));
    const rows = await rowsOf('invitations', 'userId', users.rep);
    expect(rows.filter((row) => 'voidedAt' in row && row.voidedAt === null)).toMatchObject([{ codeHash: hash('b') }]);
    const [, open] = rows;
    const taken = () => people.runAs('administrator', voidInvitation, { invitationId: open?.id });
    expect(await taken()).toMatchObject({ state: 'applied' });
    expect(await taken()).toMatchObject(refused('admin.invitationGone'));
    await invite(hash('c'));
    await people.runAs('administrator', setPersonActive, { userId: users.rep, active: false });
    expect(await invite(hash('d'))).toMatchObject(refused('admin.personInactive'));
    const left = await rowsOf('invitations', 'userId', users.rep);
    expect(left.every((row) => 'voidedAt' in row && row.voidedAt !== null)).toBe(true);
  });
});
