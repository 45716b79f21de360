/** A thread that lives for one copy of the company: its server goes on answering while the copy is written and read back. */
import { parentPort, workerData } from 'node:worker_threads';
import { sayFailure } from '../say-failure.ts';
import { backUpCompany } from './back-up-company.ts';
import type { BackUpAnswer, BackUpJob } from './back-up-in-thread.ts';

const { place, to, earlier } = workerData as BackUpJob;
const tell = (answer: BackUpAnswer): void => parentPort?.postMessage(answer);

backUpCompany(place, to, earlier).then(
  (saved) => tell({ saved }),
  (error: unknown) => tell({ failure: sayFailure(error) }),
);
