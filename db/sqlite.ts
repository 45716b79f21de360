/**
 * Opens SQLite files, encrypted where a key is given. Guards:
 * - a file that is not ours, is damaged, has another key or is from a later version or an unreleased build is refused and left as it is;
 * - a commit that returned survives a power cut (WAL, synchronous=FULL);
 * - nothing of the data is written in clear: temporary storage stays in memory.
 */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import SqliteDriver, { type Database } from 'better-sqlite3';
import { Kysely } from 'kysely';
import type { Tables } from '#shared/kernel/table.ts';
import { DatabaseUnreadable, type SatchelDatabase } from './database.ts';
import { allMigrations } from './migrations/all.ts';
import { digestOf } from './migrations/digest.ts';
import { sqliteDialect } from './sqlite-driver.ts';

/** "Stch" in ASCII: marks our files for `file` and for openSqlite. */
export const APPLICATION_ID = 0x53746368;

/**
 * Pages in the WAL before a commit checkpoints by itself (64 MB). The default of 1,000 costs some commits 8 ms, so
 * whoever owns the connection calls `checkpoint` when idle; this is only for when it never is.
 */
const LAST_RESORT_CHECKPOINT_PAGES = 16_000;
const WAL_KEPT_BYTES = 32 * 1024 * 1024;

type Cell = string | number | bigint | null;

export interface SqliteOptions {
  /** A file path, or `:memory:`. */
  readonly path: string;
  /** 32 bytes; without it the file is in clear (the server's own file, tests). */
  readonly key?: Uint8Array;
  /** A reader beside the writer; the file must be there. */
  readonly readOnly?: boolean;
  /** Path of the driver's native part; else SATCHEL_NATIVE_BINDING, else the driver's own choice. */
  readonly nativeBinding?: string;
  /** Deterministic SQL functions by name; the device's writer hands in `searchFunctions`. */
  readonly functions?: Readonly<Record<string, (...values: Cell[]) => Cell>>;
  /** How long a connection waits for another one's lock. */
  readonly busyTimeoutMs?: number;
  /** Memory for pages. */
  readonly cacheBytes?: number;
}

export interface CheckpointResult {
  /** Pages in the WAL, and how many of them are in the file by now. */
  readonly walPages: number;
  readonly copiedPages: number;
}

export interface SqliteDatabase extends SatchelDatabase {
  readonly dialect: 'sqlite';
  readonly path: string;
  /** Copies the WAL into the file; `truncate` also waits for readers and empties it. For idle moments and before closing. */
  checkpoint(mode?: 'passive' | 'truncate'): CheckpointResult;
  /**
   * Reads the whole file: what is wrong with it, empty when sound.
   * @param depth `quick` (default) leaves out whether every index has what its table has
   */
  checkDatabase(depth?: 'quick' | 'whole'): string[];
  /**
   * Writes a compact copy, as of one moment, under the same key: beside readers and the writer.
   * @param path where nothing is yet @throws what the disk says
   */
  copyTo(path: string): void;
  /** Another number after each commit of another connection: cheaper than to read again what nobody has changed. */
  dataVersion(): number;
  /** Versions of SQLite and of its ciphers. */
  versions(): { readonly sqlite: string; readonly cipher: string };
}

/**
 * Opens or creates a database file.
 * @throws DatabaseUnreadable when the file there cannot be used; its bytes are untouched
 */
