/** What a database is, whichever program keeps it. Only sqlite.ts and postgres.ts name a driver. */
import { CompiledQuery, type Kysely } from 'kysely';
import type { Tables } from '#shared/kernel/table.ts';

export type Dialect = 'sqlite' | 'postgres';

/** Which half of the product a database belongs to: it decides the tables and the triggers. */
export type Side = 'device' | 'server';

/** A handle on a database or on a transaction of it (both are a Kysely). */
export type Handle = Kysely<Tables>;

export interface SatchelDatabase {
  readonly dialect: Dialect;
  readonly kysely: Kysely<Tables>;
  /** Closes every connection; safe to call twice. */
  close(): Promise<void>;
}

/**
 * Why a file cannot be used. It is never written to: the caller sets it aside.
 * - notADatabase: its bytes are no SQLite database, encrypted or not
 * - wrongKey: an encrypted database that this key does not open (or whose first page is damaged: it looks the same)
 * - damaged: ours, but its pages do not check
 * - foreign: a database of another program
 * - otherBuild: an earlier build made it, with other migrations under the same ids
 * - newer: a later version of Satchel has migrated it
 */
export type UnreadableCause = 'notADatabase' | 'wrongKey' | 'damaged' | 'foreign' | 'otherBuild' | 'newer';

export class DatabaseUnreadable extends Error {
  override readonly cause: UnreadableCause;
  readonly path: string;
  /** What the driver said, where it said something. */
  readonly driverError: unknown;

  constructor(cause: UnreadableCause, path: string, driverError?: unknown) {
    super(`the database ${path} cannot be used: ${cause}`);
    this.name = 'DatabaseUnreadable';
    this.cause = cause;
    this.path = path;
    this.driverError = driverError;
  }
}

/** The adapters carry the dialect's name, and who opened the database, so that a transaction knows it too. */
export interface NamedAdapter {
  readonly dialectName: Dialect;
  /** The schema that the program gives a server's database, by its version when it opened this one or last upgraded it. */
  openedBy: string;
}

/** The dialect behind a handle. */
export const dialectOf = (handle: Handle): Dialect => adapterOf(handle).dialectName;

/** The schema that the program behind a handle knows. */
export const openedBy = (handle: Handle): string => adapterOf(handle).openedBy;

/** Whoever upgraded it is the program behind it. */
export function setOpenedBy(handle: Handle, schema: string): void {
  adapterOf(handle).openedBy = schema;
}

function adapterOf(handle: Handle): NamedAdapter {
  const adapter: unknown = handle.getExecutor().adapter;
  if (typeof adapter === 'object' && adapter !== null && 'dialectName' in adapter) return adapter as NamedAdapter;
  throw new Error('this handle was not opened by db/');
}

/** Runs SQL text of ours (DDL, generated statements) and gives its rows. Parameters stand as `?` or `$1` by dialect. */
export async function runSql<Row = Record<string, unknown>>(
  handle: Handle,
  sqlText: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  const result = await handle.executeQuery(CompiledQuery.raw(sqlText, [...parameters]) as CompiledQuery<Row>);
  return result.rows;
}

/** Within a transaction: its statements may take as long as they need (PostgreSQL; a file has no such limit). */
export async function allowLongStatements(tx: Handle): Promise<void> {
  if (dialectOf(tx) === 'postgres') await runSql(tx, LIFT_STATEMENT_LIMIT);
}

/** Our end of the connection knows it, and waits too. */
export const LIFT_STATEMENT_LIMIT = 'SET LOCAL statement_timeout = 0';

/** An identifier, quoted for both dialects. */
export function quoted(identifier: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(identifier)) throw new Error(`not an identifier of ours: ${identifier}`);
  return `"${identifier}"`;
}

/** A text or integer literal for generated SQL. */
export function literal(value: string | number): string {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new Error(`not a safe integer: ${value}`);
    return String(value);
  }
  return `'${value.replaceAll("'", "''")}'`;
}

/** Throws on a whole number that has lost digits already: no such number may be stored. */
export function assertSafe(value: number): void {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is beyond what a number holds exactly`);
}
