/**
 * Files of the profile and of backups. Guards:
 * - a file is whole or the one before: written beside, flushed, then renamed over;
 * - what is written is written to its last byte, or the disk's reason is thrown;
 * - what cannot be read as it should be is set aside under a name with the time, never overwritten.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { z } from 'zod';
import type { Instant } from '#shared/kernel/instants.ts';

/** Writes JSON so that a power cut leaves either the old file or the new one. */
export function writeJsonFile(path: string, value: unknown): void {
  const beside = `${path}.new`;
  const file = openSync(beside, 'w', 0o600);
  try {
    writeWhole(file, Buffer.from(JSON.stringify(value, null, 2)));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, path);
}

/** Writes all of it: a disk that gets full takes a part first, and says so only at the next byte. @throws what the disk says */
export function writeWhole(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.byteLength; ) {
    const count = writeSync(file, bytes, done, bytes.byteLength - done);
    if (count === 0) throw Object.assign(new Error('the disk takes no more'), { code: 'ENOSPC' });
    done += count;
  }
}

/** Flushes the names in a folder, so that what was renamed there stays renamed. Where a disk cannot, nothing is lost. */
export function flushFolder(folder: string): void {
  let opened: number | null = null;
  try {
    opened = openSync(folder, 'r');
    fsyncSync(opened);
  } catch {
    // Windows opens no folder, and some network disks flush none: they keep names in their own way.
  } finally {
    if (opened !== null) closeSync(opened);
  }
}

/** The file's content, null where there is none, or `damaged` where it is not what the schema says. */
export function readJsonFile<T>(path: string, schema: z.ZodType<T>): T | null | 'damaged' {
  if (!existsSync(path)) return null;
  try {
    const parsed = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.data : 'damaged';
  } catch {
    return 'damaged';
  }
}

/**
 * Moves files out of the way into `set-aside`.
 * @param paths the file or folder that matters first; companions (WAL) that exist follow it
 * @param beside where `set-aside` lies: by default beside the first
 * @returns where the first one is now
 */
export function setFilesAside(
  paths: readonly [string, ...string[]],
  now: Instant,
  beside: string = dirname(paths[0]),
): string {
  const stamp = new Date(now).toISOString().replaceAll(':', '').replace('.', '');
  const folder = join(beside, 'set-aside');
  mkdirSync(folder, { recursive: true });
  let turn = 0;
  const nameOf = (path: string): string => join(folder, `${stamp}${turn > 0 ? `-${turn}` : ''}-${basename(path)}`);
  while (paths.some((path) => existsSync(nameOf(path)))) turn += 1;
  for (const path of paths) if (existsSync(path)) renameSync(path, nameOf(path));
  return nameOf(paths[0]);
}
