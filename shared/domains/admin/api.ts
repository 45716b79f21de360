import { type CalendarDate, calendarDateAt, type Instant, startOfDay } from '../../kernel/instants.ts';
import { prepareQuery } from '../../kernel/prepared.ts';
import type { Tx } from '../../kernel/table.ts';
import { type LimitKind, readSettings, type Settings } from './model.ts';
import { limitFrom } from './rules/limit.ts';
import { firstOpenDayAfter, lastClosedMonth } from './rules/period.ts';

/** The company's settings, defaults filled in. */
export async function companySettings(tx: Tx): Promise<Settings> {
  const texts = await settingTexts(tx, {});
  const known = settingsOf.get(texts) ?? readSettings(texts);
  settingsOf.set(texts, known);
  return known;
}

/** Rows that are kept for a transaction are read once. */
const settingsOf = new WeakMap<object, Settings>();

const settingTexts = prepareQuery((tx) => tx.selectFrom('settings').select(['id', 'value']).orderBy('id'), 'settings');

/** The name of a user as documents store it; null for a user that this database does not hold. */
export async function userName(tx: Tx, userId: string): Promise<string | null> {
  const [user] = await nameOfUser(tx, { id: userId });
  return user?.name ?? null;
}

/** Names of users by id; those whom this database does not hold are missing. */
export async function userNames(tx: Tx, userIds: readonly string[]): Promise<Map<string, string>> {
  if (userIds.length === 0) return new Map();
  const rows = await namesOfUsers(tx, { ids: [...new Set(userIds)] });
  return new Map(rows.map((row) => [row.id, row.name]));
}

const namesOfUsers = prepareQuery((tx, given: { ids: readonly string[] }) =>
  tx.selectFrom('users').select(['id', 'name']).where('id', 'in', given.ids).orderBy('id'),
);

const nameOfUser = prepareQuery(
  (tx, given: { id: string }) => tx.selectFrom('users').select('name').where('id', '=', given.id).orderBy('id'),
  'users',
);

/** Names of people, teams and territories by id, as a customer's history keeps them; those that are not here are missing. */
export async function namesOfHolders(tx: Tx, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const names = await userNames(tx, wanted);
  if (wanted.length === 0) return names;
  const teams = await tx.selectFrom('teams').select(['id', 'name']).where('id', 'in', wanted).orderBy('id').execute();
  const places = await tx
    .selectFrom('territories')
    .select(['id', 'name'])
    .where('id', 'in', wanted)
    .orderBy('id')
    .execute();
  for (const { id, name } of [...teams, ...places]) names.set(id, name);
  return names;
}

/** Whether something may be given to a person (who works here), a team or a territory. */
export async function canReceive(tx: Tx, kind: 'person' | 'team' | 'territory', id: string): Promise<boolean> {
  if (kind === 'person') {
    const query = tx.selectFrom('users').select('id').where('id', '=', id).where('active', '=', 1);
    return (await query.where('deletedAt', 'is', null).orderBy('id').execute()).length > 0;
  }
  const table = kind === 'team' ? 'teams' : 'territories';
  const query = tx.selectFrom(table).select('id').where('id', '=', id).where('deletedAt', 'is', null);
  return (await query.orderBy('id').execute()).length > 0;
}

/** Whether somebody is in a team that is there. */
export async function isInTeam(tx: Tx, userId: string, teamId: string): Promise<boolean> {
  const rows = await tx
    .selectFrom('teamMembers')
    .innerJoin('teams', 'teams.id', 'teamMembers.teamId')
    .select('teamMembers.id')
    .where('teamMembers.userId', '=', userId)
    .where('teamMembers.teamId', '=', teamId)
    .where('teamMembers.deletedAt', 'is', null)
    .where('teams.deletedAt', 'is', null)
    .orderBy('teamMembers.id')
    .execute();
  return rows.length > 0;
}
/**
 * R12: the day that a document of a legal entity is dated to: its own, or the first after the months that are closed.
 * @param legalEntityId null: the company's default one
 */
export async function firstOpenDay(tx: Tx, legalEntityId: string | null, day: CalendarDate): Promise<CalendarDate> {
  const closed = await closedPeriods(tx, {});
  if (closed.length === 0) return day;
  const entityId = legalEntityId ?? (await defaultEntity(tx, {}))[0]?.id;
  const own = closed.filter((period) => period.legalEntityId === entityId);
  return firstOpenDayAfter(lastClosedMonth(own), day);
}

/**
 * R12: when a posting of the company's default legal entity counts: at its own time, or where its month is closed from the
 * beginning of the first open day on.
 * @returns `late`: the day that it really was, and the open day that it counts from
 */
export async function postingTime(
  tx: Tx,
  now: Instant,
): Promise<{ at: Instant; late: { day: CalendarDate; openDay: CalendarDate } | null }> {
  const { 'company.utcOffsetMinutes': offset } = await companySettings(tx);
  const day = calendarDateAt(now, offset);
  const openDay = await firstOpenDay(tx, null, day);
  return openDay === day ? { at: now, late: null } : { at: startOfDay(openDay, offset), late: { day, openDay } };
}

const closedPeriods = prepareQuery(
  (tx) =>
    tx
      .selectFrom('periods')
      .select(['legalEntityId', 'month', 'state'])
      .where('state', '=', 'closed')
      .orderBy('month')
      .orderBy('id'),
  'periods',
);

const defaultEntity = prepareQuery(
  (tx) => tx.selectFrom('legalEntities').select('id').where('isDefault', '=', 1).orderBy('id'),
  'legalEntities',
);

/**
 * How far a person may go without asking (R9): as far as was agreed with that person, else with the role, else as far as
 * the company's settings say, which say nothing of most kinds: 0.
 * @returns basis points of a discount; minor units of the company's currency of every other kind
 */
export async function limitOf(tx: Tx, userId: string, kind: LimitKind): Promise<number> {
  const [user] = await roleOfUser(tx, { userId });
  return limitFrom(kind, {
    own: await ownLimits(tx, { userId }),
    ofRole: user ? await limitsOfRole(tx, { roleId: user.roleId }) : [],
    settings: await companySettings(tx),
  });
}

const ownLimits = prepareQuery(
  (tx, given: { userId: string }) =>
    tx
      .selectFrom('userLimits')
      .select(['kind', 'value'])
      .where('userId', '=', given.userId)
      .where('deletedAt', 'is', null)
      .orderBy('kind'),
  'userLimits',
);

const roleOfUser = prepareQuery(
  (tx, given: { userId: string }) =>
    tx.selectFrom('users').select('roleId').where('id', '=', given.userId).orderBy('id'),
  'users',
);

const limitsOfRole = prepareQuery(
  (tx, given: { roleId: string }) =>
    tx
      .selectFrom('roleLimits')
      .select(['kind', 'value'])
      .where('roleId', '=', given.roleId)
      .where('deletedAt', 'is', null)
      .orderBy('kind'),
  'roleLimits',
);

export {
  type Approval,
  approvalById,
  approvalSecret,
  askApproval,
  askFirst,
  mayDecide,
  readReasons,
  reviseWord,
  setWord,
  voidApprovals,
  wordsOf,
} from './approvals.ts';
export { type FoundPerson, ownersByWord, territoriesByWord } from './find-by-word.ts';
export { removeTeamRow, teamForChange } from './guard-people.ts';
export type { Settings } from './model.ts';
export { setTerritoryUse } from './territory-use.ts';
