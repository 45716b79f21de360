/**
 * Opens the company's database and brings it to the present schema. Guards:
 * - a path that was mistyped makes no database, and a lost file is not replaced: only who makes a company makes a file;
 * - a file that was not closed is read through before anybody works with it.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseUnreadable, type SatchelDatabase } from '#db/database.ts';
import { migrate, standingOf } from '#db/migrations/migrate.ts';
import { openPostgres } from '#db/postgres.ts';
import { servingLimits, taskLimits } from '#db/postgres-limits.ts';
import { openSqlite, type SqliteDatabase } from '#db/sqlite.ts';
import { Refusal } from '#shared/kernel/refusal.ts';
import { allBalances, allTables } from '#shared/registry.ts';
import { type CompanyKey, readKey, readOrMakeKey } from './key-file.ts';
import type { DatabasePlace } from './read-options.ts';
import { FileTrouble } from './say-failure.ts';
import type { ServerWorld } from './server-world.ts';

/**
 * What may be made of an SQLite file: nothing, it has to be there; the company's file and its key; or a file to be put
 * in the company's place later, with the company's key.
 */
export type Making = 'nothing' | 'company' | 'replacement';

/** Whether a database of an earlier version is brought to this one's schema: by whoever serves it, and by nobody by the way. */
export type Upgrading = 'upgrade' | 'refuseOlder';

/**
 * Opens what `place` names; what is empty or of an earlier version is migrated.
 * @param upgrading `refuseOlder` beside a server that may be at work: the company's schema is left as it is
 * @throws DatabaseUnreadable when the file there cannot be used, FileTrouble when it or its key is not there; what is
 * there is left as it is
 */
export async function openCompany(
  place: DatabasePlace,
  world: ServerWorld,
  making: Making,
  upgrading: Upgrading = 'upgrade',
): Promise<SatchelDatabase> {
  const ready = (database: SatchelDatabase) => readied(database, making, upgrading);
  if (place.kind === 'postgres') {
    const limits = upgrading === 'upgrade' ? servingLimits : taskLimits;
    return ready(await openPostgres({ ...place, tables: allTables, limits }));
  }
  const { path } = place;
  if (making === 'nothing' && !existsSync(path)) {
    throw new FileTrouble(`There is no company at ${path}: check --database, or make one with create-company.`);
  }
  mkdirSync(dirname(path), { recursive: true });
  const { key, settle } = keyOf(place, world, making);
  const wasCut = existsSync(`${path}-wal`);
  const database = openSqlite({ path, key });
  if (wasCut) await refuseDamage(database);
  await ready(database);
  settle();
  return database;
}

function keyOf(place: DatabasePlace & { kind: 'sqlite' }, world: ServerWorld, making: Making): CompanyKey {
  return making === 'replacement' ? readKey(place.keyFile) : readOrMakeKey(place.keyFile, place.path, world);
}

async function readied(database: SatchelDatabase, making: Making, upgrading: Upgrading): Promise<SatchelDatabase> {
  try {
    if (upgrading === 'refuseOlder' && (await isOfThisVersion(database, making))) return database;
    await migrate(database, 'server', { tables: allTables, balances: allBalances });
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/**
 * A server of an earlier version may be at work, and would have to stop.
 * @returns false for one that is empty and may be made a company's
 * @throws FileTrouble, Refusal `admin.noCompany`; DatabaseUnreadable `newer`
 */
async function isOfThisVersion({ kysely }: SatchelDatabase, making: Making): Promise<boolean> {
  const standing = await standingOf(kysely);
  if (standing === 'level') return true;
  if (standing === 'empty' && making !== 'nothing') return false;
  if (standing === 'empty') throw new Refusal('admin.noCompany');
  throw new FileTrouble(
    'The company’s database is of an earlier version of Satchel: start the server of this version, which upgrades it, ' +
      'or run the task upgrade while no server works with it.',
  );
}

/** The log that a program leaves when it is killed is not there after a close. */
async function refuseDamage(database: SqliteDatabase): Promise<void> {
  const problems = database.checkDatabase();
  if (problems.length === 0) return;
  await database.close();
  throw new DatabaseUnreadable('damaged', database.path, problems);
}
