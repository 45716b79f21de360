/**
 * Hears from every exchange with the server that nobody works on here as this person: the device was closed or locked, the
 * person is none of the company's any more, or their password is another one. Guards: whichever call is told so first,
 * also one that comes later than this file, shuts the device.
 */
import { type ServerClient, ServerError } from './server-client.ts';

/** What shuts a device, by the code of the server's answer. */
const causes = {
  'auth.revoked': 'closed',
  'auth.locked': 'locked',
  'auth.inactive': 'inactive',
  'auth.passwordChanged': 'passwordChanged',
} as const;
type ShutBy = (typeof causes)[keyof typeof causes];

/** Whom the server closed the device for: by the token that asked, or by the device that signed in. */
export interface ClosedFor {
  readonly token: string | null;
  readonly deviceId: string | null;
  /** A token to hand over by, where the password was proven. */
  readonly pushToken: string | null;
  readonly by: ShutBy;
}

/** The same client; `revoked` is called before the caller gets the error. */
export function watchRevocation(client: ServerClient, revoked: (of: ClosedFor) => void): ServerClient {
  const calls = Object.entries(client) as [string, (...values: unknown[]) => Promise<unknown>][];
  const watched = calls.map(([name, call]) => [
    name,
    async (...values: unknown[]) => {
      try {
        return await call(...values);
      } catch (error) {
        const by = error instanceof ServerError ? causes[error.code as keyof typeof causes] : undefined;
        if (by) revoked({ ...whoAsked(values[1]), pushToken: tokenOf(error), by });
        throw error;
      }
    },
  ]);
  return Object.fromEntries(watched) as ServerClient;
}

function tokenOf(error: unknown): string | null {
  const given = error instanceof ServerError ? error.params.pushToken : null;
  return typeof given === 'string' ? given : null;
}

function whoAsked(second: unknown): Pick<ClosedFor, 'token' | 'deviceId'> {
  if (typeof second === 'string') return { token: second, deviceId: null };
  const { device } = (second ?? {}) as { device?: { id?: string } };
  return { token: null, deviceId: device?.id ?? null };
}
