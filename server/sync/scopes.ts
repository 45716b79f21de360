import type { Handle } from '#db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { prepareQuery } from '#shared/kernel/prepared.ts';
import '#db/side-tables/server.ts';
import '#shared/domains/admin/tables.ts';
import '#shared/domains/inventory/tables.ts';

/** Everything that the user sees now, sorted: the company, the user, and what was granted (`territory:*` = each one). */
export async function readScopes(db: Handle, userId: Id): Promise<string[]> {
  const grants = await readGrants(db, userId);
  const granted = new Set(grants.map((grant) => grant.scope));
  const scopes = new Set(['company', `user:${userId}`]);
  for (const scope of granted) if (!scope.endsWith(':*')) scopes.add(scope);
  if (granted.has('territory:*')) {
    for (const row of await db.selectFrom('territories').select('id').orderBy('id').execute())
      scopes.add(`territory:${row.id}`);
  }
  if (granted.has('warehouse:*')) {
    for (const row of await db.selectFrom('warehouses').select('id').orderBy('id').execute())
      scopes.add(`warehouse:${row.id}`);
  }
  return [...scopes].sort();
}

/**
 * The company version at which the user was last granted a scope. A load that began before it does not hold that
 * scope whole. A territory made later needs no new load under `territory:*`: all its entries are newer.
 */
export async function readLastGrantVersion(db: Handle, userId: Id): Promise<number> {
  const grants = await readGrants(db, userId);
  if (grants.length === 0) return 0;
  const rows = await db
    .selectFrom('scopeLog')
    .select('version')
    .where('scope', '=', 'company')
    .where('tableName', '=', 'userScopes')
    .where(
      'rowId',
      'in',
      grants.map((grant) => grant.id),
    )
    .orderBy('version', 'desc')
    .limit(1)
    .execute();
  return rows[0]?.version ?? 0;
}

async function readGrants(db: Handle, userId: Id): Promise<{ id: Id; scope: string }[]> {
  return findGrants(db, { userId });
}

// Asked with every pull.
const findGrants = prepareQuery((tx, given: { userId: Id }) =>
  tx
    .selectFrom('userScopes')
    .select(['id', 'scope'])
    .where('userId', '=', given.userId)
    .where('deletedAt', 'is', null)
    .orderBy('id'),
);
