/**
 * What of the audit a person may read. Guards:
 * - nobody reads it without the right to (`admin.seeAudit`);
 * - whoever does not see the whole company reads nothing of customers that are out of reach (docs/decisions/0025);
 * - costs and whatever else a right shows are told to people with that right alone (R47).
 */
import type { Handle } from '#db/database.ts';
import { permissions } from '#shared/domains/admin/model.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { HttpRefusal } from '../http/http-refusal.ts';
import { readActor } from '../sync/actor.ts';
import { readScopes } from '../sync/scopes.ts';
import { auditedTables, DEVICES, rightFor } from './told-columns.ts';

export interface AuditView {
  readonly userId: Id;
  /** null: the whole company is seen. */
  readonly scopes: readonly string[] | null;
  /** Audited tables that may be told, and the devices'. */
  readonly tables: readonly string[];
}

/** @throws HttpRefusal `auth.notPermitted` */
export async function readAuditView(db: Handle, userId: Id): Promise<AuditView> {
  const actor = await readActor(db, userId);
  if (!actor.permissions.has(permissions.seeAudit)) throw new HttpRefusal('auth.notPermitted');
  const rights = await db
    .selectFrom('userScopes')
    .select('scope')
    .where('userId', '=', userId)
    .where('deletedAt', 'is', null)
    .orderBy('scope')
    .execute();
  const granted = new Set(rights.map(({ scope }) => scope));
  const isWhole =
    (granted.has('territory:*') && actor.permissions.has(permissions.seeTerritory)) ||
    actor.permissions.has(permissions.manageRoles);
  const tables = [...auditedTables.keys()].filter((name) => {
    const right = rightFor(name);
    return right === null || actor.permissions.has(right);
  });
  return { userId, scopes: isWhole ? null : await readScopes(db, userId), tables: [...tables, DEVICES] };
}
