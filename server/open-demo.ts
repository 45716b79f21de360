/**
 * Opens the demo company. Guards: a build that was cut leaves no half company behind; the next start builds anew.
 */
import { renameSync, rmSync } from 'node:fs';
import type { SatchelDatabase } from '#db/database.ts';
import type { DemoLanguage } from '#db/demo/language.ts';
import { demoPeople } from '#db/demo/people.ts';
import { buildDemo } from './company/build-demo.ts';
import { readCompanyId } from './company/create-company.ts';
import { openCompany } from './open-company.ts';
import type { DatabasePlace } from './read-options.ts';
import type { ServerWorld } from './server-world.ts';
import '#shared/domains/admin/tables.ts';

/** The same company on every computer. */
const DEMO_SEED = 20_261_123;

/** Someone whom the sign-in screen of the demo shows, password included. */
export interface DemoSignIn {
  readonly login: string;
  readonly password: string;
  readonly name: string;
  readonly roleCode: string;
}

/** Opens the company, after building it when there is none yet. */
export async function openDemo(
  place: DatabasePlace,
  language: DemoLanguage,
  world: ServerWorld,
): Promise<SatchelDatabase> {
  const database = await openCompany(place, world, 'company');
  if ((await readCompanyId(database)) !== null) return database;
  if (place.kind === 'postgres') {
    await buildDemo({ database, world }, { language, seed: DEMO_SEED });
    return database;
  }
  await database.close();
  await buildBeside(place, language, world);
  return openCompany(place, world, 'nothing');
}

async function buildBeside(
  place: DatabasePlace & { kind: 'sqlite' },
  language: DemoLanguage,
  world: ServerWorld,
): Promise<void> {
  const path = `${place.path}.building`;
  for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
  const database = await openCompany({ ...place, path }, world, 'replacement');
  try {
    await buildDemo({ database, world }, { language, seed: DEMO_SEED });
  } finally {
    // Takes the log in and removes it: the file alone is the whole company.
    await database.close();
  }
  for (const end of ['-wal', '-shm']) rmSync(place.path + end, { force: true });
  renameSync(path, place.path);
}

/** The people of the demo company as they are called in it, with their passwords. */
export async function listDemoPeople(database: SatchelDatabase): Promise<DemoSignIn[]> {
  const rows = await database.kysely.selectFrom('users').select(['login', 'name']).orderBy('login').execute();
  const nameByLogin = new Map(rows.map((row) => [row.login, row.name]));
  return demoPeople.flatMap(({ login, password, roleCode }) => {
    const name = nameByLogin.get(login);
    return name === undefined ? [] : [{ login, password, name, roleCode }];
  });
}
