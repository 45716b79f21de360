/** The people of a profile as sign-in looks for them, and what the profile keeps of a server's answer. */
import { normalizeLogin } from '#shared/kernel/login.ts';
import type { World } from '#shared/kernel/world.ts';
import type { SignInResponse } from '#shared/protocol/auth.ts';
import type { KnownPerson } from '#shared/protocol/bridge.ts';
import type { Demo } from './device-messages.ts';
import { sealText } from './key-store.ts';
import type { Person, PersonFolder, Profile } from './profile.ts';

export function findPerson(
  profile: Profile,
  demo: Demo | null,
  server: string,
  login: string,
): PersonFolder | undefined {
  const wanted = normalizeLogin(login);
  return profile.people().find(({ person }) => normalizeLogin(person.login) === wanted && isAt(person, demo, server));
}

/** The demo is told by its company: its address is another one at every start. */
function isAt(person: Person, demo: Demo | null, server: string): boolean {
  return server === demo?.server ? person.demo && person.companyId === demo.companyId : person.server === server;
}

/**
 * Who can sign in here without the network; people of a demo that was thrown away are left out.
 * @param keyOf a person's key where no password is needed for it
 * @param isDemoShown false where this device works with a company of its own: the demo's people are left out then
 */
export function listKnownPeople(
  profile: Profile,
  demo: Demo | null,
  isDemoShown: boolean,
  keyOf: (folder: PersonFolder) => Uint8Array | null,
): KnownPerson[] {
  return profile
    .people()
    .filter(({ person }) => !person.demo || (demo ? person.companyId === demo.companyId : isDemoShown))
    .map((folder) => {
      const { login, name, companyName, server, demo: isDemo, hasUnsent, unsentCount, sentAt } = folder.person;
      const { pushToken, workOffline, revokedAt, lockedAt } = folder.person;
      const goesByItself = keyOf(folder) !== null && pushToken !== '';
      return {
        login,
        name,
        companyName,
        server: isDemo && demo ? demo.server : server,
        hasUnsent,
        // Work that was going on when the computer went off was not counted.
        unsentCount: hasUnsent ? Math.max(1, unsentCount) : 0,
        // What a closed computer hands over does not wait for the switch.
        sends: workOffline && revokedAt === null ? 'afterSwitch' : goesByItself ? 'byItself' : 'atSignIn',
        sentAt,
        isClosed: revokedAt !== null,
        isLocked: lockedAt !== null,
      };
    });
}

/** @param key of the person's database: it seals the token */
export function personOfAnswer(
  world: World,
  response: SignInResponse,
  server: string,
  isDemo: boolean,
  key: Uint8Array,
) {
  const { companyId, companyName, timeline, deviceCode, user, permissions } = response;
  return {
    server,
    demo: isDemo,
    companyId,
    companyName,
    timeline,
    userId: user.id,
    login: user.login,
    name: user.name,
    roleCode: user.roleCode,
    permissions,
    deviceCode,
    token: sealText(world, key, response.token),
    pushToken: sealText(world, key, response.pushToken),
    revokedAt: null,
    lockedAt: null,
  };
}
