/** Who may decide what, read at once for all people: a company has some dozens, and few roles that decide anything. */
import { calendarDateAt, type Instant } from '../../../kernel/instants.ts';
import type { Reader, TableName } from '../../../kernel/table.ts';
import { type LimitKind, readSettings } from '../model.ts';
import { limitFrom } from '../rules/limit.ts';
import { type Decider, decidingRights, type MayDecide, type WaitingWord, whoDecides } from '../rules/who-decides.ts';

/** What it reads, for the lists of the queries. */
export const decidersRead = [
  'settings',
  'users',
  'roles',
  'rolePermissions',
  'roleLimits',
  'userLimits',
  'absences',
] as const satisfies readonly TableName[];

export interface Deciders {
  readonly people: readonly { readonly id: string; readonly name: string }[];
  /** As `mayDecide` of a command. */
  decide(userId: string, word: WaitingWord & { readonly limitKind: LimitKind }): MayDecide;
}

export async function readDeciders(db: Reader, now: Instant): Promise<Deciders> {
  const settings = readSettings(await db.selectFrom('settings').select(['id', 'value']).orderBy('id').execute());
  const today = calendarDateAt(now, settings['company.utcOffsetMinutes']);
  const people = await db
    .selectFrom('users')
    .select(['id', 'name', 'roleId'])
    .where('active', '=', 1)
    .where('deletedAt', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .execute();
  const rights = await db
    .selectFrom('rolePermissions')
    .innerJoin('roles', 'roles.id', 'rolePermissions.roleId')
    .select(['rolePermissions.roleId', 'rolePermissions.permission'])
    .where('rolePermissions.permission', 'in', decidingRights)
    .where('rolePermissions.deletedAt', 'is', null)
    .where('roles.deletedAt', 'is', null)
    .orderBy('rolePermissions.roleId')
    .orderBy('rolePermissions.id')
    .execute();
  const ofRoles = await db
    .selectFrom('roleLimits')
    .select(['roleId', 'kind', 'value'])
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const own = await db
    .selectFrom('userLimits')
    .select(['userId', 'kind', 'value'])
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const absences = await db
    .selectFrom('absences')
    .select(['userId', 'deputyId'])
    .where('startsOn', '<=', today)
    .where('endsOn', '>=', today)
    .where('deletedAt', 'is', null)
    .orderBy('userId')
    .orderBy('id')
    .execute();
  const decider = (userId: string, kind: LimitKind): Decider => {
    const roleId = people.find(({ id }) => id === userId)?.roleId;
    return {
      userId,
      rights: new Set(rights.filter((right) => right.roleId === roleId).map(({ permission }) => permission)),
      limit: limitFrom(kind, {
        own: own.filter((limit) => limit.userId === userId),
        ofRole: ofRoles.filter((limit) => limit.roleId === roleId),
        settings,
      }),
    };
  };
  return {
    people,
    decide(userId, word) {
      const away = absences.filter(({ deputyId }) => deputyId === userId);
      return whoDecides(
        word,
        decider(userId, word.limitKind),
        away.map(({ userId: principal }) => decider(principal, word.limitKind)),
      );
    },
  };
}
