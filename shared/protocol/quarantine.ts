/**
 * What a device that was closed hands over under /v1/sync/quarantine: its unsent commands, oldest first and under their
 * chain. The server keeps them for the administrator and runs none of them. Sent again, a command is kept once.
 */
import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { instantSchema } from '../kernel/instants.ts';
import { commandEnvelopeSchema } from './envelope.ts';
import { PUSH_LIMIT_COMMANDS } from './limits.ts';

export const quarantineRequestSchema = z.strictObject({
  deviceId: idSchema,
  incarnation: idSchema,
  /** A page, within the limits of a push; may be empty. */
  commands: z.array(commandEnvelopeSchema).max(PUSH_LIMIT_COMMANDS),
  /** With the last page: everything that waits on the device is from `firstSeq` to `lastSeq`; null: more follows. */
  end: z.strictObject({ firstSeq: z.int().positive(), lastSeq: z.int().min(0) }).nullable(),
});
export type QuarantineRequest = z.infer<typeof quarantineRequestSchema>;

export const quarantineResponseSchema = z.strictObject({
  /** The server has everything: the device destroys its key now. Never before. */
  mayDestroy: z.boolean(),
  serverTime: instantSchema,
});
export type QuarantineResponse = z.infer<typeof quarantineResponseSchema>;
