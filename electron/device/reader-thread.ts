/** Entry of a reader thread: one read-only connection that answers one question after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { openSqlite } from '#db/sqlite.ts';
import { registry } from '#shared/registry.ts';
import { answerQuestion, type Question, type ReaderAnswer, type ReaderThreadData } from './readers.ts';

const { path, key } = workerData as ReaderThreadData;
const database = openSqlite({ path, key, readOnly: true });

parentPort?.on('message', async ({ id, question }: { id: number; question: Question }) => {
  const message: ReaderAnswer = { id, answer: await answer(question) };
  parentPort?.postMessage(message);
});

async function answer(question: Question): Promise<ReaderAnswer['answer']> {
  try {
    return { reply: await answerQuestion(database, registry, question) };
  } catch (error) {
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
