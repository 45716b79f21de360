/**
 * Sends what people of this profile left behind who are not at the desk now. Guards:
 * - each person's work goes out as theirs, by a token that can do nothing else; nothing of it is read into another's;
 * - a database is opened only with a key that is at hand (the system's key store, or one that was open in this process),
 *   under its lease, and is given up at once when its person signs in;
 * - who switched the network off is not overruled: neither whoever left so, nor whoever is here now;
 * - an exchange of which nothing comes holds up nobody: it is given up, and tried again later;
 * - a device that was closed hands over what it has, and its key is destroyed only when the server said so;
 * - tokens of who signed out end at the next contact, the one that only pushes when nothing waits any more.
 * Long because what a visit finds decides on the next one, and on what is kept for it.
 */
import { existsSync } from 'node:fs';
import type { Instant } from '#shared/kernel/instants.ts';
import { type Reason, Refusal } from '#shared/kernel/refusal.ts';
import { NetworkUnreachable, type World } from '#shared/kernel/world.ts';
import type { Registry } from '#shared/registry.ts';
import { settleHistory } from './claim-database.ts';
import { countLedger } from './count-ledger.ts';
import { type HandedOver, handOver } from './hand-over.ts';
import { openText } from './key-store.ts';
import { type Held, openBehind } from './open-behind.ts';
import { codeOfHistory, databasePath, type Person, type PersonFolder, type Profile } from './profile.ts';
import { pushPending } from './push.ts';
import { makePushPace } from './push-pace.ts';
import { sendBatch } from './send-batch.ts';
import { type ServerClient, ServerError } from './server-client.ts';
import { readState } from './sync-state.ts';

/**
 * A hotel's network has answered: as good as none. Or an administrator has said that its person works here no more, or has
 * locked the computer: it waits until he says otherwise.
 */
const nothingWrong: ReadonlySet<string> = new Set(['server.notSatchel', 'auth.inactive', 'auth.locked']);

const SOON_MS = 50;
const FIRST_RETRY_MS = 15_000;
const LAST_RETRY_MS = 5 * 60_000;
/** So long without a byte: nothing will come of it. */
const STALLED_AFTER_MS = 60_000;

export interface OthersSender {
  /** Somebody came or left, or a network came. */
  soon(): void;
  /** Somebody signs in there: the database is free when this resolves. @param path of the person's folder */
  release(path: string): Promise<void>;
  close(): Promise<void>;
}

export interface OthersParts {
  readonly world: World;
  readonly registry: Registry;
  readonly profile: Profile;
  readonly client: ServerClient;
  /** The key of a person's database where it is at hand without their password. */
  keyOf(folder: PersonFolder): Uint8Array | null;
  /** Somebody works there, or is about to. */
  isAtWork(path: string): boolean;
  /** Whoever is here has switched the network off. */
  isQuiet(): boolean;
  /** Changes what the profile keeps of a person. */
  change(path: string, change: Partial<Person>): void;
  /** Their server has told its time. @param askedAt by this machine's clock */
  heardTime(folder: PersonFolder, serverTime: Instant, askedAt: Instant): Promise<void>;
  /** The server says that this device was closed for the person. */
  revoked(folder: PersonFolder): void;
  /** Everything is with the server: the key goes. @returns whether it is gone */
  destroy(folder: PersonFolder, had: HandedOver): Promise<boolean>;
  problem(where: string, error: unknown): void;
}

class Released extends Error {}

/** Somebody's database, open behind the scenes. */
interface Visit {
  readonly path: string;
  isReleased: boolean;
  /** Settles when the database is open, or was not opened. */
  opening: Promise<{ close(): Promise<void> } | null>;
}

/** What came of a visit: `again` where time may help. */
type End = 'done' | 'again';

