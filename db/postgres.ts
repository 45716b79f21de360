/**
 * Opens a company's schema on PostgreSQL. Guards:
 * - every number that comes back is exact: 64-bit integers and sums beyond 2^53 throw;
 * - a connection sees only the company's schema (decision 11);
 * - a connection that breaks while it is idle ends nothing, and is reported;
 * - nobody waits without an end, and nobody who is gone is waited for (postgres-limits.ts).
 */
import { Kysely } from 'kysely';
import pg from 'pg';
import type { Table, Tables } from '#shared/kernel/table.ts';
import { type Handle, runSql, type SatchelDatabase } from './database.ts';
import { postgresDialect } from './postgres-driver.ts';
import { limitOptions, type PostgresLimits, servingLimits } from './postgres-limits.ts';
import { Turnstile } from './turnstile.ts';

/** How long after a lost connection the listener tries again. */
const LISTEN_RETRY_MS = 1_000;
const KEEP_ALIVE_MS = 30_000;

/** Of a process's connections: one writes, and one stands behind it in the database's own queue. */
const WRITERS = 2;

const OID = { bool: 16, int8: 20, numeric: 1700 } as const;

export interface PostgresOptions {
  readonly connectionString: string;
  /** The company's schema; made if it is not there. */
  readonly schema: string;
  readonly poolSize?: number;
  /** All descriptors: they tell which columns are never null, so that sorting by them uses their indexes. */
  readonly tables?: readonly Table[];
  /** Those of a serving process unless given. */
  readonly limits?: PostgresLimits;
}

export interface PostgresDatabase extends SatchelDatabase {
  readonly dialect: 'postgres';
  readonly schema: string;
  /**
   * Before the company is locked: at most two of this process are at it. @returns ends the turn
   * @throws DatabaseUnheard `55P03` when the turn does not come in time
   */
  takeTurn(): Promise<() => void>;
  /**
   * Calls back for each notice on a channel of this company, from any process. A notice may be missed while the
   * connection is lost: it only ever says that looking is worth it.
   * @param onHearingAgain told when a lost connection was replaced: what was said meanwhile has to be looked up
   * @returns stops listening
   */
  listen(
    channel: string,
    onNotice: (payload: string) => void,
    onHearingAgain?: () => void,
  ): Promise<() => Promise<void>>;
  /** Calls back for each connection that broke while nobody used it; it is replaced, but someone should know. */
  onLostConnection(report: (error: Error) => void): void;
  /** Sends a notice when `tx` commits; at most 8,000 bytes. */
  notify(tx: Handle, channel: string, payload: string): Promise<void>;
}

/** Opens a pool on one company's schema and makes the schema if it is new. */
export async function openPostgres(options: PostgresOptions): Promise<PostgresDatabase> {
  const { schema, limits = servingLimits } = options;
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(schema)) throw new Error(`not a schema name of ours: ${schema}`);
  const settings: pg.PoolConfig = {
    connectionString: options.connectionString,
    options: `-c search_path=${schema} -c timezone=UTC -c random_page_cost=1.1 -c jit=off ${limitOptions(limits)}`,
    connectionTimeoutMillis: limits.connectMs,
    application_name: 'satchel',
    // A connection that a network has swallowed is noticed, the listener's too, on which nothing is ever sent.
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    types: { getTypeParser: typeParser as typeof pg.types.getTypeParser },
  };
  // Statements are sent without waiting for the one before; the driver says which answers are waited for.
  const pool = new pg.Pool({ ...settings, pipeline: true, max: options.poolSize ?? 10 });
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  let reportLost: (error: Error) => void = () => {};
  pool.on('error', (error) => reportLost(error));
  let ended: Promise<void> | undefined;
  const endPool = (): Promise<void> => {
    ended ??= pool.end();
    return ended;
  };
  const kysely = new Kysely<Tables>({ dialect: postgresDialect(pool, endPool, options.tables ?? [], limits) });
  try {
    const found = await runSql(kysely, 'select 1 from pg_namespace where nspname = $1', [schema]);
    if (found.length === 0) await runSql(kysely, `create schema if not exists "${schema}"`);
  } catch (error) {
    await endPool();
    throw error;
  }
  const listeners = new Set<Listener>();
  const writers = new Turnstile(WRITERS, limits.lockMs);
  return {
    dialect: 'postgres',
    schema,
    takeTurn: () => writers.enter(),
    kysely,
    listen: async (channel, onNotice, onHearingAgain = () => {}) => {
      const listener = new Listener(settings, channelName(schema, channel), {
        onNotice,
        onHearingAgain,
        onLost: (error) => reportLost(error),
      });
      await listener.connect();
      listeners.add(listener);
      return async () => {
        listeners.delete(listener);
        await listener.stop();
      };
    },
    onLostConnection: (report) => {
      reportLost = report;
    },
    notify: async (tx, channel, payload) => {
      await runSql(tx, 'select pg_notify($1, $2)', [channelName(schema, channel), payload]);
    },
    close: async () => {
      await Promise.all([...listeners].map((listener) => listener.stop()));
      await kysely.destroy();
      await endPool();
    },
  };
}

function channelName(schema: string, channel: string): string {
  return `${schema}:${channel}`;
}

interface Ears {
  readonly onNotice: (payload: string) => void;
  readonly onHearingAgain: () => void;
  readonly onLost: (error: Error) => void;
}

/** Listens on a connection of its own, and on a new one when that is lost. */
class Listener {
  readonly #settings: pg.ClientConfig;
  readonly #channel: string;
  readonly #ears: Ears;
  #client: pg.Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(settings: pg.ClientConfig, channel: string, ears: Ears) {
    this.#settings = settings;
    this.#channel = channel;
    this.#ears = ears;
  }

  async connect(): Promise<void> {
    const client = new pg.Client(this.#settings);
    client.on('error', (error) => {
      if (!this.#stopped) this.#ears.onLost(error);
      this.#connectAgain(client);
    });
    client.on('end', () => this.#connectAgain(client));
    client.on('notification', (notice) => {
      if (notice.channel === this.#channel) this.#ears.onNotice(notice.payload ?? '');
    });
    await client.connect();
    await client.query(`listen ${client.escapeIdentifier(this.#channel)}`);
    this.#client = client;
    if (this.#stopped) await client.end();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry);
    await this.#client?.end();
  }

  #connectAgain(lost: pg.Client): void {
    if (this.#stopped || lost !== this.#client) return;
    this.#client = undefined;
    const attempt = (): void => {
      if (this.#stopped) return;
      this.connect().then(this.#ears.onHearingAgain, () => {
        this.#retry = setTimeout(attempt, LISTEN_RETRY_MS);
        this.#retry.unref();
      });
    };
    attempt();
  }
}

function typeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === OID.int8 || oid === OID.numeric) return exactNumber;
  // SQLite knows no booleans: an expression is 1 or 0 on both.
  if (oid === OID.bool) return (value) => (value === 't' ? 1 : 0);
  return pg.types.getTypeParser(oid, format ?? 'text') as (value: string) => unknown;
}

function exactNumber(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && !Number.isSafeInteger(number)) {
    throw new RangeError(`the database gave ${value}, beyond what a number holds exactly`);
  }
  return number;
}
