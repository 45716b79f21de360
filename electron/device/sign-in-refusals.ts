/** What goes wrong at sign-in, as codes that a person is told in words. */
import { type Reason, Refusal } from '#shared/kernel/refusal.ts';
import { NetworkUnreachable } from '#shared/kernel/world.ts';
import { ServerError } from './server-client.ts';

const TRIES_BEFORE_WAIT = 5;
const FIRST_WAIT_MS = 30_000;
/** A clock that went back must not lock someone out for longer. */
export const LONGEST_WAIT_MS = 15 * 60_000;

/** How long the next try has to wait after so many wrong passwords in a row. */
export function waitAfterTries(wrongTries: number): number {
  const beyond = wrongTries - TRIES_BEFORE_WAIT;
  return beyond < 0 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(beyond, 10));
}

export const isCode = (error: unknown, code: string): boolean => error instanceof ServerError && error.code === code;

/** Why the first sign-in did not work, for the person. */
export function toRefusal(error: unknown, server: string): unknown {
  if (error instanceof NetworkUnreachable) return new Refusal('session.serverUnreachable', { server });
  if (!(error instanceof ServerError)) return error;
  switch (error.code) {
    case 'server.notSatchel':
      return new Refusal('session.notACompanyServer', { server });
    case 'auth.wrongPassword':
      return new Refusal('session.wrongPassword');
    case 'auth.inactive':
      return new Refusal('session.inactive');
    case 'auth.tooManyTries':
      return new Refusal('session.tooManyTries', { seconds: error.params.retryAfterSeconds ?? null });
    default:
      return new Refusal('session.serverTrouble', { server, code: error.code });
  }
}

/**
 * Why the server gives someone who is in already no fresh token: said, and no reason to stop.
 * @throws what is no answer of the server's
 */
export function renewalRefusal(error: unknown, server: string): Reason {
  if (isCode(error, 'auth.wrongPassword')) return { code: 'session.passwordChanged', params: {} };
  const refusal = error instanceof ServerError ? toRefusal(error, server) : error;
  if (refusal instanceof Refusal) return refusal.reason;
  throw refusal;
}
