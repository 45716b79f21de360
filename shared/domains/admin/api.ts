import { prepareQuery } from '../../kernel/prepared.ts';
import type { Tx } from '../../kernel/table.ts';
import { readSettings, type Settings } from './model.ts';

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

export type { Settings } from './model.ts';
