/** What goes wrong at sign-in, as codes that a person is told in words. */
import { type Reason, Refusal } from '#shared/kernel/refusal.ts';
import { NetworkUnreachable } from '#shared/kernel/world.ts';
import { ServerError } from './server-client.ts';

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
    case 'auth.locked':
      return new Refusal('auth.locked');
    case 'auth.revoked':
      return new Refusal('auth.revoked');
    case 'auth.badInvitation':
      return new Refusal('session.badInvitation');
    case 'auth.invitationExpired':
      return new Refusal('session.invitationExpired');
    case 'auth.weakPassword':
      return new Refusal('session.weakPassword', { characters: error.params.minCharacters ?? null });
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
