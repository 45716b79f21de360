/**
 * Kysely on a pool of PostgreSQL connections. Kysely's own driver sends every statement to be parsed and planned
 * anew; commands run the same few hundred statements all day, so they are prepared by name, once a connection.
 */
import {
  AbortedTransactionError,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  IdentifierNode,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  type QueryCompiler,
  type QueryResult,
  RawNode,
  type TransactionSettings,
} from 'kysely';
import type { Pool, PoolClient } from 'pg';
import type { Table } from '#shared/kernel/table.ts';
import { assertSafe, type NamedAdapter } from './database.ts';
import { SatchelPostgresQueryCompiler } from './postgres-query-compiler.ts';

/** Statements that get a name; later ones are sent as they are, so that no connection's memory grows without end. */
const NAMED_STATEMENTS = 1_000;
/** Bulk statements beyond this length are not worth keeping. */
const NAMED_LENGTH = 8_000;

class SatchelPostgresAdapter extends PostgresAdapter implements NamedAdapter {
  readonly dialectName = 'postgres';
}

/** Gives each statement text its name, for all connections of a pool. */
class StatementNames {
  readonly #names = new Map<string, string>();

  nameOf(query: CompiledQuery): string | undefined {
    const known = this.#names.get(query.sql);
    if (known !== undefined) return known;
    const isDml = /^\s*(select|insert|update|delete|with)\b/i.test(query.sql);
    if (!isDml || query.sql.length > NAMED_LENGTH || this.#names.size >= NAMED_STATEMENTS) return undefined;
    const name = `satchel_${this.#names.size}`;
    this.#names.set(query.sql, name);
    return name;
  }
}

class PostgresConnection implements DatabaseConnection {
  readonly client: PoolClient;
  readonly #names: StatementNames;
  broken = false;

  constructor(client: PoolClient, names: StatementNames) {
    this.client = client;
    this.#names = names;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const name = this.#names.nameOf(query);
    const result = await this.client.query({
      text: query.sql,
      values: query.parameters.map((value) => {
        if (typeof value === 'number' && Number.isInteger(value)) assertSafe(value);
        return value;
      }),
      ...(name === undefined ? {} : { name }),
    });
    const changes = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(result.command);
    return {
      rows: result.rows as Row[],
      ...(changes ? { numAffectedRows: BigInt(result.rowCount ?? 0) } : {}),
    };
  }

  // Nothing of ours streams from PostgreSQL: long reads go by keyset pages, which survive a cut.
  // biome-ignore lint/correctness/useYield: the interface asks for a generator
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('read long results by keyset pages');
  }
}

class SatchelPostgresDriver implements Driver {
  readonly #pool: Pool;
  readonly #close: () => Promise<void>;
  readonly #names = new StatementNames();
  readonly #connections = new WeakMap<PoolClient, PostgresConnection>();

  constructor(pool: Pool, close: () => Promise<void>) {
    this.#pool = pool;
    this.#close = close;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<PostgresConnection> {
    const client = await this.#pool.connect();
    const known = this.#connections.get(client);
    if (known) return known;
    const connection = new PostgresConnection(client, this.#names);
    // The pool hears of idle connections only: one that is lost in use would end the process without a listener.
    client.on('error', () => {
      connection.broken = true;
    });
    this.#connections.set(client, connection);
    return connection;
  }

  async beginTransaction(connection: PostgresConnection, settings: TransactionSettings): Promise<void> {
    const level = settings.isolationLevel ? ` isolation level ${settings.isolationLevel}` : '';
    const access = settings.accessMode ? ` ${settings.accessMode}` : '';
    await connection.client.query(`start transaction${level}${access}`);
  }

  async commitTransaction(connection: PostgresConnection): Promise<void> {
    const result = await connection.client.query('commit');
    if (result.command === 'ROLLBACK') throw new AbortedTransactionError();
  }

  async rollbackTransaction(connection: PostgresConnection): Promise<void> {
    try {
      await connection.client.query('rollback');
    } catch (error) {
      connection.broken = true;
      throw error;
    }
  }

  async savepoint(connection: PostgresConnection, name: string, compile: QueryCompiler['compileQuery']): Promise<void> {
    await this.#control(connection, 'savepoint', name, compile);
  }

  async rollbackToSavepoint(
    connection: PostgresConnection,
    name: string,
    compile: QueryCompiler['compileQuery'],
  ): Promise<void> {
    await this.#control(connection, 'rollback to', name, compile);
  }

  async releaseSavepoint(
    connection: PostgresConnection,
    name: string,
    compile: QueryCompiler['compileQuery'],
  ): Promise<void> {
    await this.#control(connection, 'release', name, compile);
  }

  async releaseConnection(connection: PostgresConnection): Promise<void> {
    connection.client.release(connection.broken);
  }

  async destroy(): Promise<void> {
    await this.#close();
  }

  async #control(
    connection: PostgresConnection,
    word: string,
    name: string,
    compile: QueryCompiler['compileQuery'],
  ): Promise<void> {
    const node = RawNode.createWithChildren([RawNode.createWithSql(`${word} `), IdentifierNode.create(name)]);
    await connection.client.query(compile(node, { queryId: 'savepoint' }).sql);
  }
}

/** The Kysely dialect over a pool; `tables` tell which columns are never null. */
export function postgresDialect(pool: Pool, close: () => Promise<void>, tables: readonly Table[]): Dialect {
  return {
    createAdapter: () => new SatchelPostgresAdapter(),
    createDriver: () => new SatchelPostgresDriver(pool, close) as Driver,
    createQueryCompiler: () => new SatchelPostgresQueryCompiler(tables),
    createIntrospector: (kysely: Kysely<unknown>) => new PostgresIntrospector(kysely),
  };
}
