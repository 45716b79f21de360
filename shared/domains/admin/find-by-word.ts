import type { Tx } from '../../kernel/table.ts';

/** Active people by login, as an import names them. */
export async function usersByLogin(tx: Tx, logins: readonly string[]): Promise<Map<string, string>> {
  if (logins.length === 0) return new Map();
  const rows = await tx
    .selectFrom('users')
    .select(['id', 'login'])
    .where('login', 'in', [...new Set(logins)])
    .where('active', '=', 1)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  return new Map(rows.map((row) => [row.login, row.id]));
}

/** Territories by code, and by name where no code is called so. */
export async function territoriesByWord(tx: Tx): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('territories')
    .select(['id', 'code', 'name'])
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  return new Map([
    ...rows.map((row) => [row.name, row.id] as const),
    ...rows.map((row) => [row.code, row.id] as const),
  ]);
}
