/**
 * Kysely on a pool of PostgreSQL connections. Kysely's own driver sends every statement to be parsed and planned
 * anew; commands run the same few hundred statements all day, so they are prepared by name, once a connection.
 */
import {
  type Dialect,
  type Driver,
  IdentifierNode,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  type QueryCompiler,
  RawNode,
  type TransactionSettings,
} from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { codeOf } from '#shared/kernel/error-code.ts';
import type { Table } from '#shared/kernel/table.ts';
import type { NamedAdapter } from './database.ts';
import { programSchema } from './migrations/schema-mark.ts';
import { PostgresConnection, StatementNames } from './postgres-connection.ts';
import { DatabaseUnheard, type PostgresLimits } from './postgres-limits.ts';
import { SatchelPostgresQueryCompiler } from './postgres-query-compiler.ts';

class SatchelPostgresAdapter extends PostgresAdapter implements NamedAdapter {
  readonly dialectName = 'postgres';
  openedBy = programSchema();
  readonly asksAhead = true;
}

class SatchelPostgresDriver implements Driver {
  readonly #pool: Pool;
  readonly #close: () => Promise<void>;
  readonly #answerMs: number;
  readonly #names = new StatementNames();
  readonly #connections = new WeakMap<PoolClient, PostgresConnection>();

  constructor(pool: Pool, close: () => Promise<void>, { statementMs, answerGraceMs }: PostgresLimits) {
    this.#pool = pool;
    this.#close = close;
    this.#answerMs = statementMs + answerGraceMs;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<PostgresConnection> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      // The pool's own patience has no code.
      throw codeOf(error) === ''
        ? new DatabaseUnheard('ETIMEDOUT', 'no connection to the database was to be had in time', { cause: error })
        : error;
    });
    const known = this.#connections.get(client);
    if (known) return known;
    const connection = new PostgresConnection(client, this.#names, this.#answerMs);
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
    connection.begin(`start transaction${level}${access}`);
  }

  async commitTransaction(connection: PostgresConnection): Promise<void> {
    await connection.commit();
  }

  async rollbackTransaction(connection: PostgresConnection): Promise<void> {
    try {
      await connection.rollback();
    } catch (error) {
      connection.broken = true;
      throw error;
    }
  }

  async savepoint(connection: PostgresConnection, name: string, compile: QueryCompiler['compileQuery']): Promise<void> {
    connection.savepoint(controlText('savepoint', name, compile));
  }

  async rollbackToSavepoint(
    connection: PostgresConnection,
    name: string,
    compile: QueryCompiler['compileQuery'],
  ): Promise<void> {
    await connection.rollbackTo(controlText('rollback to', name, compile));
  }

  async releaseSavepoint(
    connection: PostgresConnection,
    name: string,
    compile: QueryCompiler['compileQuery'],
  ): Promise<void> {
    await connection.release(controlText('release', name, compile));
  }

  async releaseConnection(connection: PostgresConnection): Promise<void> {
    connection.client.release(connection.broken);
  }

  async destroy(): Promise<void> {
    await this.#close();
  }
}

function controlText(word: string, name: string, compile: QueryCompiler['compileQuery']): string {
  const node = RawNode.createWithChildren([RawNode.createWithSql(`${word} `), IdentifierNode.create(name)]);
  return compile(node, { queryId: 'savepoint' }).sql;
}

/** The Kysely dialect over a pool; `tables` tell which columns are never null. */
export function postgresDialect(
  pool: Pool,
  close: () => Promise<void>,
  tables: readonly Table[],
  limits: PostgresLimits,
): Dialect {
  return {
    createAdapter: () => new SatchelPostgresAdapter(),
    createDriver: () => new SatchelPostgresDriver(pool, close, limits) as Driver,
    createQueryCompiler: () => new SatchelPostgresQueryCompiler(tables),
    createIntrospector: (kysely: Kysely<unknown>) => new PostgresIntrospector(kysely),
  };
}
