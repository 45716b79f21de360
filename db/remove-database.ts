/** Removing a SQLite file: what SQLite keeps beside it goes with it, or the next file of that name would take it in. */
import { rmSync } from 'node:fs';

const SIDE_FILES = ['-wal', '-shm', '-journal'] as const;

/** Removes a database that nobody holds open, where it is there. */
export function removeDatabase(path: string): void {
  rmSync(path, { force: true });
  removeSideFiles(path);
}

/** What a database of before left beside its file. */
export function removeSideFiles(path: string): void {
  for (const end of SIDE_FILES) rmSync(path + end, { force: true });
}