export function makeOthersSender(parts: OthersParts): OthersSender {
  const { world, profile, client } = parts;
  let running: Promise<void> | null = null;
  let isWantedAgain = false;
  let isClosed = false;
  let tries = 0;
  let visit: Visit | null = null;
  let cancel: () => void = () => {};

  const schedule = (delayMs: number): void => {
    cancel();
    if (isClosed) return;
    cancel = world.timers.after(delayMs, () => {
      if (running) isWantedAgain = true;
      else running = run().finally(ended);
    });
  };

  function ended(): void {
    running = null;
    if (!isWantedAgain) return;
    isWantedAgain = false;
    schedule(SOON_MS);
  }

  /** @throws NetworkUnreachable where no byte moves any more */
  function patiently<T>(exchange: (moved: () => void) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      let isOver = false;
      let stop: () => void = () => {};
      const end = (settle: () => void) => (): void => {
        isOver = true;
        stop();
        settle();
      };
      const giveUp = end(() => reject(new NetworkUnreachable('nothing came of it')));
      const moved = (): void => {
        stop();
        if (!isOver) stop = world.timers.after(STALLED_AFTER_MS, giveUp);
      };
      moved();
      exchange(moved).then(
        (answer) => end(() => resolve(answer))(),
        (error: unknown) => end(() => reject(error))(),
      );
    });
  }

  async function run(): Promise<void> {
    let end: End = 'done';
    for (const { path } of profile.people()) {
      if (isClosed || parts.isQuiet()) return;
      const folder = profile.people().find((each) => each.path === path);
      if (folder && (await tried(folder)) === 'again') end = 'again';
    }
    tries = end === 'done' ? 0 : tries + 1;
    if (end === 'done') return;
    const longestMs = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(tries - 1, 10));
    schedule(Math.round(longestMs * (0.5 + (world.random.bytes(1)[0] ?? 0) / 512)));
  }

  async function tried(folder: PersonFolder): Promise<End> {
    try {
      return await serve(folder);
    } catch (error) {
      if (error instanceof NetworkUnreachable) return 'again';
      if (error instanceof Released) return 'done';
      // Another window has it open, and sends it.
      if (error instanceof Refusal) return 'again';
      parts.problem('send for others', error);
      return 'again';
    }
  }

  async function serve(folder: PersonFolder): Promise<End> {
    const { path, person } = folder;
    if (person.isRestored || (person.workOffline && person.revokedAt === null)) return 'done';
    const waits = person.hasUnsent || person.revokedAt !== null;
    if (!waits && person.endTokens.length === 0 && person.lockedAt === null) return 'done';
    const key = parts.keyOf(folder);
    // Only its person can open it: it waits for them.
    if (!key) return 'done';
    if (person.endTokens.length > 0) await endTokens(folder, key);
    if (person.lockedAt !== null && !waits) return askWhetherClosed(folder, key);
    if (!waits || parts.isAtWork(path) || !existsSync(databasePath(folder))) return 'done';
    const token = openText(world, key, person.pushToken) ?? '';
    return token === '' ? 'done' : visitDatabase(folder, key, token);
  }

  /** Locked, with nothing that waits: nothing else would tell that it was closed for good, and its key has to go then. */
  async function askWhetherClosed(folder: PersonFolder, key: Uint8Array): Promise<End> {
    const { server, deviceId, incarnation, pushToken } = folder.person;
    const token = openText(world, key, pushToken) ?? '';
    if (token === '') return 'done';
    try {
      await patiently(() => client.quarantine(server, token, { deviceId, incarnation, commands: [] }));
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      const isShut = error.code === 'auth.locked' || error.code === 'auth.inactive';
      return isShut ? 'again' : 'done';
    }
    parts.revoked(folder);
    return 'done';
  }

  async function endTokens({ path, person }: PersonFolder, key: Uint8Array): Promise<void> {
    for (const sealed of person.endTokens) {
      const token = openText(world, key, sealed);
      try {
        if (token) await patiently(() => client.signOut(person.server, token, { unsentCount: person.unsentCount }));
      } catch (error) {
        // It has ended already, with its time or with the device.
        if (!(error instanceof ServerError)) throw error;
      }
    }
    const now = profile.people().find((each) => each.path === path);
    const left = now?.person.endTokens.filter((sealed) => !person.endTokens.includes(sealed)) ?? [];
    parts.change(path, { endTokens: left });
  }

  async function visitDatabase(folder: PersonFolder, key: Uint8Array, token: string): Promise<End> {
    const own: Visit = { path: folder.path, isReleased: false, opening: Promise.resolve(null) };
    visit = own;
    try {
      const opening = openBehind(parts, folder, key);
      own.opening = opening.catch(() => null);
      const held = await opening;
      try {
        return await send(folder, held, token, () => {
          if (own.isReleased || isClosed) throw new Released();
        });
      } catch (error) {
        if (own.isReleased) return 'done';
        throw error;
      } finally {
        await held.close();
      }
    } finally {
      visit = null;
    }
  }

  async function send(folder: PersonFolder, held: Held, token: string, stillCurrent: () => void): Promise<End> {
    const { path, person } = folder;
    const { context } = held;
    stillCurrent();
    if (person.revokedAt !== null) {
      const given = await handOver({
        context,
        send: (request) => patiently(() => client.quarantine(person.server, token, request)),
        codeOf: (incarnation) => codeOfHistory(person, incarnation),
        stillCurrent,
      });
      stillCurrent();
      if ('code' in given) {
        if (given.code === 'auth.required') {
          // A copy of this device ended the token that both had: it waits for its person, whose password brings another.
          const now = profile.people().find((each) => each.path === path);
          if (now?.person.pushToken === person.pushToken) parts.change(path, { pushToken: '' });
          return 'done';
        }
        noteStuck(given);
        return 'again';
      }
      await held.close();
      return (await parts.destroy(folder, given)) ? 'done' : 'again';
    }
    if (await readState(context.reader.kysely, 'workOffline')) return 'done';
    await settleHistory(context);
    let askedAt = 0;
    const stuck = await pushPending({
      context,
      pace: makePushPace(context.world.clock),
      send(batch, incarnation, left) {
        askedAt = world.clock.now();
        return patiently((moved) =>
          sendBatch(client, person, token, batch, incarnation, () => {
            moved();
            left();
          }),
        );
      },
      heard: (serverTime) => parts.heardTime(folder, serverTime, askedAt),
      progress: () => {},
      tried: () => {},
      inFlight: (ids) => held.left(ids),
      startOver: async () => ({ code: 'session.signInAgain', params: {} }),
      stillCurrent,
    });
    const { waiting } = await countLedger(context.reader.kysely);
    stillCurrent();
    if (stuck?.code === 'auth.revoked') {
      parts.revoked(folder);
      return 'done';
    }
    const { endTokens: ending, pushToken } = profile.people().find((each) => each.path === path)?.person ?? person;
    if (waiting > 0 && (stuck?.code === 'auth.required' || stuck?.code === 'session.signInAgain')) {
      // This token will never do it: whoever looks is told that it waits for its person.
      parts.change(path, { unsentCount: waiting, endTokens: [...ending, pushToken], pushToken: '' });
      return 'done';
    }
    if (stuck) noteStuck(stuck);
    if (waiting > 0) {
      parts.change(path, { unsentCount: waiting });
      return 'again';
    }
    parts.change(path, {
      hasUnsent: false,
      unsentCount: 0,
      sentAt: Math.round(context.now()),
      // Nothing waits any more: it has done what it was for.
      endTokens: [...ending, pushToken],
      pushToken: '',
    });
    schedule(SOON_MS);
    return 'done';
  }

  function noteStuck({ code }: Reason): void {
    if (!nothingWrong.has(code)) parts.problem('send for others', new Error(code));
  }

  return {
    soon() {
      tries = 0;
      schedule(SOON_MS);
    },
    async release(path) {
      const there = visit;
      if (there?.path !== path) return;
      there.isReleased = true;
      const held = await there.opening;
      await held?.close();
    },
    async close() {
      isClosed = true;
      cancel();
      const held = await visit?.opening;
      await held?.close();
    },
  };
}
