/**
 * Kysely on one SQLite connection. Guards:
 * - one transaction at a time (Kysely's own lock: the adapter says that there is one connection);
 * - a writing transaction takes the write lock at its start, so it never fails half-way for a lock;
 * - whole numbers are bound as integers: the driver would bind 5 as 5.0, and 5.0 / 2 is not what PostgreSQL gives.
 */
import type { Database, Statement } from 'better-sqlite3';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  LimitNode,
  type QueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
  ValueNode,
} from 'kysely';
import { assertSafe, type NamedAdapter, quoted } from './database.ts';
import { KeptReads } from './kept-reads.ts';
import { programSchema } from './migrations/schema-mark.ts';

/** Prepared statements that are kept: so many, and as many that were in use before them. */
const KEPT_STATEMENTS = 300;
/** Bulk statements beyond this length are prepared anew: keeping them costs more than it saves. */
const KEPT_LENGTH = 20_000;

class SatchelSqliteAdapter extends SqliteAdapter implements NamedAdapter {
  readonly dialectName = 'sqlite';
  openedBy = programSchema();
}

/**
 * A limit stands in the text: SQLite looks at a bound one to choose its plan, so that it prepares the statement anew at
 * every run, which costs more than a small query does. There are few different limits.
 */
class SatchelSqliteQueryCompiler extends SqliteQueryCompiler {
  protected override visitLimit(node: LimitNode): void {
    const { limit } = node;
    const isPlain = ValueNode.is(limit) && Number.isSafeInteger(limit.value);
    super.visitLimit(isPlain ? LimitNode.create(ValueNode.createImmediate(limit.value)) : node);
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #database: Database;
  readonly #kept = new KeptReads();
  /**
   * Statements in use, and those from before: what was not used again meanwhile goes. Nothing is put in order at each
   * use, which would cost more than many a query.
   */
  #statements = new Map<string, Statement>();
  #before = new Map<string, Statement>();

  constructor(database: Database) {
    this.#database = database;
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const kept = this.#kept.find<Row>(query);
    if (kept) return { rows: kept };
    const result = this.run<Row>(query.sql, query.parameters);
    if (this.#kept.cares(query) && this.#database.inTransaction) this.#kept.note(query, result.rows);
    return result;
  }

  /** After a roll-back, and when a transaction has ended. */
  forgetReads(): void {
    this.#kept.clear();
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    // A statement that is being stepped cannot run again: streams have their own.
    const statement = this.#database.prepare(query.sql);
    for (const row of statement.iterate(...bound(query.parameters))) yield { rows: [row as Row] };
  }

  run<Row>(sqlText: string, parameters: readonly unknown[]): QueryResult<Row> {
    const statement = this.#prepare(sqlText);
    if (statement.reader) return { rows: statement.all(...bound(parameters)) as Row[] };
    const { changes, lastInsertRowid } = statement.run(...bound(parameters));
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  #prepare(sqlText: string): Statement {
    const kept = this.#statements.get(sqlText) ?? this.#fromBefore(sqlText);
    if (kept && !kept.busy) return kept;
    const statement = this.#database.prepare(sqlText);
    if (changesSchema(sqlText)) {
      this.#statements.clear();
      this.#before.clear();
    } else if (sqlText.length <= KEPT_LENGTH) this.#keep(sqlText, statement);
    return statement;
  }

  #fromBefore(sqlText: string): Statement | undefined {
    const kept = this.#before.get(sqlText);
    if (kept) this.#keep(sqlText, kept);
    return kept;
  }

  #keep(sqlText: string, statement: Statement): void {
    this.#statements.set(sqlText, statement);
    if (this.#statements.size < KEPT_STATEMENTS) return;
    this.#before = this.#statements;
    this.#statements = new Map();
  }
}

function changesSchema(sqlText: string): boolean {
  return /^\s*(create|drop|alter|pragma|vacuum|attach|detach)\b/i.test(sqlText);
}

function bound(parameters: readonly unknown[]): unknown[] {
  const values = parameters.slice();
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at];
    if (typeof value !== 'number' || !Number.isInteger(value)) continue;
    assertSafe(value);
    values[at] = BigInt(value);
  }
  return values;
}

class SatchelSqliteDriver implements Driver {
  readonly #connection: SqliteConnection;
  readonly #readOnly: boolean;
  readonly #close: () => void;

  constructor(database: Database, close: () => void) {
    this.#connection = new SqliteConnection(database);
    this.#readOnly = database.readonly;
    this.#close = close;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  async beginTransaction(_connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const reads = this.#readOnly || settings.accessMode === 'read only';
    this.#connection.run(reads ? 'begin' : 'begin immediate', []);
  }

  async commitTransaction(): Promise<void> {
    this.#connection.run('commit', []);
    this.#connection.forgetReads();
  }

  async rollbackTransaction(): Promise<void> {
    // A full disk makes SQLite roll back by itself: the error that did it is the one to be heard.
    if (this.#connection.inTransaction) this.#connection.run('rollback', []);
    this.#connection.forgetReads();
  }

  async savepoint(_: DatabaseConnection, name: string): Promise<void> {
    this.#control('savepoint', name);
  }

  async rollbackToSavepoint(_: DatabaseConnection, name: string): Promise<void> {
    this.#control('rollback to', name);
    this.#connection.forgetReads();
  }

  async releaseSavepoint(_: DatabaseConnection, name: string): Promise<void> {
    this.#control('release', name);
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    this.#close();
  }

  /** Around every command: a text, and no query that is built and compiled for it. */
  #control(word: string, name: string): void {
    this.#connection.run(`${word} ${quoted(name)}`, []);
  }
}

/** The Kysely dialect over an open connection. */
export function sqliteDialect(database: Database, close: () => void): Dialect {
  return {
    createAdapter: (): DialectAdapter => new SatchelSqliteAdapter(),
    createDriver: (): Driver => new SatchelSqliteDriver(database, close),
    createQueryCompiler: (): QueryCompiler => new SatchelSqliteQueryCompiler(),
    createIntrospector: (kysely: Kysely<unknown>) => new SqliteIntrospector(kysely),
  };
}
