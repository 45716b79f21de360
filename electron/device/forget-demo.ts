/**
 * What a demo company leaves behind when it is thrown away. Guards:
 * - only people of a demo go, and only those of another demo company than the one that is there now;
 * - a database that any process has open stays: whoever has it open is told, and removes it itself.
 */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '#shared/kernel/refusal.ts';
import { takeLease } from './open-database.ts';
import { databasePath, type Profile, readPerson } from './profile.ts';

/** Removes the people of other demo companies from the profile that is open here. */
export async function forgetDemoHere(profile: Profile, companyId: string): Promise<void> {
  for (const folder of profile.people()) {
    const { demo, companyId: theirs } = folder.person;
    if (demo && theirs !== companyId && (await isFree(databasePath(folder)))) profile.removePerson(folder);
  }
}

/** Removes them from another profile of this computer, which may be open in another window. */
export async function forgetDemoIn(profileFolder: string, companyId: string): Promise<void> {
  for (const path of listFolders(join(profileFolder, 'people'))) {
    const person = readPerson(path);
    if (!person?.demo || person.companyId === companyId) continue;
    if (await isFree(databasePath({ path, person }))) rmSync(path, { recursive: true, force: true });
  }
}

function listFolders(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

async function isFree(path: string): Promise<boolean> {
  try {
    const endLease = await takeLease(`${path}.lease`);
    await endLease();
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
