/**
 * SQLite's write-ahead log as bytes: what of it was surely on the disk, and what a power cut may take. Offsets are those
 * of SQLite's file format (fileformat2, walformat).
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import type { LogMark } from './device-messages.ts';

const LOG_HEAD_BYTES = 32;
const FRAME_HEAD_BYTES = 24;
/** In the index (-shm): committed frames; and those that a checkpoint has begun to copy into the database. */
const INDEX_FRAMES_AT = 16;
const INDEX_BACKFILL_AT = 128;

/**
 * The index of a database that this very process works with, never closed: closing a file frees all locks that the
 * process has on it (POSIX), SQLite's too, and the next process to come would take the index for its own to make anew.
 */
const openIndexes = new Map<string, { readonly file: number; readonly inode: number }>();

function readOpenIndex(path: string): Buffer {
  const { ino } = statSync(path);
  let index = openIndexes.get(path);
  if (index?.inode !== ino) {
    index = { file: openSync(path, 'r'), inode: ino };
    openIndexes.set(path, index);
  }
  const bytes = Buffer.alloc(INDEX_BACKFILL_AT + 4);
  return bytes.subarray(0, readSync(index.file, bytes, 0, bytes.length, 0));
}

/**
 * Where the log stands now. Call it right after a commit, in the process that made it: every frame that the index counts
 * was synced.
 */
export function readLogMark(databasePath: string): LogMark {
  const index = readOpenIndex(`${databasePath}-shm`);
  const head = readBytes(`${databasePath}-wal`, 0, LOG_HEAD_BYTES);
  return { salts: saltsOf(head), frames: index.length < 20 ? 0 : index.readUInt32LE(INDEX_FRAMES_AT) };
}

export interface LogCut {
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /** The bytes are not gone but hold something else, as after a write that was torn. */
  readonly isTorn: boolean;
}

/**
 * Takes away what was written after `durable` frames, at a random byte. Whoever had the database open must be dead.
 * @param random from 0 to below 1
 * @returns null where there is nothing to take
 */
export function cutLog(databasePath: string, durableFrames: number, random: () => number): LogCut | null {
  const path = `${databasePath}-wal`;
  if (!existsSync(path)) return null;
  const file = openSync(path, 'r+');
  try {
    const bytesBefore = fstatSync(file).size;
    const head = readBytes(path, 0, LOG_HEAD_BYTES);
    if (head.length < LOG_HEAD_BYTES) return null;
    const from = durableFrames === 0 ? LOG_HEAD_BYTES : LOG_HEAD_BYTES + durableFrames * frameBytes(head);
    if (from >= bytesBefore) return null;
    const bytesAfter = from + Math.floor(random() * (bytesBefore - from));
    const isTorn = random() < 0.4;
    if (isTorn) {
      const noise = Buffer.from(
        Array.from({ length: Math.min(4_096, bytesBefore - bytesAfter) }, () => random() * 256),
      );
      writeSync(file, noise, 0, noise.length, bytesAfter);
    } else ftruncateSync(file, bytesAfter);
    return { bytesBefore, bytesAfter, isTorn };
  } finally {
    closeSync(file);
  }
}

/**
 * Frames that no power cut can take: those that were acknowledged, and those that a checkpoint relies on. Where the log
 * was begun anew since, what was acknowledged is in the database itself.
 */
export function durableFramesSince(databasePath: string, acknowledged: LogMark | null): number {
  const head = readBytes(`${databasePath}-wal`, 0, LOG_HEAD_BYTES);
  const index = readBytes(`${databasePath}-shm`, 0, INDEX_BACKFILL_AT + 4);
  const copied = index.length < INDEX_BACKFILL_AT + 4 ? 0 : index.readUInt32LE(INDEX_BACKFILL_AT);
  return Math.max(copied, acknowledged?.salts === saltsOf(head) ? acknowledged.frames : 0);
}

/** Call it only for a database that nobody of this process has open. Frames up to the end of the last whole commit in the log. */
export function committedFrames(databasePath: string): number {
  const path = `${databasePath}-wal`;
  if (!existsSync(path)) return 0;
  const log = readFileSync(path);
  if (log.length < LOG_HEAD_BYTES) return 0;
  const salts = saltsOf(log);
  const size = frameBytes(log);
  let committed = 0;
  for (let frame = 1; LOG_HEAD_BYTES + frame * size <= log.length; frame += 1) {
    const at = LOG_HEAD_BYTES + (frame - 1) * size;
    // Bytes 8 to 15 of a frame repeat the log's salts; bytes 4 to 7 are not 0 in the last frame of a commit.
    if (log.toString('hex', at + 8, at + 16) !== salts) break;
    if (log.readUInt32BE(at + 4) !== 0) committed = frame;
  }
  return committed;
}

const saltsOf = (head: Buffer): string => head.toString('hex', 16, 24);

function frameBytes(head: Buffer): number {
  const page = head.readUInt32BE(8);
  return FRAME_HEAD_BYTES + (page === 1 ? 65_536 : page);
}

function readBytes(path: string, from: number, count: number): Buffer {
  if (!existsSync(path)) return Buffer.alloc(0);
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(count);
    return bytes.subarray(0, readSync(file, bytes, 0, count, from));
  } finally {
    closeSync(file);
  }
}
