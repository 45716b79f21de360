/**
 * Which whole scopes a device has to load next: what it sees and does not hold, what an upgrade needs, what is not as on
 * the server.
 */
import { lastMigration } from '#db/migrations/migrate.ts';
import { olderSchema, tablesChangedBetween } from '#db/migrations/schema-history.ts';
import type { PullResponse } from '#shared/protocol/sync.ts';
import type { DeviceContext } from './device-context.ts';
import { inTransaction } from './store.ts';
import { type Load, readState, readStates, wantComparison, writeState } from './sync-state.ts';

/** Before 0.2 nobody wrote down with which schema it had pulled: it was this. */
const FIRST_SCHEMA = '0008-sales-orders';

/**
 * Notes which tables have something new since both sides were last level: after an upgrade of
 * this device or of the server. Call when a pull has come to its end.
 */
export async function noteSchema(context: DeviceContext, last: PullResponse): Promise<void> {
  const { kysely } = context.reader;
  const both = olderSchema(await ownSchema(context), last.schema ?? FIRST_SCHEMA);
  const pulled = await readState(kysely, 'pulledSchema');
  if (pulled === both) return;
  await context.lock.hold('sync', () =>
    inTransaction(context, async (tx) => {
      const synced = new Set(context.registry.tables.map(({ name }) => name));
      const changed = tablesChangedBetween(pulled ?? FIRST_SCHEMA, both).filter((name) => synced.has(name));
      const stale = new Set([...((await readState(tx, 'staleTables')) ?? []), ...changed]);
      if (stale.size > 0) await writeState(tx, 'staleTables', [...stale].sort());
      await writeState(tx, 'pulledSchema', both);
      if (pulled !== null) await wantComparison(tx);
    }),
  );
}

const ownSchemas = new WeakMap<DeviceContext, Promise<string>>();

/** The last migration of the device's database; it never changes while it is open. */
function ownSchema(context: DeviceContext): Promise<string> {
  let schema = ownSchemas.get(context);
  if (!schema) {
    schema = lastMigration(context.reader.kysely).then((id) => id ?? '');
    ownSchemas.set(context, schema);
  }
  return schema;
}

/** What is to be loaded beside what is here; null: nothing. */
export async function chooseLoad(context: DeviceContext): Promise<Pick<Load, 'purpose' | 'scopes' | 'tables'> | null> {
  const { kysely } = context.reader;
  const known = await readStates(kysely, ['scopes', 'seenScopes', 'staleTables', 'unlikeScopes']);
  const held = known.scopes ?? [];
  const seen = known.seenScopes ?? held;
  const unheld = seen.filter((scope) => !held.includes(scope));
  if (unheld.length > 0) return { purpose: 'scopes', scopes: unheld, tables: null };
  const stale = known.staleTables ?? [];
  if (stale.length > 0) return { purpose: 'tables', scopes: held, tables: stale };
  const unlike = (known.unlikeScopes ?? []).filter((scope) => held.includes(scope));
  return unlike.length > 0 ? { purpose: 'heal', scopes: unlike, tables: null } : null;
}
