/** Who is answered at a reader's door: a real thread over a real database, asked as main asks it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrate } from '#db/migrations/migrate.ts';
import { searchFunctions } from '#db/search/functions.ts';
import { openSqlite } from '#db/sqlite.ts';
import { newId } from '../../tests/support/company.ts';
import { schema } from '../../tests/support/databases.ts';
import type { DoorQuestion } from '../device/device-messages.ts';
import { prepareThreads, type ReaderAnswer, type Readers, startReaderThreads } from '../device/readers.ts';

let folder: string;
let readers: Readers;
let door: MessagePort;
let isShut = false;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-door-'));
  const path = join(folder, 'data.sqlite');
  const key = new Uint8Array(32).fill(7);
  const writer = openSqlite({ path, key, functions: searchFunctions });
  await migrate(writer, 'device', schema);
  await writer.close();
  const doors = {
    opened(_: number, opened: MessagePort) {
      door = opened;
    },
    shut() {
      isShut = true;
    },
  };
  const makeThread = prepareThreads(join(import.meta.dirname, '../device/reader-thread.ts'), 1);
  readers = startReaderThreads({ makeThread, count: 1, data: { path, key }, isSlow: () => false, doors, problem() {} });
});
afterEach(async () => {
  await readers.close();
  door.close();
  rmSync(folder, { recursive: true });
});

let lastId = 0;
async function ask(): Promise<string> {
  lastId += 1;
  const id = lastId;
  const answered = new Promise<ReaderAnswer['answer']>((resolve) => {
    const hear = (message: ReaderAnswer): void => {
      if (message.id !== id) return;
      door.off('message', hear);
      resolve(message.answer);
    };
    door.on('message', hear);
  });
  door.postMessage({
    id,
    name: 'crm.customerList',
    args: { search: '', cursor: null, limit: 5 },
  } satisfies DoorQuestion);
  const answer = await answered;
  if (!('reply' in answer)) throw new Error(answer.failure);
  return answer.reply.ok ? 'rows' : answer.reply.reason.code;
}

const asker = (permissions: readonly string[]) => ({ userId: newId(), permissions, deviceCodes: [], clockOffsetMs: 0 });

it('answers nobody who was not let in, and nobody after the end', async () => {
  expect(await ask()).toBe('device.signedOut');
  readers.admit?.(asker(['crm.see']));
  expect(await ask()).toBe('rows');
  readers.admit?.(null);
  expect(isShut).toBe(true);
  expect(await ask()).toBe('device.signedOut');
});

it('rights that change hold for the very next question, however many are on their way', async () => {
  const answers: Promise<string>[] = [];
  for (let turn = 0; turn < 100; turn += 1) {
    readers.admit?.(asker(turn % 2 === 0 ? ['crm.see'] : []));
    answers.push(ask());
    if (turn % 2 === 1) await Promise.all(answers);
  }
  const refused = (await Promise.all(answers)).filter((_, turn) => turn % 2 === 1);
  expect(new Set(refused)).toEqual(new Set(['kernel.notPermitted']));
});
