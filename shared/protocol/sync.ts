/** Wire messages of sync under /v1/sync (SYNC.md). Every message is parsed by its receiver. */
import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { instantSchema } from '../kernel/instants.ts';
import { deviceCodeSchema } from './auth.ts';
import { cellColumnsSchema, textsSchema } from './cells.ts';
import { deviceReportSchema } from './devices.ts';
import { commandEnvelopeSchema, hashSchema } from './envelope.ts';
import { HISTORIES_LIMIT, PULL_LIMIT_ROWS, PUSH_LIMIT_COMMANDS, SCOPES_LIMIT } from './limits.ts';

export const reasonSchema = z.strictObject({
  code: z.string().min(1).max(100),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});

/** A number of a gapless series of billing documents (R7). */
export const legalNumberSchema = z.strictObject({ series: z.string().min(1).max(20), number: z.int().positive() });
export type LegalNumber = z.infer<typeof legalNumberSchema>;

/** The server's stored answer to one command. `version` is the company version that the command made. */
export const commandAnswerSchema = z.strictObject({
  commandId: idSchema,
  seq: z.int().positive(),
  state: z.enum(['applied', 'adjusted', 'rejected', 'failed']),
  /** applied: empty. adjusted: what differs or is flagged. rejected: exactly the reason. failed: the error's id. */
  reasons: z.array(reasonSchema),
  version: z.int().min(0),
  answeredAt: instantSchema,
  /** Numbers of billing documents that it took, or, failed, had taken before; in order; left out where there are none. */
  legalNumbers: z.array(legalNumberSchema).min(1).optional(),
});
export type CommandAnswer = z.infer<typeof commandAnswerSchema>;

/** What a server once answered that was put back from a backup since: it does not know it any more. */
export const formerAnswerSchema = z.strictObject({
  commandId: idSchema,
  state: z.enum(['applied', 'adjusted', 'rejected']),
  /** Why it was rejected: it stays so, since its person may have dropped it or sent another in its place. */
  reasons: z.array(reasonSchema).optional(),
  legalNumbers: z.array(legalNumberSchema),
});
export type FormerAnswer = z.infer<typeof formerAnswerSchema>;

export const pushRequestSchema = z.strictObject({
  deviceId: idSchema,
  incarnation: idSchema,
  commands: z.array(commandEnvelopeSchema).min(1).max(PUSH_LIMIT_COMMANDS),
  /** For those of the commands that were answered before; left out otherwise. */
  former: z.array(formerAnswerSchema).min(1).max(PUSH_LIMIT_COMMANDS).optional(),
  /** The code of this incarnation, beside `former`: the server may have lost the incarnation too. */
  code: deviceCodeSchema.optional(),
});
export type PushRequest = z.infer<typeof pushRequestSchema>;

export const pushResponseSchema = z.strictObject({
  timeline: idSchema,
  answers: z.array(commandAnswerSchema),
  serverTime: instantSchema,
});
export type PushResponse = z.infer<typeof pushResponseSchema>;

/**
 * Where a device stands in the company's history: everything up to `version`, and of `version` + 1 up to (table, id).
 * The device keeps it whole and sends it back as it came.
 */
export const cursorSchema = z.strictObject({
  timeline: idSchema,
  version: z.int().min(0),
  table: z.string(),
  id: z.string(),
  /** The company version at which this load began from nothing: a scope granted later asks for a new load. */
  loadedAt: z.int().min(0),
  /**
   * The newest version that the company had when one of the pages up to here was read; left out where it is `version`.
   * What had gone from such a page by then has not gone in a history that was put back to before it.
   */
  readAt: z.int().min(0).optional(),
});
export type Cursor = z.infer<typeof cursorSchema>;

/** The last command of a history that the device has an answer of. */
export const acknowledgedSchema = z.strictObject({
  incarnation: idSchema,
  seq: z.int().positive(),
  hash: hashSchema,
});
export type Acknowledged = z.infer<typeof acknowledgedSchema>;

/** A history that a server which was put back has otherwise: another copy of the laptop was heard first. */
export const divergedHistorySchema = z.strictObject({
  incarnation: idSchema,
  /** The company version at which the present timeline began: what was answered later, the server has lost. */
  since: z.int().min(0),
});
export type DivergedHistory = z.infer<typeof divergedHistorySchema>;

export const pullRequestSchema = z.strictObject({
  deviceId: idSchema,
  incarnation: idSchema,
  /** Null: nothing yet. */
  cursor: cursorSchema.nullable(),
  /** The last migration that the device has. */
  schema: z.string(),
  /** With a pull from nothing, and while a server that was put back lacks some of it: where each history stands. */
  acknowledged: z.array(acknowledgedSchema).max(HISTORIES_LIMIT).optional(),
  /**
   * The scopes that the device holds whole: only they are pulled, and the answer's `scopes` say which others there are
   * to load. Without it everything is pulled that may be seen, as devices before 0.2 do.
   */
  scopes: z.array(z.string().min(1).max(200)).max(SCOPES_LIMIT).optional(),
  /** A shorter page than the server's longest, for a thin line; a row in many scopes may take it over that. */
  limitRows: z.int().min(1).max(PULL_LIMIT_ROWS).optional(),
  /** What the device tells of itself, when something of it has changed since the server last heard it. */
  report: deviceReportSchema.optional(),
});
export type PullRequest = z.infer<typeof pullRequestSchema>;

/** Rows of one table as column arrays: `cells[c][r]` is column `columns[c]` of row r; the first column is `id`. */
export const rowBlockSchema = z.strictObject({
  table: z.string(),
  columns: z.array(z.string()).min(1),
  cells: cellColumnsSchema,
});
export type RowBlock = z.infer<typeof rowBlockSchema>;

/** A scope log entry as column arrays by table and scope: these ids entered or changed in, or left, this scope. */
export const scopeBlockSchema = z.strictObject({
  scope: z.string(),
  table: z.string(),
  present: textsSchema,
  gone: textsSchema,
});
export type ScopeBlock = z.infer<typeof scopeBlockSchema>;

export const pullResponseSchema = z.strictObject({
  timeline: idSchema,
  /** Every scope that the user sees now; rows held only by other scopes must go. */
  scopes: z.array(z.string()),
  rows: z.array(rowBlockSchema),
  entries: z.array(scopeBlockSchema),
  answers: z.array(commandAnswerSchema),
  /** Where to go on. When `more` is false it stands at the end of a complete version. */
  cursor: cursorSchema,
  more: z.boolean(),
  /** The last `seq` that the server has of this incarnation: less than it once answered says that it was put back. */
  lastSeq: z.int().min(0),
  /** The same of the device's earlier incarnations, for a device that has had any. */
  formerLastSeqs: z.record(idSchema, z.int().min(0)).optional(),
  /** Those of `acknowledged` that the server has otherwise. */
  diverged: z.array(divergedHistorySchema).min(1).optional(),
  serverTime: instantSchema,
  /** The last migration that the server has; for a device that names its scopes. */
  schema: z.string().optional(),
});
export type PullResponse = z.infer<typeof pullResponseSchema>;

/** One poke on the live stream (`event: moved`): these scopes changed. Missing one costs only time. */
export const pokeSchema = z.strictObject({ version: z.int(), scopes: z.array(z.string()) });
export type Poke = z.infer<typeof pokeSchema>;

/** Errors of every HTTP answer ≥ 400: a stable code, what the sentence needs, and a sentence in English for logs. */
export const httpErrorSchema = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
    message: z.string(),
  }),
});
export type HttpError = z.infer<typeof httpErrorSchema>;
