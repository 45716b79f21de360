/**
 * What an administrator makes of people, roles and teams (R113, R66), by the auditor's own reckoning.
 * Long because seventeen commands share who may give what, and who must stay.
 */
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import { type Act, applied, type Ended, type ModelledRun, rejected } from './command-run.ts';

const DAY_MS = 86_400_000;
const isLive = (row: ModelRow | undefined): row is ModelRow => row !== undefined && row.deletedAt === null;
const gone = (what: 'person' | 'role' | 'team' | 'place'): Ended => rejected(`admin.${what}Gone`, {});
const live = (rows: BusinessRows, table: string, id: Cell | undefined): ModelRow | null => {
  const row = rows.get(table, id);
  return isLive(row) ? row : null;
};

/** In their order. */
const rightsOf = (rows: BusinessRows, roleId: Cell | undefined): string[] =>
  rows
    .find('rolePermissions', (row) => row.roleId === roleId && isLive(row))
    .map((row) => String(row.permission))
    .sort();

/** R113: nobody gives what he has not himself. */
function beyondOwn(given: readonly string[], act: Act): Ended | null {
  const beyond = given.filter((right) => !act.permissions.has(right));
  const [right] = beyond;
  return right === undefined ? null : rejected('admin.rightsBeyondOwn', { right, count: beyond.length });
}

const lacks = (act: Act, permission: string): Ended | null =>
  act.permissions.has(permission) ? null : rejected('kernel.notPermitted', { permission });

function hasAdministrator(rows: BusinessRows): boolean {
  return [...rows.table('users').values()].some((user) => {
    if (!isLive(user) || user.active !== 1 || !isLive(rows.get('roles', user.roleId))) return false;
    const rights = rightsOf(rows, user.roleId);
    return rights.includes('admin.managePeople') && rights.includes('admin.manageRoles');
  });
}

/** Somebody who can give rights stays. */
function keepingAdministrator(rows: BusinessRows, write: (working: BusinessRows) => void): Ended {
  const working = rows.copy();
  write(working);
  if (hasAdministrator(rows) && !hasAdministrator(working)) return rejected('admin.lastAdministrator', {});
  rows.become(working);
  return applied;
}

/** A row that says yes to two keys: there, there again, or new. */
function grant(rows: BusinessRows, table: string, keys: ModelRow, id: string, act: Act): void {
  const isIt = (row: ModelRow): boolean => Object.entries(keys).every(([column, value]) => row[column] === value);
  const [known] = rows.find(table, isIt);
  if (!known) rows.insert(table, { id, ...keys }, act);
  else if (known.deletedAt !== null) rows.update(table, known, { deletedAt: null }, act);
}

function take(rows: BusinessRows, table: string, fits: (row: ModelRow) => boolean, act: Act): void {
  for (const row of rows.find(table, (each) => isLive(each) && fits(each)))
    rows.update(table, row, { deletedAt: act.now }, act);
}

interface NewScope {
  readonly id: string;
  readonly scope: string;
}

function isPlaceThere(rows: BusinessRows, scope: string): boolean {
  const [kind, id] = scope.split(':');
  return id === '*' || live(rows, kind === 'warehouse' ? 'warehouses' : 'territories', id) !== null;
}

const addPerson: ModelledRun = (rows, given, act) => {
  const { userId, login, name, roleId, phone, email, scopes } = given as {
    [column in 'userId' | 'login' | 'name' | 'roleId']: string;
  } & { phone: string | null; email: string | null; scopes: NewScope[] };
  const [same] = rows.find('users', (row) => row.login === login);
  if (same) return rejected('admin.loginTaken', { login, name: same.name ?? null });
  if (!live(rows, 'roles', roleId)) return gone('role');
  const beyond = beyondOwn(rightsOf(rows, roleId), act);
  if (beyond) return beyond;
  if (scopes.some(({ scope }) => !isPlaceThere(rows, scope))) return gone('place');
  rows.insert('users', { id: userId, login, name, roleId, active: 1, phone, email }, act);
  for (const { id, scope } of scopes) grant(rows, 'userScopes', { userId, scope }, id, act);
  return applied;
};

