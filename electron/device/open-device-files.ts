/** The files of whoever is signed in: their folder, their key, their server. */
import type { World } from '#shared/kernel/world.ts';
import type { Registry } from '#shared/registry.ts';
import { type DeviceFiles, makeDeviceFiles } from './fetch-files.ts';
import { FETCHED_LIMIT_BYTES, openFileCache } from './file-cache.ts';
import { databasePath, fetchedFilesPath } from './profile.ts';
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

/** Fetches nothing until it is told that there is a network. */
export function openDeviceFiles({ world, registry, client, opened, arrived, problem }: DeviceFilesParts): DeviceFiles {
  const server = () => opened.folder.person.server;
  return makeDeviceFiles({
    world,
    cache: openFileCache(world, fetchedFilesPath(databasePath(opened.folder)), opened.key, FETCHED_LIMIT_BYTES),
    tables: registry.tables,
    reader: opened.database.reader.kysely,
    fetch: (hash) => client.file(server(), opened.token, hash),
    lookUp: (hashes) => client.lookUpFiles(server(), opened.token, hashes),
    arrived,
    problem,
  });
}
