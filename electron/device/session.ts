/**
 * Who is signed in. Guards:
 * - without the network only someone who signed in here before, with the same password, gets in; wrong tries wait;
 * - a database that cannot be used is set aside and said; its place is taken by a fresh one that syncs, never by writing
 *   over it;
 * - rights and user come from the server, kept in the profile, never from a screen.
 * Long because every way into a database stands beside the others.
 */
import { existsSync } from 'node:fs';
import { DatabaseUnreadable } from '#db/database.ts';
import { type Id, makeId } from '#shared/kernel/ids.ts';
import { type Reason, Refusal } from '#shared/kernel/refusal.ts';
import { NetworkUnreachable } from '#shared/kernel/world.ts';
import type { Demo } from './device-messages.ts';
import {
  makeDatabaseKey,
  makeVerifier,
  openKey,
  openKeyBySystem,
  openText,
  sealKey,
  verifyPassword,
} from './key-store.ts';
import { findPerson, listKnownPeople, personOfAnswer } from './known-people.ts';
import { type OpenedDatabase, setDatabaseAside } from './open-database.ts';
import { databasePath, type Person, type PersonFolder } from './profile.ts';
import { hasRecoveryCopy, recoveryPath } from './recovery-copy.ts';
import { normaliseServer, ServerError } from './server-client.ts';
import type { Credentials, Joining, Opened, Session, SessionParts, SignInAnswer } from './session-parts.ts';
import { isCode, renewalRefusal, toRefusal } from './sign-in-refusals.ts';
import { makeSignInWait } from './sign-in-wait.ts';

/** A history of a device as the server is told of it. */
interface NamedDevice {
  readonly deviceId: Id;
  readonly incarnation: Id;
  /** Empty or nothing: as the system calls this computer. */
  readonly deviceName?: string;
  readonly deviceCode?: string;
}

