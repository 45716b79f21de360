import { z } from 'zod';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader } from '../../../kernel/table.ts';
import type { LimitKind } from '../model.ts';

/** Somebody of the company, with what they see, how far they may go, and when they are away. */
export interface PersonRow {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly roleId: string;
  readonly active: 0 | 1;
  readonly phone: string | null;
  readonly email: string | null;
  readonly teamIds: readonly string[];
  /** `territory:<id>`, `warehouse:<id>`, `*` for all of a kind. */
  readonly scopes: readonly string[];
  /** Those of their own; they stand before the role's. */
  readonly limits: readonly LimitRow[];
  /** That are not over, the next first. */
  readonly absences: readonly AbsenceRow[];
  /** The newest; null: none, or not to be seen here (R47). */
  readonly invitation: InvitationRow | null;
}

export interface LimitRow {
  readonly id: string;
  readonly kind: LimitKind;
  readonly value: number;
}

export interface AbsenceRow {
  readonly id: string;
  readonly deputyId: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly note: string | null;
}

export interface InvitationRow {
  readonly id: string;
  readonly expiresAt: number;
  readonly usedAt: number | null;
}

export interface RoleRow {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly rights: readonly string[];
  readonly limits: readonly LimitRow[];
}

export interface TeamRow {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly leaderId: string | null;
  readonly memberIds: readonly string[];
}

/** Everybody, every role and every team: a company has some hundreds at the most. */
export interface People {
  readonly people: readonly PersonRow[];
  readonly roles: readonly RoleRow[];
  readonly teams: readonly TeamRow[];
}

export const people = defineQuery({
  name: 'admin.people',
  args: z.strictObject({
    /** Absences that ended before it are left out. */
    today: z.iso.date(),
  }),
  reads: [
    'users',
    'userScopes',
    'userLimits',
    'absences',
    'invitations',
    'roles',
    'rolePermissions',
    'roleLimits',
    'teams',
    'teamMembers',
  ],
  async run(db, { today }): Promise<People> {
    const members = await db
      .selectFrom('teamMembers')
      .select(['teamId', 'userId'])
      .where('deletedAt', 'is', null)
      .orderBy('id')
      .execute();
    return {
      people: await readPeople(db, today, members),
      roles: await readRoles(db),
      teams: (await readTeams(db)).map((team) => ({
        ...team,
        memberIds: members.filter(({ teamId }) => teamId === team.id).map(({ userId }) => userId),
      })),
    };
  },
});

async function readPeople(
  db: Reader,
  today: string,
  members: readonly { readonly teamId: string; readonly userId: string }[],
): Promise<PersonRow[]> {
  const users = await db
    .selectFrom('users')
    .select(['id', 'login', 'name', 'roleId', 'active', 'phone', 'email'])
    .where('deletedAt', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .execute();
  const scopes = await db
    .selectFrom('userScopes')
    .select(['userId', 'scope'])
    .where('deletedAt', 'is', null)
    .orderBy('scope')
    .orderBy('id')
    .execute();
  const limits = await db
    .selectFrom('userLimits')
    .select(['id', 'userId', 'kind', 'value'])
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const absences = await db
    .selectFrom('absences')
    .select(['id', 'userId', 'deputyId', 'startsOn', 'endsOn', 'note'])
    .where('endsOn', '>=', today)
    .where('deletedAt', 'is', null)
    .orderBy('startsOn')
    .orderBy('id')
    .execute();
  const invitations = await db
    .selectFrom('invitations')
    .select(['id', 'userId', 'expiresAt', 'usedAt'])
    .where('voidedAt', 'is', null)
    .where('deletedAt', 'is', null)
    .orderBy('expiresAt', 'desc')
    .orderBy('id')
    .execute();
  const ofUser = <Found extends { readonly userId: string }>(found: readonly Found[], userId: string) =>
    found.filter((row) => row.userId === userId);
  return users.map((user) => ({
    ...user,
    teamIds: ofUser(members, user.id).map(({ teamId }) => teamId),
    scopes: ofUser(scopes, user.id).map(({ scope }) => scope),
    limits: ofUser(limits, user.id).map(({ id, kind, value }) => ({ id, kind, value })),
    absences: ofUser(absences, user.id).map(({ userId: _, ...absence }) => absence),
    invitation: ofUser(invitations, user.id).map(({ userId: _, ...invitation }) => invitation)[0] ?? null,
  }));
}

async function readRoles(db: Reader): Promise<RoleRow[]> {
  const roles = await db
    .selectFrom('roles')
    .select(['id', 'code', 'name'])
    .where('deletedAt', 'is', null)
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  const rights = await db
    .selectFrom('rolePermissions')
    .select(['roleId', 'permission'])
    .where('deletedAt', 'is', null)
    .orderBy('permission')
    .orderBy('id')
    .execute();
  const limits = await db
    .selectFrom('roleLimits')
    .select(['id', 'roleId', 'kind', 'value'])
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  return roles.map((role) => ({
    ...role,
    rights: rights.filter(({ roleId }) => roleId === role.id).map(({ permission }) => permission),
    limits: limits
      .filter(({ roleId }) => roleId === role.id)
      .map(({ id, kind, value }) => ({ id, kind: kind as LimitKind, value })),
  }));
}

function readTeams(db: Reader) {
  return db
    .selectFrom('teams')
    .select(['id', 'code', 'name', 'leaderId'])
    .where('deletedAt', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .execute();
}
