/**
 * A folder of files that are named by the SHA-256 of their content: `ab/ab34…`, and `new/` for what is being written.
 * Guards:
 * - a file is whole or not there: written in `new/`, flushed, renamed, and the folder's entry flushed too;
 * - what is read is what its name says, or it is called damaged; putting it again mends it;
 * - with a key nothing lies on the disk in clear but names and lengths (the key is derived from the database's, so that
 *   the two never seal with the same one);
 * - several processes may share the folder: each writes under a name of its own, and the same name is the same content.
 */
import { createHash, createHmac } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Instant } from '#shared/kernel/instants.ts';
import type { KeyDerivation, RandomSource } from '#shared/kernel/world.ts';

/** Nobody writes one file for so long: what lies there was left by a process that ended. */
const LEFT_AFTER_MS = 24 * 3_600_000;
const TEMPORARY_NAME_BYTES = 16;
const hashPattern = /^[0-9a-f]{64}$/;

export interface SealedFolderParts {
  readonly folder: string;
  /** The key of the database that the files belong to, or null for a database that is not encrypted by us. */
  readonly databaseKey: Uint8Array | null;
  readonly keys: Pick<KeyDerivation, 'seal' | 'open'>;
  readonly random: RandomSource;
}

export interface StoredFile {
  readonly hash: string;
  /** On the disk, seal included. */
  readonly sizeBytes: number;
  /** When it was written, or last touched. */
  readonly usedAt: Instant;
}

export interface SealedFolder {
  /** Keeps the bytes; on the disk when it resolves. @returns their hash */
  put(bytes: Uint8Array): Promise<string>;
  /** The bytes with this hash, null when they are not here, `damaged` when the file does not hold what its name says. */
  read(hash: string): Promise<Uint8Array | null | 'damaged'>;
  /** The length of the bytes with this hash, by the file's length alone; null when they are not here. */
  sizeOf(hash: string): Promise<number | null>;
  /** Everything here, in no order. */
  list(): Promise<StoredFile[]>;
  /** Notes that the file was used; one that is not here is left out. */
  touch(hash: string, now: Instant): Promise<void>;
  /** Removes it, where it is here. */
  remove(hash: string): Promise<void>;
  /** Removes what processes that ended left unfinished. */
  sweep(now: Instant): Promise<void>;
}

/** The name of a file with these bytes. */
export function hashOfFile(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A folder, which need not be there yet. */
export function openSealedFolder({ folder, databaseKey, keys, random }: SealedFolderParts): SealedFolder {
  const key = databaseKey && createHmac('sha256', databaseKey).update('satchel files 1').digest();
  // What sealing adds is the same for every length.
  const sealBytes = key ? keys.seal(key, new Uint8Array()).byteLength : 0;
  const newFolder = join(folder, 'new');
  const pathOf = (hash: string): string => {
    if (!hashPattern.test(hash)) throw new Error('a file is named by 64 hexadecimal digits');
    return join(folder, hash.slice(0, 2), hash);
  };

  async function read(hash: string): Promise<Uint8Array | null | 'damaged'> {
    const stored = await unlessMissing(readFile(pathOf(hash)));
    if (stored === null) return null;
    const bytes = key ? keys.open(key, stored) : stored;
    return bytes && hashOfFile(bytes) === hash ? bytes : 'damaged';
  }

  return {
    read,
    async put(bytes) {
      const hash = hashOfFile(bytes);
      const path = pathOf(hash);
      if ((await read(hash)) instanceof Uint8Array) return hash;
      await makeFolder(newFolder);
      await makeFolder(dirname(path));
      const temporary = join(newFolder, Buffer.from(random.bytes(TEMPORARY_NAME_BYTES)).toString('hex'));
      try {
        await writeFlushed(temporary, key ? keys.seal(key, bytes) : bytes);
        await rename(temporary, path);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
      await flushFolder(dirname(path));
      return hash;
    },
    async sizeOf(hash) {
      const found = await unlessMissing(stat(pathOf(hash)));
      return found && Math.max(0, found.size - sealBytes);
    },
    async list() {
      const files: StoredFile[] = [];
      for (const part of (await unlessMissing(readdir(folder))) ?? []) {
        if (!/^[0-9a-f]{2}$/.test(part)) continue;
        for (const hash of (await unlessMissing(readdir(join(folder, part)))) ?? []) {
          if (!hashPattern.test(hash)) continue;
          const found = await unlessMissing(stat(pathOf(hash)));
          if (found) files.push({ hash, sizeBytes: found.size, usedAt: found.mtimeMs });
        }
      }
      return files;
    },
    async touch(hash, now) {
      await unlessMissing(utimes(pathOf(hash), now / 1000, now / 1000));
    },
    remove: (hash) => rm(pathOf(hash), { force: true }),
    async sweep(now) {
      for (const name of (await unlessMissing(readdir(newFolder))) ?? []) {
        const path = join(newFolder, name);
        const found = await unlessMissing(stat(path));
        if (found && now - found.mtimeMs > LEFT_AFTER_MS) await rm(path, { force: true });
      }
    },
  };
}

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a folder, and has its own name on the disk before anything in it is. */
async function makeFolder(path: string): Promise<void> {
  const made = await mkdir(path, { recursive: true, mode: 0o700 });
  if (made !== undefined) await flushFolder(dirname(made));
}

async function flushFolder(path: string): Promise<void> {
  // Windows opens no folder; there the file system's own journal keeps the name.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function unlessMissing<Found>(work: Promise<Found>): Promise<Found | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
