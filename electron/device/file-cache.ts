/**
 * Files of the company on this device. Guards:
 * - they lie sealed, with a key that hangs on the database's, and go when the database is set aside;
 * - what is handed out is what its hash says; a damaged file is thrown away, to be fetched again;
 * - together they take no more than their limit: those that were not used for longest go first. All of it came from the
 *   server and can come again; what was made here and is unsent belongs into a folder of its own, never into this one.
 */
import { openSealedFolder, type StoredFile } from '#db/files/sealed-folder.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import type { World } from '#shared/kernel/world.ts';
import { type FileMediaType, mediaTypeOf } from '#shared/protocol/files.ts';

/** Some twenty thousand pictures. */
export const FETCHED_LIMIT_BYTES = 512 * 1024 * 1024;
/** The time of use is written no more often than this: a list that is scrolled writes nothing. */
const TOUCH_EVERY_MS = 3_600_000;

export interface DeviceFile {
  readonly bytes: Uint8Array;
  readonly mediaType: FileMediaType;
}

export interface FileCache {
  /** The file, or null when it is not here or was damaged. */
  read(hash: string): Promise<DeviceFile | null>;
  has(hash: string): Promise<boolean>;
  /**
   * Keeps a fetched file; others go for it where that is needed and allowed.
   * @param mayGo which files may make room
   * @returns whether there was room
   */
  keep(bytes: Uint8Array, mayGo: (hash: string) => boolean): Promise<boolean>;
}

/** @param folder need not be there yet */
export function openFileCache(world: World, folder: string, databaseKey: Uint8Array, limitBytes: number): FileCache {
  const files = openSealedFolder({ folder, databaseKey, keys: world.keys, random: world.random });
  const touchedAt = new Map<string, Instant>();
  let index: Index | null = null;
  let loading: Promise<Index> | null = null;

  /** What is here, read from the folder once; whoever only shows a file does not wait for it. */
  function loaded(): Promise<Index> {
    loading ??= (async () => {
      await files.sweep(world.clock.now());
      index = makeIndex(await files.list());
      return index;
    })();
    return loading;
  }

  async function touch(hash: string): Promise<void> {
    const now = world.clock.now();
    if (Math.abs(now - (touchedAt.get(hash) ?? 0)) <= TOUCH_EVERY_MS) return;
    touchedAt.set(hash, now);
    index?.used(hash, now);
    await files.touch(hash, now);
  }

  async function makeRoom(neededBytes: number, mayGo: (hash: string) => boolean): Promise<boolean> {
    const here = await loaded();
    const missingBytes = (): number => here.totalBytes() + neededBytes - limitBytes;
    if (missingBytes() <= 0) return true;
    const goers = here.longestUnused().filter(({ hash }) => mayGo(hash));
    if (goers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) < missingBytes()) return false;
    for (const { hash } of goers) {
      if (missingBytes() <= 0) break;
      await files.remove(hash);
      here.remove(hash);
    }
    return true;
  }

  return {
    async read(hash) {
      const bytes = await files.read(hash);
      if (bytes === null) return null;
      const mediaType = bytes === 'damaged' ? null : mediaTypeOf(bytes);
      if (bytes === 'damaged' || !mediaType) {
        await files.remove(hash);
        (await loaded()).remove(hash);
        return null;
      }
      await touch(hash);
      return { bytes, mediaType };
    },
    has: async (hash) => (await loaded()).has(hash),
    async keep(bytes, mayGo) {
      if (!(await makeRoom(bytes.byteLength, mayGo))) return false;
      const hash = await files.put(bytes);
      (await loaded()).add({ hash, sizeBytes: bytes.byteLength, usedAt: world.clock.now() });
      touchedAt.delete(hash);
      await touch(hash);
      return true;
    },
  };
}

interface Index {
  has(hash: string): boolean;
  totalBytes(): number;
  longestUnused(): StoredFile[];
  add(file: StoredFile): void;
  used(hash: string, at: Instant): void;
  remove(hash: string): void;
}

function makeIndex(files: readonly StoredFile[]): Index {
  const byHash = new Map<string, StoredFile>();
  let totalBytes = 0;
  const remove = (hash: string): void => {
    totalBytes -= byHash.get(hash)?.sizeBytes ?? 0;
    byHash.delete(hash);
  };
  const add = (file: StoredFile): void => {
    remove(file.hash);
    byHash.set(file.hash, file);
    totalBytes += file.sizeBytes;
  };
  for (const file of files) add(file);
  return {
    has: (hash) => byHash.has(hash),
    totalBytes: () => totalBytes,
    longestUnused: () => [...byHash.values()].sort((a, b) => a.usedAt - b.usedAt),
    add,
    used(hash, usedAt) {
      const file = byHash.get(hash);
      if (file) byHash.set(hash, { ...file, usedAt });
    },
    remove,
  };
}
