import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { prepareThreads, type Readers, startReaderThreads } from './readers.ts';

let folder: string;
let readers: Readers;
let starts: Int32Array;

/**
 * A thread that ends at the question `end`, breaks at `break`, is busy from `report` to `done`, and answers all others with
 * its number.
 */
const thread = `
  import { parentPort, threadId } from 'node:worker_threads';
  let shared;
  parentPort.on('message', ({ open, id, question }) => {
    if (open) {
      shared = open.key;
      Atomics.add(shared, 0, 1);
      return;
    }
    if (question.name === 'end') process.exit(1);
    if (question.name === 'report') Atomics.wait(shared, 1, 0);
    const answer = question.name === 'break' ? { failure: 'no such table' } : { reply: { ok: true, rows: threadId } };
    parentPort.postMessage({ id, answer });
  });`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-readers-'));
  writeFileSync(join(folder, 'reader.mjs'), thread);
  starts = new Int32Array(new SharedArrayBuffer(8));
  readers = startReaderThreads({
    makeThread: prepareThreads(join(folder, 'reader.mjs'), 1),
    count: 2,
    data: { path: '', key: starts as unknown as Uint8Array },
    isSlow: (name) => name === 'report',
    problem: () => {},
  });
});
afterEach(async () => {
  await readers.close();
  rmSync(folder, { recursive: true });
});

const ask = (name: string) =>
  readers.ask({ name, args: {}, userId: '' as never, permissions: [], deviceCodes: [], now: 0 as never });
const stopped = { ok: false, reason: { code: 'device.readerStopped', params: {} } };

it('every question is answered, however often threads ended', async () => {
  for (let end = 0; end < 12; end += 1) expect(await ask('end')).toEqual(stopped);
  for (const reply of await Promise.all([ask('list'), ask('list'), ask('list')])) expect(reply.ok).toBe(true);
});

it('a thread that ended starts again with a question, not by itself', async () => {
  await Promise.all(Array.from({ length: 8 }, () => ask('list')));
  expect(starts[0]).toBe(2);
  await ask('end');
  await ask('end');
  expect(starts[0]).toBeLessThanOrEqual(3);
});

it('short questions share the thread that is there, and one more starts when many wait', async () => {
  await Promise.all([ask('list'), ask('list'), ask('list')]);
  expect(starts[0]).toBe(1);
  await Promise.all(Array.from({ length: 8 }, () => ask('list')));
  expect(starts[0]).toBe(2);
});

it('what breaks in a query rejects, and the thread lives', async () => {
  await expect(ask('break')).rejects.toThrow('no such table');
  expect(await ask('list')).toMatchObject({ ok: true });
});

it('a question after the end, and one that the end overtakes, are answered', async () => {
  const overtaken = ask('list');
  await readers.close();
  expect(await ask('list')).toEqual(stopped);
  await overtaken;
});

it('reports have one thread: what is typed is answered while they run, however many there are', async () => {
  const reports = [ask('report'), ask('report'), ask('report')];
  // More at once than there are reports: the thread of the reports has the shorter queue, and is not taken.
  const typed = await Promise.all(Array.from({ length: 8 }, () => ask('list')));
  expect(new Set(typed.map((reply) => reply.ok && reply.rows)).size).toBe(1);
  Atomics.store(starts, 1, 1);
  Atomics.notify(starts, 1);
  const [first, ...others] = await Promise.all(reports);
  expect(others).toEqual([first, first]);
  expect(typed[0]).not.toEqual(first);
});

it('threads that were prepared are taken first, and one that ended meanwhile is not', async () => {
  const makeThread = prepareThreads(join(folder, 'reader.mjs'), 2);
  const [first, second] = [makeThread(), makeThread()];
  expect(first).not.toBe(second);
  const third = makeThread();
  await Promise.all([first, second, third].map((each) => each.terminate()));
  writeFileSync(join(folder, 'ends.mjs'), 'process.exit(0)');
  const end = new Promise((resolve) => process.once('worker', (worker) => worker.once('exit', resolve)));
  const ended = prepareThreads(join(folder, 'ends.mjs'), 1);
  await end;
  writeFileSync(
    join(folder, 'ends.mjs'),
    'import { parentPort } from "node:worker_threads"; parentPort.postMessage(1);',
  );
  const replaced = ended();
  expect(await new Promise((resolve) => replaced.once('message', resolve))).toBe(1);
});
