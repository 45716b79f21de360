import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Readers, startReaderThreads } from './readers.ts';

let folder: string;
let readers: Readers;
let starts: Int32Array;

/** A thread that ends at the question `end`, breaks at `break`, and answers all others. */
const thread = `
  import { parentPort, workerData } from 'node:worker_threads';
  Atomics.add(workerData.key, 0, 1);
  parentPort.on('message', ({ id, question }) => {
    if (question.name === 'end') process.exit(1);
    const answer = question.name === 'break' ? { failure: 'no such table' } : { reply: { ok: true, rows: 1 } };
    parentPort.postMessage({ id, answer });
  });`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-readers-'));
  writeFileSync(join(folder, 'reader.mjs'), thread);
  starts = new Int32Array(new SharedArrayBuffer(4));
  const data = { path: '', key: starts as unknown as Uint8Array };
  readers = startReaderThreads(join(folder, 'reader.mjs'), 2, data, () => {});
});
afterEach(async () => {
  await readers.close();
  rmSync(folder, { recursive: true });
});

const ask = (name: string) => readers.ask({ name, args: {}, userId: '' as never, permissions: [], now: 0 as never });
const stopped = { ok: false, reason: { code: 'device.readerStopped', params: {} } };

it('every question is answered, however often threads ended', async () => {
  for (let end = 0; end < 12; end += 1) expect(await ask('end')).toEqual(stopped);
  expect(await Promise.all([ask('list'), ask('list'), ask('list')])).toEqual(Array(3).fill({ ok: true, rows: 1 }));
});

it('a thread that ended starts again with a question, not by itself', async () => {
  await Promise.all([ask('list'), ask('list')]);
  expect(starts[0]).toBe(2);
  await ask('end');
  await ask('end');
  expect(starts[0]).toBeLessThanOrEqual(3);
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
