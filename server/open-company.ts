/** Opens the company's database and brings it to the present schema. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SatchelDatabase } from '#db/database.ts';
import { migrate } from '#db/migrations/migrate.ts';
import { openPostgres } from '#db/postgres.ts';
import { openSqlite } from '#db/sqlite.ts';
import { allBalances, allTables } from '#shared/registry.ts';
import { readOrMakeKey } from './key-file.ts';
import type { DatabasePlace } from './read-options.ts';
import type { ServerWorld } from './server-world.ts';

/**
 * Opens what `place` names, makes it when it is new, and migrates it.
 * @throws DatabaseUnreadable when the file there cannot be used; it is left as it is
 */
export async function openCompany(place: DatabasePlace, world: ServerWorld): Promise<SatchelDatabase> {
  const database = await open(place, world);
  try {
    await migrate(database, 'server', { tables: allTables, balances: allBalances });
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function open(place: DatabasePlace, world: ServerWorld): Promise<SatchelDatabase> {
  if (place.kind === 'postgres') return openPostgres({ ...place, tables: allTables });
  mkdirSync(dirname(place.path), { recursive: true });
  return openSqlite({ path: place.path, key: readOrMakeKey(place.keyFile, place.path, world) });
}
