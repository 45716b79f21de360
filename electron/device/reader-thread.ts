/** Entry of a reader thread: one read-only connection that answers one question after the other. */
import { parentPort } from 'node:worker_threads';
import { openSqlite, type SqliteDatabase } from '#db/sqlite.ts';
import { registry } from '#shared/registry.ts';
import { answerQuestion, type Question, type ReaderAnswer, type ToReader } from './readers.ts';

let database: SqliteDatabase | null = null;

parentPort?.on('message', async (message: ToReader) => {
  if ('open' in message) {
    database = openSqlite({ ...message.open, readOnly: true });
    return;
  }
  const { id, question } = message;
  parentPort?.postMessage({ id, answer: await answer(question) } satisfies ReaderAnswer);
});

async function answer(question: Question): Promise<ReaderAnswer['answer']> {
  try {
    if (!database) throw new Error('this reader was given no database');
    return { reply: await answerQuestion(database, registry, question) };
  } catch (error) {
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
