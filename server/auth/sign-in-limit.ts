import type { Instant } from '#shared/kernel/instants.ts';
import { HttpRefusal } from '../http/http-refusal.ts';
import type { ServerWorld } from '../server-world.ts';

/** Wrong tries that a login may have from one address within the window; then it waits for the window's end. */
export const SIGN_IN_LIMIT_TRIES = 5;
export const SIGN_IN_WINDOW_MS = 5 * 60_000;
/** So that made-up logins cannot fill the memory: the oldest is forgotten. */
const LIMIT_TRACKED = 10_000;

interface Tries {
  count: number;
  readonly until: Instant;
}

export interface SignInLimit {
  /** Counts a try as wrong until it is known to be right. @throws HttpRefusal `auth.tooManyTries`, retryAfterSeconds */
  takeTry(login: string, address: string): void;
  noteRight(login: string, address: string): void;
}

/** Counts wrong passwords by login and address, in this process's memory. */
export function makeSignInLimit(world: ServerWorld): SignInLimit {
  const triesByKey = new Map<string, Tries>();
  const keyOf = (login: string, address: string) => `${address} ${login}`;
  const current = (key: string): Tries | undefined => {
    const tries = triesByKey.get(key);
    if (tries && tries.until <= world.clock.now()) {
      triesByKey.delete(key);
      return undefined;
    }
    return tries;
  };
  return {
    takeTry(login, address) {
      const key = keyOf(login, address);
      const tries = current(key);
      if (tries && tries.count >= SIGN_IN_LIMIT_TRIES) {
        const waitMs = tries.until - world.clock.now();
        throw new HttpRefusal('auth.tooManyTries', { retryAfterSeconds: Math.ceil(waitMs / 1_000) });
      }
      if (tries) tries.count += 1;
      else triesByKey.set(key, { count: 1, until: world.clock.now() + SIGN_IN_WINDOW_MS });
      const [oldest] = triesByKey.keys();
      if (triesByKey.size > LIMIT_TRACKED && oldest !== undefined) triesByKey.delete(oldest);
    },
    noteRight(login, address) {
      triesByKey.delete(keyOf(login, address));
    },
  };
}
