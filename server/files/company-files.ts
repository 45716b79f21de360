/**
 * The company's files on the server. Guards:
 * - only kinds that Satchel knows, told by the bytes themselves and not by who sends them, and none beyond the limit;
 * - what is damaged on the disk is never handed out: it is said in the log and left as it is, for the administrator.
 */
import type { FastifyBaseLogger } from 'fastify';
import { openSealedFolder } from '#db/files/sealed-folder.ts';
import { type FileMediaType, mediaTypeOf } from '#shared/protocol/files.ts';
import { FILE_LIMIT_BYTES } from '#shared/protocol/limits.ts';
import { HttpRefusal } from '../http/http-refusal.ts';
import { readKey } from '../key-file.ts';
import type { DatabasePlace } from '../read-options.ts';
import type { ServerWorld } from '../server-world.ts';

export interface CompanyFile {
  readonly bytes: Uint8Array;
  readonly mediaType: FileMediaType;
}

export interface CompanyFiles {
  /**
   * Keeps a file; on the disk when it resolves. The same bytes again are the same file.
   * @param mediaType what the file is said to be
   * @returns its hash, which names it
   * @throws HttpRefusal `files.tooLarge`, `files.foreignType` when it is none that is kept, or not what it is said to be
   */
  put(bytes: Uint8Array, mediaType: string): Promise<string>;
  /** The file with this hash (64 hexadecimal digits), or null. */
  get(hash: string): Promise<CompanyFile | null>;
  /** The length of the file with this hash, or null. */
  sizeOf(hash: string): Promise<number | null>;
}

/** Where the files are, and the key of the company's database; null for a database that its own server guards. */
export interface FilesPlace {
  readonly folder: string;
  readonly databaseKey: Uint8Array | null;
}

/**
 * The files of a company whose database is there.
 * @throws FileTrouble when the key of an SQLite company is not
 */
export function openCompanyFiles(
  place: DatabasePlace,
  world: ServerWorld,
  logger: Pick<FastifyBaseLogger, 'error' | 'warn'>,
): CompanyFiles {
  const databaseKey = place.kind === 'sqlite' ? readKey(place.keyFile).key : null;
  return makeCompanyFiles({ folder: place.filesFolder, databaseKey }, world, logger);
}

/** The files in a folder, which need not be there yet. */
export function makeCompanyFiles(
  place: FilesPlace,
  world: ServerWorld,
  logger: Pick<FastifyBaseLogger, 'error' | 'warn'>,
): CompanyFiles {
  const folder = openSealedFolder({ ...place, keys: world.keys, random: world.random });
  // What a killed process left takes room and nothing else: nobody waits for its end.
  folder.sweep(world.clock.now()).catch((error: unknown) => logger.warn({ err: error }, 'files were not swept'));
  return {
    async put(bytes, mediaType) {
      if (bytes.byteLength > FILE_LIMIT_BYTES) {
        throw new HttpRefusal('files.tooLarge', { sizeBytes: bytes.byteLength, limitBytes: FILE_LIMIT_BYTES });
      }
      if (mediaTypeOf(bytes) !== mediaType) throw new HttpRefusal('files.foreignType', { mediaType });
      return folder.put(bytes);
    },
    async get(hash) {
      const bytes = await folder.read(hash);
      const mediaType = bytes instanceof Uint8Array ? mediaTypeOf(bytes) : null;
      if (bytes instanceof Uint8Array && mediaType) return { bytes, mediaType };
      if (bytes !== null) logger.error({ hash }, 'this file is damaged: put it back from the backup');
      return null;
    },
    sizeOf: (hash) => folder.sizeOf(hash),
  };
}

/** For a server that was given no folder: it has no file and takes none. */
export const noFiles: CompanyFiles = {
  put: async () => {
    throw new Error('this server was started without a folder for files');
  },
  get: async () => null,
  sizeOf: async () => null,
};
