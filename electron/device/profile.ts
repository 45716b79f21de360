/**
 * The profile folder: who has signed in on this device, and where each one's database lies.
 *
 *     profile.json                 the server that was used last
 *     people/<folder>/person.json  one company and user: names, rights, sealed key, password verifier, sealed token
 *     people/<folder>/data.sqlite  their encrypted database
 *     people/<folder>/numbers.json high-water marks of document numbers
 *     people/<folder>/files/      pictures of the company, fetched and sealed
 *     people/<folder>/set-aside/   files that could not be opened, with the person.json that their key is in
 *     restoring/<folder>/          what a backup brings, until it is whole
 *     set-aside/<folder>/          whose person.json is gone or damaged, whole
 *
 * Each person has a folder, so that damage to one file costs one person at the most.
 */
import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { idSchema } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { flushFolder, readJsonFile, setFilesAside, writeJsonFile } from './files.ts';

const DATABASE = 'data.sqlite';

const profileSchema = z.object({ lastServer: z.string().nullable() });

export const personSchema = z.object({
  server: z.string(),
  /** Made on the demo: its server has another address at every start. */
  demo: z.boolean(),
  companyId: idSchema,
  companyName: z.string(),
  timeline: idSchema,
  userId: idSchema,
  login: z.string(),
  name: z.string(),
  roleCode: z.string(),
  permissions: z.array(z.string()),
  /** This database as the server knows it: one device for each company and user of a profile. */
  deviceId: idSchema,
  incarnation: idSchema,
  deviceCode: z.string(),
  /** What the person called it when joining; empty: as the system calls this computer. */
  deviceName: z.string().default(''),
  /** Of its earlier histories: documents that wait may carry them. */
  formerCodes: z.array(z.string()).default([]),
  /** To which incarnations the last of `formerCodes` belonged, in the same order. */
  formerIncarnations: z.array(z.string()).default([]),
  verifier: z.object({ salt: z.string(), hash: z.string() }),
  key: z.object({ by: z.enum(['operatingSystem', 'password']), salt: z.string(), sealed: z.string() }),
  /** Sealed with the database's key; empty after a sign-out. */
  token: z.string(),
  /** Sends what is unsent and can do nothing else; sealed likewise, and empty once nothing waits after a sign-out. */
  pushToken: z.string().default(''),
  /** Tokens of who signed out, sealed likewise, until the server was told that they end. */
  endTokens: z.array(z.string()).default([]),
  wrongTries: z.int().min(0),
  /** Commands wait in the database. Said without opening it; the database knows better. */
  hasUnsent: z.boolean().default(false),
  /** How many, as they were counted when the person left or something of it was sent. */
  unsentCount: z.int().min(0).default(0),
  /** When the last of what waited was sent while its person was not here. */
  sentAt: z.int().nullable().default(null),
  /** They left with the network switched off on purpose: nothing of theirs is sent until they are back. */
  workOffline: z.boolean().default(false),
  /** The administrator closed this device for the person: when that was heard here. */
  revokedAt: z.int().nullable().default(null),
  /** The administrator locked it for the person until further notice: when that was heard here. */
  lockedAt: z.int().nullable().default(null),
  /** From a backup: before anything is done, the server gives this copy a history and a code of its own (R7). */
  isRestored: z.boolean().default(false),
  /**
   * From a backup, until the first sign-in: the database's key, sealed by the backup's, which is the one that `key`
   * holds, since nobody knows their password before; empty otherwise.
   */
  restoredKey: z.string().default(''),
});
/** One company and user that can sign in on this device. */
export type Person = z.infer<typeof personSchema>;

export interface PersonFolder {
  readonly path: string;
  readonly person: Person;
}

export interface Profile {
  /** Everyone who can sign in without the network, by name. */
  people(): readonly PersonFolder[];
  /** Makes the folder of someone new. */
  addPerson(folderName: string, person: Person): PersonFolder;
  savePerson(folder: PersonFolder, person: Person): PersonFolder;
  /** Takes in the folder of someone that was made elsewhere in the profile, in one step. */
  takeIn(path: string, folderName: string, person: Person): PersonFolder;
  /** Someone whose folder is gone. */
  dropPerson(folder: PersonFolder): void;
  lastServer(): string | null;
  saveLastServer(server: string): void;
  /** What a person is told of folders whose `person.json` was gone or damaged when the profile was opened. */
  readonly setAside: readonly Reason[];
}