const changePerson: ModelledRun = (rows, given, act) => {
  const { userId, ...told } = given as { userId: string } & ModelRow;
  const person = live(rows, 'users', userId);
  if (!person) return gone('person');
  if (told.login !== undefined && told.login !== person.login) {
    const right = lacks(act, 'admin.changePerson#login');
    if (right) return right;
    const [same] = rows.find('users', (row) => row.login === told.login);
    if (same) return rejected('admin.loginTaken', { login: told.login, name: same.name ?? null });
  }
  if (told.roleId !== undefined && told.roleId !== person.roleId) {
    const right = lacks(act, 'admin.changePerson#role');
    if (right) return right;
    if (!live(rows, 'roles', told.roleId)) return gone('role');
    const beyond = beyondOwn(rightsOf(rows, told.roleId), act);
    if (beyond) return beyond;
  }
  return keepingAdministrator(rows, (working) => working.update('users', person, told, act));
};

/** What was given out and not used holds no more. */
function voidInvitations(rows: BusinessRows, userId: string, act: Act): void {
  const isOpen = (row: ModelRow): boolean => row.userId === userId && row.usedAt === null && row.voidedAt === null;
  for (const row of rows.find('invitations', isOpen)) rows.update('invitations', row, { voidedAt: act.now }, act);
}

const setPersonActive: ModelledRun = (rows, given, act) => {
  const { userId, active } = given as { userId: string; active: boolean };
  const person = live(rows, 'users', userId);
  if (!person) return gone('person');
  const beyond = active ? beyondOwn(rightsOf(rows, person.roleId), act) : null;
  if (beyond) return beyond;
  return keepingAdministrator(rows, (working) => {
    working.update('users', person, { active: active ? 1 : 0 }, act);
    if (!active) voidInvitations(working, userId, act);
  });
};

const changeScopes: ModelledRun = (rows, given, act) => {
  const args = given as { userId: string; grant: NewScope[]; take: string[] };
  const { userId } = args;
  if (!live(rows, 'users', userId)) return gone('person');
  if (args.grant.some(({ scope }) => !isPlaceThere(rows, scope))) return gone('place');
  for (const { id, scope } of args.grant) grant(rows, 'userScopes', { userId, scope }, id, act);
  take(rows, 'userScopes', (row) => row.userId === userId && args.take.includes(String(row.scope)), act);
  return applied;
};

/** R9: how far a person, or a role, may go; null: as what stands behind it says. */
const setLimit =
  (holder: 'userId' | 'roleId', table: 'userLimits' | 'roleLimits'): ModelledRun =>
  (rows, given, act) => {
    const args = given as { id: string; userId?: string; roleId?: string; kind: string; value: number | null };
    const holderId = args[holder] ?? '';
    if (!live(rows, holder === 'userId' ? 'users' : 'roles', holderId))
      return gone(holder === 'userId' ? 'person' : 'role');
    const { id, kind, value } = args;
    const [known] = rows.find(table, (row) => row[holder] === holderId && row.kind === kind);
    const deletedAt = value === null ? act.now : null;
    if (known) rows.update(table, known, { value: value ?? known.value ?? null, deletedAt }, act);
    else if (value !== null) rows.insert(table, { id, [holder]: holderId, kind, value }, act);
    return applied;
  };

interface NewRight {
  readonly id: string;
  readonly permission: string;
}

const addRole: ModelledRun = (rows, given, act) => {
  const { roleId, name, rights } = given as { roleId: string; name: string; rights: NewRight[] };
  const beyond = beyondOwn(
    rights.map(({ permission }) => permission),
    act,
  );
  if (beyond) return beyond;
  rows.insert('roles', { id: roleId, code: roleId, name }, act);
  for (const { id, permission } of rights) grant(rows, 'rolePermissions', { roleId, permission }, id, act);
  return applied;
};

