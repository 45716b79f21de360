/**
 * Queries, away from the writer. Guards:
 * - a query sees committed rows alone, on connections that cannot write;
 * - no report delays a keystroke: two threads, each query goes to the one with less to do;
 * - every question is answered: a query that breaks, a thread that ends and one that was closed answer with a reason;
 * - a thread that ended is started by the next question, so that one that cannot stay up costs a start a question and
 *   never a loop.
 */
import { Worker } from 'node:worker_threads';
import { findByCodes, searchRows } from '#db/search/find.ts';
import type { SqliteDatabase } from '#db/sqlite.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import { HITS_LIMIT_ROWS } from '#shared/kernel/paging.ts';
import { type Reason, Refusal } from '#shared/kernel/refusal.ts';
import { runQuery } from '#shared/kernel/runner.ts';
import type { QueryReply } from '#shared/protocol/bridge.ts';
import type { Registry } from '#shared/registry.ts';

/** One question, as it goes to a reader. */
export interface Question {
  readonly name: string;
  readonly args: unknown;
  readonly userId: Id;
  readonly permissions: readonly string[];
  readonly now: Instant;
}

export interface Readers {
  /** Rejects with what broke in the query. */
  ask(question: Question): Promise<QueryReply>;
  close(): Promise<void>;
}

export interface ReaderThreadData {
  readonly path: string;
  readonly key: Uint8Array;
}

export interface ReaderAnswer {
  readonly id: number;
  /** `failure` is for the log. */
  readonly answer: { readonly reply: QueryReply } | { readonly failure: string };
}

/** Answers a question on a read-only connection. @throws what breaks in the query: a bug or a damaged file */
export async function answerQuestion(
  database: SqliteDatabase,
  registry: Registry,
  question: Question,
): Promise<QueryReply> {
  const definition = registry.queries.get(question.name);
  if (!definition) return refused('device.unknownQuery', { query: question.name });
  try {
    const rows = await runQuery(database.kysely, definition, question.args, {
      actor: { userId: question.userId, permissions: new Set(question.permissions) },
      now: question.now,
      search: (table, typed) => searchRows(database.kysely, table, typed, HITS_LIMIT_ROWS),
      findByCodes: (table, codes) => findByCodes(database.kysely, table, codes),
    });
    return { ok: true, rows };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, reason: error.reason };
    throw error;
  }
}

/** Answers in this very thread: for tests and simulations. Closes the connection with it. */
export function makeReadersInProcess(database: SqliteDatabase, registry: Registry): Readers {
  return { ask: (question) => answerQuestion(database, registry, question), close: () => database.close() };
}

interface ReaderThread {
  readonly worker: Worker;
  readonly open: Map<number, OpenQuestion>;
}

interface OpenQuestion {
  readonly resolve: (reply: QueryReply) => void;
  readonly reject: (error: Error) => void;
}

/** Starts reader threads from their built file. */
export function startReaderThreads(
  file: string,
  count: number,
  data: ReaderThreadData,
  problem: (where: string, error: unknown) => void,
): Readers {
  let lastId = 0;
  let isClosed = false;
  const threads: (ReaderThread | null)[] = Array.from({ length: count }, (_, place) => start(place));

  function start(place: number): ReaderThread {
    const thread: ReaderThread = { worker: new Worker(file, { workerData: data }), open: new Map() };
    thread.worker.on('message', ({ id, answer }: ReaderAnswer) => {
      const question = thread.open.get(id);
      thread.open.delete(id);
      if ('reply' in answer) question?.resolve(answer.reply);
      else question?.reject(new Error(answer.failure));
    });
    thread.worker.on('error', (error) => problem('reader thread', error));
    thread.worker.on('exit', () => {
      if (threads[place] === thread) threads[place] = null;
      for (const question of thread.open.values()) question.resolve(stopped());
      thread.open.clear();
    });
    return thread;
  }

  /** The place with the least to do. */
  function findPlace(): number {
    const load = threads.map((thread) => thread?.open.size ?? 0);
    return load.indexOf(Math.min(...load));
  }

  return {
    async ask(question) {
      if (isClosed) return stopped();
      const place = findPlace();
      const thread = threads[place] ?? start(place);
      threads[place] = thread;
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        thread.open.set(id, { resolve, reject });
        thread.worker.postMessage({ id, question });
      });
    },
    async close() {
      isClosed = true;
      await Promise.all(threads.map((thread) => thread?.worker.terminate()));
    },
  };
}

const stopped = (): QueryReply => refused('device.readerStopped', {});

function refused(code: string, params: Reason['params']): QueryReply {
  return { ok: false, reason: { code, params } };
}