export function openSqlite(options: SqliteOptions): SqliteDatabase {
  const { path } = options;
  const inMemory = path === ':memory:';
  const isNew = inMemory || !existsSync(path) || headOf(path).length === 0;
  if (!isNew) refuseByHead(path, options.key !== undefined);
  const nativeBinding = options.nativeBinding ?? process.env.SATCHEL_NATIVE_BINDING;
  const database = new SqliteDriver(path, {
    readonly: options.readOnly ?? false,
    fileMustExist: options.readOnly ?? false,
    timeout: options.busyTimeoutMs ?? 5_000,
    ...(nativeBinding ? { nativeBinding } : {}),
  });
  try {
    if (options.key) unlock(database, options.key);
    if (!isNew) refuseByContent(database, path);
    setUp(database, options);
  } catch (error) {
    database.close();
    throw error instanceof DatabaseUnreadable ? error : asUnreadable(error, path);
  }
  const close = (): void => {
    if (database.open) database.close();
  };
  const kysely = new Kysely<Tables>({ dialect: sqliteDialect(database, close) });
  const dataVersion = database.prepare('PRAGMA data_version').pluck();
  return {
    dialect: 'sqlite',
    path,
    kysely,
    checkpoint: (mode = 'passive') => checkpoint(database, mode),
    checkDatabase: (depth = 'quick') => checkDatabase(database, depth),
    copyTo: (target) => copyTo(database, target, options.readOnly ?? false),
    dataVersion: () => Number(dataVersion.get()),
    versions: () => ({
      sqlite: String(database.prepare('select sqlite_version()').pluck().get()),
      cipher: String(database.prepare('select sqlite3mc_version()').pluck().get()),
    }),
    close: async () => {
      await kysely.destroy();
      close();
    },
  };
}

/**
 * Gives a closed file another key, in place. A file whose rekeying was cut is of no use: nobody but its maker may know it.
 * @param key of now @throws DatabaseUnreadable; what the disk says
 */
export function rekeySqlite(path: string, key: Uint8Array, newKey: Uint8Array): void {
  const nativeBinding = process.env.SATCHEL_NATIVE_BINDING;
  const database = new SqliteDriver(path, { fileMustExist: true, ...(nativeBinding ? { nativeBinding } : {}) });
  try {
    unlock(database, key);
    refuseByContent(database, path);
    // The cipher rewrites every page, which a log beside the file would hold twice.
    database.pragma('journal_mode = DELETE');
    database.pragma('synchronous = FULL');
    database.pragma(`rekey = 'raw:${hexOf(newKey)}'`);
  } catch (error) {
    throw error instanceof DatabaseUnreadable ? error : asUnreadable(error, path);
  } finally {
    database.close();
  }
}

function hexOf(key: Uint8Array): string {
  if (key.length !== 32) throw new Error('a database key has 32 bytes');
  return Buffer.from(key).toString('hex');
}

function unlock(database: Database, key: Uint8Array): void {
  database.pragma(`cipher = 'aegis'`);
  // Raw: the key is random already, a derivation would only make opening slow.
  database.pragma(`key = 'raw:${hexOf(key)}'`);
}

function setUp(database: Database, options: SqliteOptions): void {
  database.pragma('temp_store = MEMORY');
  database.pragma(`cache_size = ${-Math.round((options.cacheBytes ?? 32 * 1024 * 1024) / 1024)}`);
  if (options.readOnly) {
    database.pragma('query_only = ON');
    return;
  }
  // Before WAL, so that the mark stands in the file itself from the first byte on.
  if (Number(database.pragma('application_id', { simple: true })) !== APPLICATION_ID) {
    database.pragma(`application_id = ${APPLICATION_ID}`);
  }
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = OFF');
  // So that what `insert or replace` removes fires the delete triggers.
  database.pragma('recursive_triggers = ON');
  database.pragma(`wal_autocheckpoint = ${LAST_RESORT_CHECKPOINT_PAGES}`);
  database.pragma(`journal_size_limit = ${WAL_KEPT_BYTES}`);
  for (const [name, implementation] of Object.entries(options.functions ?? {})) {
    database.function(name, { deterministic: true }, implementation);
  }
}

const HEAD_BYTES = 100;
const PLAIN_HEAD = Buffer.from('SQLite format 3\0', 'latin1');

