/**
 * What a device that was closed hands over under /v1/sync/quarantine. It names every command that it holds, sent before
 * or not; the server says which of them it does not have; these the device sends, and names everything again. The server
 * keeps them for the administrator and runs none of them. Sent again, a command is kept once.
 */
import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { instantSchema } from '../kernel/instants.ts';
import { deviceCodeSchema } from './auth.ts';
import { commandEnvelopeSchema } from './envelope.ts';
import { HAND_OVER_LIMIT, PUSH_LIMIT_COMMANDS } from './limits.ts';
import { formerAnswerSchema } from './sync.ts';

export const quarantineRequestSchema = z.strictObject({
  deviceId: idSchema,
  /** Of whose chain the commands are. */
  incarnation: idSchema,
  /** A page, within the limits of a push; may be empty. */
  commands: z.array(commandEnvelopeSchema).max(PUSH_LIMIT_COMMANDS),
  /** For those of the commands that were answered before: the server was put back from a backup since. */
  former: z.array(formerAnswerSchema).min(1).max(PUSH_LIMIT_COMMANDS).optional(),
  /** The code of this incarnation: the server may have lost it, too. */
  code: deviceCodeSchema.optional(),
  /** Ids of all commands that the device holds, in whichever history and with whatever answer. */
  holds: z.array(idSchema).max(HAND_OVER_LIMIT).optional(),
  /** What devices of 0.1 say of their unsent commands. Their word for what there is lets nothing be destroyed. */
  end: z.strictObject({ firstSeq: z.int().positive(), lastSeq: z.int().min(0) }).nullish(),
});
export type QuarantineRequest = z.infer<typeof quarantineRequestSchema>;

export const quarantineResponseSchema = z.strictObject({
  /** The server has everything that was named: the device destroys its key now. Never before. */
  mayDestroy: z.boolean(),
  /** Those of `holds` that the server does not have, where they were named. */
  missing: z.array(idSchema).optional(),
  serverTime: instantSchema,
});
export type QuarantineResponse = z.infer<typeof quarantineResponseSchema>;
