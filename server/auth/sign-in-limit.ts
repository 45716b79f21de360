/**
 * Wrong passwords, counted in this process's memory. Guards:
 * - a login has few tries from one address, and an address few wrong tries over all logins;
 * - made-up logins neither fill the memory nor push out a login that waits.
 */
import type { Instant } from '#shared/kernel/instants.ts';
import { HttpRefusal } from '../http/http-refusal.ts';
import type { ServerWorld } from '../server-world.ts';

/** Wrong tries that a login may have from one address within the window; then it waits for the window's end. */
export const SIGN_IN_LIMIT_TRIES = 5;
/** Wrong tries of an address over all logins: an office behind one address mistypes less often than that. */
export const SIGN_IN_LIMIT_ADDRESS_TRIES = 60;
export const SIGN_IN_WINDOW_MS = 5 * 60_000;
const LIMIT_TRACKED = 10_000;

interface Tries {
  count: number;
  readonly until: Instant;
}

export interface SignInLimit {
  /** Counts a try as wrong until it is known to be right. @throws HttpRefusal `auth.tooManyTries`, retryAfterSeconds */
  takeTry(login: string, address: string): void;
  noteRight(login: string, address: string): void;
  /** Nobody could look whether it was right: the database did not answer. That is no try. */
  takeBack(login: string, address: string): void;
}

/** @param limitTracked logins, and addresses, that are remembered at once */
export function makeSignInLimit(world: ServerWorld, limitTracked = LIMIT_TRACKED): SignInLimit {
  const byLogin = makeCounter(world, SIGN_IN_LIMIT_TRIES, limitTracked);
  const byAddress = makeCounter(world, SIGN_IN_LIMIT_ADDRESS_TRIES, limitTracked);
  const keyOf = (login: string, network: string) => `${network} ${login}`;
  return {
    takeTry(login, address) {
      const network = networkOf(address);
      const until = byAddress.waitsUntil(network) ?? byLogin.waitsUntil(keyOf(login, network));
      if (until !== null) {
        const waitMs = until - world.clock.now();
        throw new HttpRefusal('auth.tooManyTries', { retryAfterSeconds: Math.ceil(waitMs / 1_000) });
      }
      byAddress.add(network);
      byLogin.add(keyOf(login, network));
    },
    noteRight(login, address) {
      const network = networkOf(address);
      byLogin.forget(keyOf(login, network));
      byAddress.takeBack(network);
    },
    takeBack(login, address) {
      const network = networkOf(address);
      byLogin.takeBack(keyOf(login, network));
      byAddress.takeBack(network);
    },
  };
}

/** One household or office has a whole /64 of IPv6 to itself: its first four groups count as one address. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  const all = [...groups, ...Array.from({ length: missing }, () => '0'), ...(tail ? tail.split(':') : [])];
  return `${all.slice(0, 4).join(':')}::`;
}

interface Counter {
  /** When the key may try again; null: now. */
  waitsUntil(key: string): Instant | null;
  add(key: string): void;
  takeBack(key: string): void;
  forget(key: string): void;
}

function makeCounter(world: ServerWorld, limitTries: number, limitTracked: number): Counter {
  const triesByKey = new Map<string, Tries>();
  const current = (key: string): Tries | undefined => {
    const tries = triesByKey.get(key);
    if (tries && tries.until <= world.clock.now()) {
      triesByKey.delete(key);
      return undefined;
    }
    return tries;
  };
  /** The oldest goes first; those that wait stay unless there is nothing else. */
  const makeRoom = (): void => {
    if (triesByKey.size < limitTracked) return;
    let oldest: string | undefined;
    for (const [key, { count, until }] of triesByKey) {
      oldest ??= key;
      if (until > world.clock.now() && count >= limitTries) continue;
      triesByKey.delete(key);
      return;
    }
    if (oldest !== undefined) triesByKey.delete(oldest);
  };
  return {
    waitsUntil(key) {
      const tries = current(key);
      return tries && tries.count >= limitTries ? tries.until : null;
    },
    add(key) {
      const tries = current(key);
      if (tries) {
        tries.count += 1;
        return;
      }
      makeRoom();
      triesByKey.set(key, { count: 1, until: world.clock.now() + SIGN_IN_WINDOW_MS });
    },
    takeBack(key) {
      const tries = current(key);
      if (tries) tries.count -= 1;
    },
    forget: (key) => void triesByKey.delete(key),
  };
}
