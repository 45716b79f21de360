/**
 * Calls from the desktop to the device thread and what comes back. Both sides of every border (renderer → main,
 * main → device thread) parse with these schemas: what does not fit goes nowhere.
 */
import type { MessagePort } from 'node:worker_threads';
import { z } from 'zod';
import { defaultSeries } from '#shared/domains/admin/model.ts';
import { idSchema } from '#shared/kernel/ids.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { auditExportSchema, auditSearchSchema } from '#shared/protocol/audit.ts';
import type { SessionState, SyncStatus } from '#shared/protocol/bridge.ts';
import { fileHashSchema, pictureContentSchema } from '#shared/protocol/files.ts';

const nameSchema = z.string().min(3).max(80);
const serverSchema = z.string().max(300);
/** `pick`, `pick:<id>`. */
const workNameSchema = z.string().min(1).max(120);
const limitRowsSchema = z.int().min(1).max(500);

/** Which commands of the ledger: made from, until, with a text in document or customer. */
const periodShape = {
  from: z.int().nullable(),
  until: z.int().nullable(),
  search: z.string().max(200),
  names: z.array(nameSchema).max(200).default([]),
};

const withReason = z.tuple([z.strictObject({ deviceId: idSchema, reason: z.string().min(1).max(500) })]);

/** The arguments of every call, as a tuple. */
export const callSchemas = {
  command: z.tuple([nameSchema, z.unknown(), z.strictObject({ replaces: idSchema }).optional()]),
  dryRun: z.tuple([
    nameSchema,
    z.unknown(),
    z
      .array(z.strictObject({ name: nameSchema, args: z.unknown() }))
      .max(20)
      .optional(),
  ]),
  query: z.tuple([nameSchema, z.unknown()]),
  queryTables: z.tuple([]),
  'session.state': z.tuple([]),
  'session.signIn': z.tuple([
    z.strictObject({ server: serverSchema, login: z.string().min(1).max(100), password: z.string().min(1).max(200) }),
  ]),
  'session.join': z.tuple([
    z.strictObject({
      server: serverSchema,
      code: z.string().min(1).max(100),
      password: z.string().min(1).max(200),
      deviceName: z.string().max(100),
    }),
  ]),
  'session.signOut': z.tuple([]),
  'sync.status': z.tuple([]),
  'sync.sendNow': z.tuple([]),
  'sync.setWorkOffline': z.tuple([z.boolean()]),
  'sync.ledger': z.tuple([
    z.strictObject({
      from: periodShape.from.default(null),
      until: periodShape.until.default(null),
      search: periodShape.search.default(''),
      names: periodShape.names,
      state: z.enum(['all', 'needYou', 'waiting', 'sent', 'applied', 'adjusted', 'rejected', 'failed']).default('all'),
      beforeSequence: z.int().nullable(),
      fromSequence: z.int().nullable().default(null),
      limitRows: limitRowsSchema,
    }),
  ]),
  'sync.ledgerCounts': z.tuple([z.strictObject({ ...periodShape, since: z.int() })]),
  'sync.searchAudit': z.tuple([auditSearchSchema]),
  'sync.exportAudit': z.tuple([auditExportSchema]),
  'sync.entry': z.tuple([idSchema]),
  'sync.values': z.tuple([idSchema]),
  'sync.entryAbout': z.tuple([z.strictObject({ name: nameSchema.nullable(), id: idSchema })]),
  'sync.markSeen': z.tuple([idSchema]),
  'sync.drop': z.tuple([idSchema]),
  'sync.withdraw': z.tuple([idSchema]),
  'devices.list': z.tuple([]),
  'devices.review': z.tuple([idSchema]),
  'devices.rename': z.tuple([z.strictObject({ deviceId: idSchema, name: z.string().min(1).max(100) })]),
  'devices.lock': withReason,
  'devices.unlock': z.tuple([idSchema]),
  'devices.revoke': withReason,
  'devices.runQuarantine': withReason,
  'devices.discardQuarantine': withReason,
  'devices.recoveryCopy': z.tuple([idSchema]),
  'drafts.list': z.tuple([z.string().min(1).max(80)]),
  'drafts.read': z.tuple([idSchema]),
  'drafts.save': z.tuple([z.strictObject({ id: idSchema, kind: z.string().min(1).max(80), body: z.unknown() })]),
  'drafts.remove': z.tuple([idSchema]),
  'files.keep': z.tuple([pictureContentSchema]),
  'work.sessions': z.tuple([workNameSchema.nullable()]),
  'work.open': z.tuple([
    z.strictObject({
      id: workNameSchema,
      mode: workNameSchema,
      // Of what is packed: the list and the order of it.
      documentId: workNameSchema.nullable(),
      documentNumber: z.string().max(80).nullable(),
    }),
  ]),
  'work.keep': z.tuple([z.strictObject({ sessionId: workNameSchema, position: z.int().min(1), body: z.unknown() })]),
  'work.undo': z.tuple([z.strictObject({ sessionId: workNameSchema, position: z.int().min(1) })]),
  'work.close': z.tuple([workNameSchema]),
  newIds: z.tuple([z.int().min(1).max(1_000)]),
  nextNumber: z.tuple([z.enum(defaultSeries.map(({ kind }) => kind))]),
} as const satisfies Record<string, z.ZodType<readonly unknown[]>>;

