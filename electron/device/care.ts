/**
 * Work on whole database files, in a thread of its own that lives for one job: neither the writer nor a question waits
 * for it. A job ends with a value or with a reason; what breaks in it is for the log.
 */
import { Worker } from 'node:worker_threads';
import { type Reason, Refusal } from '#shared/kernel/refusal.ts';
import type { World } from '#shared/kernel/world.ts';
import type { Registry } from '#shared/registry.ts';
import type { BackupManifest } from './backup-file.ts';
import { type BackUpJob, makeBackup, type UnpackJob, unpackBackup } from './backup-jobs.ts';
import { type CheckJob, checkDatabase, type FoundProblems } from './check-database.ts';
import { type CountedRows, type CountJob, countRows } from './read-diagnostics.ts';

export type CareJob = BackUpJob | UnpackJob | CheckJob | CountJob;
type ResultOf<Job extends CareJob> = Job extends CheckJob
  ? FoundProblems
  : Job extends CountJob
    ? CountedRows
    : BackupManifest;

/** How a job ended, as it travels between threads. `failure` is for the log. */
export type CareAnswer =
  | { readonly value: unknown }
  | { readonly reason: Reason }
  | { readonly failure: { readonly message: string; readonly code: string } };

export interface Care {
  /** @throws Refusal with the job's reason, or an error with what broke */
  run<Job extends CareJob>(job: Job): Promise<ResultOf<Job>>;
}

/** Runs a job in this very thread. */
export async function runCareJob(world: World, registry: Registry, job: CareJob): Promise<unknown> {
  switch (job.kind) {
    case 'backUp':
      return makeBackup(world, job);
    case 'unpack':
      return unpackBackup(world, job);
    case 'check':
      return checkDatabase(job, registry);
    case 'count':
      return countRows(job, registry);
  }
}

/** For tests and simulations: no thread. */
export function makeCareInProcess(world: World, registry: Registry): Care {
  return { run: async <Job extends CareJob>(job: Job) => (await runCareJob(world, registry, job)) as ResultOf<Job> };
}

/** Starts a thread for each job from its built file. */
export function makeCareThreads(file: string): Care {
  return {
    run: <Job extends CareJob>(job: Job) =>
      new Promise<ResultOf<Job>>((resolve, reject) => {
        const worker = new Worker(file, { workerData: job });
        worker.once('message', (answer: CareAnswer) => {
          if ('value' in answer) resolve(answer.value as ResultOf<Job>);
          else if ('reason' in answer) reject(new Refusal(answer.reason.code, answer.reason.params));
          else reject(Object.assign(new Error(answer.failure.message), { code: answer.failure.code }));
        });
        worker.once('error', reject);
        worker.once('exit', () => reject(new Error(`the thread ended in the middle of ${job.kind}`)));
      }),
  };
}
