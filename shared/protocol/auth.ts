/** Wire messages of sign-in under /v1/auth. */
import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';

/** Part of the numbers of the documents that a device makes (R7). */
export const deviceCodeSchema = z.string().regex(/^[0-9A-Z]{2,4}$/);

/** Made by the device once; the server gives the code that goes into document numbers. */
const deviceSchema = z.strictObject({
  id: idSchema,
  incarnation: idSchema,
  name: z.string().min(1).max(100),
  appVersion: z.string().max(40),
  /** The code that this incarnation has: for a server that was put back to a time before it. */
  code: deviceCodeSchema.optional(),
});

export const signInRequestSchema = z.strictObject({
  login: z.string().min(1).max(100),
  password: z.string().min(1).max(200),
  device: deviceSchema,
});
export type SignInRequest = z.infer<typeof signInRequestSchema>;

/** Takes an invitation: the password is the person's from now on. */
export const joinRequestSchema = z.strictObject({
  /** As it was read out, in any writing. */
  code: z.string().min(1).max(100),
  password: z.string().min(1).max(200),
  device: deviceSchema,
});
export type JoinRequest = z.infer<typeof joinRequestSchema>;

/** Ends the token that asks. `unsentCount`: commands that wait on the device all the same, for the administrator. */
export const signOutRequestSchema = z.strictObject({ unsentCount: z.int().min(0).optional() });
export type SignOutRequest = z.infer<typeof signOutRequestSchema>;

export const signInResponseSchema = z.strictObject({
  token: z.string().min(20),
  /** Sends what is unsent and can do nothing else: it outlives a sign-out, and the ordinary one. */
  pushToken: z.string().min(20),
  companyId: idSchema,
  companyName: z.string(),
  timeline: idSchema,
  deviceCode: deviceCodeSchema,
  /** The last `seq` that the server has of this device and incarnation; 0 for none. */
  lastSeq: z.int().min(0),
  /** The highest running number seen by series (`SO` → 123), so that a restored copy does not repeat one. */
  numberHighWater: z.record(z.string(), z.int().min(0)),
  user: z.strictObject({ id: idSchema, login: z.string(), name: z.string(), roleCode: z.string() }),
  permissions: z.array(z.string()),
  serverTime: z.int(),
  /** For so many days without a word from the server this device may promise things. */
  leaseDays: z.int().min(1),
});
export type SignInResponse = z.infer<typeof signInResponseSchema>;
