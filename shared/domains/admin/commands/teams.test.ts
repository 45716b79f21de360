import { expect, it } from 'vitest';
import { newId } from '../../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../../tests/support/databases.ts';
import { makePeople } from '../../../../tests/support/people.ts';
import { removeTeam } from '../../../workflows/remove-team.ts';
import { limitOf } from '../api.ts';
import { changeTeamMembers } from './change-team-members.ts';
import { removeAbsence } from './remove-absence.ts';
import { saveTeam } from './save-team.ts';
import { setAbsence } from './set-absence.ts';
import { setPersonLimit } from './set-person-limit.ts';
import { setRoleLimit } from './set-role-limit.ts';

eachDatabase('server', (current) => {
  const refused = (code: string) => ({ state: 'rejected', reason: { code } });

  it('R66 a team has members and a leader, and goes when it has no customers', async () => {
    const { company, users, runAs } = await makePeople(current());
    const team = { teamId: newId(), code: 'KA', name: '大客户组', leaderId: users.manager };
    expect(await runAs('administrator', saveTeam, team)).toMatchObject({ state: 'applied' });
    expect(await runAs('administrator', saveTeam, { ...team, teamId: newId() })).toMatchObject({
      reason: { code: 'admin.teamCodeTaken', params: { code: 'KA', name: '大客户组' } },
    });
    expect(await runAs('administrator', saveTeam, { ...team, leaderId: null })).toMatchObject({ state: 'applied' });
    const members = (add: string[], remove: string[]) =>
      runAs('administrator', changeTeamMembers, {
        teamId: team.teamId,
        add: add.map((userId) => ({ id: newId(), userId })),
        remove,
      });
    await members([users.rep, users.service], []);
    await members([], [users.service]);
    await members([users.service], [users.rep]);
    const rows = await current()
      .kysely.selectFrom('teamMembers')
      .select(['userId', 'deletedAt'])
      .where('deletedAt', 'is', null)
      .orderBy('id')
      .execute();
    expect(rows).toEqual([{ userId: users.service, deletedAt: null }]);
    await writeAs(current(), 'command', (tx) =>
      tx
        .updateTable('customers')
        .set({ ownerTeamId: team.teamId, holderId: team.teamId })
        .where('id', '=', company.customerId)
        .execute(),
    );
    const remove = () => runAs('administrator', removeTeam, { teamId: team.teamId });
    expect(await remove()).toMatchObject({ reason: { code: 'admin.teamHasCustomers', params: { count: 1 } } });
    await writeAs(current(), 'command', (tx) =>
      tx
        .updateTable('customers')
        .set({ ownerTeamId: null, holderId: company.territoryId })
        .where('id', '=', company.customerId)
        .execute(),
    );
    expect(await remove()).toMatchObject({ state: 'applied' });
    expect(await members([users.rep], [])).toMatchObject(refused('admin.teamGone'));
  });

  it('R113 everybody names a deputy for the own absence; of others only who has their rights too', async () => {
    const { users, runAs } = await makePeople(current());
    const absence = (userId: string, deputyId: string, change: object = {}) => ({
      id: newId(),
      userId,
      deputyId,
      startsOn: '2026-12-01',
      endsOn: '2026-12-05',
      note: null,
      ...change,
    });
    const own = absence(users.rep, users.service);
    expect(await runAs('rep', setAbsence, own)).toMatchObject({ state: 'applied' });
    expect(await runAs('rep', setAbsence, absence(users.service, users.rep))).toMatchObject({
      reason: { code: 'kernel.notPermitted', params: { permission: 'admin.managePeople' } },
    });
    const secretary = { permissions: ['admin.setAbsence', 'admin.managePeople'] };
    expect(await runAs('rep', setAbsence, absence(users.manager, users.rep), secretary)).toMatchObject(
      refused('admin.rightsBeyondOwn'),
    );
    expect(await runAs('administrator', setAbsence, absence(users.manager, users.rep))).toMatchObject({
      state: 'applied',
    });
    const later = absence(users.rep, users.service, { startsOn: '2026-12-05', endsOn: '2026-12-09' });
    expect(await runAs('rep', setAbsence, later)).toMatchObject(refused('admin.absenceOverlaps'));
    expect(await runAs('rep', setAbsence, { ...own, endsOn: '2026-12-04' })).toMatchObject({ state: 'applied' });
    expect(await runAs('rep', setAbsence, later)).toMatchObject({ state: 'applied' });
    expect(await runAs('rep', setAbsence, absence(users.rep, users.rep))).toMatchObject(
      refused('kernel.invalidArguments'),
    );
    expect(await runAs('service', removeAbsence, { id: later.id })).toMatchObject(refused('kernel.notPermitted'));
    expect(await runAs('rep', removeAbsence, { id: later.id })).toMatchObject({ state: 'applied' });
    expect(await runAs('rep', removeAbsence, { id: later.id })).toMatchObject(refused('admin.absenceGone'));
  });

  it('R9 a limit is the person’s own, else the role’s, else the company’s', async () => {
    const { roles, users, runAs } = await makePeople(current());
    const limit = (kind: 'discount' | 'creditRelease') =>
      current()
        .kysely.transaction()
        .execute((tx) => limitOf(tx, users.rep, kind));
    const discount = () => limit('discount');
    const set = { kind: 'discount' };
    expect(await discount()).toBe(1_000);
    await runAs('administrator', setRoleLimit, { ...set, id: newId(), roleId: roles.rep, value: 1_500 });
    expect(await discount()).toBe(1_500);
    await runAs('administrator', setPersonLimit, { ...set, id: newId(), userId: users.rep, value: 300 });
    expect(await discount()).toBe(300);
    await runAs('administrator', setPersonLimit, { ...set, id: newId(), userId: users.rep, value: 0 });
    expect(await discount()).toBe(0);
    await runAs('administrator', setPersonLimit, { ...set, id: newId(), userId: users.rep, value: null });
    expect(await discount()).toBe(1_500);
    await runAs('administrator', setRoleLimit, { ...set, id: newId(), roleId: roles.rep, value: null });
    expect(await discount()).toBe(1_000);
    expect(await limit('creditRelease')).toBe(0);
  });
});
