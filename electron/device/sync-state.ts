/** What a device knows of its place in the company's history: rows of `syncState`, parsed when they are read. */
import { z } from 'zod';
import type { Handle } from '#db/database.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { hashSchema } from '#shared/protocol/envelope.ts';
import { cursorSchema } from '#shared/protocol/sync.ts';

/** A load that is under way: what was pulled and not yet applied. */
const stageSchema = z.object({
  /** It began at the beginning of history, to replace what is here. */
  fromNull: z.boolean(),
  pages: z.int().min(0),
  rows: z.int().min(0),
  cursor: cursorSchema,
});
export type Stage = z.infer<typeof stageSchema>;

const schemas = {
  /** Whose database this is: a file put in another's place is found by it. */
  companyId: idSchema,
  userId: idSchema,
  deviceId: idSchema,
  incarnation: idSchema,
  lastSeq: z.int().min(0),
  lastHash: hashSchema,
  timeline: idSchema,
  cursor: cursorSchema,
  /** What the person could see at the cursor. */
  scopes: z.array(z.string()),
  stage: stageSchema,
  /** Rows of the first load so far; gone once everything is here. */
  firstLoadRows: z.int().min(0),
  /** Server time at which the data here was known to be complete. */
  dataAsOf: z.int().min(0),
  /** Server time minus this machine's time. */
  clockOffsetMs: z.int(),
  /** The person switched the network off on purpose; a restart does not switch it on. */
  workOffline: z.boolean(),
  /** Until when things may be promised without the server (lease.ts), in its time. */
  lease: z.object({ renewedAt: z.int(), days: z.int().min(1), seenAt: z.int() }),
} as const;

type Key = keyof typeof schemas;
type Value<K extends Key> = z.infer<(typeof schemas)[K]>;

/** The value of a key, or null when it was never set. @throws when what is stored does not fit: a broken invariant */
export async function readState<K extends Key>(db: Handle, key: K): Promise<Value<K> | null> {
  const row = await db.selectFrom('syncState').select('value').where('key', '=', key).executeTakeFirst();
  return row ? (schemas[key].parse(JSON.parse(row.value)) as Value<K>) : null;
}

/** Values of several keys at once. */
export async function readStates<K extends Key>(
  db: Handle,
  keys: readonly K[],
): Promise<{ readonly [Each in K]: Value<Each> | null }> {
  const rows = await db.selectFrom('syncState').selectAll().where('key', 'in', keys).orderBy('key').execute();
  const texts = new Map(rows.map((row) => [row.key, row.value]));
  const entries = keys.map((key) => {
    const text = texts.get(key);
    return [key, text === undefined ? null : schemas[key].parse(JSON.parse(text))];
  });
  return Object.fromEntries(entries);
}

export async function writeState<K extends Key>(db: Handle, key: K, value: Value<K>): Promise<void> {
  await writeStates(db, { [key]: value });
}

/** Sets several values at once. */
export async function writeStates(db: Handle, values: { readonly [K in Key]?: Value<K> }): Promise<void> {
  await db
    .insertInto('syncState')
    .values(Object.entries(values).map(([key, value]) => ({ key, value: JSON.stringify(value) })))
    .onConflict((conflict) => conflict.column('key').doUpdateSet((row) => ({ value: row.ref('excluded.value') })))
    .execute();
}

export async function clearState(db: Handle, key: Key): Promise<void> {
  await db.deleteFrom('syncState').where('key', '=', key).execute();
}
