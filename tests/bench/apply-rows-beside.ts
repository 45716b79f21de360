import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { BenchCompany } from './company.ts';

export interface ApplyThreadData {
  readonly path: string;
  readonly key: Uint8Array;
}

/**
 * Applies rows in another thread, as the device's thread does beside its readers.
 * @returns the end of it, which gives how many rows were applied
 */
export function applyRowsBeside({ path, key }: BenchCompany): () => Promise<number> {
  const workerData: ApplyThreadData = { path, key };
  const worker = new Worker(new URL('./apply-rows-thread.ts', import.meta.url), { workerData });
  const failed = once(worker, 'error').then(([error]) => Promise.reject(error));
  failed.catch(() => {});
  return async () => {
    worker.postMessage('end');
    const [rows] = await Promise.race([once(worker, 'message'), failed]);
    return rows as number;
  };
}
