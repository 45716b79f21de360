import type { Tx } from '../../kernel/table.ts';
import { readSettings, type Settings } from './model.ts';

/** The company's settings, defaults filled in. */
export async function companySettings(tx: Tx): Promise<Settings> {
  return readSettings(await tx.selectFrom('settings').select(['id', 'value']).orderBy('id').execute());
}

/** The name of a user as documents store it; null for a user that this database does not hold. */
export async function userName(tx: Tx, userId: string): Promise<string | null> {
  const row = await tx.selectFrom('users').select('name').where('id', '=', userId).executeTakeFirst();
  return row?.name ?? null;
}

export type { Settings } from './model.ts';