function headOf(path: string): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  const file = openSync(path, 'r');
  try {
    return head.subarray(0, readSync(file, head, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(file);
  }
}

/** What can be told from the first bytes alone, before SQLite touches the file or its WAL. */
function refuseByHead(path: string, hasKey: boolean): void {
  const head = headOf(path);
  if (!head.subarray(0, 16).equals(PLAIN_HEAD)) {
    if (!looksEncrypted(head)) throw new DatabaseUnreadable('notADatabase', path);
    if (!hasKey) throw new DatabaseUnreadable('wrongKey', path);
    return;
  }
  if (hasKey || head.length < HEAD_BYTES || head.readUInt32BE(68) !== APPLICATION_ID) {
    throw new DatabaseUnreadable('foreign', path);
  }
}

/** The cipher leaves bytes 16 to 23 in clear: page size, versions, and three constants of the file format. */
function looksEncrypted(head: Buffer): boolean {
  if (head.length < HEAD_BYTES) return false;
  const pageSize = head.readUInt16BE(16);
  const isPageSize = pageSize === 1 || (pageSize >= 512 && (pageSize & (pageSize - 1)) === 0);
  return isPageSize && head[21] === 64 && head[22] === 32 && head[23] === 32;
}

function refuseByContent(database: Database, path: string): void {
  // The schema holds the text of every trigger, half a megabyte on some pages: it is not counted through.
  const hasTables = database.prepare('select exists(select 1 from sqlite_schema)').pluck().get() === 1;
  const applicationId = Number(database.pragma('application_id', { simple: true }));
  if (applicationId !== APPLICATION_ID && hasTables) throw new DatabaseUnreadable('foreign', path);
  const isMigrated = database.prepare(`select exists(select 1 from pragma_table_info('schemaMigrations'))`).pluck();
  if (isMigrated.get() !== 1) {
    if (hasTables) throw new DatabaseUnreadable('foreign', path);
    return;
  }
  const rows = database.prepare('select * from schemaMigrations').all() as { id: unknown; digest?: unknown }[];
  // No release wrote none.
  if (rows.some(({ digest }) => digest === undefined)) throw new DatabaseUnreadable('otherBuild', path);
  const digests = new Map(allMigrations.map((migration) => [migration.id as unknown, digestOf(migration, 'sqlite')]));
  if (rows.some(({ id }) => !digests.has(id))) throw new DatabaseUnreadable('newer', path);
  if (rows.some(({ id, digest }) => digests.get(id) !== digest)) throw new DatabaseUnreadable('otherBuild', path);
}

/** SQLite's own word for it, in ours; what says nothing about the file (locked, disk full) stays as it is. */
function asUnreadable(error: unknown, path: string): unknown {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code === 'SQLITE_NOTADB') return new DatabaseUnreadable('wrongKey', path, error);
  if (code.startsWith('SQLITE_CORRUPT')) return new DatabaseUnreadable('damaged', path, error);
  return error;
}

function checkpoint(database: Database, mode: 'passive' | 'truncate'): CheckpointResult {
  const rows = database.pragma(`wal_checkpoint(${mode.toUpperCase()})`) as { log: number; checkpointed: number }[];
  const row = rows[0];
  return { walPages: Math.max(0, row?.log ?? 0), copiedPages: Math.max(0, row?.checkpointed ?? 0) };
}

/** A reader may write another file, though not its own. */
function copyTo(database: Database, target: string, isReader: boolean): void {
  if (isReader) database.pragma('query_only = OFF');
  try {
    database.prepare('VACUUM INTO ?').run(target);
  } finally {
    if (isReader) database.pragma('query_only = ON');
  }
}

function checkDatabase(database: Database, depth: 'quick' | 'whole'): string[] {
  const name = depth === 'quick' ? 'quick_check' : 'integrity_check';
  try {
    const rows = database.pragma(`${name}(20)`) as Record<string, string>[];
    return rows.map((row) => row[name] ?? '').filter((line) => line !== 'ok');
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
