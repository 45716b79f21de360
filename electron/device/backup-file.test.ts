// A disk that takes less than it was given, and what is chosen that is no file.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type BackupManifest, checkBackupHead, readBackupFile, writeBackupFile } from './backup-file.ts';
import { openProfile } from './profile.ts';
import { makeRealWorld } from './real-world.ts';

/** Bytes that the disk still has; what it takes at once; and what happened to folders and names, in order. */
const disk = vi.hoisted(() => ({
  free: Number.POSITIVE_INFINITY,
  atOnce: Number.POSITIVE_INFINITY,
  log: [] as string[],
}));
vi.mock('node:fs', async (load) => {
  const fs = await load<typeof import('node:fs')>();
  const paths = new Map<number, string>();
  return {
    ...fs,
    openSync(path: string, flags: string | number, mode?: number) {
      const file = fs.openSync(path, flags, mode);
      paths.set(file, path);
      return file;
    },
    fsyncSync(file: number) {
      disk.log.push(`flush ${paths.get(file)}`);
      fs.fsyncSync(file);
    },
    renameSync(from: string, to: string) {
      disk.log.push(`rename ${to}`);
      fs.renameSync(from, to);
    },
    writeSync(file: number, bytes: Uint8Array, offset = 0, length = bytes.byteLength) {
      const count = Math.min(length, disk.atOnce, disk.free);
      if (count === 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      disk.free -= count;
      return fs.writeSync(file, bytes, offset, count);
    },
  };
});

const PASSWORD = 'a good long password';
const world = makeRealWorld();
let folder: string;
let path: string;
let database: Buffer;
let manifest: BackupManifest;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-backup-file-'));
  path = join(folder, 'north.satchel-backup');
  database = randomBytes(2_500_000);
  writeFileSync(join(folder, 'database'), database);
  manifest = {
    savedAt: 1_764_000_000_000,
    appVersion: '0.1.0',
    waiting: 0,
    databaseBytes: database.length,
    key: randomBytes(32).toString('base64'),
    person,
  };
});
afterEach(() => {
  Object.assign(disk, { free: Number.POSITIVE_INFINITY, atOnce: Number.POSITIVE_INFINITY, log: [] });
  rmSync(folder, { recursive: true });
});

const id = '0192f1a0-7c11-7000-8000-0123456789ab';
const person: BackupManifest['person'] = {
  server: 'https://north.example',
  demo: false,
  companyId: id,
  companyName: 'North',
  timeline: id,
  userId: id,
  login: 'north',
  name: 'North',
  roleCode: 'rep',
  permissions: [],
  deviceId: id,
  incarnation: id,
  formerCodes: [],
  formerIncarnations: [],
  deviceCode: 'K7',
  deviceName: '',
  key: { by: 'password', salt: '', sealed: '' },
  verifier: { salt: '', hash: '' },
  token: '',
  wrongTries: 0,
  hasUnsent: false,
  ...{
    pushToken: '',
    endTokens: [],
    unsentCount: 0,
    sentAt: null,
    workOffline: false,
    revokedAt: null,
    lockedAt: null,
  },
  isRestored: false,
  restoredKey: '',
};
const write = () => writeBackupFile(world, path, PASSWORD, manifest, join(folder, 'database'));

it('a disk that takes a part at a time gets the whole backup, and gives the whole database back', async () => {
  disk.atOnce = 700_001;
  await write();
  const target = join(folder, 'unpacked');
  expect(await readBackupFile(world, path, PASSWORD, target)).toEqual(manifest);
  expect(readFileSync(target).equals(database)).toBe(true);
});

it('a disk that gets full leaves nothing, and says why', async () => {
  disk.free = 1_900_000;
  await expect(write()).rejects.toMatchObject({ code: 'ENOSPC' });
  expect([path, `${path}.part`].map((each) => existsSync(each))).toEqual([false, false]);
});

it('its name is flushed after the file: a power cut takes neither', async () => {
  await write();
  expect(disk.log).toEqual([`flush ${path}.part`, `rename ${path}`, `flush ${folder}`]);
});

it('who comes into a profile stays there through a power cut', () => {
  const profile = openProfile(folder, 0);
  const fresh = mkdtempSync(join(folder, 'fresh-'));
  profile.takeIn(fresh, 'north', person);
  const people = join(folder, 'people');
  expect(disk.log).toEqual([`flush ${fresh}`, `rename ${join(people, 'north')}`, `flush ${people}`]);
});

it('what is no file is not waited for', () => {
  const others = [folder];
  // Where pipes lie among files.
  if (process.platform !== 'win32') {
    others.push(join(folder, 'pipe'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
  }
  for (const other of others) expect(() => checkBackupHead(other)).toThrow();
});