const renameRole: ModelledRun = (rows, given, act) => {
  const { roleId, name } = given as { roleId: string; name: string };
  const role = live(rows, 'roles', roleId);
  if (!role) return gone('role');
  rows.update('roles', role, { name }, act);
  return applied;
};

const removeRole: ModelledRun = (rows, given, act) => {
  const { roleId } = given as { roleId: string };
  const role = live(rows, 'roles', roleId);
  if (!role) return gone('role');
  const names = rows.find('users', (row) => row.roleId === roleId && isLive(row)).map((row) => String(row.name));
  const [name] = names.sort();
  if (name !== undefined) return rejected('admin.roleInUse', { name, count: names.length });
  rows.update('roles', role, { deletedAt: act.now }, act);
  return applied;
};

const changeRights: ModelledRun = (rows, given, act) => {
  const args = given as { roleId: string; grant: NewRight[]; take: string[] };
  const { roleId } = args;
  if (!live(rows, 'roles', roleId)) return gone('role');
  const beyond = beyondOwn(
    args.grant.map(({ permission }) => permission),
    act,
  );
  if (beyond) return beyond;
  return keepingAdministrator(rows, (working) => {
    for (const { id, permission } of args.grant) grant(working, 'rolePermissions', { roleId, permission }, id, act);
    take(working, 'rolePermissions', (row) => row.roleId === roleId && args.take.includes(String(row.permission)), act);
  });
};

const saveTeam: ModelledRun = (rows, given, act) => {
  const { teamId: id, code, name, leaderId } = given as Record<'teamId' | 'code' | 'name', string> & { leaderId: Cell };
  if (leaderId !== null && !live(rows, 'users', leaderId)) return gone('person');
  const [same] = rows.find('teams', (row) => row.code === code && row.id !== id);
  if (same) return rejected('admin.teamCodeTaken', { code, name: same.name ?? null });
  const known = rows.get('teams', id);
  if (known && known.deletedAt !== null) return gone('team');
  if (known) rows.update('teams', known, { code, name, leaderId }, act);
  else rows.insert('teams', { id, code, name, leaderId }, act);
  return applied;
};

const changeTeamMembers: ModelledRun = (rows, given, act) => {
  const { teamId, add, remove } = given as { teamId: string; add: { id: string; userId: string }[]; remove: string[] };
  if (!live(rows, 'teams', teamId)) return gone('team');
  if (add.some(({ userId }) => !live(rows, 'users', userId))) return gone('person');
  for (const { id, userId } of add) grant(rows, 'teamMembers', { teamId, userId }, id, act);
  take(rows, 'teamMembers', (row) => row.teamId === teamId && remove.includes(String(row.userId)), act);
  return applied;
};

/** R66: nobody would see its customers. */
const removeTeam: ModelledRun = (rows, given, act) => {
  const { teamId } = given as { teamId: string };
  const team = live(rows, 'teams', teamId);
  if (!team) return gone('team');
  const count = rows.find('customers', (row) => row.ownerTeamId === teamId && isLive(row)).length;
  if (count > 0) return rejected('admin.teamHasCustomers', { name: team.name ?? null, count });
  rows.update('teams', team, { deletedAt: act.now }, act);
  return applied;
};

const setAbsence: ModelledRun = (rows, given, act) => {
  const { id, ...told } = given as Record<'id' | 'userId' | 'deputyId' | 'startsOn' | 'endsOn', string> & {
    note: string | null;
  };
  const person = live(rows, 'users', told.userId);
  const deputy = live(rows, 'users', told.deputyId);
  if (!person || !deputy) return gone('person');
  if (told.userId !== act.userId) {
    const right = lacks(act, 'admin.managePeople') ?? beyondOwn(rightsOf(rows, person.roleId), act);
    if (right) return right;
  }
  if (deputy.active === 0) return rejected('admin.deputyInactive', { name: deputy.name ?? null });
  const meets = (row: ModelRow): boolean =>
    row.userId === told.userId &&
    row.id !== id &&
    isLive(row) &&
    String(row.startsOn) <= told.endsOn &&
    String(row.endsOn) >= told.startsOn;
  const [other] = rows.find('absences', meets).sort((a, b) => (String(a.startsOn) < String(b.startsOn) ? -1 : 1));
  if (other) {
    const { startsOn = null, endsOn = null } = other;
    return rejected('admin.absenceOverlaps', { name: person.name ?? null, startsOn, endsOn });
  }
  const known = rows.get('absences', id);
  if (known && known.userId !== told.userId) return gone('person');
  if (known) rows.update('absences', known, { ...told, deletedAt: null }, act);
  else rows.insert('absences', { id, ...told }, act);
  return applied;
};

