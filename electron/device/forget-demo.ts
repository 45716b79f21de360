/**
 * What a demo company leaves behind when it is thrown away. Guards:
 * - only people of a demo go, and only those of another demo company than the one that is there now;
 * - a database that any process has open stays: whoever has it open is told, and removes it itself;
 * - whoever another window removed already is removed here too, and trouble with one person never keeps the others.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { removeUnlessHeld } from '#db/lease.ts';
import { databasePath, leasePath, type Person, type Profile, readPerson } from './profile.ts';

type Problem = (where: string, error: unknown) => void;

/** Removes the people of other demo companies from the profile that is open here. */
export async function forgetDemoHere(profile: Profile, companyId: string, problem: Problem): Promise<void> {
  for (const folder of profile.people()) {
    if (!isForgotten(folder.person, companyId)) continue;
    await tried(problem, async () => {
      if (await removeUnlessHeld(leasePath(databasePath(folder)))) profile.dropPerson(folder);
    });
  }
}

/** Removes them from another profile of this computer, which may be open in another window. */
export async function forgetDemoIn(profileFolder: string, companyId: string, problem: Problem): Promise<void> {
  for (const path of listFolders(join(profileFolder, 'people'))) {
    const person = readPerson(path);
    if (person === null || !isForgotten(person, companyId)) continue;
    await tried(problem, () => removeUnlessHeld(leasePath(databasePath({ path, person }))));
  }
}

const isForgotten = (person: Person, companyId: string): boolean => person.demo && person.companyId !== companyId;

async function tried(problem: Problem, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    problem('forget the demo', error);
  }
}

function listFolders(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}
