/**
 * People of this profile who are not at the desk: what they left, and who was locked out. Guards:
 * - signing out ends the ordinary token, also when it is done offline (at the next contact); what waits keeps a token
 *   that can only push;
 * - a device that was closed or locked shuts at once, whoever was told so first, and so does one whose person left or has
 *   another password; its key goes only when the server said so;
 * - what the profile keeps of a person is changed on its newest state, by whoever changes it.
 */
import { dirname } from 'node:path';
import type { World } from '#shared/kernel/world.ts';
import type { Registry } from '#shared/registry.ts';
import { destroyPerson } from './destroy-person.ts';
import type { HandedOver } from './hand-over.ts';
import { sealText } from './key-store.ts';
import type { Person, PersonFolder, Profile } from './profile.ts';
import { makeOthersSender, type OthersSender } from './send-for-others.ts';
import type { ServerClient } from './server-client.ts';
import type { Opened, Session } from './session-parts.ts';
import type { SignedIn } from './signed-in.ts';
import type { ClosedFor } from './watch-revocation.ts';

/** Whoever is signed in. */
interface Present {
  readonly signedIn: SignedIn;
  readonly opened: Opened;
}

export interface Away {
  readonly others: OthersSender;
  /** Somebody signs in: their database is theirs alone when this resolves. @param path of the database */
  comes(path: string): Promise<void>;
  /** Nobody is at work in any database. */
  isGone(): void;
  /** Ends what the person has open, and the tokens that are not needed for what waits. */
  leave(): Promise<void>;
  /** What waits is told to whoever looks while its person is away. */
  countUnsent(present: Present): Promise<void>;
  /** The server lets nobody work here as this person any more, or not by this sign-in. */
  lockFor(of: ClosedFor): Promise<void>;
}

export interface AwayParts {
  readonly world: World;
  readonly registry: Registry;
  readonly profileFolder: string;
  readonly profile: Profile;
  readonly session: Session;
  readonly client: ServerClient;
  current(): Present | null;
  /** Closes what whoever is signed in has open. */
  end(): Promise<void>;
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  stateChanged(): void;
  problem(where: string, error: unknown): void;
}

export function makeAway(parts: AwayParts): Away {
  const { world, profile, session, client, problem } = parts;
  /** The folder of who signs in or works here: nobody else opens what is in it. */
  let atWork: string | null = null;
  const others = makeOthersSender({
    ...{ world, registry: parts.registry, profile, client, problem, destroy },
    keyOf: session.keyOf,
    isAtWork: (path) => path === atWork,
    isQuiet: () => parts.current()?.signedIn.loop.state.workOffline ?? false,
    change: changePerson,
    async heardTime({ person }, serverTime, askedAt) {
      const present = parts.current();
      if (present?.opened.folder.person.server === person.server) await present.signedIn.heardTime(serverTime, askedAt);
    },
    revoked: (folder) => void parts.inTurn(() => lock(folder)),
  });

  const findFolder = (path: string): PersonFolder | undefined => profile.people().find((each) => each.path === path);

  /** Where somebody works, their own view of it follows. */
  function changePerson(path: string, change: Partial<Person>): void {
    const folder = findFolder(path);
    if (!folder) return;
    const saved = profile.savePerson(folder, { ...folder.person, ...change });
    const opened = parts.current()?.opened;
    if (opened?.folder.path === path) opened.folder = saved;
    else parts.stateChanged();
  }

  async function lock({ path }: PersonFolder, pushToken: string | null = null): Promise<void> {
    const folder = findFolder(path);
    if (!folder) return;
    const key = pushToken === null ? null : session.keyOf(folder);
    if (pushToken !== null && key) {
      changePerson(path, { pushToken: sealText(world, key, pushToken) });
      others.soon();
    }
    if (folder.person.revokedAt !== null) return;
    changePerson(path, { revokedAt: Math.max(0, Math.round(world.clock.now())) });
    if (parts.current()?.opened.folder.path === path) await parts.end();
    const count = findFolder(path)?.person.unsentCount ?? 0;
    session.tellLater({ code: 'session.revoked', params: { name: folder.person.name, count } });
    parts.stateChanged();
    others.soon();
  }

  /** Until further notice: nobody works here as this person, and everything stays as it is. */
  async function lockAside({ path }: PersonFolder, code: 'session.locked' | 'session.inactiveHere'): Promise<void> {
    const folder = findFolder(path);
    if (!folder || folder.person.lockedAt !== null || folder.person.revokedAt !== null) return;
    changePerson(path, { lockedAt: Math.max(0, Math.round(world.clock.now())) });
    if (parts.current()?.opened.folder.path === path) await parts.end();
    session.tellLater({ code, params: { name: folder.person.name } });
    parts.stateChanged();
    // It may be closed for good while nobody is here.
    others.soon();
  }

  /** Whoever is here signed in by a password that is none any more; the new one opens everything again. */
  async function signOutAside({ path, person: { name } }: PersonFolder): Promise<void> {
    if (parts.current()?.opened.folder.path !== path) return;
    await parts.end();
    changePerson(path, { token: '' });
    session.tellLater({ code: 'session.passwordRenewed', params: { name } });
    parts.stateChanged();
    others.soon();
  }

  async function destroy(folder: PersonFolder, { count, documents }: HandedOver): Promise<boolean> {
    if (!(await destroyPerson(parts.profileFolder, folder, world.random))) return false;
    profile.dropPerson(folder);
    session.forgetKey(folder);
    const { name, companyName } = folder.person;
    const named = documents === '' ? {} : { documents, context: 'named' };
    const params = { name, company: companyName, count, ...named };
    session.tellLater({ code: 'session.handedOver', params }, 'session.revoked');
    parts.stateChanged();
    return true;
  }

  return {
    others,
    async comes(path) {
      atWork = dirname(path);
      await others.release(atWork);
    },
    isGone() {
      atWork = null;
    },
    async leave() {
      const leaving = parts.current();
      if (!leaving) return;
      await parts.end();
      const { path, person } = leaving.opened.folder;
      const isNeeded = person.hasUnsent && person.pushToken !== '';
      const ended = [person.token, isNeeded ? '' : person.pushToken].filter((sealed) => sealed !== '');
      changePerson(path, {
        endTokens: [...person.endTokens, ...ended],
        token: '',
        workOffline: leaving.signedIn.loop.state.workOffline,
        ...(isNeeded ? {} : { pushToken: '' }),
      });
    },
    async countUnsent({ opened, signedIn }) {
      try {
        const { waiting } = await signedIn.status();
        changePerson(opened.folder.path, { hasUnsent: waiting > 0, unsentCount: waiting });
      } catch (error) {
        problem('profile', error);
      }
    },
    async lockFor({ token, deviceId, pushToken, by }) {
      const opened = parts.current()?.opened;
      const isHere = token !== null && (opened?.token === token || opened?.pushToken === token);
      const folder = isHere ? opened?.folder : profile.people().find(({ person }) => person.deviceId === deviceId);
      if (!folder) return;
      if (by === 'closed') await lock(folder, pushToken);
      else if (by !== 'passwordChanged')
        await lockAside(folder, by === 'locked' ? 'session.locked' : 'session.inactiveHere');
      else if (isHere) await signOutAside(folder);
    },
  };
}
