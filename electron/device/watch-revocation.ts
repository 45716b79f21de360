/**
 * Hears from every exchange with the server that this device was closed or locked. Guards: whichever call is told so first, also
 * one that comes later than this file, locks the device.
 */
import { type ServerClient, ServerError } from './server-client.ts';
import { isCode } from './sign-in-refusals.ts';

/** Whom the server closed the device for: by the token that asked, or by the device that signed in. */
export interface ClosedFor {
  readonly token: string | null;
  readonly deviceId: string | null;
  /** A token to hand over by, where the password was proven. */
  readonly pushToken: string | null;
  /** Until further notice, not for good. */
  readonly isLock: boolean;
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
        const isLock = isCode(error, 'auth.locked');
        if (isLock || isCode(error, 'auth.revoked')) {
          revoked({ ...whoAsked(values[1]), pushToken: tokenOf(error), isLock });
        }
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
