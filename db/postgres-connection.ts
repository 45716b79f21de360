/**
 * One PostgreSQL connection as Kysely uses it.
 *
 * A command's time is its way to the server and back, some twenty times over. So a write of which nobody needs the answer
 * is not waited for: it travels with the next statement whose answer is. Guards:
 * - a write that failed is told, with its own error, to whoever waits next: at the latest to who releases the savepoint or
 *   commits, so that nothing is taken for done that was not;
 * - what failed inside a savepoint that is rolled back is forgotten with it;
 * - a question that was asked ahead is asked anew when something was written or taken back since;
 * - outside of a transaction every statement is waited for;
 * - a database that does not answer is given up, and its connection with it: nobody waits for ever.
 */
import { AbortedTransactionError, type CompiledQuery, type DatabaseConnection, type QueryResult } from 'kysely';
import type { QueryResult as PgResult, PoolClient, QueryConfig, QueryResultRow } from 'pg';
import type { SendingHints } from '#shared/kernel/prepared.ts';
import { assertSafe, LIFT_STATEMENT_LIMIT } from './database.ts';
import { KeptReads, keyOf, writtenTable } from './kept-reads.ts';
import { DatabaseUnheard } from './postgres-limits.ts';

/** Statements that get a name; later ones are sent as they are, so that no connection's memory grows without end. */
const NAMED_STATEMENTS = 1_000;
/** Bulk statements beyond this length are not worth keeping. */
const NAMED_LENGTH = 8_000;

/** Gives each statement text its name, for all connections of a pool. */
export class StatementNames {
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
  destroy(error: Error): void;
}

/** What the driver sends: a text, or a statement with its values. */
type Statement = string | QueryConfig;

export class PostgresConnection implements DatabaseConnection {
  readonly client: PoolClient;
  readonly #names: StatementNames;
  readonly #kept = new KeptReads();
  broken = false;
  #inTransaction = false;
  /** The first statement since the last answer that failed and that nobody waited for. */
  #failure: { readonly error: unknown } | null = null;
  /** Answers on their way, or here, that were asked for ahead; each serves until something is written. */
  readonly #ahead = new Map<string, Promise<PgResult>>();
  /** Statements are held back, to travel with the next that is waited for. */
  #isHolding = false;
  /** How long an answer is waited for; a transaction whose statements may take long has no such limit. */
  readonly #answerMs: number;
  #isPatient = false;

  constructor(client: PoolClient, names: StatementNames, answerMs: number) {
    this.client = client;
    this.#names = names;
    this.#answerMs = answerMs;
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
    if (query.sql === LIFT_STATEMENT_LIMIT) this.#isPatient = this.#inTransaction;
    const { needsNoAnswer, isAhead } = query as SendingHints;
    if (isAhead) {
      const key = keyOf(query);
      if (this.#inTransaction && !this.#ahead.has(key)) this.#ahead.set(key, this.#send(statement));
      return { rows: [] };
    }
    const known = this.#takeAhead<Row & object>(query);
    if (known) return { rows: (await this.#wait(known)).rows };
    if (this.#inTransaction && needsNoAnswer) {
      void this.#send(statement);
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
    void this.#send(text);
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
    void this.#send(text);
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
    this.#isPatient = false;
    this.#kept.clear();
    this.#ahead.clear();
  }

  /** What was asked ahead, if it still is what the database would say. */
  #takeAhead<Row extends QueryResultRow>(query: CompiledQuery): Promise<PgResult<Row>> | undefined {
    if (this.#ahead.size === 0) return undefined;
    if (query.query.kind !== 'SelectQueryNode') {
      // On whose behalf the next command writes is no row that anybody asks for.
      if (writtenTable(query) !== 'txContext') this.#ahead.clear();
      return undefined;
    }
    return this.#ahead.get(keyOf(query)) as Promise<PgResult<Row>> | undefined;
  }

  #send(statement: Statement): Promise<PgResult> {
    if (!this.#isHolding) this.#stream?.cork();
    this.#isHolding = true;
    const answer = this.client.query(statement);
    answer.catch((error: unknown) => {
      this.#failure ??= { error };
    });
    return answer;
  }

  #ask<Row extends QueryResultRow>(statement: Statement): Promise<PgResult<Row>> {
    return this.#wait(this.client.query<Row>(statement));
  }

  async #wait<Row extends QueryResultRow>(answer: Promise<PgResult<Row>>): Promise<PgResult<Row>> {
    this.#letGo();
    const result = await this.#inTime(answer).catch((error: unknown) => {
      // After a failure PostgreSQL refuses everything until a roll-back: the first error is the one that counts.
      throw this.#failure ? this.#takeFailure() : error;
    });
    if (this.#failure) throw this.#takeFailure();
    return result;
  }

  async #takeBack(text: string): Promise<void> {
    const answer = this.client.query(text);
    this.#letGo();
    await this.#inTime(answer);
    this.#failure = null;
    this.#kept.clear();
    this.#ahead.clear();
  }

  /** PostgreSQL ends what takes too long; where not even that is heard, nobody is there. */
  async #inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
    if (this.#isPatient) return answer;
    const timer = setTimeout(() => {
      this.broken = true;
      this.#stream?.destroy(new DatabaseUnheard('ETIMEDOUT', 'the database does not answer'));
    }, this.#answerMs);
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
    }
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
