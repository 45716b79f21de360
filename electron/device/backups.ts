/**
 * Backups of whoever is signed in, and what comes back of them. Guards:
 * - a backup holds one person's data, their key, and what tells who they are; no token, and nothing of anyone else here;
 * - it comes into a profile whole, in one step, and never beside data that the same person has here;
 * - what comes back belongs to a copy: it is marked, and gets a history of its own before anything is done (session.ts).
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { removeDatabase } from '#db/remove-database.ts';
import { codeOf } from '#shared/kernel/error-code.ts';
import { makeId } from '#shared/kernel/ids.ts';
import { type Reason, Refusal } from '#shared/kernel/refusal.ts';
import type { World } from '#shared/kernel/world.ts';
import type { RestoreReply, SaveReply } from '#shared/protocol/desktop-bridge.ts';
import type { BackupManifest } from './backup-file.ts';
import { backupCopyOf, type DatabaseFile } from './backup-jobs.ts';
import type { Care } from './care.ts';
import { writeJsonFile } from './files.ts';
import { makeDatabaseKey, sealKey, sealText } from './key-store.ts';
import { databasePath, type Person, type Profile } from './profile.ts';
import { normaliseServer } from './server-client.ts';
import type { Opened, Session } from './session-parts.ts';
import { noteTrouble } from './trouble.ts';

const LEAST_PASSWORD_CHARS = 8;

/** Whose demo a backup is of decides whether its people can still sign in. */
export type Restored = RestoreReply & { readonly isDemo?: boolean };

export interface Backups {
  /** The end of what runs: nothing half made lies about where the person chose. */
  finished(): Promise<unknown>;
  backUp(request: { path: string; password: string }): Promise<SaveReply>;
  /** @param request.demoCompanyId the demo company of this computer, or null when there is none */
  restore(request: { path: string; password: string; demoCompanyId: string | null }): Promise<Restored>;
}

export interface BackupsParts {
  readonly world: World;
  readonly profileFolder: string;
  readonly profile: Profile;
  readonly session: Session;
  readonly care: Care;
  readonly appVersion: string;
  /** Whoever is signed in. */
  opened(): Opened | null;
  stateChanged(): void;
  problem(where: string, error: unknown): void;
}

export function makeBackups(parts: BackupsParts): Backups {
  const { world, profile, session, care, profileFolder } = parts;
  const restoring = join(profileFolder, 'restoring');
  let isBusy = false;
  let last: Promise<unknown> = Promise.resolve();
  removeLeftovers();

  /** Whole copies that a killed backup or restore left; nothing else has this profile open. */
  function removeLeftovers(): void {
    rmSync(restoring, { recursive: true, force: true });
    for (const folder of profile.people()) removeDatabase(backupCopyOf(databasePath(folder)));
  }

  /** One at a time: each may be large. */
  async function alone<Reply>(work: () => Promise<Reply>): Promise<Reply | { ok: false; reason: Reason }> {
    if (isBusy) return refused('backup.busy');
    isBusy = true;
    try {
      const running = work();
      last = running.catch(() => {});
      return await running;
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, reason: error.reason };
      return { ok: false, reason: noteTrouble(world, parts.problem, 'backup', error, 'backup.failed') };
    } finally {
      isBusy = false;
    }
  }

  async function save(opened: Opened, path: string, password: string): Promise<SaveReply> {
    const { key, folder } = opened;
    const person: Person = {
      ...folder.person,
      // The key store of this computer's system opens nothing on another one.
      key: await sealKey(world, key, null, opened.password),
      ...{ token: '', pushToken: '', endTokens: [] },
    };
    const manifest = {
      savedAt: world.clock.now(),
      appVersion: parts.appVersion,
      key: Buffer.from(key).toString('base64'),
      person,
    };
    const database = { path: databasePath(folder), key };
    try {
      await care.run({ kind: 'backUp', database, target: path, password, manifest });
    } catch (error) {
      if (!isOfFile(error)) throw error;
      parts.problem('backup', error);
      return refused('backup.notWritten', { path });
    }
    return { ok: true, path };
  }

  async function bringIn(path: string, password: string, demoCompanyId: string | null): Promise<Restored> {
    const found = await unpack(path, password, null);
    refuseOthers(found.person, demoCompanyId);
    const name = makeId(Math.max(0, world.clock.now()), world.random.bytes(16));
    const folder = join(restoring, name);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const rawKey = makeDatabaseKey(world);
    const { person, key, savedAt, waiting } = await unpack(path, password, {
      path: join(folder, 'data.sqlite'),
      key: rawKey,
    });
    // The file may be another one by now, and somebody may have come while it was read.
    refuseOthers(person, demoCompanyId);
    const restored: Person = {
      ...person,
      token: sealText(world, rawKey, ''),
      wrongTries: 0,
      ...{ hasUnsent: waiting > 0, unsentCount: waiting, sentAt: null },
      isRestored: true,
      restoredKey: sealText(world, new Uint8Array(Buffer.from(key, 'base64')), Buffer.from(rawKey).toString('base64')),
    };
    if (parts.opened()) throw new Refusal('start.signOutFirst');
    writeJsonFile(join(folder, 'person.json'), restored);
    session.rememberKey(profile.takeIn(folder, name, restored), rawKey);
    profile.saveLastServer(person.server);
    parts.stateChanged();
    const { login, companyName, server, demo: isDemo } = person;
    return { ok: true, login, name: person.name, companyName, server, savedAt, waiting, isDemo };
  }

  async function unpack(source: string, password: string, target: DatabaseFile | null): Promise<BackupManifest> {
    try {
      return await care.run({ kind: 'unpack', source, password, target });
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EACCES' && codeOf(error) !== 'EISDIR') throw error;
      throw new Refusal('backup.notRead', { path: source });
    }
  }

  function refuseOthers(person: Person, demoCompanyId: string | null): void {
    const { server, companyId, userId, name, companyName, demo } = person;
    // Signing in would send the password there, in clear or to an address that nobody typed.
    if (normaliseServer(server) !== server) throw new Refusal('session.invalidServer', { server });
    if (demo && companyId !== demoCompanyId) throw new Refusal('backup.otherDemo');
    const isHere = profile.people().some(({ person }) => person.companyId === companyId && person.userId === userId);
    if (isHere) throw new Refusal('backup.alreadyHere', { name, company: companyName });
  }

  return {
    finished: () => last,
    backUp: ({ path, password }) =>
      alone(async () => {
        const opened = parts.opened();
        if (!opened) return refused('device.signedOut');
        if (password.length < LEAST_PASSWORD_CHARS) {
          return refused('backup.passwordTooShort', { least: LEAST_PASSWORD_CHARS });
        }
        return save(opened, path, password);
      }),
    restore: ({ path, password, demoCompanyId }) =>
      alone(async () => {
        if (parts.opened()) return refused('start.signOutFirst');
        try {
          return await bringIn(path, password, demoCompanyId);
        } finally {
          rmSync(restoring, { recursive: true, force: true });
        }
      }),
  };
}

/** The disk's own words; what SQLite says is about the database. */
const isOfFile = (error: unknown): boolean => /^E[A-Z]+$/.test(codeOf(error));

function refused(code: string, params: Reason['params'] = {}): { ok: false; reason: Reason } {
  return { ok: false, reason: { code, params } };
}
