/**
 * The other side of the ratios: the driver itself, with prepared statements and nothing around it. Guards: the same file
 * format, cipher, journal, durability and memory for pages as the product's own connections (its test compares them).
 */
import SqliteDriver, { type Database } from 'better-sqlite3';

export type { Database, Statement } from 'better-sqlite3';

export interface RawOptions {
  readonly path: string;
  readonly key: Uint8Array;
  /** As a reader thread opens it. */
  readonly readOnly?: boolean;
  /** SQL functions that triggers call; the product's `searchFunctions` where the file has search triggers. */
  readonly functions?: Readonly<Record<string, (...values: (string | number | bigint | null)[]) => string>>;
}

/** Opens a database past the product, as `db/sqlite.ts` does: aegis, WAL, synchronous FULL, no checkpoint on commit. */
export function openRaw({ path, key, readOnly = false, functions = {} }: RawOptions): Database {
  const database = new SqliteDriver(path, { readonly: readOnly });
  database.pragma(`cipher = 'aegis'`);
  database.pragma(`key = 'raw:${Buffer.from(key).toString('hex')}'`);
  database.pragma('temp_store = MEMORY');
  database.pragma('cache_size = -32768');
  if (readOnly) {
    database.pragma('query_only = ON');
    return database;
  }
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = OFF');
  database.pragma('recursive_triggers = ON');
  database.pragma('wal_autocheckpoint = 16000');
  database.pragma('journal_size_limit = 33554432');
  for (const [name, implementation] of Object.entries(functions)) {
    database.function(name, { deterministic: true }, implementation);
  }
  return database;
}
