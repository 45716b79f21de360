/**
 * How long wrong passwords make the next try wait. Guards:
 * - the wait is counted by the machine's own count, never by its clock: setting that changes nothing;
 * - a restart begins the wait anew, since how long nothing ran cannot be known without a clock;
 * - who has waited gets in: the longest wait is a quarter of an hour.
 */
import { Refusal } from '#shared/kernel/refusal.ts';
import type { World } from '#shared/kernel/world.ts';
import type { PersonFolder, Profile } from './profile.ts';

const TRIES_BEFORE_WAIT = 5;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;

export interface SignInWait {
  /** @throws Refusal `session.tooManyTries` with the seconds that are left */
  check(folder: PersonFolder): void;
  /** One more wrong password; on disk before anybody is told that it was wrong. */
  noteWrong(folder: PersonFolder): void;
}

/** How long the next try has to wait after so many wrong passwords in a row. */
function waitAfterTries(wrongTries: number): number {
  const beyond = wrongTries - TRIES_BEFORE_WAIT;
  return beyond < 0 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(beyond, 10));
}

export function makeSignInWait(world: Pick<World, 'clock'>, profile: Profile): SignInWait {
  const startedMs = world.clock.monotonicMs();
  const lastTries = new Map<string, number>();
  return {
    check({ path, person }) {
      const passedMs = world.clock.monotonicMs() - (lastTries.get(path) ?? startedMs);
      const leftMs = waitAfterTries(person.wrongTries) - passedMs;
      if (leftMs > 0) throw new Refusal('session.tooManyTries', { seconds: Math.ceil(leftMs / 1_000) });
    },
    noteWrong(folder) {
      lastTries.set(folder.path, world.clock.monotonicMs());
      profile.savePerson(folder, { ...folder.person, wrongTries: folder.person.wrongTries + 1 });
    },
  };
}
