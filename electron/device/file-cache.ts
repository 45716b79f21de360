/**
 * Files of the company on this device. Guards:
 * - they lie sealed, with a key that hangs on the database's, and go when the database is set aside;
 * - what is handed out is what its hash says; a damaged file is thrown away, to be fetched again;
 * - together they take no more than their limit: those that were not used for longest go first. All of it came from the
 *   server and can come again; what was made here and is unsent belongs into a folder of its own, never into this one.
 */
import { openSealedFolder } from '#db/files/sealed-folder.ts';
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

interface Kept {
  readonly sizeBytes: number;
  usedAt: Instant;
}

/** @param folder need not be there yet */
export function openFileCache(world: World, folder: string, databaseKey: Uint8Array, limitBytes: number): FileCache {
  const files = openSealedFolder({ folder, databaseKey, keys: world.keys, random: world.random });
  let loading: Promise<Map<string, Kept>> | null = null;

  /** What is here, read from the folder once. */
  function index(): Promise<Map<string, Kept>> {
    loading ??= (async () => {
      await files.sweep(world.clock.now());
      return new Map((await files.list()).map(({ hash, sizeBytes, usedAt }) => [hash, { sizeBytes, usedAt }]));
    })();
    return loading;
  }

  async function makeRoom(neededBytes: number, mayGo: (hash: string) => boolean): Promise<boolean> {
    const kept = await index();
    let total = [...kept.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    if (total + neededBytes <= limitBytes) return true;
    const goers = [...kept].filter(([hash]) => mayGo(hash)).sort(([, a], [, b]) => a.usedAt - b.usedAt);
    const freeable = goers.reduce((sum, [, { sizeBytes }]) => sum + sizeBytes, 0);
    if (total - freeable + neededBytes > limitBytes) return false;
    for (const [hash, { sizeBytes }] of goers) {
      await files.remove(hash);
      kept.delete(hash);
      total -= sizeBytes;
      if (total + neededBytes <= limitBytes) break;
    }
    return true;
  }

  return {
    async read(hash) {
      const bytes = await files.read(hash);
      if (bytes === null) return null;
      const kept = await index();
      const mediaType = bytes === 'damaged' ? null : mediaTypeOf(bytes);
      if (bytes === 'damaged' || !mediaType) {
        await files.remove(hash);
        kept.delete(hash);
        return null;
      }
      const now = world.clock.now();
      const entry = kept.get(hash);
      if (entry && Math.abs(now - entry.usedAt) > TOUCH_EVERY_MS) {
        entry.usedAt = now;
        await files.touch(hash, now);
      }
      return { bytes, mediaType };
    },
    has: async (hash) => (await index()).has(hash),
    async keep(bytes, mayGo) {
      if (!(await makeRoom(bytes.byteLength, mayGo))) return false;
      const hash = await files.put(bytes);
      const now = world.clock.now();
      await files.touch(hash, now);
      const sizeBytes = bytes.byteLength;
      (await index()).set(hash, { sizeBytes, usedAt: now });
      return true;
    },
  };
}
