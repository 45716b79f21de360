/**
 * What holds whenever people and their rights change. Guards:
 * - nobody gives rights that he has not himself (R113): not by a role, not by an invitation, not as a deputy;
 * - the company keeps somebody who can give rights: an active person with admin.managePeople and admin.manageRoles;
 * - who or what has gone is named, and nothing hangs on it.
 */
import type { Actor, WriteContext } from '../../kernel/command.ts';
import type { Id } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { permissions } from './model.ts';

/** @throws Refusal `admin.personGone` */
export async function personForChange(tx: Tx, userId: Id): Promise<Row<'users'>> {
  const person = await tx.selectFrom('users').selectAll().where('id', '=', userId).orderBy('id').executeTakeFirst();
  if (!person || person.deletedAt !== null) throw new Refusal('admin.personGone');
  return person;
}

/** @throws Refusal `admin.roleGone` */
export async function roleForChange(tx: Tx, roleId: Id): Promise<Row<'roles'>> {
  const role = await tx.selectFrom('roles').selectAll().where('id', '=', roleId).orderBy('id').executeTakeFirst();
  if (!role || role.deletedAt !== null) throw new Refusal('admin.roleGone');
  return role;
}

/** @throws Refusal `admin.teamGone` */
export async function teamForChange(tx: Tx, teamId: Id): Promise<Row<'teams'>> {
  const team = await tx.selectFrom('teams').selectAll().where('id', '=', teamId).orderBy('id').executeTakeFirst();
  if (!team || team.deletedAt !== null) throw new Refusal('admin.teamGone');
  return team;
}

/** Nobody sees a team any more, and nobody is in it. */
export async function removeTeamRow(tx: Tx, teamId: Id, context: WriteContext): Promise<void> {
  await tx
    .updateTable('teams')
    .set({ deletedAt: context.now, ...context.updated() })
    .where('id', '=', teamId)
    .execute();
}

/** What everybody does of himself takes the right to manage people of others. @throws Refusal `kernel.notPermitted` */
export function requirePeople(actor: Actor): void {
  const permission = permissions.managePeople;
  if (!actor.permissions.has(permission)) throw new Refusal('kernel.notPermitted', { permission });
}

/** Rights of a role, in their order. */
export async function rightsOfRole(tx: Tx, roleId: Id): Promise<string[]> {
  const rows = await tx
    .selectFrom('rolePermissions')
    .select('permission')
    .where('roleId', '=', roleId)
    .where('deletedAt', 'is', null)
    .orderBy('permission')
    .orderBy('id')
    .execute();
  return rows.map(({ permission }) => permission);
}

/** @throws Refusal `admin.rightsBeyondOwn` with the first right that the actor has not, and how many there are */
export function refuseBeyondOwn(actor: Actor, given: readonly string[]): void {
  const beyond = given.filter((right) => !actor.permissions.has(right));
  const [right] = beyond;
  if (right !== undefined) throw new Refusal('admin.rightsBeyondOwn', { right, count: beyond.length });
}

/**
 * Does what may take an administrator away.
 * @throws Refusal `admin.lastAdministrator` when there was one and nobody is left: the command is taken back as a whole
 */
export async function keepAdministrator(tx: Tx, change: () => Promise<void>): Promise<void> {
  const hadOne = await hasAdministrator(tx);
  await change();
  if (hadOne && !(await hasAdministrator(tx))) throw new Refusal('admin.lastAdministrator');
}

async function hasAdministrator(tx: Tx): Promise<boolean> {
  const needed: readonly string[] = [permissions.managePeople, permissions.manageRoles];
  const rows = await tx
    .selectFrom('users')
    .innerJoin('roles', 'roles.id', 'users.roleId')
    .innerJoin('rolePermissions', 'rolePermissions.roleId', 'roles.id')
    .select(['users.id', 'rolePermissions.permission'])
    .where('users.active', '=', 1)
    .where('users.deletedAt', 'is', null)
    .where('roles.deletedAt', 'is', null)
    .where('rolePermissions.permission', 'in', needed)
    .where('rolePermissions.deletedAt', 'is', null)
    .orderBy('users.id')
    .orderBy('rolePermissions.id')
    .execute();
  // One right a row: somebody with both stands twice.
  return rows.some(({ id }, at) => rows[at + 1]?.id === id);
}
