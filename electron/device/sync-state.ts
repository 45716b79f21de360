/** What a device knows of its place in the company's history: rows of `syncState`, parsed when they are read. */
import { z } from 'zod';
import type { Handle } from '#db/database.ts';
import type { Subject } from '#shared/kernel/command.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import { prepareQuery } from '#shared/kernel/prepared.ts';
import { deviceInfoSchema } from '#shared/protocol/devices.ts';
import { hashSchema } from '#shared/protocol/envelope.ts';
import { heldCommandSchema, rejectionSchema } from '#shared/protocol/rejections.ts';
import { snapshotPlaceSchema } from '#shared/protocol/snapshot.ts';
import { cursorSchema } from '#shared/protocol/sync.ts';

/** A pull that is under way: what came and is not yet applied. */
const stageSchema = z.object({
  /** It brings a load of scopes (load.ts) level with the rest, and goes in together with it. */
  endsLoad: z.boolean().default(false),
  pages: z.int().min(0),
  rows: z.int().min(0),
  cursor: cursorSchema,
  /** Scopes that a page came without: what the others brought of them is not all. */
  unseen: z.array(z.string()).default([]),
});
export type Stage = z.infer<typeof stageSchema>;

/** Whole scopes that are on their way (load.ts). */
const loadSchema = z.object({
  /**
   * first: nothing is here yet, pages go in as they come. scopes: seen newly, beside what is here. tables: what an upgrade
   * needs of them. heal: to be as on the server again. all: everything is replaced.
   */
  purpose: z.enum(['first', 'scopes', 'tables', 'heal', 'all']),
  scopes: z.array(z.string()),
  tables: z.array(z.string()).nullable(),
  /** Null: no page has come. */
  place: snapshotPlaceSchema.nullable(),
  /** The last migration of the server, the oldest that its pages named; empty: none has come. */
  schema: z.string(),
  /** The last page has come; a pull has to follow. */
  isRead: z.boolean(),
  pages: z.int().min(0),
  rows: z.int().min(0),
  bytes: z.int().min(0),
  /** How many there are, by table, in the order in which they come. */
  totals: z.array(z.object({ table: z.string(), rows: z.int().min(0) })),
  /** Rows so far, by table. */
  read: z.record(z.string(), z.int().min(0)),
  /** Time that pages took so far. */
  spentMs: z.number().min(0),
  /** Up to where answers had been heard when it began; null where it stands beside what is pulled. */
  answeredTo: cursorSchema.nullable().default(null),
});
export type Load = z.infer<typeof loadSchema>;

/** Commands of this person that were made elsewhere, and that no journal here tells (rejected-elsewhere.ts). */
const rejectedElsewhereSchema = z.object({
  /** Rejected, and waiting for a decision. */
  shown: z.array(rejectionSchema.extend({ subject: z.custom<Subject>() })),
  /** Dealt with here, and the server has not heard of it. */
  seen: z.array(idSchema),
  /** Of a computer that was closed: handed over, and not run yet. */
  held: z.array(heldCommandSchema.extend({ subject: z.custom<Subject>() })).default([]),
});
export type RejectedElsewhere = z.infer<typeof rejectedElsewhereSchema>;

