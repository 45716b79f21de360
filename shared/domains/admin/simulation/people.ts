/** What an administrator does with people, roles and teams; whoever is none tries it now and then, and is refused. */
import type { CommandGenerator, GeneratorView } from '../../../kernel/simulation.ts';
import { limitKinds } from '../model.ts';
import { allRights } from '../rules/right-catalogue.ts';

const administrators = ['administrator'];
const HEX = '0123456789abcdef';

type Source = 'users' | 'roles' | 'teams' | 'territories' | 'absences' | 'invitations';

async function oneOf({ db, random }: GeneratorView, table: Source): Promise<string | undefined> {
  const rows = await db.selectFrom(table).select('id').orderBy('id').execute();
  return random.some(rows, 1)[0]?.id;
}

/** One row of each kind that is asked for, or nothing to do. */
async function some<const Names extends readonly Source[]>(
  view: GeneratorView,
  ...names: Names
): Promise<{ [Place in keyof Names]: string } | null> {
  const found: string[] = [];
  for (const name of names) {
    const id = await oneOf(view, name);
    if (id === undefined) return null;
    found.push(id);
  }
  return found as { [Place in keyof Names]: string };
}

const dayOf = (view: GeneratorView, days: number): string =>
  new Date(view.now + days * 86_400_000).toISOString().slice(0, 10);

const hashOf = ({ random }: GeneratorView): string =>
  Array.from({ length: 64 }, () => HEX[random.between(0, 15)] ?? '0').join('');

const by = (name: string, weight: number, make: (view: GeneratorView) => Promise<object | null>): CommandGenerator => ({
  name,
  weight,
  roles: administrators,
  async make(view) {
    const args = await make(view);
    return args && { name, args };
  },
});

export const generators: readonly CommandGenerator[] = [
  by('admin.addPerson', 2, async (view) => {
    const found = await some(view, 'roles', 'territories');
    if (!found) return null;
    const [roleId, territoryId] = found;
    const place = view.random.between(1, 40);
    return {
      userId: view.newId(),
      login: `new${place}`,
      name: `新同事 ${place}`,
      roleId,
      phone: view.random.chance(30) ? '138 0713 4402' : null,
      email: null,
      scopes: [{ id: view.newId(), scope: `territory:${territoryId}` }],
    };
  }),
  by('admin.changePerson', 3, async (view) => {
    const found = await some(view, 'users', 'roles');
    if (!found) return null;
    const [userId, roleId] = found;
    return {
      userId,
      ...(view.random.chance(50) ? { name: `同事 ${view.random.between(1, 99)}` } : {}),
      ...(view.random.chance(30) ? { roleId } : {}),
    };
  }),
  by('admin.setPersonActive', 1, async (view) => {
    const userId = await oneOf(view, 'users');
    return userId === undefined ? null : { userId, active: view.random.chance(70) };
  }),
  by('admin.changeScopes', 2, async (view) => {
    const found = await some(view, 'users', 'territories');
    if (!found) return null;
    const [userId, territoryId] = found;
    const scope = `territory:${territoryId}`;
    const isGiven = view.random.chance(60);
    return { userId, grant: isGiven ? [{ id: view.newId(), scope }] : [], take: isGiven ? [] : [scope] };
  }),
  by('admin.setPersonLimit', 2, async (view) => {
    const userId = await oneOf(view, 'users');
    if (userId === undefined) return null;
    const value = view.random.chance(30) ? null : view.random.between(0, 30) * 100;
    return { id: view.newId(), userId, kind: view.random.oneOf(limitKinds), value };
  }),
  by('admin.setRoleLimit', 2, async (view) => {
    const roleId = await oneOf(view, 'roles');
    if (roleId === undefined) return null;
    const value = view.random.chance(30) ? null : view.random.between(0, 30) * 100;
    return { id: view.newId(), roleId, kind: view.random.oneOf(limitKinds), value };
  }),
  by('admin.addRole', 1, async (view) => ({
    roleId: view.newId(),
    name: `角色 ${view.random.between(1, 20)}`,
    rights: view.random.some(allRights, 3).map((permission) => ({ id: view.newId(), permission })),
  })),
  by('admin.renameRole', 1, async (view) => {
    const roleId = await oneOf(view, 'roles');
    return roleId === undefined ? null : { roleId, name: `角色 ${view.random.between(1, 20)}` };
  }),
  by('admin.removeRole', 1, async (view) => {
    const roleId = await oneOf(view, 'roles');
    return roleId === undefined ? null : { roleId };
  }),
  by('admin.changeRights', 3, async (view) => {
    const roleId = await oneOf(view, 'roles');
    if (roleId === undefined) return null;
    const [permission = 'crm.see'] = view.random.some(allRights, 1);
    const isGiven = view.random.chance(60);
    return { roleId, grant: isGiven ? [{ id: view.newId(), permission }] : [], take: isGiven ? [] : [permission] };
  }),
  by('admin.saveTeam', 2, async (view) => {
    const leaderId = await oneOf(view, 'users');
    const known = view.random.chance(40) ? await oneOf(view, 'teams') : undefined;
    const place = view.random.between(1, 20);
    return { teamId: known ?? view.newId(), code: `T${place}`, name: `${place} 组`, leaderId: leaderId ?? null };
  }),
  by('admin.changeTeamMembers', 2, async (view) => {
    const found = await some(view, 'teams', 'users');
    if (!found) return null;
    const [teamId, userId] = found;
    const isAdded = view.random.chance(70);
    return { teamId, add: isAdded ? [{ id: view.newId(), userId }] : [], remove: isAdded ? [] : [userId] };
  }),
  by('admin.removeTeam', 1, async (view) => {
    const teamId = await oneOf(view, 'teams');
    return teamId === undefined ? null : { teamId };
  }),
  by('admin.setAbsence', 2, async (view) => {
    const found = await some(view, 'users', 'users');
    if (!found || found[0] === found[1]) return null;
    const [userId, deputyId] = found;
    const from = view.random.between(0, 30);
    const until = from + view.random.between(0, 10);
    return { id: view.newId(), userId, deputyId, startsOn: dayOf(view, from), endsOn: dayOf(view, until), note: null };
  }),
  by('admin.removeAbsence', 1, async (view) => {
    const id = await oneOf(view, 'absences');
    return id === undefined ? null : { id };
  }),
  by('admin.invitePerson', 2, async (view) => {
    const userId = await oneOf(view, 'users');
    return userId === undefined ? null : { invitationId: view.newId(), userId, codeHash: hashOf(view) };
  }),
  by('admin.voidInvitation', 1, async (view) => {
    const invitationId = await oneOf(view, 'invitations');
    return invitationId === undefined ? null : { invitationId };
  }),
];
