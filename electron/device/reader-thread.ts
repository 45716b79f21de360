/** Entry of a reader thread: one read-only connection that answers one question after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { openSqlite } from '#db/sqlite.ts';
import { registry } from '#shared/registry.ts';
import { answerQuestion, type Question, type ReaderAnswer, type ReaderThreadData } from './readers.ts';

const { path, key } = workerData as ReaderThreadData;
const database = openSqlite({ path, key, readOnly: true });

parentPort?.on('message', async ({ id, question }: { id: number; question: Question }) => {
  const answer: ReaderAnswer = { id, reply: await answerQuestion(database, registry, question) };
  parentPort?.postMessage(answer);
});
