/**
 * How long a connection to PostgreSQL may keep others waiting. Guards: whoever has died, or hears nothing, holds the
 * company's counter for seconds and not until the network's own patience ends (two hours by default); honest long work
 * says so (`allowLongStatements`), or is a task of the administration's.
 */
export interface PostgresLimits {
  /** For a lock that another transaction holds. */
  readonly lockMs: number;
  /** For one statement. */
  readonly statementMs: number;
  /** Between two statements of a transaction: who is silent for longer is gone, and his locks with him. */
  readonly idleInTransactionMs: number;
  /** For a connection: a free one of the pool, or a new one. */
  readonly connectMs: number;
  /** A database that has not answered so long after a statement should have been ended is out of reach. */
  readonly answerGraceMs: number;
}

/** Of a process that answers devices: a push takes well below a second, and they give up after 30 s. */
export const servingLimits: PostgresLimits = {
  lockMs: 10_000,
  statementMs: 60_000,
  idleInTransactionMs: 30_000,
  connectMs: 15_000,
  answerGraceMs: 15_000,
};

/** Of a task that reckons over all of the company, with a person before it. */
export const taskLimits: PostgresLimits = {
  ...servingLimits,
  lockMs: 60_000,
  statementMs: 60 * 60_000,
  idleInTransactionMs: 2 * 60_000,
};

/** How PostgreSQL finds out that a host is gone which neither ends its connections nor answers. */
const KEEP_ALIVES = { idle: 30, interval: 10, count: 3 } as const;
const UNHEARD_MS = 60_000;

/** As options of a connection: the server's end keeps them, whatever becomes of ours. */
export function limitOptions({ lockMs, statementMs, idleInTransactionMs }: PostgresLimits): string {
  return [
    `lock_timeout=${lockMs}`,
    `statement_timeout=${statementMs}`,
    `idle_in_transaction_session_timeout=${idleInTransactionMs}`,
    ...Object.entries(KEEP_ALIVES).map(([name, value]) => `tcp_keepalives_${name}=${value}`),
    `tcp_user_timeout=${UNHEARD_MS}`,
  ]
    .map((setting) => `-c ${setting}`)
    .join(' ');
}

/** Trouble that this side notices, with a code of the system or of PostgreSQL, as its own has. */
export class DatabaseUnheard extends Error {
  readonly code: 'ETIMEDOUT' | '55P03';

  constructor(code: DatabaseUnheard['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DatabaseUnheard';
    this.code = code;
  }
}
