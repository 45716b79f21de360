/** What a device does while nothing waits for it. Guards: a person who comes meanwhile waits for one small step at most. */
import { sweepSearch } from '#db/search/build.ts';
import type { DeviceContext } from './device-context.ts';
import { inTransaction } from './store.ts';

const EVERY_MS = 60_000;
/** Documents a step and table; some 8 ms. */
const SWEEP_ROWS = 25;

/** Starts it; returns its end. The search forgets rows that have gone, then the WAL goes into the file. */
export function startIdleWork(context: DeviceContext): () => void {
  const { world, lock, writer, registry } = context;
  let isEnded = false;
  let cancel: () => void = () => {};

  const sweep = () => inTransaction(context, (tx) => sweepSearch(tx, registry.tables, SWEEP_ROWS));

  async function work(): Promise<void> {
    while (!isEnded && (await lock.hold('sync', async () => !isEnded && sweep())));
    await lock.hold('sync', async () => !isEnded && writer.checkpoint());
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
  return () => {
    isEnded = true;
    cancel();
  };
}
