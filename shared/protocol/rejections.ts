/**
 * What was rejected and its author has not seen, under /v1/sync/rejections: a device says what was seen on it, and hears of
 * the rest as far as nobody else tells its person (decision 46). Sent again, it changes nothing. A receiver of answers
 * leaves out fields that it does not know: a newer server may say more.
 */
import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { instantSchema } from '../kernel/instants.ts';
import { jsonSchema } from './envelope.ts';
import { REJECTIONS_LIMIT } from './limits.ts';
import { reasonSchema } from './sync.ts';

/** A command whole, with its place in the chain of the device that made it. */
const wholeCommand = {
  commandId: idSchema,
  name: z.string(),
  version: z.int().positive(),
  args: jsonSchema,
  issuedAt: instantSchema,
  incarnation: idSchema,
  hash: z.string(),
  /** Where it was made: the code on its documents, and what the company calls that computer. */
  device: z.object({ code: z.string(), name: z.string() }),
};

/** A rejected command whole, so that it can be told, corrected and sent again on another device. */
export const rejectionSchema = z.object({
  ...wholeCommand,
  answeredAt: instantSchema,
  reasons: z.array(reasonSchema),
  /** The company version of the answer. */
  companyVersion: z.int().min(0),
});
export type Rejection = z.infer<typeof rejectionSchema>;

/** What a closed device of the same person handed over, and the administrator has not run yet. */
export const heldCommandSchema = z.object({ ...wholeCommand, heldSince: instantSchema });
export type HeldCommand = z.infer<typeof heldCommandSchema>;

export const rejectionsRequestSchema = z.strictObject({
  deviceId: idSchema,
  /** Rejected commands that wait for their person on this device already: they are not told, but whether they were seen. */
  needing: z.array(idSchema).max(REJECTIONS_LIMIT),
  /** Rejected commands that their person has dealt with here. */
  seen: z.array(idSchema).max(REJECTIONS_LIMIT),
});
export type RejectionsRequest = z.infer<typeof rejectionsRequestSchema>;

export const rejectionsResponseSchema = z.object({
  /** Newest first; some of them where there are many. Those of this device itself are among them. */
  open: z.array(rejectionSchema),
  /** Those of `needing` that their person has dealt with on another device. */
  seen: z.array(idSchema),
  /** Newest first; some of them where there are many. A server that says nothing of them tells of none. */
  held: z.array(heldCommandSchema).default([]),
});
export type RejectionsResponse = z.infer<typeof rejectionsResponseSchema>;
