/** Entry of the thread that does one job on a whole database file, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { Refusal } from '#shared/kernel/refusal.ts';
import { registry } from '#shared/registry.ts';
import { type CareAnswer, type CareJob, runCareJob } from './care.ts';
import { makeRealWorld } from './real-world.ts';

async function answer(): Promise<CareAnswer> {
  try {
    return { value: await runCareJob(makeRealWorld(), registry, workerData as CareJob) };
  } catch (error) {
    if (error instanceof Refusal) return { reason: error.reason };
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    return { failure: { message: error instanceof Error ? (error.stack ?? error.message) : String(error), code } };
  }
}

parentPort?.postMessage(await answer());
