/** The files of whoever is signed in: their folders, their key, their server. */
import type { World } from '#shared/kernel/world.ts';
import type { Registry } from '#shared/registry.ts';
import { type DeviceFiles, makeDeviceFiles } from './fetch-files.ts';
import { FETCHED_LIMIT_BYTES, openFileCache } from './file-cache.ts';
import { type OwnFiles, openOwnFiles } from './own-files.ts';
import { databasePath, fetchedFilesPath, ownFilesPath } from './profile.ts';
import type { ServerClient } from './server-client.ts';
import type { Opened } from './session-parts.ts';

export interface DeviceFilesParts {
  readonly world: World;
  readonly registry: Registry;
  readonly client: ServerClient;
  readonly opened: Opened;
  arrived(hash: string): void;
  problem(where: string, error: unknown): void;
}

/** What came from the server, and what was brought here and is on its way there. */
export interface PersonFiles extends DeviceFiles, Pick<OwnFiles, 'keep'> {}

/** Fetches and sends nothing until it is told that there is a network. */
export function openDeviceFiles({ world, registry, client, opened, arrived, problem }: DeviceFilesParts): PersonFiles {
  const server = () => opened.folder.person.server;
  const path = databasePath(opened.folder);
  const cache = openFileCache(world, fetchedFilesPath(path), opened.key, FETCHED_LIMIT_BYTES);
  const own = openOwnFiles({
    world,
    folder: ownFilesPath(path),
    databaseKey: opened.key,
    cache,
    send: (request) => client.keepFile(server(), opened.token, request),
    problem,
  });
  const fetched = makeDeviceFiles({
    world,
    cache: { ...cache, has: async (hash) => (await cache.has(hash)) || own.has(hash) },
    tables: registry.tables,
    reader: opened.database.reader.kysely,
    fetch: (hash) => client.file(server(), opened.token, hash),
    lookUp: (hashes) => client.lookUpFiles(server(), opened.token, hashes),
    arrived,
    problem,
  });
  return {
    keep: own.keep,
    read: async (hash) => (await own.read(hash)) ?? fetched.read(hash),
    networkIs(network) {
      own.networkIs(network);
      fetched.networkIs(network);
    },
    tablesChanged: fetched.tablesChanged,
    async close() {
      await Promise.all([own.close(), fetched.close()]);
    },
  };
}