/** Opens a profile folder, making it when there is none. */
export function openProfile(folder: string, now: Instant): Profile {
  const peopleFolder = join(folder, 'people');
  mkdirSync(peopleFolder, { recursive: true, mode: 0o700 });
  const profilePath = join(folder, 'profile.json');
  const found = new Map<string, PersonFolder>();
  const setAside: Reason[] = [];

  for (const name of readdirSync(peopleFolder)) {
    const path = join(peopleFolder, name);
    const file = join(path, 'person.json');
    const person = readJsonFile(file, personSchema);
    if (person !== null && person !== 'damaged') found.set(path, { path, person });
    else if (person === 'damaged' || existsSync(join(path, DATABASE))) {
      // Out of the way as it is: its database can be read again once the file that holds its key is back.
      const code = person === 'damaged' ? 'session.profileSetAside' : 'session.profileMissing';
      setAside.push({ code, params: { path: setFilesAside([path], now, folder) } });
    }
  }

  const save = (path: string, person: Person): PersonFolder => {
    const before = found.get(path)?.person;
    // At most sign-ins nothing is new, and a flush to the disk is what they would wait for.
    if (before && isDeepStrictEqual(before, person)) return { path, person };
    writeJsonFile(join(path, 'person.json'), person);
    const saved = { path, person };
    found.set(path, saved);
    return saved;
  };

  function lastServer(): string | null {
    const profile = readJsonFile(profilePath, profileSchema);
    return profile === null || profile === 'damaged' ? null : profile.lastServer;
  }

  return {
    people: () => [...found.values()].sort((a, b) => (a.person.name < b.person.name ? -1 : 1)),
    addPerson(folderName, person) {
      const path = join(peopleFolder, folderName);
      if (existsSync(join(path, 'person.json'))) throw new Error(`${path} is someone's already`);
      mkdirSync(path, { recursive: true, mode: 0o700 });
      return save(path, person);
    },
    takeIn(path, folderName, person) {
      const at = join(peopleFolder, folderName);
      // Its files were flushed, not yet their names.
      flushFolder(path);
      renameSync(path, at);
      flushFolder(peopleFolder);
      const taken = { path: at, person };
      found.set(at, taken);
      return taken;
    },
    savePerson: (personFolder, person) => save(personFolder.path, person),
    dropPerson(folder) {
      found.delete(folder.path);
    },
    lastServer,
    saveLastServer(server) {
      if (lastServer() !== server) writeJsonFile(profilePath, { lastServer: server });
    },
    setAside,
  };
}

/** Who a person's folder is of, or null where nothing says so. */
export function readPerson(path: string): Person | null {
  const person = readJsonFile(join(path, 'person.json'), personSchema);
  return person === 'damaged' ? null : person;
}

/** @param folder of the person */
export const personPath = (folder: string): string => join(folder, 'person.json');
export const databasePath = (folder: PersonFolder): string => join(folder.path, DATABASE);
/** What a process holds while it has the database open. @param path of the database */
export const leasePath = (path: string): string => `${path}.lease`;
/** Of the newest promise (promise-mark.ts). */
export const promisePath = (folder: PersonFolder): string => join(folder.path, 'promised');
export const numbersPath = (folder: PersonFolder): string => join(folder.path, 'numbers.json');
/** What was fetched can be fetched again. @param path of the database */
export const fetchedFilesPath = (path: string): string => join(dirname(path), 'files', 'fetched');
/** What was made here and the server has not answered yet: nothing but its answer empties it. @param path of the database */
export const ownFilesPath = (path: string): string => join(dirname(path), 'files', 'own');

/** The code of one of the device's histories, for a server that lost it; nothing where it is not known any more. */
export function codeOfHistory(
  { incarnation: present, deviceCode, formerCodes, formerIncarnations }: Person,
  incarnation: string,
): { readonly code?: string } {
  if (incarnation === present) return { code: deviceCode };
  const fromEnd = formerIncarnations.length - formerIncarnations.indexOf(incarnation);
  const code = formerIncarnations.includes(incarnation) ? formerCodes.at(-fromEnd) : undefined;
  return code === undefined ? {} : { code };
}