const removeAbsence: ModelledRun = (rows, given, act) => {
  const absence = live(rows, 'absences', (given as { id: string }).id);
  if (!absence) return rejected('admin.absenceGone', {});
  const right = absence.userId === act.userId ? null : lacks(act, 'admin.managePeople');
  if (right) return right;
  if (!live(rows, 'users', absence.userId)) return gone('person');
  rows.update('absences', absence, { deletedAt: act.now }, act);
  return applied;
};

const invitePerson: ModelledRun = (rows, given, act) => {
  const { invitationId: id, userId, codeHash } = given as Record<'invitationId' | 'userId' | 'codeHash', string>;
  const person = live(rows, 'users', userId);
  if (!person) return gone('person');
  if (person.active === 0) return rejected('admin.personInactive', { name: person.name ?? null });
  const beyond = beyondOwn(rightsOf(rows, person.roleId), act);
  if (beyond) return beyond;
  if (rows.find('invitations', (row) => row.codeHash === codeHash).length > 0)
    return rejected('admin.codeUsedBefore', {});
  voidInvitations(rows, userId, act);
  const expiresAt = act.now + 7 * DAY_MS;
  rows.insert('invitations', { id, userId, codeHash, expiresAt, usedAt: null, voidedAt: null }, act);
  return applied;
};

const voidInvitation: ModelledRun = (rows, given, act) => {
  const invitation = rows.get('invitations', (given as { invitationId: string }).invitationId);
  if (!invitation || invitation.usedAt !== null || invitation.voidedAt !== null)
    return rejected('admin.invitationGone', {});
  if (!live(rows, 'users', invitation.userId)) return gone('person');
  rows.update('invitations', invitation, { voidedAt: act.now }, act);
  return applied;
};

const people = 'admin.managePeople';
const roles = 'admin.manageRoles';

/** By `name@version`: the right that it takes, and what it does. */
export const peopleCommands: Readonly<Record<string, { readonly permission: string; readonly run: ModelledRun }>> = {
  'admin.addPerson@1': { permission: people, run: addPerson },
  'admin.changePerson@1': { permission: people, run: changePerson },
  'admin.setPersonActive@1': { permission: people, run: setPersonActive },
  'admin.changeScopes@1': { permission: people, run: changeScopes },
  'admin.setPersonLimit@1': { permission: people, run: setLimit('userId', 'userLimits') },
  'admin.setRoleLimit@1': { permission: roles, run: setLimit('roleId', 'roleLimits') },
  'admin.addRole@1': { permission: roles, run: addRole },
  'admin.renameRole@1': { permission: roles, run: renameRole },
  'admin.removeRole@1': { permission: roles, run: removeRole },
  'admin.changeRights@1': { permission: roles, run: changeRights },
  'admin.saveTeam@1': { permission: people, run: saveTeam },
  'admin.changeTeamMembers@1': { permission: people, run: changeTeamMembers },
  'admin.removeTeam@1': { permission: people, run: removeTeam },
  'admin.setAbsence@1': { permission: 'admin.setAbsence', run: setAbsence },
  'admin.removeAbsence@1': { permission: 'admin.setAbsence', run: removeAbsence },
  'admin.invitePerson@1': { permission: people, run: invitePerson },
  'admin.voidInvitation@1': { permission: people, run: voidInvitation },
};
