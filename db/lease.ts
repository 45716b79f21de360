/**
 * Holds a lock beside a database for as long as a process works with it. Guards:
 * - two processes never hold one lease; the operating system frees it when its holder dies, however it dies;
 * - what lies under a lease is removed only by who holds it, so that nobody opens it meanwhile.
 */
import { existsSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from '#shared/kernel/error-code.ts';
import { DatabaseUnreadable } from './database.ts';
import { removeDatabase } from './remove-database.ts';
import { openSqlite, type SqliteDatabase } from './sqlite.ts';

/**
 * Takes the lease, a small file of its own that never holds anything.
 * @returns its end, or null while another process has it @throws what the disk says
 */
export async function takeLease(path: string): Promise<(() => Promise<void>) | null> {
  let lease: SqliteDatabase | null = null;
  try {
    lease = openSqlite({ path, busyTimeoutMs: 0 });
    const held = lease;
    const transaction = await held.kysely.startTransaction().execute();
    return async () => {
      await transaction.rollback().execute();
      await held.close();
    };
  } catch (error) {
    await lease?.close();
    if (codeOf(error).startsWith('SQLITE_BUSY')) return null;
    if (!(error instanceof DatabaseUnreadable)) throw error;
    // Nothing of worth is in it.
    removeDatabase(path);
    return takeLease(path);
  }
}

/**
 * Removes a folder with all that is in it, unless another process holds the lease in it.
 * @param lease of the folder, a path directly in it
 * @returns whether the folder is gone; one that was not there is
 */
export async function removeUnlessHeld(lease: string): Promise<boolean> {
  const folder = dirname(lease);
  if (!existsSync(folder)) return true;
  let endLease: (() => Promise<void>) | null;
  try {
    endLease = await takeLease(lease);
  } catch (error) {
    // Another process was faster.
    if (!existsSync(folder)) return true;
    throw error;
  }
  if (!endLease) return false;
  let isGone = true;
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // A system that does not let open files go: the lease's own is one.
    isGone = false;
  }
  await endLease();
  if (!isGone) rmSync(folder, { recursive: true, force: true });
  return true;
}
