/**
 * Which whole scopes a device has to load next: what it sees and does not hold, what an upgrade needs, what is not as on
 * the server.
 */
import { lastMigration } from '#db/migrations/migrate.ts';
import { olderSchema, tablesChangedBetween } from '#db/migrations/schema-history.ts';
import type { PullResponse } from '#shared/protocol/sync.ts';
import type { DeviceContext } from './device-context.ts';
import { inTransaction } from './store.ts';
import { clearState, type Load, readState, writeState } from './sync-state.ts';

/** Before 0.2 nobody wrote down with which schema it had pulled: it was this. */
const FIRST_SCHEMA = '0008-sales-orders';

/**
 * Notes which tables have something new since both sides were last level: after an upgrade of
 * this device or of the server. Call when a pull has come to its end.
 */
export async function noteSchema(context: DeviceContext, last: PullResponse): Promise<void> {
  const { kysely } = context.reader;
  const own = (await lastMigration(kysely)) ?? '';
  const both = olderSchema(own, last.schema ?? FIRST_SCHEMA);
  const pulled = await readState(kysely, 'pulledSchema');
  if (pulled === both) return;
  await context.lock.hold('sync', () =>
    inTransaction(context, async (tx) => {
      const synced = new Set(context.registry.tables.map(({ name }) => name));
      const changed = tablesChangedBetween(pulled ?? FIRST_SCHEMA, both).filter((name) => synced.has(name));
      const stale = new Set([...((await readState(tx, 'staleTables')) ?? []), ...changed]);
      if (stale.size > 0) await writeState(tx, 'staleTables', [...stale].sort());
      await writeState(tx, 'pulledSchema', both);
      if (pulled !== null) await clearState(tx, 'comparedAt');
    }),
  );
}

/** What is to be loaded beside what is here; null: nothing. */
export async function chooseLoad(context: DeviceContext): Promise<Pick<Load, 'purpose' | 'scopes' | 'tables'> | null> {
  const { kysely } = context.reader;
  const held = (await readState(kysely, 'scopes')) ?? [];
  const seen = (await readState(kysely, 'seenScopes')) ?? held;
  const unheld = seen.filter((scope) => !held.includes(scope));
  if (unheld.length > 0) return { purpose: 'scopes', scopes: unheld, tables: null };
  const stale = (await readState(kysely, 'staleTables')) ?? [];
  if (stale.length > 0) return { purpose: 'tables', scopes: held, tables: stale };
  const unlike = ((await readState(kysely, 'unlikeScopes')) ?? []).filter((scope) => held.includes(scope));
  return unlike.length > 0 ? { purpose: 'heal', scopes: unlike, tables: null } : null;
}
