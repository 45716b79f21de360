/**
 * Kysely on a pool of PostgreSQL connections. Kysely's own driver sends every statement to be parsed and planned
 * anew; commands run the same few hundred statements all day, so they are prepared by name, once a connection.
 *
 * A command's time is its way to the server and back, some twenty times over. So a write of which nobody needs the answer
 * is not waited for: it travels with the next statement whose answer is. Guards:
 * - a write that failed is told, with its own error, to whoever waits next: at the latest to who releases the savepoint or
 *   commits, so that nothing is taken for done that was not;
 * - what failed inside a savepoint that is rolled back is forgotten with it;
 * - outside of a transaction every statement is waited for.
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
import type { QueryResult as PgResult, Pool, PoolClient, QueryConfig, QueryResultRow } from 'pg';
import type { SendingHints } from '#shared/kernel/prepared.ts';
import type { Table } from '#shared/kernel/table.ts';
import { assertSafe, type NamedAdapter } from './database.ts';
import { KeptReads } from './kept-reads.ts';
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

interface Corkable {
  cork(): void;
  uncork(): void;
}

/** What the driver sends: a text, or a statement with its values. */
type Statement = string | QueryConfig;

class PostgresConnection implements DatabaseConnection {
  readonly client: PoolClient;
  readonly #names: StatementNames;
  readonly #kept = new KeptReads();
  broken = false;
  #inTransaction = false;
  /** The first statement since the last answer that failed and that nobody waited for. */
  #failure: { readonly error: unknown } | null = null;
  /** Statements are held back, to travel with the next that is waited for. */
  #isHolding = false;

  constructor(client: PoolClient, names: StatementNames) {
    this.client = client;
    this.#names = names;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const kept = this.#kept.find<Row>(query);
    if (kept) return { rows: kept };
    const name = this.#names.nameOf(query);
    const statement = {
      text: query.sql,
      values: query.parameters.map((value) => {
        if (typeof value === 'number' && Number.isInteger(value)) assertSafe(value);
        return value;
      }),
      ...(name === undefined ? {} : { name }),
    };
    if (this.#inTransaction && (query as SendingHints).needsNoAnswer) {
      this.#send(statement);
      this.#kept.note(query, []);
      return { rows: [] };
    }
    const result = await this.#ask<Row & object>(statement);
    if (this.#inTransaction) this.#kept.note(query, result.rows);
    const changes = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(result.command);
    return {
      rows: result.rows,
      ...(changes ? { numAffectedRows: BigInt(result.rowCount ?? 0) } : {}),
    };
  }

  // Nothing of ours streams from PostgreSQL: long reads go by keyset pages, which survive a cut.
  // biome-ignore lint/correctness/useYield: the interface asks for a generator
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('read long results by keyset pages');
  }

  begin(text: string): void {
    this.#inTransaction = true;
    this.#send(text);
  }

  async commit(): Promise<void> {
    const result = await this.#ask('commit');
    if (result.command === 'ROLLBACK') throw new AbortedTransactionError();
    this.#end();
  }

  async rollback(): Promise<void> {
    await this.#takeBack('rollback');
    this.#end();
  }

  savepoint(text: string): void {
    this.#send(text);
  }

  async rollbackTo(text: string): Promise<void> {
    await this.#takeBack(text);
  }

  /** Waits for everything that was done since the savepoint. */
  async release(text: string): Promise<void> {
    await this.#ask(text);
  }

  #end(): void {
    this.#inTransaction = false;
    this.#kept.clear();
  }

  #send(statement: Statement): void {
    if (!this.#isHolding) this.#stream?.cork();
    this.#isHolding = true;
    this.client.query(statement).catch((error: unknown) => {
      this.#failure ??= { error };
    });
  }

  async #ask<Row extends QueryResultRow>(statement: Statement): Promise<PgResult<Row>> {
    const answer = this.client.query<Row>(statement);
    this.#letGo();
    const result = await answer.catch((error: unknown) => {
      // After a failure PostgreSQL refuses everything until a roll-back: the first error is the one that counts.
      throw this.#failure ? this.#takeFailure() : error;
    });
    if (this.#failure) throw this.#takeFailure();
    return result;
  }

  async #takeBack(text: string): Promise<void> {
    const answer = this.client.query(text);
    this.#letGo();
    await answer;
    this.#failure = null;
    this.#kept.clear();
  }

  #letGo(): void {
    if (this.#isHolding) this.#stream?.uncork();
    this.#isHolding = false;
  }

  #takeFailure(): unknown {
    const error = this.#failure?.error;
    this.#failure = null;
    return error;
  }

  /** The driver's socket: what is written while it is corked goes out at once. */
  get #stream(): Corkable | undefined {
    return (this.client as unknown as { connection?: { stream?: Corkable } }).connection?.stream;
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
export function postgresDialect(pool: Pool, close: () => Promise<void>, tables: readonly Table[]): Dialect {
  return {
    createAdapter: () => new SatchelPostgresAdapter(),
    createDriver: () => new SatchelPostgresDriver(pool, close) as Driver,
    createQueryCompiler: () => new SatchelPostgresQueryCompiler(tables),
    createIntrospector: (kysely: Kysely<unknown>) => new PostgresIntrospector(kysely),
  };
}
