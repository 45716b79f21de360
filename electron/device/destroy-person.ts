/**
 * Destroys what a closed device holds of a person. Guards:
 * - the sealed keys and tokens are written over before anything is removed: what is left of the database opens no more;
 * - it is out of the way in one step, so that a cut leaves no half of a person; the next start destroys the rest;
 * - a database that another process has open is left, and tried again.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { takeLease } from '#db/lease.ts';
import type { RandomSource } from '#shared/kernel/world.ts';
import { flushFolder, writeWhole } from './files.ts';
import { databasePath, leasePath, type PersonFolder } from './profile.ts';

const foldersOf = (profileFolder: string) => join(profileFolder, 'destroyed');

/** Removes a person's folder. @returns whether it is gone; not while another process works in it */
export async function destroyPerson(
  profileFolder: string,
  folder: PersonFolder,
  random: RandomSource,
): Promise<boolean> {
  if (!existsSync(folder.path)) return true;
  const endLease = await takeLease(leasePath(databasePath(folder)));
  if (!endLease) return false;
  await endLease();
  const target = join(foldersOf(profileFolder), basename(folder.path));
  mkdirSync(foldersOf(profileFolder), { recursive: true, mode: 0o700 });
  renameSync(folder.path, target);
  flushFolder(foldersOf(profileFolder));
  destroyLeftovers(profileFolder, random);
  return true;
}

/** Goes on with what a cut has left. */
export function destroyLeftovers(profileFolder: string, random: RandomSource): void {
  const folders = foldersOf(profileFolder);
  if (!existsSync(folders)) return;
  for (const name of readdirSync(folders)) destroyFolder(join(folders, name), random);
  rmSync(folders, { recursive: true, force: true });
}

function destroyFolder(folder: string, random: RandomSource): void {
  for (const path of listSecrets(folder)) overwrite(path, random);
  rmSync(folder, { recursive: true, force: true });
}

/** Every file that holds a sealed key or token: those beside the database, and those of what was set aside. */
function listSecrets(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** In its own place on the disk, as far as the disk does so. */
function overwrite(path: string, random: RandomSource): void {
  const file = openSync(path, 'r+');
  try {
    writeWhole(file, random.bytes(statSync(path).size));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
