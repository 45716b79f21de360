/**
 * Queries, away from the writer. Guards:
 * - a query sees committed rows alone, on connections that cannot write;
 * - no report delays a keystroke: what is slow goes to the last thread alone, everything else to the one with the least
 *   to do;
 * - main may ask the threads by doors of their own, so that no pull of the device thread delays what is typed; who asks,
 *   and with which rights, comes from the device thread alone and before any question that follows;
 * - every question is answered: a query that breaks, a thread that ends and one that was closed answer with a reason;
 * - a thread that ended is started by the next question, so that one that cannot stay up costs a start a question and
 *   never a loop;
 * - a thread that nobody asks costs nothing: the first is there from the sign-in on, each other one
 *   from the moment when something slow is asked or those before it have much to do.
 */
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { findByCodes, searchRows } from '#db/search/find.ts';
import type { SqliteDatabase } from '#db/sqlite.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import { type Reason, Refusal } from '#shared/kernel/refusal.ts';
import { runQuery } from '#shared/kernel/runner.ts';
import type { QueryReply } from '#shared/protocol/bridge.ts';
import type { Registry } from '#shared/registry.ts';
import type { DeviceContext } from './device-context.ts';
import { WORTH_A_START } from './device-messages.ts';

/** One question, as it goes to a reader. */
export interface Question {
  readonly name: string;
  readonly args: unknown;
  readonly userId: Id;
  readonly permissions: readonly string[];
  /** Of this device: what is held on another one is not promised here. */
  readonly deviceCodes: readonly string[];
  readonly now: Instant;
}

/** Who asks by the doors, as the device thread knows it. */
export interface Asker {
  readonly userId: Id;
  readonly permissions: readonly string[];
  readonly deviceCodes: readonly string[];
  readonly clockOffsetMs: number;
}

/** Of whoever is signed in now. */
export const whoAsks = (
  context: Pick<DeviceContext, 'userId' | 'permissions' | 'deviceCode' | 'formerCodes'>,
): Omit<Asker, 'clockOffsetMs'> => ({
  userId: context.userId,
  permissions: [...context.permissions()],
  deviceCodes: [context.deviceCode, ...context.formerCodes],
});

export interface Readers {
  /** Rejects with what broke in the query. */
  ask(question: Question): Promise<QueryReply>;
  /** Whoever asks by the doors from now on; null: nobody, and the doors are shut. Without doors there is nothing to say. */
  admit?(asker: Asker | null): void;
  close(): Promise<void>;
}

export interface ReaderThreadData {
  readonly path: string;
  readonly key: Uint8Array;
}

/** What a reader thread is told: once which database it reads, who asks by its door, then one question after the other. */
export type ToReader =
  | { readonly open: ReaderThreadData; readonly door?: MessagePort }
  | { readonly asker: Asker | null }
  | { readonly id: number; readonly question: Question };

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
      deviceCodes: question.deviceCodes,
      search: (table, typed, limitRows) => searchRows(database.kysely, table, typed, limitRows),
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
  readonly isSlow: boolean;
  readonly resolve: (reply: QueryReply) => void;
  readonly reject: (error: Error) => void;
}

/** Whoever holds the other ends of the threads' doors. */
export interface DoorKeeper {
  /** A thread has started. @param door for DoorQuestion, answered by ReaderAnswer; closes when the thread ends */
  opened(place: number, door: MessagePort): void;
  shut(): void;
}

export interface ReaderThreadParts {
  readonly makeThread: () => Worker;
  readonly count: number;
  readonly data: ReaderThreadData;
  /** Whether a query reads so much that a person would notice. */
  readonly isSlow: (query: string) => boolean;
  readonly doors?: DoorKeeper;
  readonly problem: (where: string, error: unknown) => void;
}

/**
 * Starts threads that read their code and wait for a database, so that nobody waits for that after the sign-in.
 * @returns a maker of threads, which gives these first
 */
export function prepareThreads(file: string, count: number): () => Worker {
  const prepared = Array.from({ length: count }, () => new Worker(file));
  // One that ends before it has anything to do is known by its end.
  const ended = new Set<Worker>();
  for (const worker of prepared) {
    worker.on('error', () => {});
    worker.once('exit', () => ended.add(worker));
  }
  return () => {
    for (let worker = prepared.shift(); worker; worker = prepared.shift()) if (!ended.has(worker)) return worker;
    return new Worker(file);
  };
}

/** Starts the readers of one database. */
export function startReaderThreads({ makeThread, count, data, isSlow, doors, problem }: ReaderThreadParts): Readers {
  let lastId = 0;
  let isClosed = false;
  let asker: Asker | null = null;
  const threads: (ReaderThread | null)[] = Array.from({ length: count }, (_, place) => (place === 0 ? start(0) : null));

  function start(place: number): ReaderThread {
    const thread: ReaderThread = { worker: makeThread(), open: new Map() };
    if (doors) {
      const { port1, port2 } = new MessageChannel();
      thread.worker.postMessage({ open: data, door: port1 } satisfies ToReader, [port1]);
      thread.worker.postMessage({ asker } satisfies ToReader);
      doors.opened(place, port2);
    } else thread.worker.postMessage({ open: data } satisfies ToReader);
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

  function findPlace(query: string): number {
    if (isSlow(query)) return count - 1;
    // Who can ask by the doors comes here only because much waits behind them.
    const behindDoors = doors && asker ? WORTH_A_START : 0;
    const load = threads.map((thread, place) => {
      if (!thread) return place === 0 ? 0 : WORTH_A_START;
      // Behind something slow even a short queue is long.
      const isHeldUp = [...thread.open.values()].some((open) => open.isSlow);
      return isHeldUp ? Number.POSITIVE_INFINITY : thread.open.size + behindDoors;
    });
    return load.indexOf(Math.min(...load));
  }

  return {
    async ask(question) {
      if (isClosed) return stopped();
      const place = findPlace(question.name);
      const thread = threads[place] ?? start(place);
      threads[place] = thread;
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        thread.open.set(id, { isSlow: isSlow(question.name), resolve, reject });
        thread.worker.postMessage({ id, question } satisfies ToReader);
      });
    },
    admit(next) {
      asker = next;
      for (const thread of threads) thread?.worker.postMessage({ asker } satisfies ToReader);
      if (next === null) doors?.shut();
    },
    async close() {
      isClosed = true;
      doors?.shut();
      await Promise.all(threads.map((thread) => thread?.worker.terminate()));
    },
  };
}

const stopped = (): QueryReply => refused('device.readerStopped', {});

function refused(code: string, params: Reason['params']): QueryReply {
  return { ok: false, reason: { code, params } };
}
