/**
 * Opens a person's database. Guards:
 * - two processes never open one database: a lease is held for as long as it is open, and ends with the process;
 * - a file that is damaged, empty, foreign, of an unreleased build, someone else's or sealed with another key is set aside, never overwritten;
 * - a database whose making was cut short is made to its end at the next opening;
 * - a file from a later version of Satchel, or one that another process holds, is left where it is.
 */
import { copyFileSync, existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseUnreadable, literal, runSql, type UnreadableCause } from '#db/database.ts';
import { takeLease } from '#db/lease.ts';
import { lastMigration, migrate } from '#db/migrations/migrate.ts';
import { migrationIds } from '#db/migrations/schema-mark.ts';
import { searchFunctions } from '#db/search/functions.ts';
import { openSqlite, type SqliteDatabase } from '#db/sqlite.ts';
import { codeOf } from '#shared/kernel/error-code.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import { type Reason, Refusal } from '#shared/kernel/refusal.ts';
import type { Registry } from '#shared/registry.ts';
import { setFilesAside } from './files.ts';
import { fetchedFilesPath, leasePath, ownFilesPath, personPath } from './profile.ts';
import { takePredictionsBack } from './rebase.ts';
import { recoveryPath } from './recovery-copy.ts';
import { readState } from './sync-state.ts';

export interface DatabaseOwner {
  readonly companyId: Id;
  readonly userId: Id;
}

export interface OpenedDatabase {
  readonly writer: SqliteDatabase;
  /** Read-only, for the device's own tables, in the writer's thread. */
  readonly reader: SqliteDatabase;
  /** Damage was seen: the next opening looks at the whole file. */
  suspect(): void;
  /** Ends the lease too. */
  close(): Promise<void>;
}

export interface Opening {
  readonly path: string;
  readonly key: Uint8Array;
  readonly owner: DatabaseOwner;
  readonly registry: Registry;
}

/**
 * Opens the database, creating it where there is none.
 * @throws Refusal `session.databaseInUse` or `session.databaseNewer`
 * @throws DatabaseUnreadable when the file must be set aside; nothing holds it any more
 */
export async function openDatabase(opening: Opening): Promise<OpenedDatabase> {
  const endLease = await takeLease(leasePath(opening.path));
  if (!endLease) throw new Refusal('session.databaseInUse');
  const openMark = `${opening.path}.open`;
  let writer: SqliteDatabase | null = null;
  try {
    const isNew = !existsSync(opening.path);
    // SQLite would take it for a new database: what was in it would be gone without a word.
    if (!isNew && statSync(opening.path).size === 0) throw new DatabaseUnreadable('damaged', opening.path);
    const wasCut = existsSync(openMark);
    writer = openSqlite({ path: opening.path, key: opening.key, functions: searchFunctions });
    if (!isNew) await checkContent(writer, opening, wasCut);
    const isBehind = !isNew && (await lastMigration(writer.kysely)) !== deviceSchema();
    // A database whose making was cut holds none, nor the tables for them.
    if (isBehind && (await hasTables(writer, ['txContext', 'touches']))) {
      await takePredictionsBack({ registry: opening.registry, writer });
    }
    await migrate(writer, 'device', opening.registry);
    writeFileSync(openMark, '');
    const reader = openSqlite({ path: opening.path, key: opening.key, readOnly: true });
    const opened = writer;
    let isSuspect = false;
    return {
      writer: opened,
      reader,
      suspect() {
        isSuspect = true;
      },
      async close() {
        try {
          await reader.close();
          opened.checkpoint('truncate');
          if (!isSuspect) rmSync(openMark, { force: true });
        } finally {
          await opened.close().finally(endLease);
        }
      },
    };
  } catch (error) {
    // The first error is the one to be heard.
    await Promise.allSettled([writer?.close()]);
    await Promise.allSettled([endLease()]);
    if (error instanceof DatabaseUnreadable && error.cause === 'newer') throw new Refusal('session.databaseNewer');
    throw asUnreadable(error, opening.path);
  }
}

/**
 * Moves a database and its WAL out of the way, with the file that holds its key: the person gets a new one. Files that
 * were fetched for it go, those that were brought here and are unsent move with it.
 * @returns what the person is told
 */
export function setDatabaseAside(path: string, now: Instant, cause: UnreadableCause = 'damaged'): Reason {
  rmSync(fetchedFilesPath(path), { recursive: true, force: true });
  const at = setFilesAside([path, `${path}-wal`, `${path}-shm`, `${path}.open`, ownFilesPath(path)], now);
  const person = personPath(dirname(path));
  if (existsSync(at) && existsSync(person)) copyFileSync(person, `${at}.person.json`);
  // With it the administrator may still open what could not be opened here.
  const recovery = recoveryPath(dirname(path));
  if (existsSync(at) && existsSync(recovery)) copyFileSync(recovery, `${at}.recovery.json`);
  const code = cause === 'otherBuild' ? 'session.databaseOtherBuild' : 'session.databaseSetAside';
  return { code, params: { path: at } };
}

async function checkContent(database: SqliteDatabase, { path, owner }: Opening, wasCut: boolean): Promise<void> {
  // A whole check reads the whole file, so only after a crash; the cipher proves each page as it is read anyway.
  if (wasCut && database.checkDatabase().length > 0) throw new DatabaseUnreadable('damaged', path);
  if (!(await hasTables(database, ['syncState']))) return;
  const companyId = await readState(database.kysely, 'companyId');
  const userId = await readState(database.kysely, 'userId');
  const isOthers = (companyId ?? owner.companyId) !== owner.companyId || (userId ?? owner.userId) !== owner.userId;
  if (isOthers) throw new DatabaseUnreadable('foreign', path);
}

async function hasTables(database: SqliteDatabase, wanted: readonly string[]): Promise<boolean> {
  // By the schema that is read already: to look through its table is to read the text of every trigger.
  const isThere = wanted.map((name) => `EXISTS (SELECT 1 FROM pragma_table_info(${literal(name)}))`);
  const [row] = await runSql<{ areThere: number }>(database.kysely, `SELECT ${isThere.join(' AND ')} AS "areThere"`);
  return row?.areThere === 1;
}

/** Damage shows at the first page that is read, which may be any statement. */
function asUnreadable(error: unknown, path: string): unknown {
  return isDamage(error) ? new DatabaseUnreadable('damaged', path, error) : error;
}

/** Whether an error says that the file is not as SQLite left it. */
export function isDamage(error: unknown): boolean {
  const code = codeOf(error);
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
}

/** Names this version's schema in a pull. */
export const deviceSchema = (): string => migrationIds('device').at(-1) ?? '';
