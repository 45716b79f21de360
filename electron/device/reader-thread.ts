/**
 * Entry of a reader thread: one read-only connection that answers one question after the other. Guards:
 * - a question by the door is parsed, and it says neither who asks nor with which rights;
 * - what the device thread said before is heard before the question, whichever port was looked at first.
 */
import { type MessagePort, parentPort, receiveMessageOnPort } from 'node:worker_threads';
import { openSqlite, type SqliteDatabase } from '#db/sqlite.ts';
import { registry } from '#shared/registry.ts';
import { doorQuestionSchema } from './device-messages.ts';
import { type Asker, answerQuestion, type Question, type ReaderAnswer, type ToReader } from './readers.ts';
import { makeRealWorld } from './real-world.ts';

const { clock } = makeRealWorld();
let database: SqliteDatabase | null = null;
let asker: Asker | null = null;

parentPort?.on('message', take);

function take(message: ToReader): void {
  if ('open' in message) {
    const { door } = message;
    database = openSqlite({ ...message.open, readOnly: true });
    door?.on('message', (raw: unknown) => takeAtDoor(door, raw));
  } else if ('asker' in message) asker = message.asker;
  else if (parentPort) void reply(parentPort, message.id, message.question);
}

function takeAtDoor(door: MessagePort, raw: unknown): void {
  for (;;) {
    const waiting = parentPort ? receiveMessageOnPort(parentPort) : undefined;
    if (!waiting) break;
    take(waiting.message as ToReader);
  }
  const { id, name, args } = doorQuestionSchema.parse(raw);
  if (asker) {
    const { clockOffsetMs, ...own } = asker;
    void reply(door, id, { name, args, ...own, now: Math.max(0, clock.now() + clockOffsetMs) });
    return;
  }
  const nobody = { ok: false, reason: { code: 'device.signedOut', params: {} } } as const;
  door.postMessage({ id, answer: { reply: nobody } } satisfies ReaderAnswer);
}

async function reply(port: MessagePort, id: number, question: Question): Promise<void> {
  port.postMessage({ id, answer: await answer(question) } satisfies ReaderAnswer);
}

async function answer(question: Question): Promise<ReaderAnswer['answer']> {
  try {
    if (!database) throw new Error('this reader was given no database');
    return { reply: await answerQuestion(database, registry, question) };
  } catch (error) {
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
