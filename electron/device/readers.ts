/**
 * Queries, away from the writer. Guards:
 * - a query sees committed rows alone, on connections that cannot write;
 * - no report delays a keystroke: two threads, each query goes to the one with less to do;
 * - a query that breaks, or a thread that ends, answers with a reason.
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
  ask(question: Question): Promise<QueryReply>;
  close(): Promise<void>;
}

export interface ReaderThreadData {
  readonly path: string;
  readonly key: Uint8Array;
}

export type ReaderAnswer = { readonly id: number; readonly reply: QueryReply };

/** Answers a question on a read-only connection. */
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
    const problem = error instanceof Error ? error.message : String(error);
    return refused('device.queryFailed', { query: question.name, problem: problem.slice(0, 300) });
  }
}

/** Answers in this very thread: for tests and simulations. Closes the connection with it. */
export function makeReadersInProcess(database: SqliteDatabase, registry: Registry): Readers {
  return { ask: (question) => answerQuestion(database, registry, question), close: () => database.close() };
}

/** A thread that cannot stay up is not started for ever. */
const RESTART_LIMIT = 5;

interface ReaderThread {
  readonly worker: Worker;
  readonly open: Map<number, (reply: QueryReply) => void>;
}

/** Starts reader threads from their built file. */
export function startReaderThreads(
  file: string,
  count: number,
  data: ReaderThreadData,
  problem: (where: string, error: unknown) => void,
): Readers {
  let lastId = 0;
  let isClosing = false;
  let restarts = 0;
  const threads: ReaderThread[] = Array.from({ length: count }, start);

  function start(): ReaderThread {
    const thread: ReaderThread = { worker: new Worker(file, { workerData: data }), open: new Map() };
    thread.worker.on('message', ({ id, reply }: ReaderAnswer) => {
      thread.open.get(id)?.(reply);
      thread.open.delete(id);
    });
    thread.worker.on('error', (error) => problem('reader thread', error));
    thread.worker.on('exit', () => {
      for (const answer of thread.open.values()) answer(refused('device.readerStopped', {}));
      thread.open.clear();
      const place = threads.indexOf(thread);
      if (isClosing || place < 0 || restarts >= RESTART_LIMIT) return;
      restarts += 1;
      threads[place] = start();
    });
    return thread;
  }

  return {
    ask(question) {
      const thread = threads.reduce((least, next) => (next.open.size < least.open.size ? next : least));
      lastId += 1;
      const id = lastId;
      return new Promise((resolve) => {
        thread.open.set(id, resolve);
        thread.worker.postMessage({ id, question });
      });
    },
    async close() {
      isClosing = true;
      await Promise.all(threads.map((thread) => thread.worker.terminate()));
    },
  };
}

function refused(code: string, params: Reason['params']): QueryReply {
  return { ok: false, reason: { code, params } };
}