const schemas = {
  /** Whose database this is: a file put in another's place is found by it. */
  companyId: idSchema,
  userId: idSchema,
  deviceId: idSchema,
  incarnation: idSchema,
  lastSeq: z.int().min(0),
  lastHash: hashSchema,
  timeline: idSchema,
  /** Of which history of the server the answers in the queue are; gone: of `timeline`. */
  answersTimeline: idSchema,
  cursor: cursorSchema,
  /**
   * What a server that was put back has lost could not all be sent again: until it was, each pull says where the histories
   * of this device stand, so that nobody takes it for heard. Gone: nothing is owed.
   */
  owesLost: z.boolean(),
  /** What is held whole at the cursor. */
  scopes: z.array(z.string()),
  /** What the person may see, as the server last said it; more than `scopes` while some of it is still to be loaded. */
  seenScopes: z.array(z.string()),
  stage: stageSchema,
  load: loadSchema,
  /** The last migration that both sides had when everything here was last level. */
  pulledSchema: z.string(),
  /** Tables that changed with an upgrade and have to be fetched again. */
  staleTables: z.array(z.string()),
  /** Scopes whose rows are not those of the server. */
  unlikeScopes: z.array(z.string()),
  /** Server time of the last comparison with the server; gone: one is wanted. */
  comparedAt: z.int().min(0),
  /** Scopes that were found alike since then, while others had moved on: not asked again; gone: none was. */
  alike: z.object({ timeline: idSchema, scopes: z.array(z.string()) }),
  /** How often a scope was not as on the server. */
  healedScopes: z.int().min(0),
  /** Rows of the first load so far; gone once everything is here. */
  firstLoadRows: z.int().min(0),
  /** Indexes that the first load left, in the order in which they are to be made; gone: none is left (late-indexes.ts). */
  lateIndexes: z.array(z.object({ name: z.string(), sql: z.string() })),
  /** Server time at which the data here was known to be complete. */
  dataAsOf: z.int().min(0),
  /** Server time minus this machine's time. */
  clockOffsetMs: z.int(),
  /** The person switched the network off on purpose; a restart does not switch it on. */
  workOffline: z.boolean(),
  /** The company's devices as the administrator who works here last heard of them. */
  deviceList: z.object({ heardAt: z.int(), devices: z.array(deviceInfoSchema), schema: z.string() }),
  rejectedElsewhere: rejectedElsewhereSchema,
  /** Until when things may be promised without the server (lease.ts), in its time. */
  lease: z.object({ renewedAt: z.int(), days: z.int().min(1), seenAt: z.int() }),
} as const;

type Key = keyof typeof schemas;
type Value<K extends Key> = z.infer<(typeof schemas)[K]>;

/** The value of a key, or null when it was never set. @throws when what is stored does not fit: a broken invariant */
export async function readState<K extends Key>(db: Handle, key: K): Promise<Value<K> | null> {
  const [row] = await findValue(db, { key });
  return row ? (schemas[key].parse(JSON.parse(row.value)) as Value<K>) : null;
}

/** Values of several keys at once. */
export async function readStates<K extends Key>(
  db: Handle,
  keys: readonly K[],
): Promise<{ readonly [Each in K]: Value<Each> | null }> {
  const rows = await findValues(db, { keys });
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
  const texts = Object.values(values).map((value) => JSON.stringify(value));
  await putValues(db, { keys: Object.keys(values), texts });
}

export async function clearState(db: Handle, key: Key): Promise<void> {
  await dropValue(db, { key });
}

/** Every scope is to be compared with the server anew. */
export async function wantComparison(tx: Handle): Promise<void> {
  await clearState(tx, 'comparedAt');
  await clearState(tx, 'alike');
}

// Asked many times in each exchange with the server.
const findValue = prepareQuery((tx, given: { key: string }) =>
  tx.selectFrom('syncState').select('value').where('key', '=', given.key),
);
const findValues = prepareQuery((tx, given: { keys: readonly string[] }) =>
  tx.selectFrom('syncState').selectAll().where('key', 'in', given.keys).orderBy('key'),
);
const putValues = prepareQuery((tx, given: { keys: readonly string[]; texts: readonly string[] }) =>
  tx
    .insertInto('syncState')
    .values(given.keys.map((key, at) => ({ key, value: given.texts[at] ?? '' })))
    .onConflict((conflict) => conflict.column('key').doUpdateSet((row) => ({ value: row.ref('excluded.value') }))),
);
const dropValue = prepareQuery((tx, given: { key: string }) => tx.deleteFrom('syncState').where('key', '=', given.key));
