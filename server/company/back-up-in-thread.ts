/**
 * Saves the company in a thread of its own. Guards: it works the same where the server runs from its sources and where it
 * is one bundle, under Node and within Electron, whose own program runs no script.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { DatabasePlace } from '../read-options.ts';
import type { SavedCompany } from './back-up-company.ts';

export interface BackUpJob {
  readonly place: DatabasePlace;
  readonly to: string;
  readonly earlier: string | null;
}

export type BackUpAnswer = { readonly saved: SavedCompany } | { readonly failure: string };

/** Beside this file; of a bundle beside the program, whether this is in it or in a chunk of it. */
const places = ['back-up-thread.ts', 'back-up-thread.js', '../back-up-thread.js'];

/** @throws Error with what an administrator can do */
export function backUpInThread(job: BackUpJob): Promise<SavedCompany> {
  const file = places.map((name) => join(import.meta.dirname, name)).find((path) => existsSync(path));
  if (file === undefined) return Promise.reject(new Error(`a part of this server is missing: ${places[0]}`));
  return new Promise((resolve, reject) => {
    const thread = new Worker(file, { workerData: job });
    thread.once('message', (answer: BackUpAnswer) => {
      if ('saved' in answer) resolve(answer.saved);
      else reject(new Error(`the backup ended badly: ${answer.failure.slice(0, 1_000)}`));
    });
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error('the backup’s thread ended in the middle')));
  });
}
