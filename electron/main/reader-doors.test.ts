import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, expect, it } from 'vitest';
import type { DoorQuestion } from '../device/device-messages.ts';
import type { ReaderAnswer } from '../device/readers.ts';
import { makeReaderDoors } from './reader-doors.ts';

const doors = makeReaderDoors();
const readers: MessagePort[] = [];
afterEach(() => {
  doors.shut();
  for (const reader of readers.splice(0)) reader.close();
});

/** A reader that answers with its place, breaks at `break` and keeps `hold` and `longReport` waiting. */
function open(place: number): MessagePort {
  const { port1, port2 } = new MessageChannel();
  readers.push(port1);
  port1.on('message', ({ id, name }: DoorQuestion) => {
    if (name === 'hold' || name === 'longReport') return;
    const answer = name === 'break' ? { failure: 'no such table' } : { reply: { ok: true as const, rows: place } };
    port1.postMessage({ id, answer } satisfies ReaderAnswer);
  });
  doors.add({ kind: 'reader', place, count: 2, slow: ['report', 'longReport'], door: port2 });
  return port1;
}

const stopped = { ok: false, reason: { code: 'device.readerStopped', params: {} } };

it('leaves to the device thread what has no door: anything without the first, reports without the last', async () => {
  expect(await doors.ask('list', {})).toBeNull();
  open(1);
  expect(await doors.ask('list', {})).toBeNull();
  doors.shut();
  open(0);
  expect(await doors.ask('report', {})).toBeNull();
  expect(await doors.ask('list', {})).toEqual({ ok: true, rows: 0 });
  doors.shut();
  expect(await doors.ask('list', {})).toBeNull();
});

it('leaves to the device thread what would wait behind many, until there is another reader', async () => {
  open(0);
  const held = Array.from({ length: 4 }, () => doors.ask('hold', {}));
  expect(await doors.ask('list', {})).toBeNull();
  open(1);
  expect(await doors.ask('list', {})).toEqual({ ok: true, rows: 1 });
  doors.shut();
  expect(await Promise.all(held)).toEqual([stopped, stopped, stopped, stopped]);
});

it('gives reports to the last, and everything else to the one with the least to do', async () => {
  open(0);
  open(1);
  expect(await doors.ask('report', {})).toEqual({ ok: true, rows: 1 });
  const held = doors.ask('hold', {});
  expect(await doors.ask('list', {})).toEqual({ ok: true, rows: 1 });
  doors.shut();
  expect(await held).toEqual(stopped);
});

it('lets nothing wait behind a report, however much the others have to do', async () => {
  open(0);
  open(1);
  const report = doors.ask('longReport', {});
  const typed = await Promise.all(['list', 'list', 'list'].map((name) => doors.ask(name, {})));
  expect(typed).toEqual(Array.from({ length: 3 }, () => ({ ok: true, rows: 0 })));
  doors.shut();
  expect(await report).toEqual(stopped);
});

it('answers what is open at a reader that ends, and takes its next door', async () => {
  const first = open(0);
  open(1);
  const held = doors.ask('hold', {});
  first.close();
  expect(await held).toEqual(stopped);
  expect(await doors.ask('list', {})).toBeNull();
  open(0);
  expect(await doors.ask('list', {})).toEqual({ ok: true, rows: 0 });
});

it('leaves a query that breaks to the device thread, which notes it', async () => {
  open(0);
  open(1);
  expect(await doors.ask('break', {})).toBeNull();
});