export function makeSession(parts: SessionParts): Session {
  const { world, profile, client } = parts;
  /** Keys that were opened while this process runs: a changed password can be taken over without the old one. */
  const openedKeys = new Map<string, Uint8Array>();
  let demo: Demo | null = null;
  let isDemoShown = true;
  let proposed = parts.defaultServer;
  const untold: Reason[] = [...profile.setAside];
  const wait = makeSignInWait(world, profile);

  const keyOf = (folder: PersonFolder): Uint8Array | null =>
    openedKeys.get(folder.path) ?? openKeyBySystem(world, folder.person.key, parts.osSecret);

  const newId = (): Id => makeId(Math.max(0, world.clock.now()), world.random.bytes(16));

  const personWithDatabase = ({ companyId, user }: Pick<SignInAnswer, 'companyId' | 'user'>) =>
    profile.people().find(({ person }) => person.companyId === companyId && person.userId === user.id);

  const deviceOf = ({ deviceId: id, incarnation, deviceName, deviceCode: code }: NamedDevice) => ({
    ...{ id, incarnation, name: deviceName || parts.deviceName, appVersion: parts.appVersion },
    ...(code === undefined ? {} : { code }),
  });

  async function signIn(credentials: Credentials): Promise<Opened> {
    const server = normaliseServer(credentials.server);
    if (server === null) throw new Refusal('session.invalidServer', { server: credentials.server });
    const known = findPerson(profile, demo, server, credentials.login);
    const opened = known ? await signInHere(known, server, credentials) : await signInNew(server, credentials);
    profile.saveLastServer(server);
    return opened;
  }

  async function signInHere(folder: PersonFolder, server: string, credentials: Credentials): Promise<Opened> {
    if (folder.person.isRestored) return signInRestored(folder, server, credentials);
    const { revokedAt, lockedAt } = folder.person;
    const open = revokedAt === null && lockedAt === null ? folder : await refuseClosed(folder, server, credentials);
    return signInKnown(open, server, credentials);
  }

  /**
   * Nobody works here any more; their password may be what opens the way for what was not sent.
   * @returns the folder where the server has nothing against it: it was unlocked, or put back to before it was closed
   */
  async function refuseClosed(folder: PersonFolder, server: string, credentials: Credentials): Promise<PersonFolder> {
    wait.check(folder);
    const { person } = folder;
    const { password } = credentials;
    const key = keyOf(folder) ?? (await openKey(world, person.key, parts.osSecret, password));
    if (key === null || !(await verifyPassword(world, person.verifier, password))) {
      wait.noteWrong(folder);
      throw new Refusal('session.wrongPassword');
    }
    openedKeys.set(folder.path, key);
    try {
      await askServer(server, credentials, person);
      return profile.savePerson(folder, { ...person, revokedAt: null, lockedAt: null });
    } catch (error) {
      if (!(error instanceof NetworkUnreachable) && !(error instanceof ServerError)) throw error;
      const isInactive = person.revokedAt === null && isCode(error, 'auth.inactive');
      if (isInactive) throw new Refusal('session.inactiveHere', { name: person.name });
    }
    if (person.revokedAt === null) throw new Refusal('session.locked', { name: person.name });
    parts.keyFound();
    throw new Refusal('session.revoked', { name: person.name, count: person.unsentCount });
  }

  /** From a backup: another copy of it may be at work, so it gets a history and a code of its own first. */
  async function signInRestored(folder: PersonFolder, server: string, credentials: Credentials): Promise<Opened> {
    const { person } = folder;
    const incarnation = newId();
    let response: SignInAnswer;
    try {
      const { deviceId, deviceName } = person;
      response = await askServer(server, credentials, { deviceId, deviceName, incarnation });
    } catch (error) {
      throw error instanceof NetworkUnreachable
        ? new Refusal('session.restoredNeedsNetwork')
        : toRefusal(error, server);
    }
    if (isOther(response, person)) throw new Refusal(otherCompany(person).code, otherCompany(person).params);
    const key = openedKeys.get(folder.path) ?? (await openRestoredKey(person, credentials.password));
    if (key === null) throw new Refusal('session.oldPasswordNeeded');
    const renewed = {
      ...folder,
      person: { ...person, incarnation, ...formerOf(person), isRestored: false, restoredKey: '' },
    };
    return openWith(renewed, key, server, credentials, response);
  }

  async function openRestoredKey(person: Person, password: string): Promise<Uint8Array | null> {
    const key = await openKey(world, person.key, parts.osSecret, password);
    if (key === null || person.restoredKey === '') return key;
    const own = openText(world, key, person.restoredKey);
    return own === null ? null : new Uint8Array(Buffer.from(own, 'base64'));
  }

  async function signInKnown(folder: PersonFolder, server: string, credentials: Credentials): Promise<Opened> {
    wait.check(folder);
    const { verifier, key: sealed } = folder.person;
    // A password that opens the key is the right one: a second derivation would only double the wait.
    const opened = sealed.by === 'password' ? await openKey(world, sealed, null, credentials.password) : null;
    if (opened === null && !(await verifyPassword(world, verifier, credentials.password))) {
      return takeChangedPassword(folder, server, credentials);
    }
    const person = { ...folder.person, server, demo: server === demo?.server, wrongTries: 0 };
    let current = profile.savePerson(folder, person);
    const bySeal = opened ?? (await openKey(world, sealed, parts.osSecret, credentials.password));
    const key = bySeal ?? openedKeys.get(folder.path) ?? null;
    // It came back by the company's recovery key: from now on it lies sealed as it should be.
    if (bySeal === null && key !== null) {
      const resealed = await sealKey(world, key, parts.osSecret, credentials.password);
      current = profile.savePerson(current, { ...current.person, key: resealed });
    }
    if (key === null && person.key.by === 'operatingSystem' && parts.osSecret === null) {
      throw new Refusal('session.keyStoreUnavailable');
    }
    if (key !== null) {
      const database = await openExisting(current, key);
      if (database) {
        const token = openText(world, key, person.token) ?? '';
        const pushToken = openText(world, key, person.pushToken) ?? '';
        return remember({
          ...{ folder: current, key, token, pushToken, database },
          ...{ password: credentials.password, answer: null },
        });
      }
    } else if (person.hasUnsent && hasRecoveryCopy(current))
      throw new Refusal('session.recoveryNeeded', { path: recoveryPath(current.path), count: person.unsentCount });
    else untold.push(setDatabaseAside(databasePath(current), world.clock.now()));
    return startAfresh(current, server, credentials);
  }

  /** The password is not the one of last time: it may be wrong, or new. Only the server knows. */
  async function takeChangedPassword(folder: PersonFolder, server: string, credentials: Credentials): Promise<Opened> {
    let response: SignInAnswer;
    try {
      response = await askServer(server, credentials, folder.person);
    } catch (error) {
      const isWrong = error instanceof NetworkUnreachable || isCode(error, 'auth.wrongPassword');
      if (!isWrong) throw toRefusal(error, server);
      wait.noteWrong(folder);
      throw new Refusal('session.wrongPassword');
    }
    const kept = openedKeys.get(folder.path);
    const key = kept ?? (await openKey(world, folder.person.key, parts.osSecret, credentials.password));
    if (key === null) throw new Refusal('session.oldPasswordNeeded');
    return openWith(folder, key, server, credentials, response);
  }

  async function signInNew(server: string, credentials: Credentials): Promise<Opened> {
    const device = { deviceId: newId(), incarnation: newId() };
    let response: SignInAnswer;
    try {
      response = await askServer(server, credentials, device);
    } catch (error) {
      const isKnownServer = profile.people().some(({ person }) => person.server === server);
      if (error instanceof NetworkUnreachable && isKnownServer) throw new Refusal('session.needsNetwork');
      throw toRefusal(error, server);
    }
    const same = personWithDatabase(response);
    // The same person at another address of the same company: the database here is theirs.
    if (same) return signInHere(profile.savePerson(same, { ...same.person, server }), server, credentials);
    return makeFolder(null, device, server, credentials, response);
  }

  async function join({ code, password, deviceName, server: typed }: Joining): Promise<Opened> {
    const server = normaliseServer(typed);
    if (server === null) throw new Refusal('session.invalidServer', { server: typed });
    const device: NamedDevice = { deviceId: newId(), incarnation: newId(), deviceName: deviceName.trim() };
    const askedAt = world.clock.now();
    const asked = client.join(server, { code, password, device: deviceOf(device) });
    const answer = await asked.catch((error: unknown) => {
      throw toRefusal(error, server);
    });
    const credentials = { server, login: answer.user.login, password };
    const same = personWithDatabase(answer);
    // The database that they have here stays theirs; it wants the old password where nothing else keeps its key.
    const opened = same
      ? await signInHere(profile.savePerson(same, { ...same.person, server }), server, credentials)
      : await makeFolder(null, device, server, credentials, { ...answer, askedAt });
    profile.saveLastServer(server);
    return opened;
  }

  /** After a database was set aside: the same device with a new history. */
  async function startAfresh(folder: PersonFolder, server: string, credentials: Credentials): Promise<Opened> {
    const { deviceId, deviceName } = folder.person;
    const device = { deviceId, deviceName, incarnation: newId() };
    let response: SignInAnswer;
    try {
      response = await askServer(server, credentials, device);
    } catch (error) {
      throw error instanceof NetworkUnreachable ? new Refusal('session.freshNeedsNetwork') : toRefusal(error, server);
    }
    return makeFolder(folder, device, server, credentials, response);
  }

  async function makeFolder(
    folder: PersonFolder | null,
    { deviceId, incarnation, deviceName = '' }: NamedDevice,
    server: string,
    credentials: Credentials,
    response: SignInAnswer,
  ): Promise<Opened> {
    const key = makeDatabaseKey(world);
    const person: Person = {
      ...personOf(response, server, key),
      ...{ deviceId, incarnation, deviceName },
      ...(folder ? formerOf(folder.person) : { formerCodes: [], formerIncarnations: [] }),
      verifier: await makeVerifier(world, credentials.password),
      key: await sealKey(world, key, parts.osSecret, credentials.password),
      wrongTries: 0,
      ...{ endTokens: [], hasUnsent: false, unsentCount: 0, sentAt: null, workOffline: false },
      isRestored: false,
      restoredKey: '',
    };
    const saved = folder ? profile.savePerson(folder, person) : profile.addPerson(newId(), person);
    return openFresh(saved, key, credentials, response);
  }

  async function openFresh(
    folder: PersonFolder,
    key: Uint8Array,
    { password }: Credentials,
    response: SignInAnswer,
  ): Promise<Opened> {
    const database = (await tryOpen(folder, key)) ?? (await parts.open(databasePath(folder), key, folder.person));
    const { token, pushToken } = response;
    return remember({ folder, key, token, pushToken, database, password, answer: response });
  }

  async function openWith(
    folder: PersonFolder,
    key: Uint8Array,
    server: string,
    credentials: Credentials,
    response: SignInAnswer,
  ): Promise<Opened> {
    const current = profile.savePerson(folder, {
      ...folder.person,
      ...personOf(response, server, key),
      verifier: await makeVerifier(world, credentials.password),
      key: await sealKey(world, key, parts.osSecret, credentials.password),
      wrongTries: 0,
    });
    const database = await openExisting(current, key);
    if (!database) return startAfresh(current, server, credentials);
    const { token, pushToken } = response;
    return remember({
      ...{ folder: current, key, token, pushToken, database },
      ...{ password: credentials.password, answer: response },
    });
  }

  /** The open database, or null when there is none, or none that can be used: a fresh one is needed. */
  async function openExisting(folder: PersonFolder, key: Uint8Array): Promise<OpenedDatabase | null> {
    const path = databasePath(folder);
    if (existsSync(path)) return tryOpen(folder, key);
    // What it leaves behind must not be taken for a part of the next one.
    const aside = setDatabaseAside(path, world.clock.now());
    const isTold = untold.some(({ code }) => code === aside.code);
    if (!isTold) untold.push({ code: 'session.databaseMissing', params: { path } });
    return null;
  }

  /** The open database, or null when its file had to be set aside. */
  async function tryOpen(folder: PersonFolder, key: Uint8Array): Promise<OpenedDatabase | null> {
    try {
      return await parts.open(databasePath(folder), key, folder.person);
    } catch (error) {
      if (!(error instanceof DatabaseUnreadable)) throw error;
      untold.push(setDatabaseAside(databasePath(folder), world.clock.now(), error.cause));
      return null;
    }
  }

  function remember(opened: Opened): Opened {
    openedKeys.set(opened.folder.path, opened.key);
    return opened;
  }

  const personOf = (response: SignInAnswer, server: string, key: Uint8Array) =>
    personOfAnswer(world, response, server, server === demo?.server, key);

  async function askServer(
    server: string,
    { login, password }: Credentials,
    device: NamedDevice,
  ): Promise<SignInAnswer> {
    const askedAt = world.clock.now();
    const response = await client.signIn(server, { login: login.trim(), password, device: deviceOf(device) });
    return { ...response, askedAt };
  }

  return {
    get setAside() {
      return untold[0] ?? null;
    },
    seen() {
      untold.shift();
    },
    get demo() {
      return demo;
    },
    setDemo(next) {
      demo = next;
      isDemoShown = next !== null;
    },
    proposeServer(server) {
      proposed = server;
    },
    rememberKey(folder, key) {
      openedKeys.set(folder.path, key);
    },
    tellLater(reason, insteadOf) {
      const place = untold.findIndex(({ code }) => code === insteadOf);
      if (place >= 0) untold.splice(place, 1, reason);
      else untold.push(reason);
    },
    keyOf,
    forgetKey(folder) {
      openedKeys.delete(folder.path);
    },
    followDemo(opened) {
      const { person } = opened.folder;
      if (!demo || !person.demo || person.companyId !== demo.companyId || person.server === demo.server) return;
      opened.folder = profile.savePerson(opened.folder, { ...person, server: demo.server });
    },
    signedOutState: () => ({
      state: 'signedOut',
      server: demo?.server ?? proposed ?? profile.lastServer(),
      known: listKnownPeople(profile, demo, isDemoShown, keyOf),
      demo: demo?.people ?? [],
      setAside: untold[0] ?? null,
    }),
    signIn,
    join,
    async renew(opened, password) {
      const { person } = opened.folder;
      try {
        const response = await askServer(person.server, { ...person, password }, person);
        if (isOther(response, person)) return otherCompany(person);
        opened.token = response.token;
        opened.pushToken = response.pushToken;
        opened.folder = profile.savePerson(opened.folder, {
          ...opened.folder.person,
          ...personOf(response, person.server, opened.key),
          // The code belongs to this history of the device: documents carry it.
          deviceCode: person.deviceCode,
        });
        return response;
      } catch (error) {
        return renewalRefusal(error, person.server);
      }
    },
    async askHistory(opened, password) {
      const { person } = opened.folder;
      const incarnation = newId();
      try {
        const response = await askServer(
          person.server,
          { ...person, password },
          { deviceId: person.deviceId, deviceName: person.deviceName, incarnation },
        );
        if (isOther(response, person)) return otherCompany(person);
        const adopt = (): void => {
          const before = opened.folder.person;
          const taken = personOf(response, person.server, opened.key);
          const after = { ...before, ...taken, incarnation, ...formerOf(before) };
          opened.folder = profile.savePerson(opened.folder, after);
          opened.token = response.token;
          opened.pushToken = response.pushToken;
        };
        return { response, adopt };
      } catch (error) {
        return renewalRefusal(error, person.server);
      }
    },
  };
}

function isOther(response: SignInAnswer, person: Person): boolean {
  return response.companyId !== person.companyId || response.user.id !== person.userId;
}

const otherCompany = (person: Person): Reason => ({ code: 'session.otherCompany', params: { server: person.server } });

/** What a person's profile remembers of a history that is left. */
function formerOf({ formerCodes, formerIncarnations, deviceCode, incarnation }: Person) {
  return {
    formerCodes: [...formerCodes, deviceCode],
    formerIncarnations: [...formerIncarnations, incarnation],
  };
}
