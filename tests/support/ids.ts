/** The one maker of ids for tests: UUIDv7 that sort as they were made, the same in each run. */
import { type Id, makeId } from '#shared/kernel/ids.ts';

/** 2026-11-23 14:30 in Wuhan: when tests of commands happen. */
export const NOW = Date.UTC(2026, 10, 23, 6, 30);

let counter = 0;
export function newId(): Id {
  counter += 1;
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setUint32(12, counter);
  return makeId(NOW + counter, bytes);
}

/** Starts the ids again, so that two databases get the same company. */
export function restartIds(): void {
  counter = 0;
}
