/**
 * Makes and unpacks backups, away from the thread that works. Guards:
 * - the copy is of one moment, while readers and the writer go on; it is encrypted wherever it lies;
 * - what was unpacked is opened and read through before anybody believes it, and gets a key of its own: whoever has the
 *   backup and its password has the key that lies in it;
 * - no copy is left behind.
 */
import { statSync } from 'node:fs';
import { DatabaseUnreadable } from '#db/database.ts';
import { removeDatabase } from '#db/remove-database.ts';
import { openSqlite, rekeySqlite } from '#db/sqlite.ts';
import { Refusal } from '#shared/kernel/refusal.ts';
import type { World } from '#shared/kernel/world.ts';
import { type BackupManifest, readBackupFile, writeBackupFile } from './backup-file.ts';
import { countLedger } from './count-ledger.ts';
import { readState } from './sync-state.ts';

export interface DatabaseFile {
  readonly path: string;
  readonly key: Uint8Array;
}

export interface BackUpJob {
  readonly kind: 'backUp';
  readonly database: DatabaseFile;
  readonly target: string;
  readonly password: string;
  readonly manifest: Omit<BackupManifest, 'waiting' | 'databaseBytes'>;
}

export interface UnpackJob {
  readonly kind: 'unpack';
  readonly source: string;
  readonly password: string;
  /** Where the database is written, and the key that it gets; null: only the manifest is asked for. */
  readonly target: DatabaseFile | null;
}

/** What a backup is made from, while it is made. @param path of the database */
export const backupCopyOf = (path: string): string => `${path}.backing-up`;

/** @returns what the backup says of itself @throws what the disk says */
export async function makeBackup(world: World, job: BackUpJob): Promise<BackupManifest> {
  const copy = backupCopyOf(job.database.path);
  removeDatabase(copy);
  try {
    await copyDatabase(job.database, copy);
    const waiting = await countWaiting({ path: copy, key: job.database.key });
    const manifest = { ...job.manifest, waiting, databaseBytes: statSync(copy).size };
    await writeBackupFile(world, job.target, job.password, manifest, copy);
    return manifest;
  } finally {
    removeDatabase(copy);
  }
}

/** @throws Refusal with a code of backup.*; what the disk says */
export async function unpackBackup(world: World, job: UnpackJob): Promise<BackupManifest> {
  const manifest = await readBackupFile(world, job.source, job.password, job.target?.path ?? null);
  if (job.target === null) return manifest;
  const { path } = job.target;
  const key = new Uint8Array(Buffer.from(manifest.key, 'base64'));
  await checkUnpacked({ path, key }, manifest);
  rekeySqlite(path, key, job.target.key);
  return manifest;
}

async function copyDatabase({ path, key }: DatabaseFile, copy: string): Promise<void> {
  const reader = openSqlite({ path, key, readOnly: true });
  try {
    reader.copyTo(copy);
  } finally {
    await reader.close();
  }
}

async function countWaiting({ path, key }: DatabaseFile): Promise<number> {
  const reader = openSqlite({ path, key, readOnly: true });
  try {
    return (await countLedger(reader.kysely)).waiting;
  } finally {
    await reader.close();
  }
}

async function checkUnpacked({ path, key }: DatabaseFile, { person }: BackupManifest): Promise<void> {
  let database: ReturnType<typeof openSqlite> | null = null;
  try {
    database = openSqlite({ path, key, readOnly: true });
    if (database.checkDatabase().length > 0) throw new Refusal('backup.damaged');
    const isTheirs =
      (await readState(database.kysely, 'companyId')) === person.companyId &&
      (await readState(database.kysely, 'userId')) === person.userId;
    if (!isTheirs) throw new Refusal('backup.damaged');
  } catch (error) {
    if (!(error instanceof DatabaseUnreadable)) throw error;
    if (error.cause === 'otherBuild') throw new Refusal('backup.otherBuild');
    throw new Refusal(error.cause === 'newer' ? 'backup.newer' : 'backup.damaged');
  } finally {
    await database?.close();
  }
}
