/** Entry of the thread that does one job on a whole database file, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { codeOf } from '#shared/kernel/error-code.ts';
import { Refusal } from '#shared/kernel/refusal.ts';
import { registry } from '#shared/registry.ts';
import { type CareAnswer, type CareJob, runCareJob } from './care.ts';
import { makeRealWorld } from './real-world.ts';

async function answer(): Promise<CareAnswer> {
  try {
    return { value: await runCareJob(makeRealWorld(), registry, workerData as CareJob) };
  } catch (error) {
    if (error instanceof Refusal) return { reason: error.reason };
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { failure: { message, code: codeOf(error) } };
  }
}

parentPort?.postMessage(await answer());
