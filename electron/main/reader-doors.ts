/**
 * Main's ends of the reader threads' doors. Guards:
 * - slow queries go to the last thread alone, everything else to the one with the least to do, as the device thread has it;
 * - where the door is missing (a thread ended or has not been needed, nobody is signed in) the device thread is asked: it
 *   starts what is to be started, or says why not;
 * - every question is answered, also when its thread ends.
 */
import type { MessagePort } from 'node:worker_threads';
import type { QueryReply } from '#shared/protocol/bridge.ts';
import { type DoorQuestion, type FromDevice, WORTH_A_START } from '../device/device-messages.ts';
import type { ReaderAnswer } from '../device/readers.ts';

type OpenedDoor = Extract<FromDevice, { kind: 'reader' }>;
type Answer = ReaderAnswer['answer'];

interface Door {
  readonly port: MessagePort;
  readonly open: Map<number, (answer: Answer) => void>;
  /** Those of the open questions that take long. */
  readonly slow: Set<number>;
}

export interface ReaderDoors {
  add(opened: OpenedDoor): void;
  /** Shuts all doors; what is open is answered. */
  shut(): void;
  /** @returns null when the device thread has to be asked: a door is missing, or the query broke */
  ask(name: string, args: unknown): Promise<QueryReply | null>;
}

const stopped: Answer = { reply: { ok: false, reason: { code: 'device.readerStopped', params: {} } } };

export function makeReaderDoors(): ReaderDoors {
  const doors = new Map<number, Door>();
  let count = 0;
  let slow: ReadonlySet<string> = new Set();
  let lastId = 0;

  function answerAll({ open }: Door): void {
    for (const resolve of open.values()) resolve(stopped);
    open.clear();
  }

  function choose(name: string): Door | null {
    if (slow.has(name)) return doors.get(count - 1) ?? null;
    let least = doors.get(0) ?? null;
    // Behind something slow even a short queue is long.
    for (const door of doors.values())
      if (least && door.slow.size === 0 && door.open.size < least.open.size) least = door;
    return least && least.open.size >= WORTH_A_START && doors.size < count ? null : least;
  }

  return {
    add(opened) {
      const door: Door = { port: opened.door, open: new Map(), slow: new Set() };
      doors.get(opened.place)?.port.close();
      doors.set(opened.place, door);
      count = opened.count;
      slow = new Set(opened.slow);
      door.port.on('message', ({ id, answer }: ReaderAnswer) => {
        door.open.get(id)?.(answer);
        door.open.delete(id);
        door.slow.delete(id);
      });
      door.port.on('close', () => {
        if (doors.get(opened.place) === door) doors.delete(opened.place);
        answerAll(door);
      });
    },
    shut() {
      for (const door of doors.values()) {
        door.port.close();
        answerAll(door);
      }
      doors.clear();
    },
    async ask(name, args) {
      const door = choose(name);
      if (!door) return null;
      lastId += 1;
      const id = lastId;
      const answer = await new Promise<Answer>((resolve) => {
        door.open.set(id, resolve);
        if (slow.has(name)) door.slow.add(id);
        door.port.postMessage({ id, name, args } satisfies DoorQuestion);
      });
      return 'reply' in answer ? answer.reply : null;
    },
  };
}