/** The arguments of what main asks of the device by itself: no page can make these calls. */
export const mainCallSchemas = {
  'start.join': z.tuple([serverSchema]),
  'start.leave': z.tuple([]),
  'demo.forget': z.tuple([z.strictObject({ companyId: z.string(), profileFolders: z.array(z.string()).max(100) })]),
  'backup.write': z.tuple([z.strictObject({ path: z.string(), password: z.string() })]),
  'backup.read': z.tuple([
    z.strictObject({ path: z.string(), password: z.string(), demoCompanyId: z.string().nullable() }),
  ]),
  'recovery.open': z.tuple([z.strictObject({ path: z.string() })]),
  'diagnostics.device': z.tuple([]),
  'diagnostics.check': z.tuple([]),
  'proof.write': z.tuple([z.strictObject({ path: z.string() })]),
} as const satisfies Record<string, z.ZodType<readonly unknown[]>>;

export type CallName = keyof typeof callSchemas;
export type MainCallName = keyof typeof mainCallSchemas;
export const callNames = Object.keys(callSchemas) as readonly CallName[];

/** Someone who can try the demo company. */
export const demoPersonSchema = z.object({
  login: z.string(),
  password: z.string(),
  name: z.string(),
  roleCode: z.string(),
});
export const demoSchema = z.object({
  server: serverSchema,
  /** Another one after the demo was thrown away and made anew. */
  companyId: z.string(),
  people: z.array(demoPersonSchema),
});
/** The demo company's server and its people. */
export type Demo = z.infer<typeof demoSchema>;

/** What main may send to the device thread. */
export const toDeviceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), id: z.int(), name: z.string(), args: z.array(z.unknown()) }),
  z.object({ kind: z.literal('file'), id: z.int(), hash: fileHashSchema }),
  /** null: this device does not work with the demo. */
  z.object({ kind: z.literal('demo'), demo: demoSchema.nullable() }),
  z.object({ kind: z.literal('wake') }),
  z.object({ kind: z.literal('close') }),
]);
export type ToDevice = z.infer<typeof toDeviceSchema>;

/** A reader needs as long to begin as another needs for many short questions: so many wait before one more is started. */
export const WORTH_A_START = 4;
/** What main asks a reader thread by its door. */
export const doorQuestionSchema = z.strictObject({ id: z.int(), name: nameSchema, args: z.unknown() });
export type DoorQuestion = z.infer<typeof doorQuestionSchema>;

/** What the device thread sends to main. */
export type FromDevice =
  /** A reader thread of the person who signs in can be asked by this door; `slow` queries belong to the last of `count`. */
  | {
      readonly kind: 'reader';
      readonly place: number;
      readonly count: number;
      readonly slow: readonly string[];
      readonly door: MessagePort;
    }
  /** Nobody is signed in any more: no door leads anywhere. */
  | { readonly kind: 'readersShut' }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly reason: Reason }
  | { readonly kind: 'changed'; readonly tables: readonly string[] }
  /** A file that was asked for, or that rows name, has come. */
  | { readonly kind: 'fileArrived'; readonly hash: string }
  | { readonly kind: 'sessionState'; readonly state: SessionState }
  | { readonly kind: 'syncStatus'; readonly status: SyncStatus }
  | { readonly kind: 'problem'; readonly where: string; readonly message: string }
  | { readonly kind: 'closed' };

/** What the device thread is started with. */
export interface DeviceThreadData {
  readonly profileFolder: string;
  readonly appVersion: string;
  readonly deviceName: string;
  /** 32 bytes that the operating system keeps, or null where its key store is none. */
  readonly osSecret: Uint8Array | null;
  /** File of the reader threads. */
  readonly readerFile: string;
  /** File of the threads that work on whole database files. */
  readonly careFile: string;
  readonly server: string | null;
}
