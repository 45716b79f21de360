/**
 * What a device does while nothing waits for it. Guards:
 * - a person who comes meanwhile waits for one small step at most; once in the life of a database, after its first load,
 *   for one index of a table that may have a million rows;
 * - a first load that moves is not kept waiting: the words of what it brings take longer than the load itself, and are
 *   made after it; where it stands still (the network went), what is here can be found.
 */
import type { Handle } from '#db/database.ts';
import { indexPending, isIndexDue, sweepSearch } from '#db/search/build.ts';
import type { DeviceContext } from './device-context.ts';
import { areIndexesLeft, makeLateIndex } from './late-indexes.ts';
import { inTransaction } from './store.ts';
import { readState } from './sync-state.ts';
import { breathe } from './write-lock.ts';

const EVERY_MS = 60_000;
/** Documents a step and table; some 8 ms. */
const SWEEP_ROWS = 25;

/** Rows a step and table; some 10 ms. */
const INDEX_ROWS = 40;
/** Many steps go into one transaction: each commit costs the search index a piece of its own. */
const INDEX_TURN_MS = 500;
/** A first load that has brought nothing for so long stands still. */
const LOAD_STANDS_STILL_MS = 5_000;

export interface IdleWork {
  /** Sync has written: what it brought gets its words in the search index. */
  indexSoon(): void;
  end(): void;
}

/** Starts it. The search forgets rows that have gone, then the WAL goes into the file. */
export function startIdleWork(context: DeviceContext): IdleWork {
  const { world, lock, writer, reader, registry } = context;
  let isEnded = false;
  /** Since the last time that everything was done; null: there is more. */
  let doneAtVersion: number | null = null;
  let cancel: () => void = () => {};

  const sweep = () => inTransaction(context, (tx) => sweepSearch(tx, registry.tables, SWEEP_ROWS));

  let isIndexing = false;
  let isIndexedAgain = false;

  let cancelLook: () => void = () => {};
  const seen = { rows: -1, at: 0 };

  /** Whether a first load brings rows; looks again by itself when it may have come to a stop. */
  async function isLoading(tx: Handle): Promise<boolean> {
    const load = await readState(tx, 'load');
    if (load?.purpose !== 'first') return false;
    const now = world.clock.monotonicMs();
    if (load.rows !== seen.rows) Object.assign(seen, { rows: load.rows, at: now });
    const leftMs = seen.at + LOAD_STANDS_STILL_MS - now;
    if (leftMs <= 0) return false;
    cancelLook();
    cancelLook = world.timers.after(leftMs, indexSoon);
    return true;
  }

  /** @returns whether there may be more */
  const indexTurn = () =>
    inTransaction(context, async (tx) => {
      if (await isLoading(tx)) return false;
      const start = world.clock.monotonicMs();
      for (;;) {
        // Fewer than would go for one table: nothing is left of any.
        if ((await indexPending(tx, registry.tables, INDEX_ROWS)) < INDEX_ROWS) return false;
        await breathe(world.timers);
        if (isEnded || lock.someoneWaits || world.clock.monotonicMs() - start > INDEX_TURN_MS) return true;
      }
    });

  /** Before the words of the search, which take much longer: lists and reports wait for them. */
  async function makeIndexes(): Promise<void> {
    if (!(await areIndexesLeft(reader.kysely))) return;
    const next = () => inTransaction(context, makeLateIndex);
    while (!isEnded && (await lock.hold('sync', async () => !isEnded && next()))) await breathe(world.timers);
  }

  async function index(): Promise<void> {
    await makeIndexes();
    if (!(await isIndexDue(reader.kysely))) return;
    while (!isEnded && (await lock.hold('sync', async () => !isEnded && indexTurn()))) await breathe(world.timers);
  }

  const indexSoon = (): void => {
    if (isEnded) return;
    if (isIndexing) {
      isIndexedAgain = true;
      return;
    }
    isIndexing = true;
    void index()
      .catch((error: unknown) => context.problem('search index', error))
      .finally(() => {
        isIndexing = false;
        if (!isIndexedAgain) return;
        isIndexedAgain = false;
        indexSoon();
      });
  };

  async function work(): Promise<void> {
    if (isEnded || reader.dataVersion() === doneAtVersion) return;
    while (!isEnded && (await lock.hold('sync', async () => !isEnded && sweep())));
    await lock.hold('sync', async () => {
      if (isEnded) return;
      const { walPages, copiedPages } = writer.checkpoint();
      doneAtVersion = copiedPages === walPages ? reader.dataVersion() : null;
    });
  }

  const later = (): void => {
    cancel = world.timers.after(EVERY_MS, () => {
      void work()
        .catch((error: unknown) => context.problem('idle work', error))
        .finally(() => {
          if (!isEnded) later();
        });
    });
  };
  later();
  indexSoon();
  return {
    indexSoon,
    end() {
      isEnded = true;
      cancel();
      cancelLook();
    },
  };
}
