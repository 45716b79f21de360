import { v7 } from 'uuid';
import { z } from 'zod';
import type { Instant } from './instants.ts';

/** A UUIDv7 in lower-case text: made where the row is made, sorted by the time it was made. */
export type Id = string;

const uuidV7Pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Schema of an id that crosses a border (command arguments, HTTP, IPC). */
export const idSchema = z.string().regex(uuidV7Pattern);

/**
 * Makes a UUIDv7 from a given time and given random bytes, so that the caller's World owns both.
 * @param now instant in milliseconds UTC, its 48 bits lead the id
 * @param randomBytes 16 bytes; the ten that follow the time are taken from them
 */
export function makeId(now: Instant, randomBytes: Uint8Array): Id {
  return v7({ msecs: now, random: randomBytes });
}
